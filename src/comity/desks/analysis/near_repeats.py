"""Incidents that follow one another closely in place and time, and whether that is more than chance.

The count of close pairs is Knox's (E. G. Knox, The detection of space-time interactions, Applied Statistics 13, 1964).
What to expect of chance comes from exchanging the times among the places, as in S. D. Johnson and others, Space-time
patterns of risk: a cross national assessment of residential burglary victimization, J. Quant. Criminol. 23, 2007.
It is about incidents that have been, and says nothing of any person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from comity.desks.analysis.events import Event, on_plane

METERS = 400.0
DAYS = 14.0
TURNS = 199
# Of fewer, chance explains any pattern.
FEWEST = 5
_SECONDS_A_DAY = 86_400.0


@dataclass(frozen=True)
class Near:
    """Two incidents that are near in both: the earlier first, meters and days apart."""

    one: UUID
    other: UUID
    meters: int
    days: float


@dataclass(frozen=True)
class NearRepeats:
    """The close pairs of one sort of incident, and what chance would make of the same places and times.

    ``expected`` is the mean count over ``turns`` exchanges; ``chance`` is the share of exchanges, the observed one
    counted, that gave at least as many (a one-sided Monte Carlo p-value).
    """

    sort: str
    incidents: int
    pairs: tuple[Near, ...]
    expected: float
    chance: float
    turns: int


@dataclass(frozen=True)
class Closeness:
    """How near is near: in meters, and in days."""

    meters: float = METERS
    days: float = DAYS


def near_repeats(
    events: Sequence[Event],
    chance: np.random.Generator,
    *,
    near: Closeness = Closeness(),
    turns: int = TURNS,
) -> tuple[NearRepeats, ...]:
    """Give the close pairs for each sort of offense that has any, the least likely by chance first.

    Only incidents of which place and time are seen count. The same events and generator give the same answer.
    """
    sorts: dict[str, list[Event]] = {}
    for each in events:
        if each.at is not None and each.position is not None and each.sort:
            sorts.setdefault(each.sort, []).append(each)
    found = [_of_one(sort, those, chance, near, turns) for sort, those in sorted(sorts.items()) if len(those) >= FEWEST]
    return tuple(sorted((each for each in found if each.pairs), key=lambda each: (each.chance, each.sort)))


def _of_one(sort: str, those: Sequence[Event], chance: np.random.Generator, near: Closeness, turns: int) -> NearRepeats:
    """Count what is near, then count again with the times exchanged."""
    one, other, meters = _near_in_place([each.position for each in those if each.position], near.meters)
    days = np.array([each.at.timestamp() / _SECONDS_A_DAY for each in those if each.at])
    apart = np.abs(days[one] - days[other])
    is_near = apart <= near.days
    observed = int(is_near.sum())
    counts = []
    for _ in range(turns):
        turned = chance.permutation(days)
        counts.append(int((np.abs(turned[one] - turned[other]) <= near.days).sum()))
    at_least = sum(count >= observed for count in counts)
    rows = zip(one[is_near], other[is_near], meters[is_near], apart[is_near], strict=True)
    pairs = [_near(those[i], those[j], float(m), float(d)) for i, j, m, d in rows]
    expected = sum(counts) / turns if turns else 0.0
    ordered = tuple(sorted(pairs, key=lambda each: (each.days, each.meters)))
    return NearRepeats(sort, len(those), ordered, expected, (1 + at_least) / (1 + turns), turns)


def _near_in_place(
    positions: Sequence[tuple[float, float]], meters: float
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Give the pairs of places that are near, by their numbers, and how far apart."""
    spots = np.array(on_plane(positions))
    one, other = np.triu_indices(len(spots), k=1)
    apart = np.hypot(*(spots[one] - spots[other]).T)
    near = apart <= meters
    return one[near], other[near], apart[near]


def _near(first: Event, second: Event, meters: float, days: float) -> Near:
    earlier, later = sorted((first, second), key=lambda each: each.at.timestamp() if each.at else 0.0)
    return Near(earlier.id, later.id, round(meters), round(days, 1))
