"""What arrived beside what was sent, hand-off by hand-off: dropped, altered, invented, re-ordered, or all as it was.

Whoever receives keeps a list in the order of arrival: number and leaf hash of each. Equal roots of equal counts mean
that nothing differs, and nobody needs the list.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from comity.records.governance.hand_off_receipt import Discrepancy
from comity.store.log.tree import Frontier


class Given(NamedTuple):
    """One hand-off on either side: its number and its leaf hash."""

    number: int
    leaf: bytes


class Differing(NamedTuple):
    """One hand-off that differs, and how."""

    number: int
    how: Discrepancy


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Give the RFC 6962 root over some leaf hashes in their order."""
    return Frontier().extended(leaves).root()


def differences(sent: Sequence[Given], received: Sequence[Given]) -> list[Differing]:
    """Give what differs between what was sent and what arrived, by number; [] when both are the same.

    A hand-off that arrived twice is none: whoever receives counts it once. An altered one is told by its number, an
    invented one has a number that was not sent. Re-ordered are the fewest whose moving puts the others in order.
    """
    ours = {each.number: each.leaf for each in sent}
    theirs: dict[int, bytes] = {}
    for each in received:
        theirs.setdefault(each.number, each.leaf)
    found = [Differing(number, Discrepancy.DROPPED) for number in ours.keys() - theirs.keys()]
    for number, leaf in theirs.items():
        if number not in ours:
            found.append(Differing(number, Discrepancy.INVENTED))
        elif ours[number] != leaf:
            found.append(Differing(number, Discrepancy.ALTERED))
    known = [number for number in theirs if number in ours]
    found += [Differing(number, Discrepancy.REORDERED) for number in _out_of_order(known)]
    return sorted(found)


def _out_of_order(numbers: Sequence[int]) -> list[int]:
    """Give the numbers outside the longest run that rises; [] at once where all rise."""
    if all(one < other for one, other in pairwise(numbers)):
        return []
    rising = set(_longest_rising(numbers))
    return [number for number in numbers if number not in rising]


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """Give the longest subsequence that rises, by patience sorting (Fredman 1975): n log n steps."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        pile = bisect_left(tops, number)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(number)
            piles.append(at)
        else:
            tops[pile], piles[pile] = number, at
    at, rising = piles[-1] if piles else -1, list[int]()
    while at >= 0:
        rising.append(numbers[at])
        at = before[at]
    return rising
