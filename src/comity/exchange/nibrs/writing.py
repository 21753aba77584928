"""From a report to a NIBRS message of the IEPD 2019.1: one submission with one report, as its schema demands."""

from collections.abc import Iterator
from decimal import Decimal

from comity.exchange.nibrs.elements import as_bytes, element, nested, pointing
from comity.exchange.nibrs.reports import (
    Drug,
    GroupAIncident,
    GroupBArrest,
    Offense,
    Property,
    Report,
    Submission,
    ZeroReport,
)
from comity.exchange.nibrs.writing_people import arrests, offenders, victims
from comity.exchange.xml import Element
from comity.records.codes import code_table

VOID = "D"
ORI = "j:OrganizationAugmentation/j:OrganizationORIIdentification/nc:IdentificationID"
NUMBER = "nc:ActivityIdentification/nc:IdentificationID"


def written(report: Report) -> bytes:
    """Give the message of a report; it is not held to any rule here."""
    head = report.submission
    return as_bytes(element("nibrs:Submission", _metadata(head), element("nibrs:Report", *_parts(report))))


def _metadata(head: Submission) -> Element:
    return element(
        "cjis:MessageMetadata",
        nested("cjis:MessageDateTime", head.message_sent),
        nested("cjis:MessageIdentification/nc:IdentificationID", head.message_number),
        nested("cjis:MessageImplementationVersion", head.version),
        nested(f"cjis:MessageSubmittingOrganization/{ORI}", head.submitter),
    )


def _parts(report: Report) -> Iterator[Element]:
    match report:
        case GroupAIncident():
            yield _header(report.submission, "GROUP A INCIDENT REPORT")
            yield from _voided(report) if report.submission.action == VOID else _whole(report)
        case GroupBArrest():
            yield _header(report.submission, "GROUP B ARREST REPORT")
            yield from arrests((report.arrest,))
        case ZeroReport():
            yield _header(report.submission, "ZERO REPORT")


def _header(head: Submission, category: str) -> Element:
    return element(
        "nibrs:ReportHeader",
        nested("nibrs:NIBRSReportCategoryCode", category),
        nested("nibrs:ReportActionCategoryCode", head.action),
        nested("nibrs:ReportDate/nc:YearMonthDate", head.month),
        element("nibrs:ReportingAgency", _agency(head)),
    )


def _agency(head: Submission) -> Element | None:
    return nested(ORI, head.ori)


def _voided(report: GroupAIncident) -> Iterator[Element]:
    yield element("nc:Incident", nested(NUMBER, report.number), nested("nc:ActivityDate/nc:Date", report.date))


def _whole(report: GroupAIncident) -> Iterator[Element]:
    yield _incident(report)
    yield from (_offense(n, offense) for n, offense in enumerate(report.offenses, start=1))
    places = list(dict.fromkeys(offense.location for offense in report.offenses))
    yield from (
        element("nc:Location", nested("nibrs:LocationCategoryCode", place), id=f"Location{n}")
        for n, place in enumerate(places, start=1)
    )
    yield from (_item(part) for part in report.properties if not part.drugs)
    yield from (_substance(part, drug) for part in report.properties for drug in part.drugs)
    people, roles, relations = victims(report)
    suspected, subjects = offenders(report)
    arrested = list(arrests(report.arrests))
    found = [*people, *suspected, *roles, *subjects, *arrested]
    order = ("Person", "EnforcementOfficial", "Victim", "Subject", "Arrestee", "Arrest", "ArrestSubjectAssociation")
    yield from sorted(found, key=lambda each: order.index(each.tag.rpartition("}")[2]))
    for n, offense in enumerate(report.offenses, start=1):
        yield element(
            "j:OffenseLocationAssociation",
            pointing("j:Offense", f"Offense{n}"),
            pointing("nc:Location", f"Location{places.index(offense.location) + 1}"),
        )
    yield from relations


def _incident(report: GroupAIncident) -> Element:
    full = f"{report.date}T{report.time}:00" if report.time else ""
    cargo = "" if report.cargo_theft is None else str(report.cargo_theft).lower()
    return element(
        "nc:Incident",
        nested(NUMBER, report.number),
        nested("nc:ActivityDate/nc:DateTime", full) if full else nested("nc:ActivityDate/nc:Date", report.date),
        element(
            "cjis:IncidentAugmentation",
            nested("cjis:IncidentReportDateIndicator", str(report.is_report_date).lower()),
            nested("j:OffenseCargoTheftIndicator", cargo),
        ),
        element(
            "j:IncidentAugmentation",
            nested("j:IncidentExceptionalClearanceCode", report.cleared_exceptionally),
            nested("j:IncidentExceptionalClearanceDate/nc:Date", report.exceptional_clearance_date),
        ),
    )


def _offense(number: int, offense: Offense) -> Element:
    words = code_table("nibrs-bias").extras["niem"]
    premises = "" if offense.premises_entered is None else str(offense.premises_entered)
    return element(
        "j:Offense",
        nested("nibrs:OffenseUCRCode", offense.code),
        *(nested("nibrs:CriminalActivityCategoryCode", each) for each in offense.criminal_activity),
        *(nested("j:OffenseFactorBiasMotivationCode", words.get(each, each)) for each in offense.bias),
        nested("j:OffenseStructuresEnteredQuantity", premises),
        *(nested("j:OffenseFactor/j:OffenseFactorCode", each) for each in offense.suspected_of_using),
        nested("j:OffenseEntryPoint/j:PassagePointMethodCode", offense.method_of_entry),
        *(nested("j:OffenseForce/j:ForceCategoryCode", each) for each in offense.force),
        nested("j:OffenseAttemptedIndicator", str(offense.attempted).lower()),
        id=f"Offense{number}",
    )


def _item(part: Property) -> Element:
    return element(
        "nc:Item",
        *_worth(part),
        nested("nc:ItemQuantity", "" if part.quantity is None else str(part.quantity)),
    )


def _substance(part: Property, drug: Drug) -> Element:
    return element("nc:Substance", *_worth(part), nested("j:DrugCategoryCode", drug.drug), _measured(drug))


def _worth(part: Property) -> Iterator[Element | None]:
    """Give what became of property, its value with the day of recovery, and what it was."""
    words = code_table("nibrs-property-loss").extras["niem"]
    yield nested("nc:ItemStatus/cjis:ItemStatusCode", words.get(part.loss, part.loss))
    value = nested("nc:ItemValueAmount/nc:Amount", "" if part.value is None else str(part.value))
    recovered = nested("nc:ItemValueDate/nc:Date", part.recovered)
    if value is not None or recovered is not None:
        yield element("nc:ItemValue", value, recovered)
    yield nested("j:ItemCategoryNIBRSPropertyCategoryCode", part.description)


def _measured(drug: Drug) -> Element | None:
    quantity = "" if drug.quantity is None else _plain(drug.quantity)
    if not quantity and not drug.measure:
        return None
    return element(
        "nc:SubstanceQuantityMeasure",
        nested("nc:MeasureDecimalValue", quantity),
        nested("j:SubstanceUnitCode", drug.measure),
    )


def _plain(quantity: Decimal) -> str:
    """Write a decimal without an exponent, as XML Schema demands."""
    return f"{quantity.normalize():f}"
