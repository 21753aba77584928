"""Messages to courts, jails and prosecutors: replayed, held to schemas or samples, and read back to the same facts."""

from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from comity.exchange.outwards import outward, outward_for, outward_named
from comity.exchange.schemas import SchemaFolder
from comity.exchange.xml import Element, read_xml
from tests.corpus import corpus
from tests.exchange.ojbc import sent
from tests.exchange.ojbc.returned import read_back, strange

RECORDED = Path(__file__).parent / "recorded"
BEGINS = {
    "ojbc-arrest-notification": sent.ARREST,
    "ojbc-charge-referral": sent.REFERRAL,
    "ojbc-court-filing": sent.DECISION,
    "ojbc-custody": sent.BOOKING,
    "ojbc-disposition-notification": sent.DISPOSITION,
    "ojbc-docketing": sent.CASE,
    "ojbc-person-warrants": sent.WARRANT,
    "ojbc-prosecution-case": sent.CASE,
    "ojbc-warrant-issued": sent.WARRANT,
    "ojbc-warrant-notification": sent.WARRANT,
}
HAS_SCHEMAS = {
    "ojbc-arrest-notification": "Subscription_Notification",
    "ojbc-custody": "Custody_Query_Results",
    "ojbc-disposition-notification": "Subscription_Notification",
    "ojbc-person-warrants": "Person_Query_Results_Warrants",
    "ojbc-prosecution-case": "Prosecution_Case_Query_Results",
    "ojbc-warrant-issued": "Warrant_Issued_Reporting",
    "ojbc-warrant-notification": "Subscription_Notification",
}
# Where there are no schemas: the samples, and the element from which on their paths are compared.
HAS_SAMPLES = {
    "ojbc-charge-referral": ("Charge_Referral_Reporting", "ChargeReferralReport"),
    "ojbc-court-filing": ("Court_Case_Filing", "CoreFilingMessage"),
    "ojbc-docketing": ("Court_Case_Query_Results", "CourtCaseQueryResults"),
}
_ARRESTED = {"Arrest.identifications.value": "Arrest.arrest_number", "Arrest.identifications.kind": ""}
_INCIDENT = {"Incident.identifications.value": "Incident.incident_number", "Incident.identifications.kind": ""}
_STREET = {"Location.address.street_name": "Location.address.street"}
_FILED = {f"CourtCase.charges.{name}": f"Arrest.charges.{name}" for name in (
    "charge_tracking_number", "description", "sequence", "count", "severity", "category_text",
    "statutes.code", "statutes.description",
)}  # fmt: skip
# Facts that stand in another field when they come back, because the exchange has them there.
MOVED: dict[str, dict[str, str]] = {
    "ojbc-arrest-notification": _ARRESTED | _INCIDENT,
    "ojbc-charge-referral": _INCIDENT
    | {
        "Incident.category_text": "",
        "Incident.reporting_organization": "Incident.organization",
        "ChargeReferral.charges.text": "Arrest.charges.description",
        "ChargeReferral.charges.count": "Arrest.charges.count",
        "ChargeReferral.charges.severity": "Arrest.charges.severity",
        "Offense.number": "Arrest.charges.charge_tracking_number",
        "Offense.text": "Arrest.charges.description",
        "Offense.category_text": "",
        "Offense.incident": "ChargeReferral.incident",
    },
    "ojbc-court-filing": _ARRESTED | _FILED | {"CourtCase.parties.role": "", "CourtCase.parties.role_text": ""},
    "ojbc-custody": _ARRESTED
    | _STREET
    | {
        "Person.identifications.value": "Booking.subject_number",
        "Person.identifications.kind": "",
        "CustodyMovement.kind": "",
        "CustodyMovement.subject": "Booking.subject",
        "Release.subject": "Booking.subject",
    },
    "ojbc-disposition-notification": {
        f"Disposition.charge.{name}": f"Arrest.charges.{name}"
        for name in ("charge_tracking_number", "description", "number", "severity", "statutes.code")
    }
    | {"Sentence.charge_tracking_numbers": "Disposition.charge_tracking_number"},
    "ojbc-docketing": _FILED
    | {
        "CourtCase.identifications.value": "ChargeReferral.referral_number|Arrest.charges.charge_tracking_number",
        "CourtCase.identifications.category_text": "",
    },
    "ojbc-person-warrants": _STREET
    | {"CourtOrder.kind": "", "CourtOrder.bail.amount": "Warrant.bail", "CourtOrder.case": "Warrant.case"},
    "ojbc-prosecution-case": _FILED
    | _INCIDENT
    | {
        "Disposition.texts": "Disposition.ending",
        "Sentence.charge_tracking_numbers": "Disposition.charge_tracking_number",
    },
    "ojbc-warrant-issued": {
        "CourtCase.charges.text": "Warrant.charges.text",
        "Warrant.identifications.kind": "",
        "Warrant.identifications.value": "Organization.identifications.value",
    },
    "ojbc-warrant-notification": {},
}


@cache
def written(name: str) -> bytes:
    return outward_named(name).write(*sent.seen(BEGINS[name]))


def test_the_connectors_are_found_by_being_there() -> None:
    assert {name for name in outward() if name.startswith("ojbc-")} == set(BEGINS) == set(MOVED)
    for name, number in BEGINS.items():
        view, _ = sent.seen(number)
        assert name in {connector.name for connector in outward_for(view)}


@pytest.mark.parametrize("name", BEGINS)
def test_a_recorded_message_is_written_again_byte_for_byte(name: str) -> None:
    assert written(name) == (RECORDED / f"{name}.xml").read_bytes()


@pytest.mark.parametrize("name", BEGINS)
def test_our_reader_reads_the_same_facts_and_leaves_nothing_over(name: str) -> None:
    message = read_back(written(name))
    assert (message.untaken, message.refusals) == ((), ())
    assert strange(message, MOVED[name]) == []


@pytest.mark.parametrize("name", BEGINS)
def test_a_fact_that_came_back_changed_would_be_noticed(name: str) -> None:
    assert strange(read_back(written(name).replace(b"1990-02-03", b"1990-02-04")), MOVED[name])


@pytest.mark.corpus
@pytest.mark.parametrize("name, folder", HAS_SCHEMAS.items())
def test_a_message_is_valid_by_its_own_schemas(name: str, folder: str) -> None:
    SchemaFolder(corpus("ojbc-iepds") / folder).check(written(name))


def paths(element: Element, above: str = "") -> set[str]:
    here = f"{above}/{element.tag}"
    return {here}.union(*(paths(child, here) for child in element.iterchildren("*")))


@pytest.mark.corpus
@pytest.mark.parametrize("name", HAS_SAMPLES)
def test_every_element_of_a_message_without_schemas_stands_in_a_sample(name: str) -> None:
    folder, begin = HAS_SAMPLES[name]
    samples = (corpus("ojbc-iepds") / "samples-only" / folder).glob("*.xml")
    known: set[str] = set()
    for sample in samples:
        for element in etree.parse(sample).getroot().iter(f"{{*}}{begin}"):
            known |= paths(element)
    ours = next(read_xml(written(name)).iter(f"{{*}}{begin}"))
    assert paths(ours) - known == set()


def test_report_of_leaves_written() -> None:
    print("\n| exchange | leaves written | read back |\n|---|---|---|")
    for name in BEGINS:
        message = read_back(written(name))
        print(f"| {name} | {message.leaves} | {message.taken} |")
        assert message.leaves == message.taken > 0
