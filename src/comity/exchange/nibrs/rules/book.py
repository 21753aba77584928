"""The rules together: which there are, and what a report breaks."""

from collections.abc import Iterator
from functools import cache
from types import ModuleType

from comity.exchange.nibrs.reports import GroupAIncident, GroupBArrest, Report
from comity.exchange.nibrs.rules import arrests, incidents, offenders, offenses, properties, relations, victims
from comity.exchange.nibrs.rules.months import HEADS, VOIDS
from comity.exchange.nibrs.rules.rule import Breach, Rule
from comity.exchange.nibrs.rules.tables import TABLES

MODULES = (incidents, offenses, properties, victims, relations, offenders, arrests)
VOID = "D"


@cache
def rules() -> tuple[Rule, ...]:
    """Give every rule on a single report that voids no other, in the order of their numbers."""
    found = [*HEADS, *TABLES, *(rule for module in MODULES for rule in _of(module))]
    return tuple(sorted(found, key=lambda rule: (rule.number, rule.element)))


def _of(module: ModuleType) -> Iterator[Rule]:
    for value in vars(module).values():
        match value:
            case Rule():
                yield value
            case (Rule() as with_incident, Rule() as alone):
                yield from (with_incident, alone)


def breaches(report: Report) -> Iterator[Breach]:
    """Give everything that a report breaks, in the order of the rules; of one that voids another only its head."""
    void = isinstance(report, GroupAIncident | GroupBArrest) and report.submission.action == VOID
    for rule in (*HEADS, *VOIDS) if void else rules():
        yield from rule.breaches(report)
