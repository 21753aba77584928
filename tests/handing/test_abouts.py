"""Whoever waits for what becomes of a person hears of it, under whichever record the person stands, and of no more."""

from uuid import UUID

import pytest

from comity.acts.hand_out import hand_out
from comity.acts.review_hand_offs import hand_offs_of
from comity.acts.seal import seal
from comity.acts.submit import submit
from comity.acts.subscribe import Terms, amend, owed, subscribe
from comity.errors import Absent, Invalid, Refused
from comity.policy.sessions import Session
from comity.records.governance.subscription import RecordEvent, Way
from comity.store.node import Node
from tests.entering import arrest_fields, enter, enter_incident, record
from tests.linking.worlds import ADA, BORN, SSN
from tests.worlds import session_of

pytestmark = pytest.mark.anyio


async def person(node: Node, by: str = "lee", **names: str) -> UUID:
    """Enter Ada with her birth date and number, or somebody else who is only called something."""
    fields = {"names": [names]} if names else {"names": [ADA], "birth_date": BORN, "identifications": SSN}
    return (await enter(node, session_of(node, by), "person", **fields)).entry.id


async def arrest_of(node: Node, subject: UUID) -> UUID:
    """Enter an arrest of a person."""
    fields = arrest_fields(await enter_incident(node), subject)
    return (await enter(node, session_of(node, "lee"), "arrest", **fields)).entry.id


async def told(node: Node, session: Session, subscription: UUID) -> list[UUID]:
    """Give the records that a subscription is owed."""
    return [view.id for view in await owed(node, session, subscription)]


async def test_a_re_arrest_under_a_new_record_of_the_same_person_is_told(node: Node) -> None:
    clark, ada = session_of(node, "clark"), await person(node)
    mine = await subscribe(node, clark, ["arrest"], terms=Terms(about=ada))
    other = await arrest_of(node, await person(node, given_name="Bela", surname="Nagy"))
    again = await person(node)
    # So that person and arrest are not of one page of the log.
    await hand_out(node)
    arrest = await arrest_of(node, again)
    found = await told(node, clark, mine.id)
    assert arrest in found
    assert other not in found


async def booking_of(node: Node, arrest: UUID) -> UUID:
    """Enter a booking on an arrest."""
    booked = record("booking", arrest=arrest, booked_at="2026-01-02T12:00:00Z", health={"suicide_risk": "low"})
    return (await submit(node, session_of(node, "kim"), booked)).entry.id


async def movement_of(node: Node, booking: UUID) -> UUID:
    """Enter that somebody was taken to court."""
    moved = record("custody-movement", booking=booking, moved_at="2026-01-03T08:00:00Z", kind="court")
    return (await submit(node, session_of(node, "jo"), moved)).entry.id


async def test_the_way_from_a_movement_leads_over_booking_and_arrest_to_the_person(node: Node) -> None:
    clark, ada = session_of(node, "clark"), await person(node)
    mine = await subscribe(node, clark, ["booking", "custody-movement"], terms=Terms(about=ada))
    booking = await booking_of(node, await arrest_of(node, ada))
    movement = await movement_of(node, booking)
    assert await told(node, clark, mine.id) == [booking, movement]


async def test_nothing_is_told_over_a_record_that_the_subscriber_does_not_see(node: Node) -> None:
    clark, ada = session_of(node, "clark"), await person(node)
    mine = await subscribe(node, clark, ["custody-movement"], terms=Terms(about=ada))
    arrest = await arrest_of(node, ada)
    booking = await booking_of(node, arrest)
    await seal(node, [arrest])
    await movement_of(node, booking)
    assert await told(node, clark, mine.id) == []


async def test_nothing_is_told_over_a_reference_that_the_subscriber_does_not_see(node: Node) -> None:
    ada = await person(node)
    subscriptions = [
        (session, await subscribe(node, session, ["incident"], terms=Terms(about=ada)))
        for session in (session_of(node, "clark"), session_of(node, "lee"))
    ]
    fields = {"registered_at": "2026-01-02T10:00:00Z", "investigating_officer": "lee", "offenses": ["220"]}
    complained = record("incident", narrative="A window was broken.", complainant=ada, **fields)
    incident = (await submit(node, session_of(node, "lee"), complained)).entry.id
    (clark, his), (lee, hers) = subscriptions
    assert await told(node, lee, hers.id) == [incident]
    assert await told(node, clark, his.id) == [], "the court sees the incident, and not who complained"


async def test_what_was_sealed_before_it_was_given_stands_in_no_list_and_no_count(node: Node) -> None:
    clark, ada = session_of(node, "clark"), await person(node)
    mine = await subscribe(node, clark, ["arrest"])
    hidden, kept = await arrest_of(node, ada), await arrest_of(node, ada)
    await hand_out(node)
    await seal(node, [hidden])
    tally, items, _ = await hand_offs_of(node, clark, mine.id)
    assert (tally.queued, [each.record for each in items]) == (1, [kept])


async def test_of_what_was_entered_before_nothing_is_owed(node: Node) -> None:
    clark, ada = session_of(node, "clark"), await person(node)
    await arrest_of(node, ada)
    mine = await subscribe(node, clark, ["arrest"], terms=Terms(about=ada))
    assert await told(node, clark, mine.id) == []
    assert await told(node, clark, mine.id) == [], "asked again it is the same"


async def test_events_that_nobody_asked_for_are_not_told(node: Node) -> None:
    clark, ada = session_of(node, "clark"), await person(node)
    mine = await subscribe(node, clark, ["arrest"], terms=Terms(about=ada, events=(RecordEvent.AMENDED,)))
    await arrest_of(node, ada)
    assert await told(node, clark, mine.id) == []


async def test_a_wish_about_what_is_hidden_is_as_one_about_nothing(node: Node) -> None:
    lee = session_of(node, "lee")
    hidden = (await enter(node, session_of(node, "jo"), "person", names=[ADA])).entry.id
    for id in (hidden, UUID(int=7)):
        with pytest.raises(Absent):
            await subscribe(node, lee, ["arrest"], terms=Terms(about=id))


async def test_a_wish_that_cannot_be_served_names_the_field(node: Node) -> None:
    clark = session_of(node, "clark")
    for terms, kinds, field in (
        (Terms(), [], "kinds"),
        (Terms(), ["no-such-kind"], "kinds"),
        (Terms(way=Way.WEBHOOK), ["arrest"], "address"),
        (Terms(format="esperanto"), ["arrest"], "format"),
        (Terms(escalate_to="lee"), ["arrest"], "escalate_to"),
    ):
        with pytest.raises((Invalid, Refused)) as wrong:
            await subscribe(node, clark, kinds, terms=terms)
        assert isinstance(wrong.value, Invalid | Refused)
        assert wrong.value.field == field


async def test_a_changed_wish_counts_from_then_on_and_what_is_owed_stays(node: Node) -> None:
    clark, ada = session_of(node, "clark"), await person(node)
    mine = await subscribe(node, clark, ["arrest"])
    first = await arrest_of(node, ada)
    await hand_out(node)
    bela = await person(node, given_name="Bela", surname="Nagy")
    await amend(node, clark, mine.id, ["arrest"], terms=Terms(about=bela))
    second, third = await arrest_of(node, ada), await arrest_of(node, bela)
    found = await told(node, clark, mine.id)
    assert first in found
    assert third in found
    assert second not in found
    assert (await hand_offs_of(node, clark, mine.id))[0].queued == 2
