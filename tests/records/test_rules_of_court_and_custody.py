"""Rules of what courts, jails and probation enter."""

import pytest
from msgspec.structs import replace

from comity.records.declaration import Record
from comity.records.justice.booking import Booking
from comity.records.justice.case_closing import CaseClosing
from comity.records.justice.charges import Charge, Plea
from comity.records.justice.commitment import Commitment
from comity.records.justice.court_order import CourtOrder, OrderKind, Scope
from comity.records.justice.custody_movement import CustodyMovement, MovementKind
from comity.records.justice.disposition import Disposition, Ending
from comity.records.justice.hearing import Hearing
from comity.records.justice.release import Release
from comity.records.justice.supervision import Supervision, SupervisionKind
from comity.records.justice.supervision_event import SupervisionEvent, SupervisionEventKind
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person
from comity.records.parties.phone_account import PhoneAccount
from comity.records.parties.vehicle import Vehicle
from comity.records.profiles import profile
from tests.records.known import KnownForTests
from tests.records.story import ONE, TWO, Story


def test_case_takes_only_filed_charges_lets_a_case_without_a_list_pass(story: Story) -> None:
    assert not story.known.broken(story.known.record(story.case))


def test_case_takes_only_filed_charges_refuses_a_charge_not_filed(story: Story) -> None:
    case = replace(story.known.record(story.case), charges=(Charge(charge_tracking_number=TWO),))
    assert "case_takes_only_filed_charges" in story.known.broken(case)


def test_case_not_docketed_before_the_decision_lets_a_later_docketing_pass(story: Story) -> None:
    assert not story.known.broken(story.known.record(story.case))


def test_case_not_docketed_before_the_decision_refuses_an_earlier_one(story: Story) -> None:
    case = replace(story.known.record(story.case), docketed_at="2026-03-02")
    assert "case_not_docketed_before_the_decision" in story.known.broken(case)


def test_hearing_is_in_an_open_case_lets_an_open_and_a_reopened_case_pass(story: Story) -> None:
    assert not story.known.broken(hearing(story))
    story.known.enter(replace(closing(story), reopened_at="2026-08-01"))
    assert not story.known.broken(replace(hearing(story), starts_at="2026-09-01T09:00:00Z"))


def test_hearing_is_in_an_open_case_refuses_a_closed_case(story: Story) -> None:
    story.known.enter(closing(story))
    after = replace(hearing(story), starts_at="2026-09-01T09:00:00Z")
    assert "hearing_is_in_an_open_case" in story.known.broken(after)


def test_plea_answers_a_charge_of_the_case_lets_its_charge_pass(story: Story) -> None:
    pleaded = replace(hearing(story), pleas=(Plea(charge_tracking_number=ONE, plea="not guilty"),))
    assert not story.known.broken(pleaded)


def test_plea_answers_a_charge_of_the_case_refuses_another(story: Story) -> None:
    pleaded = replace(hearing(story), pleas=(Plea(charge_tracking_number=TWO, plea="not guilty"),))
    assert "plea_answers_a_charge_of_the_case" in story.known.broken(pleaded)


def test_remand_has_an_end_lets_a_dated_remand_pass(story: Story) -> None:
    assert not story.known.broken(remand(story, "2026-04-01"))


def test_remand_has_an_end_refuses_an_open_remand(story: Story) -> None:
    assert "remand_has_an_end" in story.known.broken(remand(story, None))


def test_remand_within_the_limit_lets_a_short_one_pass(story: Story) -> None:
    story.known.profile = profile("in")
    assert not story.known.broken(remand(story, "2026-04-01"))


def test_remand_within_the_limit_flags_a_long_one_for_review(story: Story) -> None:
    story.known.profile = profile("in")
    assert story.known.broken(remand(story, "2026-12-01"))["remand_within_the_limit"].review


def test_relief_says_what_it_reaches_lets_a_scoped_order_pass(story: Story) -> None:
    order = replace(remand(story, None), kind=OrderKind.SEAL, scope=Scope(records=(story.case,)))
    assert not story.known.broken(order)


def test_relief_says_what_it_reaches_refuses_an_order_without_scope(story: Story) -> None:
    assert "relief_says_what_it_reaches" in story.known.broken(replace(remand(story, None), kind=OrderKind.SEAL))


def test_order_is_made_in_an_open_case_lets_relief_come_after_the_end(story: Story) -> None:
    story.known.enter(closing(story))
    order = replace(
        remand(story, None), kind=OrderKind.SEAL, issued_at="2026-11-01", scope=Scope(records=(story.case,))
    )
    assert not story.known.broken(order)


def test_order_is_made_in_an_open_case_refuses_bail_after_the_end(story: Story) -> None:
    story.known.enter(closing(story))
    order = replace(remand(story, None), kind=OrderKind.BAIL, issued_at="2026-11-01")
    assert "order_is_made_in_an_open_case" in story.known.broken(order)


def test_disposition_charge_belongs_to_the_case_lets_its_charge_pass(story: Story) -> None:
    assert not story.known.broken(story.known.record(story.disposition))


def test_disposition_charge_belongs_to_the_case_refuses_a_declined_charge(story: Story) -> None:
    wrong = replace(story.known.record(story.disposition), charge_tracking_number=TWO)
    assert "disposition_charge_belongs_to_the_case" in story.known.broken(wrong)


def test_charge_is_disposed_once_lets_a_correction_pass(story: Story) -> None:
    story.known.earlier = story.known.record(story.disposition)
    assert not story.known.broken(replace(story.known.earlier, ending=Ending.ACQUITTED))


def test_charge_is_disposed_once_refuses_a_second_disposition(story: Story) -> None:
    again = replace(story.known.record(story.disposition), ending=Ending.ACQUITTED)
    assert "charge_is_disposed_once" in story.known.broken(again)


def test_disposition_not_before_docketing_lets_a_later_one_pass(story: Story) -> None:
    assert not story.known.broken(story.known.record(story.disposition))


def test_disposition_not_before_docketing_refuses_an_earlier_one(story: Story) -> None:
    early = replace(story.known.record(story.disposition), disposed_at="2026-03-01")
    assert "disposition_not_before_docketing" in story.known.broken(early)


def test_case_closes_only_when_every_charge_is_disposed_lets_a_disposed_case_pass(story: Story) -> None:
    assert not story.known.broken(closing(story))


def test_case_closes_only_when_every_charge_is_disposed_refuses_an_open_charge(story: Story) -> None:
    other = Disposition(case=story.case, charge_tracking_number="elsewhere")
    story.known.correct(story.disposition, other)
    assert "case_closes_only_when_every_charge_is_disposed" in story.known.broken(closing(story))


def test_sentence_follows_a_conviction_lets_a_convicted_charge_pass(story: Story) -> None:
    assert not story.known.broken(story.known.record(story.sentence))


def test_sentence_follows_a_conviction_refuses_an_acquitted_charge(story: Story) -> None:
    acquitted = replace(story.known.record(story.disposition), ending=Ending.ACQUITTED)
    story.known.correct(story.disposition, acquitted)
    assert "sentence_follows_a_conviction" in story.known.broken(story.known.record(story.sentence))


def test_sentence_not_before_disposition_lets_a_later_one_pass(story: Story) -> None:
    assert not story.known.broken(story.known.record(story.sentence))


def test_sentence_not_before_disposition_refuses_an_earlier_one(story: Story) -> None:
    early = replace(story.known.record(story.sentence), imposed_at="2026-05-01")
    assert "sentence_not_before_disposition" in story.known.broken(early)


def test_booking_not_before_arrest_lets_a_later_booking_pass(story: Story) -> None:
    assert not story.known.broken(story.known.record(story.booking))


def test_booking_not_before_arrest_refuses_an_earlier_one(story: Story) -> None:
    early = replace(story.known.record(story.booking), booked_at="2026-03-02T13:00:00Z")
    assert "booking_not_before_arrest" in story.known.broken(early)


def test_nobody_is_held_without_a_ground_lets_an_order_pass(story: Story) -> None:
    booking = replace(story.known.record(story.booking), arrest=None, order=story.release_order)
    assert not story.known.broken(booking)


def test_nobody_is_held_without_a_ground_refuses_a_booking_on_nothing(story: Story) -> None:
    booking = replace(story.known.record(story.booking), arrest=None)
    assert "nobody_is_held_without_a_ground" in story.known.broken(booking)


def test_booking_is_of_the_person_arrested_lets_the_same_person_pass(story: Story) -> None:
    assert not story.known.broken(replace(story.known.record(story.booking), subject=story.ada))


def test_booking_is_of_the_person_arrested_refuses_somebody_else(story: Story) -> None:
    other = story.known.enter(Person(names=(PersonName(surname="Osei"),)))
    booking: Booking = replace(story.known.record(story.booking), subject=other)
    assert "booking_is_of_the_person_arrested" in story.known.broken(booking)


def test_movement_not_before_booking_lets_a_later_movement_pass(story: Story) -> None:
    assert not story.known.broken(movement(story))


def test_movement_not_before_booking_refuses_an_earlier_one(story: Story) -> None:
    early = replace(movement(story), moved_at="2026-03-01")
    assert "movement_not_before_booking" in story.known.broken(early)


def test_nobody_is_moved_after_release_lets_a_movement_before_pass(story: Story) -> None:
    story.known.enter(release(story))
    assert not story.known.broken(movement(story))


def test_nobody_is_moved_after_release_refuses_a_movement_after(story: Story) -> None:
    story.known.enter(release(story))
    assert "nobody_is_moved_after_release" in story.known.broken(replace(movement(story), moved_at="2026-03-20"))


def test_computed_release_not_after_the_sentence_ends_lets_the_day_of_the_sentence_pass(story: Story) -> None:
    assert not story.known.broken(commitment(story, "2026-08-30"))


def test_computed_release_not_after_the_sentence_ends_flags_over_detention_for_review(story: Story) -> None:
    flagged = story.known.broken(commitment(story, "2026-09-30"))
    assert flagged["computed_release_not_after_the_sentence_ends"].review


def test_release_needs_an_order_lets_a_release_order_and_a_served_sentence_pass(story: Story) -> None:
    assert not story.known.broken(release(story))
    assert not story.known.broken(replace(release(story), order=story.sentence))


def test_release_needs_an_order_refuses_none_a_holding_one_and_one_for_another(story: Story) -> None:
    other = story.known.enter(Person(names=(PersonName(surname="Osei"),)))
    holding = story.known.enter(remand(story, "2026-04-01"))
    foreign = story.known.enter(replace(story.known.record(story.release_order), subject=other))
    for order in (None, holding, foreign):
        assert "release_needs_an_order" in story.known.broken(replace(release(story), order=order))


def test_release_not_before_booking_lets_a_later_release_pass(story: Story) -> None:
    assert not story.known.broken(release(story))


def test_release_not_before_booking_refuses_an_earlier_one(story: Story) -> None:
    assert "release_not_before_booking" in story.known.broken(replace(release(story), released_at="2026-03-01"))


def test_supervision_rests_on_an_order_for_the_person_lets_their_order_pass(story: Story) -> None:
    assert not story.known.broken(supervision(story))


def test_supervision_rests_on_an_order_for_the_person_refuses_none_and_one_for_another(story: Story) -> None:
    other = story.known.enter(Person(names=(PersonName(surname="Osei"),)))
    for wrong in (replace(supervision(story), order=None), replace(supervision(story), subject=other)):
        assert "supervision_rests_on_an_order_for_the_person" in story.known.broken(wrong)


def test_supervision_ends_after_it_starts_lets_a_later_end_pass(story: Story) -> None:
    assert not story.known.broken(replace(supervision(story), ends_on="2027"))


def test_supervision_ends_after_it_starts_refuses_an_earlier_end(story: Story) -> None:
    assert "supervision_ends_after_it_starts" in story.known.broken(replace(supervision(story), ends_on="2025"))


def test_violation_is_described_lets_a_described_one_pass(story: Story) -> None:
    assert not story.known.broken(violation(story, "Left the county."))


def test_violation_is_described_refuses_a_bare_one(story: Story) -> None:
    assert "violation_is_described" in story.known.broken(violation(story, None))


def test_supervision_event_not_before_it_starts_lets_a_later_event_pass(story: Story) -> None:
    assert not story.known.broken(violation(story, "Left the county."))


def test_supervision_event_not_before_it_starts_refuses_an_earlier_one(story: Story) -> None:
    early = replace(violation(story, "Left the county."), occurred_at="2026-01-01")
    assert "supervision_event_not_before_it_starts" in story.known.broken(early)


@pytest.mark.parametrize(
    "rule,whole,bare",
    [
        ("person_can_be_told", Person(names=(PersonName(surname="Quist"),)), Person()),
        ("vehicle_can_be_told", Vehicle(vin="1HGBH41JXMN109186"), Vehicle()),
        ("account_can_be_told", PhoneAccount(telephone="+1 555 0100"), PhoneAccount()),
    ],
)
def test_what_cannot_be_told_from_others_is_refused(
    known: KnownForTests, rule: str, whole: Record, bare: Record
) -> None:
    assert not known.broken(whole)
    assert rule in known.broken(bare)


def hearing(story: Story) -> Hearing:
    return Hearing(case=story.case, starts_at="2026-04-01T09:00:00Z")


def closing(story: Story) -> CaseClosing:
    return CaseClosing(case=story.case, closed_at="2026-06-02")


def remand(story: Story, expires: str | None) -> CourtOrder:
    return CourtOrder(
        kind=OrderKind.REMAND, case=story.case, subject=story.ada, issued_at="2026-03-03", expires_at=expires
    )


def movement(story: Story) -> CustodyMovement:
    return CustodyMovement(booking=story.booking, moved_at="2026-03-03T08:00:00Z", kind=MovementKind.COURT)


def release(story: Story) -> Release:
    return Release(booking=story.booking, order=story.release_order, released_at="2026-03-08T10:00:00Z")


def commitment(story: Story, release_on: str) -> Commitment:
    return Commitment(
        booking=story.booking,
        sentence=story.sentence,
        received_at="2026-06-01T14:00:00Z",
        starts_on="2026-06-01",
        release_on=release_on,
    )


def supervision(story: Story) -> Supervision:
    return Supervision(
        subject=story.ada,
        kind=SupervisionKind.PRETRIAL,
        order=story.release_order,
        starts_on="2026-03-08",
        officer="jo",
    )


def violation(story: Story, narrative: str | None) -> SupervisionEvent:
    return SupervisionEvent(
        supervision=story.known.enter(supervision(story)),
        kind=SupervisionEventKind.VIOLATION,
        occurred_at="2026-03-20",
        narrative=narrative,
    )
