"""Rules that a value is a code of its table: one for each data element that has a table (x04)."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from comity.exchange.nibrs.reports import (
    Arrest,
    GroupAIncident,
    GroupBArrest,
    Offender,
    Offense,
    Officer,
    Property,
    Report,
    Victim,
)
from comity.exchange.nibrs.rules.rule import Rule
from comity.records.codes import code_table

Values = tuple[str, ...]
T = TypeVar("T")
Said = Callable[[Report], Iterator[tuple[str, Values]]]
_OFFENSES: tuple[tuple[str, str, Callable[[Offense], Values]], ...] = (
    ("6", "nibrs-offense", lambda each: (each.code,)),
    ("8", "nibrs-suspected-of-using", lambda each: each.suspected_of_using),
    ("8A", "nibrs-bias", lambda each: each.bias),
    ("9", "nibrs-location", lambda each: (each.location,)),
    ("11", "nibrs-method-of-entry", lambda each: (each.method_of_entry,)),
    ("12", "nibrs-criminal-activity", lambda each: each.criminal_activity),
    ("13", "nibrs-force", lambda each: tuple(weapon.removesuffix("A") for weapon in each.force)),
)
_PROPERTIES: tuple[tuple[str, str, Callable[[Property], Values]], ...] = (
    ("14", "nibrs-property-loss", lambda each: (each.loss,)),
    ("15", "nibrs-property", lambda each: (each.description,)),
    ("20", "nibrs-drug", lambda each: tuple(drug.drug for drug in each.drugs)),
    ("22", "nibrs-drug-measure", lambda each: tuple(drug.measure for drug in each.drugs)),
)
_VICTIMS: tuple[tuple[str, str, Callable[[Victim], Values]], ...] = (
    ("25", "nibrs-victim-type", lambda each: (each.kind,)),
    ("25A", "nibrs-officer-activity", lambda each: ((each.officer or Officer()).activity,)),
    ("25B", "nibrs-officer-assignment", lambda each: ((each.officer or Officer()).assignment,)),
    ("31", "nibrs-circumstance", lambda each: each.circumstances),
    ("32", "nibrs-justifiable-homicide", lambda each: (each.justifiable,)),
    ("33", "nibrs-injury", lambda each: each.injuries),
    ("35", "nibrs-relationship", lambda each: tuple(code for _, code in each.relationships)),
)
_ARRESTS: tuple[tuple[str, str, Callable[[Arrest], Values]], ...] = (
    ("43", "nibrs-arrest-type", lambda each: (each.kind,)),
    ("44", "nibrs-multiple-arrestee", lambda each: (each.multiple,)),
    ("45", "nibrs-offense", lambda each: (each.offense,)),
    ("46", "nibrs-arrestee-weapon", lambda each: tuple(weapon.removesuffix("A") for weapon in each.armed_with)),
    ("52", "nibrs-juvenile-disposition", lambda each: (each.juvenile_disposition,)),
)
_PEOPLE = (
    ("nibrs-sex", "sex"),
    ("nibrs-race", "race"),
    ("nibrs-ethnicity", "ethnicity"),
    ("nibrs-resident", "resident"),
)
Role = Victim | Offender | Arrest


def _listed(number: str, element: str, table: str, said: Said) -> Rule:
    known = code_table(table)

    def broken_at(report: Report) -> Iterator[str]:
        for place, values in said(report):
            if wrong := [value for value in values if value and value not in known.codes]:
                yield f"{place} ({', '.join(wrong)})"

    sentence = f"What is said is a code of the table: {known.title.partition(': ')[2]}."
    return Rule(number, element, sentence, "Use a code of the table, before its words.", broken_at)


def _on(parts: Callable[[Report], Iterable[tuple[str, T]]], value: Callable[[T], Values]) -> Said:
    return lambda report: ((place, value(part)) for place, part in parts(report))


def _incident(report: Report) -> Iterable[tuple[str, GroupAIncident]]:
    return [("incident", report)] if isinstance(report, GroupAIncident) else []


def _offenses(report: Report) -> Iterable[tuple[str, Offense]]:
    return [(f"offense {o.code}", o) for o in report.offenses] if isinstance(report, GroupAIncident) else []


def _properties(report: Report) -> Iterable[tuple[str, Property]]:
    return [(f"property {p.description}", p) for p in report.properties] if isinstance(report, GroupAIncident) else []


def _victims(report: Report) -> Iterable[tuple[str, Victim]]:
    return [(f"victim {v.sequence:03d}", v) for v in report.victims] if isinstance(report, GroupAIncident) else []


def _offenders(report: Report) -> Iterable[tuple[str, Offender]]:
    return [(f"offender {o.sequence:02d}", o) for o in report.offenders] if isinstance(report, GroupAIncident) else []


def _arrests(report: Report) -> Iterable[tuple[str, Arrest]]:
    return [(f"arrestee {a.sequence:02d}", a) for a in report.arrests] if isinstance(report, GroupAIncident) else []


def _alone(report: Report) -> Iterable[tuple[str, Arrest]]:
    return [(f"arrestee {report.arrest.sequence:02d}", report.arrest)] if isinstance(report, GroupBArrest) else []


def _of_a_person(
    number: str, elements: tuple[str, ...], parts: Callable[[Report], Iterable[tuple[str, Role]]]
) -> Iterator[Rule]:
    """Make the rules on sex, race, ethnicity and residence of people in one role."""
    for element, (table, name) in zip(elements, _PEOPLE, strict=False):
        yield _listed(number, element, table, _on(parts, lambda role, name=name: (getattr(role.person, name),)))  # type: ignore[misc]  # mypy takes the default for a second argument


TABLES = (
    _listed("104", "4", "nibrs-exceptional-clearance", _on(_incident, lambda each: (each.cleared_exceptionally,))),
    *(_listed("204", element, table, _on(_offenses, value)) for element, table, value in _OFFENSES),
    *(_listed("304", element, table, _on(_properties, value)) for element, table, value in _PROPERTIES),
    *(_listed("404", element, table, _on(_victims, value)) for element, table, value in _VICTIMS),
    *_of_a_person("404", ("27", "28", "29", "30"), _victims),
    *_of_a_person("504", ("38", "39", "39A"), _offenders),
    *(_listed("604", element, table, _on(_arrests, value)) for element, table, value in _ARRESTS),
    *_of_a_person("604", ("48", "49", "50", "51"), _arrests),
    *(_listed("704", element, table, _on(_alone, value)) for element, table, value in _ARRESTS),
    *_of_a_person("704", ("48", "49", "50", "51"), _alone),
)
