"""From the segments of a flat file to what they say: one report per incident, group B arrest or zero report."""

from collections.abc import Iterator
from decimal import Decimal

from comity.errors import Invalid
from comity.exchange.nibrs.flat import Segment
from comity.exchange.nibrs.reports import (
    Arrest,
    Demographics,
    Drug,
    GroupAIncident,
    GroupBArrest,
    Offender,
    Offense,
    Officer,
    Property,
    Report,
    Submission,
    Victim,
    ZeroReport,
)

DRUGS = "10"
MOTOR_VEHICLES = frozenset({"03", "05", "24", "28", "37"})


def report(parts: list[Segment]) -> Report:
    """Give what the segments of one number say; Invalid when the segment that all others hang on is missing."""
    first = parts[0]
    match first.layout.level:
        case "0":
            month = f"{first.take('zero_year')}-{first.take('zero_month')}"
            first.take("number")
            return ZeroReport(_submission(first, month))
        case "7":
            return GroupBArrest(_submission(first), _arrest(first))
        case "1":
            return _incident(first, parts)
        case _:
            raise Invalid(
                "the administrative segment that it belongs to is missing or was refused",
                remedy="Send the whole incident again.",
            )


def _submission(segment: Segment, month: str = "") -> Submission:
    sent = f"{segment.take('year')}-{segment.take('month')}"
    return Submission(segment.take("action"), month or sent, segment.take("ori"), segment.take("city"))


def _incident(first: Segment, parts: list[Segment]) -> GroupAIncident:
    hour = first.take("incident_hour")
    cargo = first.take("cargo_theft")
    return GroupAIncident(
        submission=_submission(first),
        number=first.take("number"),
        date=_date(first.take("incident_date")),
        time=f"{hour}:00" if hour else "",
        is_report_date=first.take("report_date_indicator") == "R",
        cleared_exceptionally=first.take("cleared_exceptionally"),
        exceptional_clearance_date=_date(first.take("exceptional_clearance_date")),
        cargo_theft=cargo == "Y" if cargo else None,
        offenses=tuple(_offense(s) for s in _of(parts, "2")),
        properties=tuple(p for s in _of(parts, "3") for p in _properties(s)),
        victims=tuple(_victim(s) for s in _of(parts, "4")),
        offenders=tuple(_offender(s) for s in _of(parts, "5")),
        arrests=tuple(_arrest(s) for s in _of(parts, "6")),
    )


def _of(parts: list[Segment], level: str) -> Iterator[Segment]:
    return (segment for segment in parts if segment.layout.level == level)


def _date(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if digits else ""


def _whole(digits: str) -> int | None:
    return int(digits) if digits else None


def _offense(segment: Segment) -> Offense:
    return Offense(
        code=segment.take("offense"),
        attempted=segment.take("attempted") == "A",
        location=segment.take("location"),
        suspected_of_using=segment.take_all("suspected_of_using"),
        premises_entered=_whole(segment.take("premises_entered")),
        method_of_entry=segment.take("method_of_entry"),
        criminal_activity=segment.take_all("criminal_activity"),
        force=_weapons(segment, "force", "force_automatic"),
        bias=segment.take_all("bias"),
    )


def _weapons(segment: Segment, name: str, automatic: str) -> tuple[str, ...]:
    """Give weapons with the mark of an automatic one behind the code, as the XML form has it: "11A"."""
    pairs = ((segment.take(name, n), segment.take(automatic, n)) for n in range(3 if name == "force" else 2))
    return tuple(weapon + mark for weapon, mark in pairs if weapon)


def _properties(segment: Segment) -> Iterator[Property]:
    """Give each sort of property; the count of vehicles belongs to the first motor vehicles, the drugs to "10".

    Drugs stand alone where nothing was seized, and with the first description where none is "10".
    """
    loss, drugs = segment.take("loss"), _drugs(segment)
    vehicles = _whole(segment.take("stolen_vehicles") or segment.take("recovered_vehicles"))
    if not segment.value("description"):
        yield Property(loss, drugs=drugs)
        return
    described = [segment.value("description", n) for n in range(10)]
    of_drugs = described.index(DRUGS) if DRUGS in described else 0
    for n in range(10):
        description = segment.take("description", n)
        if not description:
            continue
        counted = description in MOTOR_VEHICLES
        yield Property(
            loss,
            description,
            _whole(segment.take("value", n)),
            _date(segment.take("recovered", n)),
            vehicles if counted else None,
            drugs if n == of_drugs else (),
        )
        vehicles = None if counted else vehicles


def _drugs(segment: Segment) -> tuple[Drug, ...]:
    """Give the drugs; a quantity has its last three digits behind the decimal point (data element 21)."""
    return tuple(
        Drug(drug, _quantity(segment.take("drug_quantity", n)), segment.take("drug_measure", n))
        for n in range(3)
        if (drug := segment.take("drug", n))
    )


def _quantity(digits: str) -> Decimal | None:
    return Decimal(int(digits)).scaleb(-3) if digits else None


def demographics(segment: Segment) -> Demographics:
    """Give what a segment says of a person."""
    return Demographics(
        age=_age(segment.take("age")),
        sex=segment.take("sex"),
        race=segment.take("race"),
        ethnicity=segment.take("ethnicity"),
        resident=segment.take("resident") if segment.layout.level != "5" else "",
    )


def _age(said: str) -> str:
    """Give an age as "35", a range as "25-30" (data element 26)."""
    return f"{said[:2]}-{said[2:]}" if len(said) == 4 else said  # noqa: PLR2004 - columns 72 to 75


def _victim(segment: Segment) -> Victim:
    officer = Officer(segment.take("officer_activity"), segment.take("officer_assignment"), segment.take("officer_ori"))
    return Victim(
        sequence=int(segment.take("sequence")),
        kind=segment.take("type"),
        person=demographics(segment),
        offenses=segment.take_all("offense"),
        circumstances=segment.take_all("circumstance"),
        justifiable=segment.take("justifiable"),
        injuries=segment.take_all("injury"),
        relationships=tuple(_relationships(segment)),
        officer=officer if officer != Officer() else None,
    )


def _relationships(segment: Segment) -> Iterator[tuple[int, str]]:
    for n in range(10):
        offender = segment.take("offender", n)
        if offender:
            yield int(offender), segment.take("relationship", n)


def _offender(segment: Segment) -> Offender:
    return Offender(int(segment.take("sequence")), demographics(segment))


def _arrest(segment: Segment) -> Arrest:
    grouped = segment.layout.level == "6"
    return Arrest(
        sequence=int(segment.take("sequence")),
        number=segment.take("arrest_number"),
        date=_date(segment.take("arrest_date")),
        kind=segment.take("arrest_type"),
        offense=segment.take("offense"),
        multiple=segment.take("multiple") if grouped else "",
        armed_with=_weapons(segment, "armed_with", "armed_automatic"),
        person=demographics(segment),
        juvenile_disposition=segment.take("juvenile_disposition"),
    )
