"""Notes and checkpoints: what is believed is exactly what a known key signed."""

import time
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as some

from comity.errors import Invalid, Unverified
from comity.store.log.notes import (
    Checkpoint,
    Opened,
    SignatureType,
    Signer,
    VerifierKey,
    cosign,
    open_checkpoint,
    open_note,
    sign,
)

ROOT = bytes(range(32))
COUNTY = Signer.from_seed("log.hart.example/county", bytes(32))
STRANGER = Signer.from_seed("log.hart.example/county", b"s" * 32)
WITNESS = Signer.from_seed("witness.example/w1", b"w" * 32, signature_type=SignatureType.COSIGNATURE)
HEAD = Checkpoint("log.hart.example/county", 20852163, ROOT)
NOTE = sign(HEAD, COUNTY)


def opened(note: str) -> Opened:
    return open_note(note, [COUNTY.verifier])


def test_a_signed_checkpoint_opens_as_what_was_signed() -> None:
    assert opened(NOTE).checkpoint == HEAD
    assert open_checkpoint(NOTE, COUNTY.verifier) == HEAD
    assert NOTE.startswith("log.hart.example/county\n20852163\n")


@given(some.integers(0, len(NOTE) - 1), some.characters(codec="utf-8"))
def test_no_character_of_a_note_can_be_changed(at: int, char: str) -> None:
    altered = NOTE[:at] + char + NOTE[at + 1 :]
    if altered != NOTE:
        with pytest.raises(Unverified):
            opened(altered)


@given(some.text())
def test_any_text_is_a_note_or_unverified(text: str) -> None:
    with pytest.raises(Unverified):
        opened(text)


@pytest.mark.parametrize(
    "damaged",
    [
        NOTE[:-1],
        NOTE + "\n",
        NOTE + NOTE,
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("— ", "- "),
        NOTE.replace("— ", "—  "),
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("county\n", "county\t\n"),
        NOTE + "— other.example/x AAAAAA==\n",
        NOTE + "— two words AAAAAAA=\n",
        NOTE + "— plus+name AAAAAAA=\n",
        NOTE + "— other.example/x AAAAAAB=\n",
        NOTE + "— other.example/x AAAA AAAA\n",
        NOTE + "— other.example/x AAAAAAA=\n" * 64,
        "\ud800" + NOTE,
    ],
)
def test_a_malformed_note_is_unverified_whoever_signed_it(damaged: str) -> None:
    with pytest.raises(Unverified):
        opened(damaged)


def test_signatures_of_unknown_keys_are_passed_over() -> None:
    note = NOTE + "— other.example/x AAAAAAA=\n" * 15
    assert [signature.key for signature in opened(note).signatures] == [COUNTY.verifier]


def test_a_known_name_with_another_key_is_an_unknown_key() -> None:
    with pytest.raises(Unverified, match="no known key"):
        open_note(sign(HEAD, STRANGER), [COUNTY.verifier])
    with pytest.raises(Unverified, match="no known key"):
        open_note(NOTE, [])


def test_one_bad_signature_of_a_known_key_condemns_the_note() -> None:
    bad = sign(Checkpoint(HEAD.origin, 1, ROOT), COUNTY).rpartition("\n\n")[2]
    with pytest.raises(Unverified, match="does not hold"):
        opened(NOTE + bad)


def test_a_checkpoint_for_another_log_is_unverified_although_the_key_signed_it() -> None:
    with pytest.raises(Unverified, match="another log"):
        open_checkpoint(sign(Checkpoint("log.other.example", 1, ROOT), COUNTY), COUNTY.verifier)


@pytest.mark.parametrize(
    "body",
    [
        "origin\n01\n" + "A" * 43 + "=\n",
        "origin\n-1\n" + "A" * 43 + "=\n",
        "origin\n\u0661\n" + "A" * 43 + "=\n",
        "origin\n" + "9" * 20 + "\n" + "A" * 43 + "=\n",
        "origin\n1\n" + "A" * 42 + "==\n",
        "origin\n1\n" + "A" * 42 + "B=\n",
        "origin\n1\n",
        "\n1\n" + "A" * 43 + "=\n",
        "origin\n1\n" + "A" * 43 + "=\n\nafter a gap\n",
    ],
)
def test_a_signed_text_that_is_no_checkpoint_is_unverified(body: str) -> None:
    blob = COUNTY.verifier.id + COUNTY.key.sign(body.encode())
    with pytest.raises(Unverified):
        opened(f"{body}\n— {COUNTY.name} {b64encode(blob).decode()}\n")


@pytest.mark.parametrize(
    "head",
    [
        Checkpoint("", 1, ROOT),
        Checkpoint("two\nlines", 1, ROOT),
        Checkpoint("tab\tbed", 1, ROOT),
        Checkpoint("origin", -1, ROOT),
        Checkpoint("origin", 1, ROOT[:31]),
        Checkpoint("origin", 1, ROOT, ("",)),
        Checkpoint("\ud800", 1, ROOT),
    ],
)
def test_what_is_no_checkpoint_is_never_signed(head: Checkpoint) -> None:
    with pytest.raises(Invalid):
        sign(head, COUNTY)


def test_a_witness_key_never_signs_as_a_log() -> None:
    with pytest.raises(Invalid):
        sign(HEAD, WITNESS)
    with pytest.raises(Invalid):
        cosign(NOTE, COUNTY, log=COUNTY.verifier, at=0)


def test_a_cosignature_says_who_saw_the_head_and_when() -> None:
    note = cosign(NOTE, WITNESS, log=COUNTY.verifier, at=1679315147)
    log, witness = open_note(note, [COUNTY.verifier, WITNESS.verifier]).signatures
    assert (log.key, log.at) == (COUNTY.verifier, None)
    assert (witness.key, witness.at) == (WITNESS.verifier, 1679315147)
    assert opened(note).checkpoint == HEAD


def test_a_witness_cosigns_only_what_the_log_signed() -> None:
    with pytest.raises(Unverified):
        cosign(sign(HEAD, STRANGER), WITNESS, log=COUNTY.verifier, at=1)


def test_an_altered_time_of_a_cosignature_is_found() -> None:
    early = cosign(NOTE, WITNESS, log=COUNTY.verifier, at=1)
    late = cosign(NOTE, WITNESS, log=COUNTY.verifier, at=2)
    where = next(at for at, (one, other) in enumerate(zip(early, late, strict=True)) if one != other)
    with pytest.raises(Unverified):
        open_note(early[:where] + late[where] + early[where + 1 :], [WITNESS.verifier])


@pytest.mark.parametrize("signer", [COUNTY, WITNESS])
def test_a_verifier_key_survives_being_handed_around(signer: Signer) -> None:
    assert VerifierKey.parsed(signer.verifier.text()) == signer.verifier


KEY = COUNTY.verifier.text()


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "name",
        "a+b",
        KEY[:-1],
        KEY + "A",
        KEY.replace("+", "+A", 1),
        KEY.replace("hart", "fort"),
        KEY[: KEY.index("+") + 1] + "00000000" + KEY[KEY.index("+") + 9 :],
        KEY.replace("log.", "log "),
        KEY + "\n",
    ],
)
def test_a_damaged_verifier_key_is_refused(damaged: str) -> None:
    with pytest.raises(Invalid):
        VerifierKey.parsed(damaged)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\u00a0b", "tab\t"])
def test_a_key_cannot_have_a_name_that_breaks_the_line(name: str) -> None:
    with pytest.raises(Invalid):
        Signer.from_seed(name, bytes(32))


def test_a_seed_has_32_bytes() -> None:
    with pytest.raises(Invalid):
        Signer.from_seed("log.hart.example", bytes(31))


def test_a_signer_shows_no_secret() -> None:
    assert "PrivateKey" not in repr(COUNTY)


def test_signing_takes_microseconds() -> None:
    began = time.perf_counter()
    for _ in range(500):
        sign(HEAD, COUNTY)
    each = (time.perf_counter() - began) / 500 * 1e6
    print(f"{each:.0f} us per signed checkpoint")
    assert each < 2000
