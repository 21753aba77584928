"""From the elements of a NIBRS message to what they say: the same reports that the flat file gives."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from comity.errors import Invalid
from comity.exchange.nibrs import niem_people
from comity.exchange.nibrs.niem import Source, along, attribute, pointed
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
from comity.exchange.xml import Element

CATEGORIES = {"GROUP A INCIDENT REPORT": "A", "GROUP B ARREST REPORT": "B", "ZERO REPORT": "0"}
NUMBER = ("ActivityIdentification", "IdentificationID")
ORI = ("OrganizationAugmentation", "OrganizationORIIdentification", "IdentificationID")


def report(source: Source, metadata: Element | None) -> Report:
    """Give what one report element says; Invalid where its category or its main part is missing."""
    header = next(along(source.root, "ReportHeader"), None)
    submission = _submission(source, header, metadata)
    category = source.text(header, "NIBRSReportCategoryCode")
    match CATEGORIES.get(category):
        case "A":
            return _incident(source, submission)
        case "B":
            arrests = tuple(niem_people.arrests(source))
            if not arrests:
                raise _missing("Arrest")
            return GroupBArrest(submission, arrests[0])
        case "0":
            return ZeroReport(submission)
        case _:
            raise _missing("NIBRSReportCategoryCode")


def _missing(name: str) -> Invalid:
    return Invalid(f"{name} is missing or unknown", remedy=f"Give the report a valid {name}.", field=name)


def _submission(source: Source, header: Element | None, metadata: Element | None) -> Submission:
    return Submission(
        action=source.text(header, "ReportActionCategoryCode"),
        month=source.text(header, "ReportDate", "YearMonthDate"),
        ori=source.text(header, "ReportingAgency", *ORI),
        message_number=source.text(metadata, "MessageIdentification", "IdentificationID"),
        message_sent=source.text(metadata, "MessageDateTime"),
        version=source.text(metadata, "MessageImplementationVersion"),
        submitter=source.text(metadata, "MessageSubmittingOrganization", *ORI),
    )


def _incident(source: Source, submission: Submission) -> GroupAIncident:
    found = next(source.each("Incident"), None)
    number = source.text(found, *NUMBER)
    if found is None or not number:
        raise _missing("Incident number")
    date, time = _when(source, next(along(found, "ActivityDate"), None))
    cargo = source.text(found, "IncidentAugmentation", "OffenseCargoTheftIndicator")
    return GroupAIncident(
        submission=submission,
        number=number,
        date=date,
        time=time,
        is_report_date=source.text(found, "IncidentAugmentation", "IncidentReportDateIndicator") == "true",
        cleared_exceptionally=source.code(
            "nibrs-exceptional-clearance", found, "IncidentAugmentation", "IncidentExceptionalClearanceCode"
        ),
        exceptional_clearance_date=source.text(
            found, "IncidentAugmentation", "IncidentExceptionalClearanceDate", "Date"
        ),
        cargo_theft=cargo == "true" if cargo else None,
        offenses=tuple(source.built(_offense, "Offense")),
        properties=tuple(_together(_properties(source))),
        victims=tuple(niem_people.victims(source)),
        offenders=tuple(niem_people.offenders(source)),
        arrests=tuple(niem_people.arrests(source)),
    )


def _when(source: Source, element: Element | None) -> tuple[str, str]:
    """Give date and time, without seconds when they are 00.

    A shorter date beside the full time is taken only where it says the same.
    """
    full = source.text(element, "DateTime")
    date = full[:10] or source.text(element, "Date")
    for name in ("Date", "YearMonthDate"):
        for other in along(element, name):
            if date.startswith((other.text or "-").strip()):
                source.text(other)
    return date, full[11:].removesuffix(":00") if full.count(":") > 1 else full[11:]


def _offense(source: Source, element: Element) -> Offense:
    premises = source.text(element, "OffenseStructuresEnteredQuantity")
    return Offense(
        code=source.code("nibrs-offense", element, "OffenseUCRCode"),
        attempted=source.text(element, "OffenseAttemptedIndicator") == "true",
        location=_location(source, attribute(element, "id")),
        suspected_of_using=source.codes("nibrs-suspected-of-using", element, "OffenseFactor", "OffenseFactorCode"),
        premises_entered=int(premises) if premises.isdecimal() else None,
        method_of_entry=source.code("nibrs-method-of-entry", element, "OffenseEntryPoint", "PassagePointMethodCode"),
        criminal_activity=source.codes("nibrs-criminal-activity", element, "CriminalActivityCategoryCode"),
        force=source.codes("nibrs-force", element, "OffenseForce", "ForceCategoryCode"),
        bias=source.codes("nibrs-bias", element, "OffenseFactorBiasMotivationCode"),
    )


def _location(source: Source, offense: str) -> str:
    places = {
        pointed(a, "Location") for a in source.each("OffenseLocationAssociation") if pointed(a, "Offense") == offense
    }
    found = [place for place in source.each("Location") if attribute(place, "id") in places]
    return source.code("nibrs-location", found[0], "LocationCategoryCode") if found else ""


def _properties(source: Source) -> Iterator[Property]:
    """Give items and substances in the order of the message, whichever of the two they are."""
    yield from source.built(_property, "Item")
    yield from source.built(_property, "Substance")


def _property(source: Source, element: Element) -> Property:
    value = source.text(element, "ItemValue", "ItemValueAmount", "Amount")
    quantity = source.text(element, "ItemQuantity")
    recovered, _ = _when(source, next(along(element, "ItemValue", "ItemValueDate"), None))
    drug = source.code("nibrs-drug", element, "DrugCategoryCode")
    return Property(
        loss="".join(source.codes("nibrs-property-loss", element, "ItemStatus", "ItemStatusCode")),
        description=source.code("nibrs-property", element, "ItemCategoryNIBRSPropertyCategoryCode"),
        value=_whole(value),
        recovered=recovered,
        quantity=_whole(quantity),
        drugs=(_drug(source, element, drug),) if drug else (),
    )


def _whole(value: str) -> int | None:
    return int(_decimal(value)) if value else None


def _decimal(value: str) -> Decimal:
    try:
        return Decimal(value)
    except InvalidOperation:
        message = f"{value!r} is no number"
        raise Invalid(message, remedy="Give a number in digits.") from None


def _drug(source: Source, element: Element, drug: str) -> Drug:
    quantity = source.text(element, "SubstanceQuantityMeasure", "MeasureDecimalValue")
    measure = source.code("nibrs-drug-measure", element, "SubstanceQuantityMeasure", "SubstanceUnitCode")
    return Drug(drug, _decimal(quantity) if quantity else None, measure)


def _together(properties: Iterator[Property]) -> Iterator[Property]:
    """Put the drugs of one loss under one property, as the flat file has them; the first value stands."""
    seen: dict[tuple[str, str], Property] = {}
    for found in properties:
        key = (found.loss, found.description)
        if not found.drugs:
            yield found
        elif key in seen:
            seen[key] = _joined(seen[key], found)
        else:
            seen[key] = found
    yield from seen.values()


def _joined(first: Property, more: Property) -> Property:
    value = first.value if first.value is not None else more.value
    return Property(first.loss, first.description, value, first.recovered, first.quantity, first.drugs + more.drugs)
