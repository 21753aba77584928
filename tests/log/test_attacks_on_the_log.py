"""Ways to change a whole log and hope that nobody sees: each is a function named for what it does, each is found."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from comity.store.log.bundles import encoded
from comity.store.log.notes import Checkpoint, sign
from comity.store.log.tree import Frontier, commitment
from comity.verify import verify
from tests.log.making import HonestLog
from tests.log.scenes import Bundle, Scene, scene, spelled

TIMES = 20
Entries = list[Any]
Change = Callable[[Scene, Bundle, Entries], None]
Rewriting = Callable[[Scene], HonestLog]

OUTSIDE: list[Change] = []
INSIDE: list[Rewriting] = []


def from_outside(change: Change) -> Change:
    """An attack by someone who can change the bundle, and at most have the key sign a head that is not the log's."""
    OUTSIDE.append(change)
    return change


def by_an_insider(change: Rewriting) -> Rewriting:
    """An attack by someone who holds the log's own key, found by whoever kept the last checkpoint."""
    INSIDE.append(change)
    return change


@pytest.mark.parametrize("change", OUTSIDE, ids=lambda change: change.__name__)
def test_the_change_is_found(change: Change) -> None:
    for seed in range(TIMES):
        played = scene(seed)
        bundle = played.whole()
        change(played, bundle, bundle["entries"])
        altered = spelled(bundle)
        assert altered != spelled(played.whole())
        assert not verify(altered, played.log.key).ok, seed


@pytest.mark.parametrize("rewrite", INSIDE, ids=lambda rewrite: rewrite.__name__)
def test_the_rewriting_is_found_by_whoever_kept_a_checkpoint(rewrite: Rewriting) -> None:
    for seed in range(TIMES):
        played = scene(seed)
        rewritten = rewrite(played)
        bundle = encoded(rewritten.whole())
        assert verify(bundle, played.log.key).ok, "an insider signs well: only memory finds this"
        assert not verify(bundle, played.log.key, seen=played.log.note()).ok, seed


def test_there_are_attacks_enough() -> None:
    assert len(OUTSIDE) + len(INSIDE) >= 30


# --- entries ---


@from_outside
def delete_an_entry(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    del entries[played.somewhere()]


@from_outside
def delete_the_first(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    del entries[0]


@from_outside
def delete_the_last(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    del entries[-1]


@from_outside
def delete_every_entry(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries.clear()


@from_outside
def truncate(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    del entries[played.somewhere() :]


@from_outside
def keep_only_the_end(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    del entries[: played.somewhere()]


@from_outside
def insert_an_entry(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries.insert(played.somewhere(), new_entry(played.chance))


@from_outside
def put_an_entry_first(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries.insert(0, new_entry(played.chance))


@from_outside
def append_an_entry(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries.append(new_entry(played.chance))


@from_outside
def replace_an_entry(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[played.somewhere()] = new_entry(played.chance)


@from_outside
def insert_one_and_delete_another(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    del entries[played.somewhere()]
    entries.insert(played.somewhere(), new_entry(played.chance))


@from_outside
def duplicate_an_entry(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    at = played.somewhere()
    entries.insert(at, entries[at])


@from_outside
def duplicate_the_last(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    # With an odd number of leaves, trees that pair the last one with itself cannot tell this apart.
    entries.append(entries[-1])


@from_outside
def cover_an_entry_with_its_neighbor(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    at = played.somewhere()
    entries[at] = entries[at + 1]


@from_outside
def swap_neighbors(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    at = played.somewhere()
    entries[at], entries[at + 1] = entries[at + 1], entries[at]


@from_outside
def swap_the_first_and_the_last(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[0], entries[-1] = entries[-1], entries[0]


@from_outside
def swap_the_halves(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    half = 1 << ((played.log.size - 1).bit_length() - 1)
    entries[:] = entries[half:] + entries[:half]


@from_outside
def reverse_the_order(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries.reverse()


@from_outside
def shuffle_the_order(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    played.chance.shuffle(entries)


@from_outside
def rotate_the_order(_played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries.append(entries.pop(0))


@from_outside
def splice_in_a_strangers_entry(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    at = played.somewhere()
    entries[at] = shown(played.stranger)[at]


@from_outside
def splice_on_a_strangers_end(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    at = played.somewhere()
    entries[at:] = shown(played.stranger)[at:]


@from_outside
def splice_in_all_of_a_strangers_entries(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[:] = shown(played.stranger)


# --- inside an entry ---


@from_outside
def swap_two_blinds(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    at = played.somewhere()
    entries[at]["blind"], entries[0]["blind"] = entries[0]["blind"], entries[at]["blind"]


@from_outside
def swap_two_stored(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    at = played.somewhere()
    entries[at]["stored"], entries[0]["stored"] = entries[0]["stored"], entries[at]["stored"]


@from_outside
def move_a_byte_from_blind_to_stored(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    recut(entries[played.somewhere()], 31)


@from_outside
def move_a_byte_from_stored_to_blind(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    recut(entries[played.somewhere()], 33)


@from_outside
def empty_what_is_stored(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entries[played.somewhere()]["stored"] = ""


@from_outside
def lengthen_what_is_stored(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    entry = entries[played.somewhere()]
    entry["stored"] = b64encode(b64decode(entry["stored"]) + b"\0").decode()


@from_outside
def withhold_an_entry_unasked(played: Scene, _bundle: Bundle, entries: Entries) -> None:
    at = played.somewhere()
    entries[at] = {"commitment": b64encode(commitment(*played.log.entries[at])).decode()}


@from_outside
def pass_off_inner_nodes_as_entries(played: Scene, bundle: Bundle, entries: Entries) -> None:
    # Without tags that tell leaves from nodes, half as many longer leaves have the same root.
    leaves = played.log.leaves()
    pairs = zip(leaves[::2], leaves[1::2], strict=False)
    entries[:] = [{"blind": encode(left), "stored": encode(right)} for left, right in pairs]
    bundle["checkpoint"] = bundle["checkpoint"].replace(f"\n{played.log.size}\n", f"\n{len(entries)}\n")


# --- the checkpoint ---


@from_outside
def present_the_checkpoint_of_before(played: Scene, bundle: Bundle, _entries: Entries) -> None:
    bundle["checkpoint"] = played.log.first(played.somewhere()).note()


@from_outside
def present_yesterdays_entries_under_todays_checkpoint(played: Scene, bundle: Bundle, _entries: Entries) -> None:
    bundle["entries"] = shown(played.log.first(played.somewhere()))


@from_outside
def present_a_strangers_checkpoint(played: Scene, bundle: Bundle, _entries: Entries) -> None:
    bundle["checkpoint"] = played.stranger.note()


@from_outside
def present_a_strangers_checkpoint_with_its_key(played: Scene, bundle: Bundle, _entries: Entries) -> None:
    bundle["checkpoint"], bundle["key"] = played.stranger.note(), played.stranger.key


@from_outside
def present_a_strangers_log_under_the_right_key(played: Scene, bundle: Bundle, entries: Entries) -> None:
    bundle["checkpoint"] = played.stranger.note()
    entries[:] = shown(played.stranger)


@from_outside
def rewrite_and_sign_with_a_strangers_key(played: Scene, bundle: Bundle, entries: Entries) -> None:
    del entries[-1]
    forged = HonestLog(played.stranger.signer, played.log.entries[:-1])
    bundle["checkpoint"], bundle["key"] = forged.note(), forged.key


@from_outside
def rewrite_and_keep_the_old_signature(played: Scene, bundle: Bundle, entries: Entries) -> None:
    del entries[-1]
    body = played.log.first(len(entries)).note().partition("\n\n")[0]
    bundle["checkpoint"] = body + "\n\n" + bundle["checkpoint"].partition("\n\n")[2]


@from_outside
def claim_another_size(played: Scene, bundle: Bundle, entries: Entries) -> None:
    entries.append(new_entry(played.chance))
    bundle["checkpoint"] = bundle["checkpoint"].replace(f"\n{played.log.size}\n", f"\n{len(entries)}\n")


@from_outside
def sign_for_another_origin(played: Scene, bundle: Bundle, _entries: Entries) -> None:
    root = Frontier().extended(played.log.leaves()).root()
    bundle["checkpoint"] = sign(Checkpoint("log.other.example", played.log.size, root), played.log.signer)


@from_outside
def sign_an_extension_line(played: Scene, bundle: Bundle, _entries: Entries) -> None:
    root = Frontier().extended(played.log.leaves()).root()
    head = Checkpoint(played.log.signer.name, played.log.size, root, ("unseen by witnesses",))
    bundle["checkpoint"] = sign(head, played.log.signer)


@from_outside
def strip_the_signature(_played: Scene, bundle: Bundle, _entries: Entries) -> None:
    bundle["checkpoint"] = bundle["checkpoint"].partition("— ")[0]


@from_outside
def double_the_signature(_played: Scene, bundle: Bundle, _entries: Entries) -> None:
    bundle["checkpoint"] += bundle["checkpoint"].partition("\n\n")[2]


@from_outside
def add_an_unknown_signature(_played: Scene, bundle: Bundle, _entries: Entries) -> None:
    bundle["checkpoint"] += "— witness.example/w1 AAAAAAA=\n"


# --- by someone who holds the key ---


@by_an_insider
def roll_back(played: Scene) -> HonestLog:
    return played.log.first(played.somewhere())


@by_an_insider
def roll_back_to_nothing(played: Scene) -> HonestLog:
    return played.log.first(0)


@by_an_insider
def fork_at_the_same_size(played: Scene) -> HonestLog:
    return with_entries(played, changed(played))


@by_an_insider
def fork_and_go_on(played: Scene) -> HonestLog:
    return with_entries(played, (*changed(played), *played.stranger.entries))


@by_an_insider
def remove_an_entry_and_go_on(played: Scene) -> HonestLog:
    at, entries = played.somewhere(), played.log.entries
    return with_entries(played, (*entries[:at], *entries[at + 1 :], *played.stranger.entries))


@by_an_insider
def slip_in_an_entry_of_long_ago(played: Scene) -> HonestLog:
    at, entries = played.somewhere(), played.log.entries
    return with_entries(played, (*entries[:at], played.stranger.entries[0], *entries[at:]))


@by_an_insider
def swap_two_old_entries_and_go_on(played: Scene) -> HonestLog:
    first, second, *rest = played.log.entries
    return with_entries(played, (second, first, *rest, *played.stranger.entries))


@by_an_insider
def blind_an_old_entry_anew(played: Scene) -> HonestLog:
    (_, stored), *rest = played.log.entries
    return with_entries(played, ((played.chance.randbytes(32), stored), *rest))


def with_entries(played: Scene, entries: tuple[tuple[bytes, bytes], ...]) -> HonestLog:
    return HonestLog(played.log.signer, entries)


def changed(played: Scene) -> tuple[tuple[bytes, bytes], ...]:
    at, entries = played.somewhere(), played.log.entries
    return (*entries[:at], (entries[at][0], b"another story"), *entries[at + 1 :])


def new_entry(chance: Random) -> dict[str, str]:
    return {"blind": encode(chance.randbytes(32)), "stored": encode(chance.randbytes(40))}


def shown(log: HonestLog) -> list[dict[str, str]]:
    return [{"blind": encode(blind), "stored": encode(stored)} for blind, stored in log.entries]


def recut(entry: dict[str, str], at: int) -> None:
    joined = b64decode(entry["blind"]) + b64decode(entry["stored"])
    entry["blind"], entry["stored"] = encode(joined[:at]), encode(joined[at:])


def encode(data: bytes) -> str:
    return b64encode(data).decode()
