"""Incidents that may be one series: of one offense, alike in method, place, time and property, each reason weighed.

A reason weighs as many bits as it is rare: -log2 of the share of pairs that agree at least so far (the surprise of
Shannon, 1948; weights of agreements add, as in Fellegi and Sunter, 1969). The offense is weighed among all pairs at
hand, everything else among the pairs of that offense, because how one enters and what is taken depend on it. Two
incidents are put forward when the shares of their reasons, multiplied, come to less than one in all pairs at hand:
among strewn incidents chance makes some such pairs too, so a suggestion is a reason to read two reports, no finding.
It compares incidents and nothing else: no person enters it, and nothing in it looks ahead.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import log2
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from comity.desks.analysis.events import Event, on_plane

# The steps by which places, days and hours are told apart; agreement within a step counts as the step.
METERS = (100.0, 300.0, 1000.0)
DAYS = (3.0, 10.0, 30.0)
HOURS = (1.0, 2.0)
# Incidents further apart than this are no series that anybody could still work on.
LONGEST_GAP_DAYS = 60.0
LEAST_REASONS = 3
MOST_SERIES = 25
_SECONDS_A_DAY = 86_400.0

Pairs = NDArray[np.float64]
Numbers = NDArray[np.intp]


class Trait(StrEnum):
    """In what two incidents may be alike."""

    OFFENSE = "offense"
    METHOD = "method of entry"
    SETTING = "sort of place"
    PROPERTY = "property"
    PLACE = "place"
    DATE = "date"
    HOUR = "time of day"


@dataclass(frozen=True)
class Reason:
    """In what two incidents are alike, and how rare that is, in bits.

    ``word`` is what they have in common; "" where they are near: then ``step`` says within how many meters, days or
    hours.
    """

    trait: Trait
    word: str
    step: float
    bits: float


@dataclass(frozen=True)
class Alike:
    """Two incidents that are alike, with the reasons, the weightiest first."""

    one: UUID
    other: UUID
    reasons: tuple[Reason, ...]

    @property
    def bits(self) -> float:
        """What the reasons weigh together."""
        return round(sum(reason.bits for reason in self.reasons), 2)


@dataclass(frozen=True)
class Series:
    """Incidents that may belong together, the earliest first; ``pairs`` say of each two that are alike why."""

    incidents: tuple[UUID, ...]
    pairs: tuple[Alike, ...]

    @property
    def bits(self) -> float:
        """The weight of the strongest pair."""
        return max(pair.bits for pair in self.pairs)


def series(events: Sequence[Event]) -> tuple[Series, ...]:
    """Suggest series among some incidents, the weightiest first; () where nothing is rarer than chance allows.

    Only incidents of which the time and the offense are seen are compared, and only with others of the same offense.
    """
    sorts: dict[str, list[Event]] = {}
    for each in sorted((each for each in events if each.at is not None and each.sort), key=_moment):
        sorts.setdefault(each.sort, []).append(each)
    count = sum(map(len, sorts.values()))
    pairs = count * (count - 1) // 2
    found = [each for those in sorts.values() if len(those) > 1 for each in _of_one(those, pairs)]
    return tuple(sorted(found, key=lambda each: -each.bits)[:MOST_SERIES])


def _of_one(those: Sequence[Event], pairs: int) -> Iterator[Series]:
    """Suggest series among incidents of one offense, of which there are so many pairs with all others."""
    one, other = np.triu_indices(len(those), k=1)
    days = _days(those, one, other)
    weighed = [
        Weighed(Trait.OFFENSE, np.full(len(one), _surprise(len(one), pairs)), lambda _: (those[0].sort, 0.0)),
        *(_by_words(those, trait, one, other) for trait in _SAID),
        _by_steps(Trait.PLACE, _meters(those, one, other), METERS),
        _by_steps(Trait.DATE, days, DAYS),
        _by_steps(Trait.HOUR, _hours(those, one, other), HOURS),
    ]
    bits = np.stack([each.bits for each in weighed])
    totals, counts = bits.sum(axis=0), (bits > 0).sum(axis=0)
    rare = np.flatnonzero((totals > log2(pairs)) & (counts >= LEAST_REASONS) & (days <= LONGEST_GAP_DAYS))
    strongest = sorted(rare.tolist(), key=lambda pair: (-totals[pair], pair))
    alike = {
        (int(one[p]), int(other[p])): Alike(those[one[p]].id, those[other[p]].id, tuple(_reasons(weighed, p)))
        for p in strongest
    }
    return _grouped(those, alike)


def _moment(event: Event) -> float:
    return event.at.timestamp() if event.at else 0.0


class Weighed(NamedTuple):
    """One trait over all pairs: what each agreement weighs, and what it is by the number of a pair."""

    trait: Trait
    bits: Pairs
    common: Callable[[int], tuple[str, float]]


def _reasons(weighed: Sequence[Weighed], pair: int) -> list[Reason]:
    found = [
        Reason(each.trait, *each.common(pair), round(float(each.bits[pair]), 2)) for each in weighed if each.bits[pair]
    ]
    return sorted(found, key=lambda reason: (-reason.bits, reason.trait))


def _by_words(events: Sequence[Event], trait: Trait, one: Numbers, other: Numbers) -> Weighed:
    """Weigh what is said in words: of what two have in common, the rarest counts."""
    said = [frozenset(_SAID[trait](event)) for event in events]
    bits = np.zeros(len(one))
    weights: dict[str, float] = {}
    for word in sorted(set().union(*said)):
        having = np.array([word in each for each in said])
        both = having[one] & having[other]
        weights[word] = _surprise(int(both.sum()), len(one))
        bits[both] = np.maximum(bits[both], weights[word])

    def common(pair: int) -> tuple[str, float]:
        return max(sorted(said[one[pair]] & said[other[pair]]), key=lambda word: weights[word]), 0.0

    return Weighed(trait, bits, common)


_SAID: dict[Trait, Callable[[Event], tuple[str, ...]]] = {
    Trait.METHOD: lambda event: event.methods,
    Trait.SETTING: lambda event: (event.setting,) if event.setting else (),
    Trait.PROPERTY: lambda event: event.things,
}


def _by_steps(trait: Trait, apart: Pairs, steps: Sequence[float]) -> Weighed:
    """Weigh how near two are, by the narrowest step that holds both."""
    bits = np.zeros(len(apart))
    for step in sorted(steps, reverse=True):
        within = apart <= step
        bits[within] = _surprise(int(within.sum()), len(apart))
    return Weighed(trait, bits, lambda pair: ("", next(step for step in steps if apart[pair] <= step)))


def _surprise(agreeing: int, pairs: int) -> float:
    return log2(pairs / agreeing) if agreeing else 0.0


def _meters(events: Sequence[Event], one: Numbers, other: Numbers) -> Pairs:
    known = [event.position for event in events if event.position]
    flat = iter(on_plane(known))
    spots = np.array([next(flat) if event.position else (np.nan, np.nan) for event in events])
    return np.asarray(np.hypot(*(spots[one] - spots[other]).T))


def _days(events: Sequence[Event], one: Numbers, other: Numbers) -> Pairs:
    days = np.array([_moment(event) / _SECONDS_A_DAY for event in events])
    return np.asarray(np.abs(days[one] - days[other]))


def _hours(events: Sequence[Event], one: Numbers, other: Numbers) -> Pairs:
    hours = np.array([np.nan if event.hour is None else event.hour for event in events])
    apart = np.abs(hours[one] - hours[other])
    return np.asarray(np.minimum(apart, 24 - apart))


def _grouped(events: Sequence[Event], alike: dict[tuple[int, int], Alike]) -> Iterator[Series]:
    """Let the strongest pair begin a series, and whoever is alike with at least half of it join; each is in one."""
    taken: set[int] = set()
    for pair in alike:
        if taken.isdisjoint(pair):
            members = list(pair)
            for each in dict.fromkeys(n for both in alike for n in both):
                with_it = sum((min(each, m), max(each, m)) in alike for m in members)
                if each not in taken and each not in members and 2 * with_it >= len(members):
                    members.append(each)
            taken.update(members)
            inside = tuple(alike[two] for two in combinations(sorted(members), 2) if two in alike)
            yield Series(tuple(events[n].id for n in sorted(members)), inside)
