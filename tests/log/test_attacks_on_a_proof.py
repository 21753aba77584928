"""Ways to make a proof say more than the log does, and ways to write the same proof otherwise: each is refused."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

import pytest

from comity.store.log.notes import SignatureType, Signer, cosign
from comity.store.log.tree import node_hash
from comity.verify import verify
from tests.log.scenes import WITNESS, Bundle, Scene, opened, scene, spelled, witnessed

TIMES = 20
Entries = list[Any]
Change = Callable[[Scene, Bundle, Entries], None]
Respelling = Callable[[bytes], bytes]

CHANGES: list[Change] = []
RESPELLINGS: list[Respelling] = []


def attack(change: Change) -> Change:
    CHANGES.append(change)
    return change


def respelling(change: Respelling) -> Respelling:
    RESPELLINGS.append(change)
    return change


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_the_change_is_found(change: Change) -> None:
    for seed in range(TIMES):
        played = scene(seed)
        bundle = witnessed(played)
        assert verify(spelled(bundle), played.log.key).ok
        change(played, bundle, bundle["entries"])
        assert not verify(spelled(bundle), played.log.key).ok, seed


@pytest.mark.parametrize("respell", RESPELLINGS, ids=lambda respell: respell.__name__)
def test_there_is_one_spelling_only(respell: Respelling) -> None:
    for seed in range(TIMES):
        played = scene(seed)
        for bundle in (played.whole(), played.proof()):
            respelled = respell(spelled(bundle))
            assert respelled != spelled(bundle)
            assert not verify(respelled, played.log.key).ok, seed


@attack
def claim_the_next_index(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[-1]["index"] += 1


@attack
def claim_an_index_outside(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[-1]["index"] += 1 << played.log.size.bit_length()


@attack
def claim_an_index_below_zero(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[0]["index"] -= played.log.size


@attack
def write_an_index_as_a_truth_value(played: Scene, bundle: Bundle, _entries: Entries) -> None:
    bundle["entries"] = opened(played.log.proving(1))["entries"]
    bundle["entries"][0]["index"] = True


@attack
def write_an_index_as_a_fraction(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[1]["index"] = float(entries[1]["index"])


@attack
def write_an_index_as_text(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[1]["index"] = str(entries[1]["index"])


@attack
def swap_two_indices(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[0]["index"], entries[1]["index"] = entries[1]["index"], entries[0]["index"]


@attack
def show_an_entry_twice(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries.append(entries[-1])


@attack
def show_the_entries_in_another_order(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries.reverse()


@attack
def prove_nothing(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries.clear()


@attack
def replace_what_is_stored(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[1]["stored"] = encode(played.chance.randbytes(40))


@attack
def swap_what_is_stored(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[0]["stored"], entries[1]["stored"] = entries[1]["stored"], entries[0]["stored"]


@attack
def replace_the_blind(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[1]["blind"] = encode(played.chance.randbytes(32))


@attack
def recut_blind_and_stored(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    joined = b64decode(entries[1]["blind"]) + b64decode(entries[1]["stored"])
    entries[1]["blind"], entries[1]["stored"] = encode(joined[:31]), encode(joined[31:])


@attack
def drop_the_last_step(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[1]["proof"].pop()


@attack
def drop_the_first_step(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[1]["proof"].pop(0)


@attack
def drop_every_step(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[1]["proof"].clear()


@attack
def add_a_step(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[1]["proof"].append(entries[1]["proof"][-1])


@attack
def add_ten_thousand_steps(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[1]["proof"] *= 10_000


@attack
def swap_two_steps(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    steps = entries[1]["proof"]
    steps[0], steps[-1] = steps[-1], steps[0]


@attack
def shorten_a_step(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[1]["proof"][0] = encode(b64decode(entries[1]["proof"][0])[:31])


@attack
def borrow_the_proof_of_another_entry(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[1]["proof"] = entries[0]["proof"]


@attack
def prove_against_an_older_tree(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    older = played.log.first(played.log.size - 1)
    entries[2] = opened(older.proving(entries[2]["index"]))["entries"][0]


@attack
def prove_an_entry_of_a_stranger(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[1] = opened(played.stranger.proving(entries[1]["index"]))["entries"][0]


@attack
def pass_off_a_node_as_an_entry(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    left, right = played.log.leaves()[:2]
    path = opened(played.log.proving(0))["entries"][0]["proof"][1:]
    entries[0] = {"index": 0, "blind": encode(left), "stored": encode(right), "proof": path}


@attack
def pass_off_a_node_as_a_step(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[1]["proof"][0] = encode(node_hash(*played.log.leaves()[:2]))


@attack
def call_it_a_whole_log(_played: Scene, bundle: Bundle, _entries: Entries) -> None:
    bundle["format"] = "comity-log/v1"


@attack
def call_it_by_an_unknown_format(_played: Scene, bundle: Bundle, _entries: Entries) -> None:
    bundle["format"] = "comity-proof/v2"


@attack
def show_it_under_an_older_checkpoint(played: Scene, bundle: Bundle, _entries: Entries) -> None:
    older = played.log.first(played.log.size - 1).note()
    bundle["checkpoint"] = cosign(older, WITNESS, log=played.log.signer.verifier, at=1_800_000_000)


@attack
def strip_the_cosignature(_played: Scene, bundle: Bundle, _entries: Entries) -> None:
    bundle["checkpoint"] = bundle["checkpoint"].partition("— witness")[0]


@attack
def hide_the_witness(_played: Scene, bundle: Bundle, _entries: Entries) -> None:
    del bundle["witnesses"]


@attack
def name_a_witness_who_did_not_sign(_played: Scene, bundle: Bundle, _entries: Entries) -> None:
    other = Signer.from_seed("witness.example/w2", b"v" * 32, signature_type=SignatureType.COSIGNATURE)
    bundle["witnesses"].append(other.verifier.text())


@attack
def pass_off_the_log_as_its_own_witness(_played: Scene, bundle: Bundle, _entries: Entries) -> None:
    bundle["witnesses"] = [bundle["key"]]


@attack
def name_an_empty_list_of_witnesses(played: Scene, bundle: Bundle, _entries: Entries) -> None:
    bundle["checkpoint"], bundle["witnesses"] = played.log.note(), []


@attack
def add_a_field(_played: Scene, bundle: Bundle, _entries: Entries) -> None:
    bundle["comment"] = "trust me"


@attack
def add_a_field_to_an_entry(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[1]["comment"] = "trust me"


@attack
def reorder_the_fields_of_an_entry(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[1]["index"] = entries[1].pop("index")


@attack
def reorder_the_fields(_played: Scene, bundle: Bundle, _entries: Entries) -> None:
    bundle["key"] = bundle.pop("key")


@respelling
def end_with_a_newline(bundle: bytes) -> bytes:
    return bundle + b"\n"


@respelling
def end_with_a_second_bundle(bundle: bytes) -> bytes:
    return bundle + bundle


@respelling
def begin_with_a_byte_order_mark(bundle: bytes) -> bytes:
    return b"\xef\xbb\xbf" + bundle


@respelling
def write_it_in_utf_16(bundle: bytes) -> bytes:
    return bundle.decode().encode("utf-16")


@respelling
def add_a_space(bundle: bytes) -> bytes:
    return bundle.replace(b",", b", ", 1)


@respelling
def indent_it(bundle: bytes) -> bytes:
    return json.dumps(json.loads(bundle), ensure_ascii=False, indent=1).encode()


@respelling
def escape_what_needs_no_escape(bundle: bytes) -> bytes:
    return bundle.replace("—".encode(), b"\\u2014", 1)


@respelling
def escape_a_letter(bundle: bytes) -> bytes:
    return bundle.replace(b'"format"', b'"\\u0066ormat"')


@respelling
def give_a_field_twice(bundle: bytes) -> bytes:
    return bundle.replace(b'{"format":', b'{"format":"comity-log/v0","format":')


@respelling
def give_a_field_of_an_entry_twice(bundle: bytes) -> bytes:
    return bundle.replace(b'"blind":', b'"blind":"","blind":', 1)


@respelling
def drop_the_padding(bundle: bytes) -> bytes:
    return bundle.replace(b'=","', b'","', 1)


@respelling
def use_the_base64_of_addresses(bundle: bytes) -> bytes:
    return bundle.replace(b"+", b"-").replace(b"/", b"_")


@respelling
def set_a_bit_that_base64_ignores(bundle: bytes) -> bytes:
    end = bundle.index(b'=","stored"')
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return bundle[: end - 1] + bytes([letters[letters.index(bundle[end - 1]) ^ 1]]) + bundle[end:]


@respelling
def break_it_off(bundle: bytes) -> bytes:
    return bundle[:-1]


def encode(data: bytes) -> str:
    return b64encode(data).decode()
