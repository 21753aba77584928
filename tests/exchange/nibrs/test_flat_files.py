"""A flat-file submission becomes records that refer to one another, and a bad segment names itself."""

from typing import Any, TypeVar
from uuid import UUID

import pytest

from comity.errors import Invalid
from comity.exchange.connector import Message
from comity.exchange.nibrs.flat_file import FlatFile
from comity.exchange.nibrs.layout import LAYOUTS
from comity.records.declaration import Record
from comity.records.incidents.crime_report import CrimeReport
from comity.records.justice.arrest import Arrest
from comity.records.justice.incident import Incident
from comity.records.justice.involvement import Involvement, SubjectCategory
from comity.records.justice.offense import Offense
from comity.records.parties.item import Item
from comity.records.parties.person import Person
from tests.exchange.comparing import dangling, mutated, unmoved
from tests.exchange.nibrs import scenes
from tests.exchange.nibrs.scenes import INCIDENT, segment, submission

K = TypeVar("K", bound=Record)


def read(*lines: str) -> Message:
    return FlatFile().read(submission(*lines))


def of(message: Message, kind: type[K]) -> list[K]:
    return [draft.record for draft in message.records if isinstance(draft.record, kind)]


def test_an_incident_comes_whole_and_every_value_lands() -> None:
    message = read(*INCIDENT)
    assert not message.refusals
    assert (message.taken, message.untaken) == (message.leaves, ())
    assert not dangling(message)
    (incident,) = of(message, Incident)
    assert (incident.incident_number, incident.occurred_at) == ("26-000123", "2026-11-03T21:00")
    assert incident.offenses == ("220", "13A", "35A")
    assert [o.force for o in of(message, Offense)] == [(), ("12 Handgun", "13A Automatic Rifle"), ()]


def test_victims_stand_in_the_protected_field_and_know_their_offenders() -> None:
    message = read(*INCIDENT)
    ids: dict[UUID, Any] = {draft.id: draft.record for draft in message.records}
    victims = [i for i in of(message, Involvement) if i.subject_category is SubjectCategory.VICTIM]
    assert len(victims) == 2
    assert all(victim.person is None and victim.victim for victim in victims)
    detail = victims[0].victim_detail
    assert detail is not None
    assert detail.relationships == ("AQ Victim Was Acquaintance", "ST Victim Was Stranger")
    assert [ids[ref.id].race for ref in detail.related_to] == ["B", "U"]
    assert [ids[ref.id].offense for ref in victims[0].offenses] == ["13A", "220"]


def test_ages_are_years_a_range_or_the_words_of_the_code() -> None:
    ages = [person.appearance for person in of(read(*INCIDENT), Person) if person.appearance]
    assert [(a.age.minimum, a.age.maximum) for a in ages if a.age and a.age.minimum] == [("25", "30")]
    assert [a.age_text for a in ages if a.age_text] == ["00 Unknown"]


def test_drug_amounts_have_three_decimals_and_vehicles_are_counted_once() -> None:
    car, money, drugs = of(read(*INCIDENT), Item)
    assert [(q.value, q.quantity) for q in (*car.quantities, *money.quantities)] == [("12000", "1"), ("450", None)]
    assert [(q.description, q.quantity, q.unit) for q in drugs.quantities] == [
        ("E Marijuana", "1.5", "GM Gram"),
        ("L Amphetamines/Methamphetamines", "2", "DU Dosage Units/Items"),
    ]


def test_an_arrest_carries_its_number_charge_and_conduct() -> None:
    (arrest,) = of(read(*INCIDENT), Arrest)
    assert (arrest.arrest_number, arrest.occurred_at, arrest.charges[0].offense) == ("A-77", "2026-11-04", "13A")
    assert arrest.conduct is not None
    assert arrest.conduct.armed_with == ("12A Automatic Handgun",)


def test_group_b_arrests_zero_reports_and_voids_are_reports_of_their_own() -> None:
    message = read(scenes.GROUP_B, scenes.NOTHING, scenes.VOID)
    assert not message.refusals
    arrest, nothing, void = of(message, CrimeReport)
    assert (arrest.sort, arrest.action, arrest.arrest is not None) == ("group B arrest", "A", True)
    assert (nothing.sort, nothing.month) == ("zero report", "2026-10")
    assert (void.action, void.void_number, void.void_on) == ("D", "26-000099", "2026-10-09")
    assert not of(message, Incident)


@pytest.mark.parametrize(
    "old, new, number, said",
    [
        (scenes.ARREST, segment("6", sequence="01", arrest_number="A", arrest_date="20261131"), "42", "no date"),
        (scenes.SECOND, segment("5", sequence="02", age="7", sex="M"), "37", "two digits"),
        (scenes.BURGLARY, segment("2", offense="2X0", attempted="C", location="20"), "6", "no code of nibrs-offense"),
        (scenes.SOCIETY, segment("4", sequence="002", offense="35A"), "25", "must be present"),
        (scenes.FOUND, segment("3", loss="6", description="10", value="lots"), "16", "whole number"),
    ],
)
def test_a_bad_segment_says_line_level_and_element_and_the_rest_comes_in(
    old: str, new: str, number: str, said: str
) -> None:
    lines = [new if line == old else line for line in INCIDENT]
    message = read(*lines)
    (refusal,) = message.refusals
    assert refusal.place == f"line {lines.index(new) + 1}"
    assert refusal.error.field == number
    assert said in refusal.error.message
    assert len(of(message, Incident)) == 1
    assert any(path.startswith(refusal.place) for path in message.untaken)


def test_without_its_administrative_segment_an_incident_is_refused_and_the_next_one_stands() -> None:
    message = read(segment("1", incident_date="20261399"), *INCIDENT[1:], scenes.GROUP_B)
    assert len(message.refusals) == len(INCIDENT)
    assert [type(draft.record).__name__ for draft in message.records] == [
        "Person",
        "Organization",
        "Arrest",
        "CrimeReport",
    ]


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", "0087é".encode()])
def test_what_is_no_submission_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        FlatFile().read(raw)


def test_a_line_that_is_no_segment_is_refused_by_its_line() -> None:
    message = read("Dear Sir,", "00889I112026", scenes.GROUP_B, scenes.GROUP_B + " more")
    assert [refusal.place for refusal in message.refusals] == ["line 1", "line 2", "line 4"]
    assert len(of(message, Arrest)) == 1


def test_what_counts_as_taken_makes_a_difference() -> None:
    connector, raw = FlatFile(), submission(*INCIDENT)
    assert connector.recognizes(raw, "")
    changed = []
    for place, line in enumerate(INCIDENT):
        layout = LAYOUTS[line[4]]
        for column in layout.columns:
            where = column.columns(0)
            value = line[where].strip()
            if value and column.name not in {"length", "level", "action", "month", "year", "ori", "number"}:
                other = line[: where.start] + mutated(value).ljust(where.stop - where.start) + line[where.stop :]
                changed.append((f"{place}/{column.name}", submission(*INCIDENT[:place], other, *INCIDENT[place + 1 :])))
    assert len(changed) > 60
    assert unmoved(connector, raw, changed) == []
