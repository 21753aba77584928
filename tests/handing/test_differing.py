"""Of what was sent and what arrived, every difference is found by its number and kind, and none where there is none."""

from hashlib import sha256
from random import Random

import pytest

from comity.records.governance.hand_off_receipt import Discrepancy
from comity.store.ledger.differing import Differing, Given, differences, root_of
from tests.handing.receivers import root_over


def period(chance: Random, most: int = 400) -> list[Given]:
    """Make a period of hand-offs."""
    first = chance.randrange(1, 10_000)
    return [Given(first + n, sha256(chance.randbytes(8)).digest()) for n in range(chance.randrange(1, most))]


def _dropped(chance: Random, sent: list[Given]) -> tuple[list[Given], Differing]:
    lost = chance.choice(sent)
    return [each for each in sent if each != lost], Differing(lost.number, Discrepancy.DROPPED)


def _altered(chance: Random, sent: list[Given]) -> tuple[list[Given], Differing]:
    at = chance.randrange(len(sent))
    changed = Given(sent[at].number, sha256(sent[at].leaf).digest())
    return [*sent[:at], changed, *sent[at + 1 :]], Differing(changed.number, Discrepancy.ALTERED)


def _invented(chance: Random, sent: list[Given]) -> tuple[list[Given], Differing]:
    made = Given(sent[-1].number + chance.randrange(1, 50), chance.randbytes(32))
    at = chance.randrange(len(sent) + 1)
    return [*sent[:at], made, *sent[at:]], Differing(made.number, Discrepancy.INVENTED)


def _reordered(chance: Random, sent: list[Given]) -> tuple[list[Given], Differing]:
    # Moved by two places at least: of two that swapped, either may be the one that moved.
    at = chance.randrange(len(sent) - 2)
    moved = [*sent[:at], *sent[at + 1 :]]
    moved.insert(chance.randrange(at + 2, len(sent)), sent[at])
    return moved, Differing(sent[at].number, Discrepancy.REORDERED)


@pytest.mark.parametrize("plant", [_dropped, _altered, _invented, _reordered])
def test_each_of_fifty_planted_differences_is_found_and_nothing_else(plant: object) -> None:
    assert callable(plant)
    for seed in range(50):
        chance = Random(seed)
        sent = period(chance)
        while len(sent) < 3:
            sent = period(chance)
        received, planted = plant(chance, sent)
        assert differences(sent, received) == [planted]
        assert root_of([each.leaf for each in received]) != root_of([each.leaf for each in sent])


def test_a_thousand_honest_periods_raise_nothing_though_some_arrived_twice() -> None:
    for seed in range(1000):
        chance = Random(seed)
        sent = period(chance, 60)
        again = [each for each in sent for _ in range(1 + (chance.random() < 0.1))]
        assert differences(sent, again) == []


def test_our_root_is_the_one_that_the_standard_writes() -> None:
    chance = Random(7)
    for size in range(66):
        leaves = [chance.randbytes(32) for _ in range(size)]
        assert root_of(leaves) == root_over(leaves)
