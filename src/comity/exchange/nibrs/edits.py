"""What is checked before a segment becomes records: the element edits of the specification that records rest on.

Mandatory elements (error x01), codes of the tables (x04), dates (x05), ages and numbers. Rules that judge one
segment by another are the statistics program's business, and are left to it.
"""

from collections.abc import Iterator
from datetime import date

from comity.exchange.nibrs.flat import Fault, Segment
from comity.exchange.nibrs.layout import Column
from comity.records.codes import code_table

DATES = frozenset({"incident_date", "exceptional_clearance_date", "recovered", "arrest_date"})
NUMBERS = {
    "incident_hour": "152",
    "premises_entered": "204",
    "value": "304",
    "stolen_vehicles": "304",
    "recovered_vehicles": "304",
    "drug_quantity": "304",
    "offender": "402",
    "sequence": "x02",
    "month": "001",
    "year": "001",
    "zero_month": "001",
    "zero_year": "001",
}
LETTERS = {
    "attempted": "AC",
    "cargo_theft": "YN",
    "report_date_indicator": "R",
    "force_automatic": "A",
    "armed_automatic": "A",
}
AGES_IN_WORDS = frozenset({"NN", "NB", "BB"})
LATEST_HOUR = 23
# The 2019.1 table no longer has it, but the FBI took it in the submissions of 2016 that it publishes as tests.
RETIRED = {"nibrs-relationship": ("HR",)}


def faults(segment: Segment) -> Iterator[Fault]:
    """Give everything that keeps a segment from becoming records, in the order of its columns."""
    for column in segment.layout.columns:
        values = [segment.value(column.name, n) for n in range(column.times)]
        if column.needed and not values[0]:
            yield _fault(segment, column, "01", "", "it must be present", "Fill it in.")
        for value in filter(None, values):
            reason = _wrong(column, value, segment.layout.level)
            if reason:
                yield _fault(segment, column, *reason)


Wrong = tuple[str, str, str, str]


def _wrong(column: Column, value: str, level: str) -> Wrong | None:
    """Say what is wrong with a value: the end of the error number, the value, the reason, the remedy."""
    if column.codes and value not in code_table(column.codes).codes and value not in RETIRED.get(column.codes, ()):
        return "04", value, f"it is no code of {column.codes}", "Use a code of the table."
    if column.name in DATES and not _is_date(value):
        return "05", value, "it is no date of the form YYYYMMDD", "Correct the date."
    if column.name in NUMBERS:
        return _wrong_number(column.name, value)
    if value not in LETTERS.get(column.name, value):
        return "04", value, f"it must be one of {', '.join(LETTERS[column.name])}", "Use one of these letters."
    return _wrong_age(value, level) if column.name == "age" else None


def _wrong_number(name: str, value: str) -> Wrong | None:
    if not value.isdecimal():
        return NUMBERS[name][1:], value, "it must be a whole number", "Use digits only."
    if name == "incident_hour" and int(value) > LATEST_HOUR:
        return "52", value, "hours run from 00 to 23", "Correct the hour."
    return None


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(f"{value[:4]}-{value[4:6]}-{value[6:]}")
    except ValueError:
        return False
    return value.isdecimal()


def _wrong_age(value: str, level: str) -> Wrong | None:
    """Check an age: two digits, a range of four, or (for victims) one of NN, NB and BB (data elements 26, 37, 47)."""
    if value in AGES_IN_WORDS and level == "4":
        return None
    if not value.isdecimal():
        number = "56" if level == "5" else "04"
        return number, value, "it must be an age in digits", "Give two digits, or four for a range."
    if len(value) not in {2, 4}:
        return (
            "56" if level == "5" else "04",
            value,
            "it must have two digits, or four for a range",
            "Put a 0 before a single digit.",
        )
    if len(value) == 4 and value[:2] >= value[2:]:  # noqa: PLR2004 - two ages of two digits
        return "10", value, "the first age of a range must be the lower one", "Turn the two around."
    return None


def _fault(segment: Segment, column: Column, number: str, value: str, reason: str, remedy: str) -> Fault:
    return Fault(
        segment.line,
        segment.record,
        segment.layout.level,
        column.element,
        segment.layout.level + number,
        value,
        f"{column.name}: {reason}",
        remedy,
    )
