"""The offline verifier: what it says of honest bundles, and what it asks for before it says so."""

import ast
import json
import subprocess
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from comity import verify as verifier
from comity.store.log.bundles import Withheld, encoded
from comity.store.log.notes import SignatureType, Signer, VerifierKey, cosign
from comity.store.log.tree import commitment
from comity.verify import main, verify
from tests.log.making import honest_log

CHANCE = Random(2)
LOG = honest_log(CHANCE, 40)
OTHER = honest_log(CHANCE, 40)
WHOLE, PROOF = encoded(LOG.whole()), encoded(LOG.proving(0, 7, 39))
WITNESSES = [
    Signer.from_seed(f"witness.example/w{number}", bytes([number] * 32), signature_type=SignatureType.COSIGNATURE)
    for number in (1, 2)
]


def witnessed_note() -> str:
    note = LOG.note()
    for at, witness in enumerate(WITNESSES):
        note = cosign(note, witness, log=LOG.signer.verifier, at=1_800_000_000 + at)
    return note


def test_200_honest_logs_raise_no_alarm() -> None:
    for number in range(200):
        log = honest_log(CHANCE, CHANCE.randint(1, 60), stored_bytes=CHANCE.randint(0, 90))
        earlier = log.first(CHANCE.randint(0, log.size)).note()
        assert verify(encoded(log.whole()), log.key, seen=earlier).ok, number
        indices = sorted(CHANCE.sample(range(log.size), CHANCE.randint(1, log.size)))
        assert verify(encoded(log.proving(*indices)), log.key, seen=log.note()).ok, number


def test_an_empty_log_is_an_honest_log() -> None:
    assert verify(encoded(LOG.first(0).whole()), LOG.key).ok


def test_the_verdict_says_what_was_shown_and_who_signed_it() -> None:
    assert verify(PROOF, LOG.key).because == (
        "3 of the 40 entries of log.hart.example/county stand as they were signed",
    )


def test_without_a_known_key_the_verdict_says_that_nobody_vouched_for_it() -> None:
    verdict = verify(WHOLE, None)
    assert verdict.ok
    assert "compare it" in verdict.because[-1]


def test_a_forger_who_brings_a_key_along_is_found_by_whoever_knows_the_right_one() -> None:
    assert verify(encoded(OTHER.whole()), None).ok
    assert not verify(encoded(OTHER.whole()), LOG.key).ok


def test_witnesses_named_in_the_bundle_must_each_have_signed() -> None:
    names = tuple(witness.verifier.text() for witness in WITNESSES)
    bundle = msgspec.structs.replace(LOG.whole(), checkpoint=witnessed_note(), witnesses=names)
    verdict = verify(encoded(bundle), LOG.key)
    assert verdict.ok
    assert "witness.example/w2 cosigned the checkpoint" in verdict.because
    for wrong in (names[:1], names[::-1], (), (*names, names[0]), (LOG.key, names[1])):
        assert not verify(encoded(msgspec.structs.replace(bundle, witnesses=wrong)), LOG.key).ok


def test_an_expunged_entry_passes_only_when_the_reader_allows_for_it() -> None:
    whole = LOG.whole()
    expunged = Withheld(commitment=commitment(*LOG.entries[5]))
    bundle = encoded(msgspec.structs.replace(whole, entries=(*whole.entries[:5], expunged, *whole.entries[6:])))
    assert verify(bundle, LOG.key).because == ("1 entries show only their commitment: you allow 0 (--withheld)",)
    allowed = verify(bundle, LOG.key, withheld=1)
    assert allowed.ok
    assert "1 of them show only their commitment: they were expunged or withheld" in allowed.because


def test_a_kept_checkpoint_with_cosignatures_can_be_compared() -> None:
    assert verify(WHOLE, LOG.key, seen=witnessed_note()).ok


@pytest.mark.parametrize("seen", ["", "\ud800", "x\n1\ny\n\n— z AAAA\n", OTHER.note()])
def test_a_kept_checkpoint_that_is_not_this_logs_is_no_comparison(seen: str) -> None:
    assert not verify(WHOLE, LOG.key, seen=seen).ok


def test_some_entries_cannot_show_that_an_older_checkpoint_is_still_contained() -> None:
    assert "whole log" in verify(PROOF, LOG.key, seen=LOG.first(3).note()).because[0]


@given(some.binary())
def test_any_bytes_get_a_verdict(data: bytes) -> None:
    assert not verify(data, None).ok


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
)


@given(some.sampled_from([WHOLE, PROOF]), some.sampled_from(["format", "checkpoint", "key", "entries"]), JSON)
def test_any_value_in_any_field_gets_a_verdict(honest: bytes, field: str, value: object) -> None:
    bundle = json.loads(honest) | {field: value}
    assert not verify(json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"), None).ok


@given(some.sampled_from(["index", "blind", "stored", "proof"]), JSON)
def test_any_value_in_any_entry_gets_a_verdict(field: str, value: object) -> None:
    bundle = json.loads(PROOF)
    bundle["entries"][1][field] = value
    assert not verify(json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"), None).ok


@pytest.mark.parametrize("data", [b"[" * 100_000, b"9" * 5_000, b'"\\ud800"', "\ufeff{}".encode(), b"\xff\xfe", b"NaN"])
def test_hostile_json_gets_a_verdict(data: bytes) -> None:
    assert not verify(data, None).ok


@given(some.binary(min_size=32, max_size=32))
def test_a_key_that_is_no_point_on_the_curve_gets_a_verdict(public: bytes) -> None:
    key = VerifierKey(LOG.signer.name, public, SignatureType.NOTE)
    line = f"— {key.name} "
    body, _, signature = LOG.note().partition(line)
    blob = b64decode(signature)
    note = f"{body}{line}{b64encode(key.id + blob[4:]).decode()}\n"
    assert not verify(encoded(msgspec.structs.replace(LOG.whole(), checkpoint=note, key=key.text())), None).ok


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "comity.verify", *arguments], capture_output=True, text=True, check=False
    )


def test_the_command_ends_with_0_when_all_holds_3_when_not_and_2_when_asked_wrongly(tmp_path: Path) -> None:
    good, bad, seen = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "checkpoint"
    good.write_bytes(WHOLE)
    bad.write_bytes(WHOLE + b"\n")
    seen.write_text(LOG.first(9).note())
    held = run(str(good), "--key", LOG.key, "--seen", str(seen))
    assert (held.returncode, held.stdout[:10]) == (0, "verified: ")
    refused = run(str(bad), "--key", LOG.key)
    assert (refused.returncode, refused.stdout[:14]) == (3, "NOT VERIFIED: ")
    assert run(str(tmp_path / "nothing.json")).returncode == 2
    assert run("--what").returncode == 2


def test_a_log_cannot_steer_the_terminal_of_its_reader(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bundle.json"
    path.write_bytes(encoded(honest_log(CHANCE, 3, name="log\u202e.example").whole()))
    assert main([str(path)]) == 0
    assert "log\\u202e.example" in capsys.readouterr().out


def test_a_kept_checkpoint_that_is_not_text_is_asked_wrongly(tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    path.write_bytes(b"\xff")
    assert main([str(path), "--seen", str(path)]) == 2


def test_the_verifier_shares_no_code_with_the_writer() -> None:
    tree = ast.parse(Path(verifier.__file__).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    named = {
        name.split(".")[0]
        for node in imports
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    assert named <= sys.stdlib_module_names | {"cryptography"}
