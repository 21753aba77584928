"""How an expected hand-off is declared: what starts its clock, what ends it, who must act, and when it goes higher."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from comity.records.declaration import Record
from comity.records.moments import When, earliest, latest
from comity.records.pillars import Pillar
from comity.records.profiles import Profile
from comity.records.references import Ref

R = TypeVar("R", bound=Record)


class Looking(Protocol):
    """How a declaration follows references: only over what the agency that must act may see."""

    def record(self, ref: Ref[R] | None) -> R | None:
        """Give what a reference points at; None where there is nothing that may be seen."""
        ...

    def entered_by(self, ref: Ref[R] | None) -> str | None:
        """Tell which member entered what a reference points at, by its current version."""
        ...


class Whom(StrEnum):
    """To whom of a pillar it falls: the only agency that sees what started the clock, or each that does.

    Where no agency sees it, or several where one is meant, it falls to the agency that waits.
    """

    ONE = "one"
    EVERY = "every"


@dataclass(frozen=True)
class Began:
    """What is expected from now on: each thing, with the keys of which any one ends it; and since when.

    ``due`` stands where the record itself says by when; else the clock does.
    """

    things: Mapping[str, frozenset[str]]
    since: When | None
    due: When | None = None


@dataclass(frozen=True)
class Ended:
    """What a record ends: whatever has one of these keys and began before ``at``; None where it says no moment."""

    keys: frozenset[str]
    at: When | None = None


@dataclass(frozen=True)
class Beginning:
    """The kind whose records start a clock, and what each starts; None where it starts nothing."""

    kind: type[Record]
    find: Callable[[Record, Looking], Began | None]


@dataclass(frozen=True)
class Answering:
    """A kind whose records end what is expected, and what each ends."""

    kind: type[Record]
    find: Callable[[Record, Looking], Ended]


@dataclass(frozen=True)
class Expected:
    """An expected hand-off.

    ``sentence`` says what ought to happen, ``lacking`` that it has not. ``falls_to`` is the pillar that must act, None
    for the agency whose record started the clock. ``named`` gives who is meant, by what the records say, the first who
    is there; ``role`` is whose work it is where they say nothing. ``agency`` gives the agency that the record names.
    ``before`` are kinds whose records may have come before the clock started.
    """

    name: str
    sentence: str
    lacking: str
    remedy: str
    clock: str
    begins: Beginning
    ends: tuple[Answering, ...]
    role: str
    named: Callable[[Record, Looking], tuple[str | None, ...]]
    falls_to: Pillar | None = None
    whom: Whom = Whom.ONE
    agency: Callable[[Record], str | None] = lambda _: None
    escalation: str = "escalation"
    before: tuple[type[Record], ...] = ()


def begun(kind: type[R], find: Callable[[R, Looking], Began | None]) -> Beginning:
    """Declare what the records of a kind start."""
    return Beginning(kind, find)  # type: ignore[arg-type]  # it is only ever asked of its own kind


def ended(kind: type[R], find: Callable[[R, Looking], Ended]) -> Answering:
    """Declare what the records of a kind end."""
    return Answering(kind, find)  # type: ignore[arg-type]  # it is only ever asked of its own kind


def told(
    kind: type[R], find: Callable[[R, Looking], tuple[str | None, ...]]
) -> Callable[[Record, Looking], tuple[str | None, ...]]:
    """Declare whom the records of a kind name."""
    del kind
    return find  # type: ignore[return-value]  # it is only ever asked of its own kind


@dataclass(frozen=True)
class Times:
    """When a clock began, when it runs out, and when it goes to a supervisor."""

    began_at: datetime
    due_at: datetime
    escalate_at: datetime


# Where a profile says nothing of how long a supervisor is spared.
_USUAL_ESCALATION = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def times(expected: Expected, began: Began, here: Profile, recorded_at: datetime) -> Times | None:
    """Give the times of an expectation by the clocks of a profile; None where the profile has no such clock.

    A moment that is known to the day only is read as late as it can be: nobody is chased before the time is surely up.
    """
    clock = here.clocks.get(expected.clock)
    since = moment(began.since) if began.since else recorded_at
    if began.due is None and clock is None:
        return None
    due = moment(began.due) if began.due is not None else since + (clock.length if clock else timedelta())
    more = here.clocks.get(expected.escalation)
    return Times(since, due, due + (more.length if more else _USUAL_ESCALATION))


def moment(when: When) -> datetime:
    """Give the instant that counts of a moment: as it stands where it is known to the minute, else its last."""
    first, last = earliest(when), latest(when)
    return first if last - first < _MINUTE else last


def is_history(record: Record, due: datetime, recorded_at: datetime) -> bool:
    """Tell whether a clock had run out before another system's record was brought in: nobody is chased for that."""
    return record.provenance is not None and due <= recorded_at
