"""What a rule is: its number, what it asks of a report, and how it is mended; made of a function that says if it holds.

The FBI's own words for a number are in the code table ``nibrs-error``.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from comity.exchange.nibrs.reports import (
    Arrest,
    GroupAIncident,
    GroupBArrest,
    Offender,
    Offense,
    Property,
    Report,
    Victim,
)

R = TypeVar("R")
P = TypeVar("P")


class Weight(Enum):
    """What a broken rule means: the FBI refuses the report, or takes it and asks."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Breach:
    """Where a report breaks a rule: the FBI's number, the data element, the part of the report, and what to do."""

    number: str
    element: str
    place: str
    sentence: str
    remedy: str
    weight: Weight

    def line(self) -> str:
        """Say it as the person reads it who must mend the record."""
        return f"rule {self.number}, data element {self.element}, {self.place}: {self.sentence}"


@dataclass(frozen=True)
class Rule:
    """One edit rule on one data element; ``broken_at`` names the parts of a report that break it."""

    number: str
    element: str
    sentence: str
    remedy: str
    broken_at: Callable[[Report], Iterator[str]]
    weight: Weight = Weight.ERROR

    def breaches(self, report: Report) -> Iterator[Breach]:
        """Give every breach of this rule in a report."""
        for place in self.broken_at(report):
            yield Breach(self.number, self.element, place, self.sentence, self.remedy, self.weight)


Made = Callable[[Callable[[R, P], bool]], Rule]


@dataclass(frozen=True)
class Each(Generic[R, P]):
    """Makes rules on each part of one sort: ``parts`` gives them with their names and the report that they are of."""

    parts: Callable[[Report], Iterable[tuple[str, R, P]]]

    def __call__(self, number: str, element: str, remedy: str, weight: Weight = Weight.ERROR) -> Made[R, P]:
        """Make the rule of this number from a function that says whether it holds; its docstring is the sentence."""

        def made(holds: Callable[[R, P], bool]) -> Rule:
            def broken_at(report: Report) -> Iterator[str]:
                return (place for place, found, part in self.parts(report) if not holds(found, part))

            return Rule(number, element, _sentence(holds), remedy, broken_at, weight)

        return made


def whole(
    number: str, element: str, remedy: str, weight: Weight = Weight.ERROR
) -> Callable[[Callable[[GroupAIncident], bool]], Rule]:
    """Make the rule of this number on a whole incident."""

    def made(holds: Callable[[GroupAIncident], bool]) -> Rule:
        def broken_at(report: Report) -> Iterator[str]:
            if isinstance(report, GroupAIncident) and not holds(report):
                yield f"incident {report.number}"

        return Rule(number, element, _sentence(holds), remedy, broken_at, weight)

    return made


def _sentence(holds: Callable[..., bool]) -> str:
    return (holds.__doc__ or "").partition("\n")[0]


def _offenses(report: Report) -> Iterator[tuple[str, GroupAIncident, Offense]]:
    if isinstance(report, GroupAIncident):
        yield from ((f"offense {part.code}", report, part) for part in report.offenses)


def _properties(report: Report) -> Iterator[tuple[str, GroupAIncident, Property]]:
    if isinstance(report, GroupAIncident):
        yield from ((f"property {p.description or '--'} of loss {p.loss}", report, p) for p in report.properties)


def _victims(report: Report) -> Iterator[tuple[str, GroupAIncident, Victim]]:
    if isinstance(report, GroupAIncident):
        yield from ((f"victim {part.sequence:03d}", report, part) for part in report.victims)


def _offenders(report: Report) -> Iterator[tuple[str, GroupAIncident, Offender]]:
    if isinstance(report, GroupAIncident):
        yield from ((f"offender {part.sequence:02d}", report, part) for part in report.offenders)


def _arrests(report: Report) -> Iterator[tuple[str, GroupAIncident, Arrest]]:
    if isinstance(report, GroupAIncident):
        yield from ((f"arrestee {part.sequence:02d}", report, part) for part in report.arrests)


def _of_group_b(report: Report) -> Iterator[tuple[str, GroupBArrest, Arrest]]:
    if isinstance(report, GroupBArrest):
        yield f"arrestee {report.arrest.sequence:02d}", report, report.arrest


each_offense = Each(_offenses)
each_property = Each(_properties)
each_victim = Each(_victims)
each_offender = Each(_offenders)
each_arrest = Each(_arrests)
arrest_of_group_b = Each(_of_group_b)
