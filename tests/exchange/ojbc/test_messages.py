"""What the parts of a message become: records that refer to one another, each fact in one place."""

import time
from typing import TypeVar
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import Invalid
from comity.exchange.connector import Message
from comity.exchange.ojbc.exchanges import CONNECTORS
from comity.records.declaration import Record
from comity.records.governance.exchange_answer import ExchangeAnswer
from comity.records.justice.arrest import Arrest
from comity.records.justice.booking import Booking
from comity.records.parties.location import Location
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.reach import pointers_of
from comity.records.references import Ref
from tests.exchange.ojbc.messages import ARREST, CUSTODY, RETURNED

R = TypeVar("R", bound=Record)


def read(raw: bytes) -> Message:
    (connector,) = [each for each in CONNECTORS if each.recognizes(raw, "message.xml")]
    return connector.read(raw)


def only(message: Message, kind: type[R]) -> tuple[Ref[R], R]:
    (found,) = [(Ref[R](drafted.id), drafted.record) for drafted in message.records if isinstance(drafted.record, kind)]
    return found


def test_a_booking_refers_to_the_arrest_and_the_person_of_its_message() -> None:
    message = read(CUSTODY)
    person, arrest = only(message, Person)[0], only(message, Arrest)
    booking = only(message, Booking)[1]
    assert (booking.subject, booking.arrest, booking.booking_number) == (person, arrest[0], "BK-77")
    assert arrest[1].subject == person


def test_a_charge_named_by_reference_stands_in_the_arrest_once() -> None:
    (charge,) = only(read(CUSTODY), Arrest)[1].charges
    assert (charge.description, charge.sequence, charge.highest) == ("Theft", "1", True)
    assert charge.statutes[0].code == "459"


def test_what_associations_tell_of_a_person_stands_in_the_person() -> None:
    message = read(CUSTODY)
    person = only(message, Person)[1]
    assert person.names[0].surname == "Reyes"
    assert person.aliases[0].name is not None
    assert person.aliases[0].name.surname == "Rayes"
    assert person.residences == (only(message, Location)[0],)
    assert [(each.kind, each.value) for each in person.identifications] == [("ssn", "000-00-0001"), ("inmate", "S-5")]


def test_a_leaf_without_a_field_is_named_by_its_path() -> None:
    message = read(CUSTODY)
    assert message.untaken == ("/CustodyQueryResults/Custody/Person/ShoeSize",)
    assert message.taken == message.leaves - 1


def test_records_name_the_system_they_came_from() -> None:
    for drafted in read(CUSTODY).records:
        assert drafted.record.provenance is not None
        assert drafted.record.provenance.source_system == "Hart County Jail"
        assert drafted.record.provenance.completeness == "partial"


def test_what_is_referred_to_comes_first() -> None:
    seen: set[UUID] = set()
    for drafted in read(CUSTODY).records:
        assert {pointer.id for pointer in pointers_of(drafted.record)} <= seen
        seen.add(drafted.id)


def test_digest_and_payload_of_one_arrest_make_one_record() -> None:
    message = read(ARREST)
    arrest, person = only(message, Arrest)[1], only(message, Person)
    assert arrest.subject == person[0]
    assert (arrest.occurred_at, arrest.charges[0].text) == ("2026-03-01", "Robbery")
    assert arrest.conduct is not None
    assert arrest.conduct.resisted is False
    assert arrest.provenance is not None
    assert arrest.provenance.source_id == "src-9"
    assert person[1].appearance is not None
    assert person[1].appearance.build == "MED"


def test_a_telephone_number_in_pieces_is_put_together_with_its_use() -> None:
    (contact,) = only(read(ARREST), Person)[1].contacts
    assert (contact.telephone, contact.uses) == ("555-010-4477", ("home",))


def test_an_agency_named_in_an_arrest_is_an_organization() -> None:
    message = read(CUSTODY)
    agency, organization = only(message, Organization)
    assert organization.name == "Hart City Police"
    assert only(message, Arrest)[1].agency == agency


def test_a_refusal_by_a_partner_becomes_an_answer() -> None:
    (denial,) = only(read(RETURNED), ExchangeAnswer)[1].denials
    assert (denial.denied, denial.reason) == (True, "no privilege")


def test_a_second_reading_gives_the_same_records_in_the_same_order() -> None:
    kinds = [type(drafted.record) for drafted in read(ARREST).records]
    assert kinds == [type(drafted.record) for drafted in read(ARREST).records]


def test_a_message_of_another_exchange_is_refused() -> None:
    for connector in CONNECTORS:
        if not connector.recognizes(CUSTODY, ""):
            with pytest.raises(Invalid, match="not a message of the exchange"):
                connector.read(CUSTODY)


def test_a_value_that_no_field_can_hold_stays_behind_and_is_named() -> None:
    message = read(CUSTODY.replace(b"1990-02-03", b"spring of 1990"))
    assert only(message, Person)[1].birth_date is None
    assert "/CustodyQueryResults/Custody/Person/PersonBirthDate/Date" in message.untaken


@pytest.mark.parametrize(
    "circle", [b'<c:X s:id="X1" s:ref="X2"/><c:X s:id="X2" s:ref="X1"/>', b'<c:Person s:ref="P1" s:id="P1"/>']
)
def test_references_in_a_circle_end(circle: bytes) -> None:
    read(CUSTODY.replace(b"<c:Custody>", b"<c:Custody>" + circle + b'<c:Arrest s:ref="X1"/>'))


def outcome(raw: bytes) -> Message | Invalid:
    try:
        return next(c for c in CONNECTORS if "custody" in c.name).read(raw)
    except Invalid as refused:
        return refused


@given(st.data())
def test_any_damage_to_a_message_gives_a_message_or_invalid(data: st.DataObject) -> None:
    raw = bytearray(CUSTODY)
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(raw) - 1))
        end = data.draw(st.integers(start, min(len(raw), start + 80)))
        raw[start:end] = data.draw(
            st.sampled_from([b"", b"x", b"<c:", b' s:ref="P1"', b' s:ref="A1"', b"<c:Person>", b"\x00", b"]]>"])
        )
    assert isinstance(outcome(bytes(raw)), Message | Invalid)


def test_a_crowded_message_does_not_cost_the_square_of_its_size() -> None:
    crowd = "".join(
        f'<c:Arrest s:id="A{n}"><c:ArrestSubject s:ref="P1"><c:X>1</c:X></c:ArrestSubject>'
        f"<c:ArrestProbableCauseText>seen</c:ArrestProbableCauseText></c:Arrest>"
        for n in range(1000)
    )
    began = time.monotonic()
    message = read(CUSTODY.replace(b"<c:Custody>", b"<c:Custody>" + crowd.encode()))
    assert sum(isinstance(drafted.record, Arrest) for drafted in message.records) == 1001
    assert time.monotonic() - began < 5
