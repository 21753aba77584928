"""Rules of what police enter: diary, incident, arrest, exhibits, referral, closing."""

from msgspec.structs import replace

from comity.records.justice.arrest import ArrestGround
from comity.records.justice.charge_referral import Accused, NotReferred, ReferralOutcome
from comity.records.justice.charges import Charge
from comity.records.justice.custody_handoff import CustodyHandoff
from comity.records.justice.diary_entry import DiaryOutcome
from comity.records.justice.exhibit import Exhibit
from comity.records.justice.incident import Incident
from comity.records.justice.incident_closing import IncidentClosing
from comity.records.justice.involvement import Involvement, SubjectCategory
from comity.records.justice.warrant import Warrant
from comity.records.justice.warrant_return import WarrantOutcome, WarrantReturn
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person
from comity.records.references import Ref
from tests.records.known import KnownForTests
from tests.records.story import DIARY, ONE, TWO, Story


def test_missing_child_requires_registration_lets_a_registered_report_pass(known: KnownForTests) -> None:
    assert not known.broken(replace(DIARY, missing_person_age=9))


def test_missing_child_requires_registration_refuses_a_diary_entry_alone(known: KnownForTests) -> None:
    entry = replace(DIARY, missing_person_age=9, outcome=DiaryOutcome.RECORD_ONLY)
    assert "missing_child_requires_registration" in known.broken(entry)
    assert not known.broken(replace(entry, missing_person_age=40))


def test_non_cognizable_must_be_recorded_lets_a_whole_complaint_pass(story: Story) -> None:
    entry = replace(DIARY, outcome=DiaryOutcome.NON_COGNIZABLE, offenses=("90C",), complainant=story.ada)
    assert not story.known.broken(entry)


def test_non_cognizable_must_be_recorded_refuses_one_without_sections_or_complainant(known: KnownForTests) -> None:
    entry = replace(DIARY, outcome=DiaryOutcome.NON_COGNIZABLE)
    assert "non_cognizable_must_be_recorded" in known.broken(entry)


def test_diary_not_after_registration_lets_a_later_registration_pass(story: Story) -> None:
    assert not story.known.broken(story.known.record(story.incident))


def test_diary_not_after_registration_refuses_an_earlier_registration(story: Story) -> None:
    incident = replace(story.known.record(story.incident), registered_at="2026-03-01T09:00:00Z")
    assert story.known.broken(incident)["diary_not_after_registration"].field == "registered_at"


def test_arrest_not_before_registration_without_warrant_lets_a_later_arrest_pass(story: Story) -> None:
    assert not story.known.broken(story.known.record(story.arrest))


def test_arrest_not_before_registration_without_warrant_refuses_an_earlier_arrest(story: Story) -> None:
    early = replace(story.known.record(story.arrest), occurred_at="2026-03-01T08:00:00Z")
    assert "arrest_not_before_registration_without_warrant" in story.known.broken(early)


def test_arrest_not_before_registration_without_warrant_lets_an_earlier_arrest_on_a_warrant_pass(story: Story) -> None:
    warrant = story.known.enter(Warrant(subject=story.ada, issued_on="2026-02-01", category_text="arrest"))
    early = replace(
        story.known.record(story.arrest),
        occurred_at="2026-03-01T08:00:00Z", ground=ArrestGround.WARRANT, warrant=warrant,
    )  # fmt: skip
    assert not story.known.broken(early)


def test_arrest_warrant_is_in_force_for_the_subject_refuses_a_recalled_one_and_one_for_another(story: Story) -> None:
    other = story.known.enter(Person(names=(PersonName(surname="Osei"),)))
    recalled = Warrant(subject=story.ada, recalled_at="2026-03-02T10:00:00Z")
    for warrant in (recalled, Warrant(subject=other)):
        arrest = replace(story.known.record(story.arrest), warrant=story.known.enter(warrant))
        assert "arrest_warrant_is_in_force_for_the_subject" in story.known.broken(arrest)


def test_arrest_warrant_is_in_force_for_the_subject_lets_a_warrant_for_the_subject_pass(story: Story) -> None:
    warrant = story.known.enter(Warrant(subject=story.ada))
    assert not story.known.broken(replace(story.known.record(story.arrest), warrant=warrant))


def test_arrest_warrant_is_in_force_for_the_subject_refuses_a_ground_of_warrant_without_one(story: Story) -> None:
    arrest = replace(story.known.record(story.arrest), ground=ArrestGround.WARRANT)
    assert "arrest_warrant_is_in_force_for_the_subject" in story.known.broken(arrest)


def test_charges_carry_numbers_of_their_own_lets_minted_numbers_pass(story: Story) -> None:
    arrest = story.known.record(story.arrest)
    assert [charge.charge_tracking_number for charge in arrest.charges] == [ONE, TWO]
    assert not story.known.broken(arrest)


def test_charges_carry_numbers_of_their_own_refuses_one_number_for_two(story: Story) -> None:
    twice = (Charge(offense="13B", charge_tracking_number=ONE), Charge(offense="90C", charge_tracking_number=ONE))
    arrest = replace(story.known.record(story.arrest), charges=twice)
    assert "charges_carry_numbers_of_their_own" in story.known.broken(arrest)


def test_correction_keeps_the_charge_numbers_lets_an_added_charge_pass(story: Story) -> None:
    arrest = story.known.record(story.arrest)
    story.known.earlier = arrest
    assert not story.known.broken(replace(arrest, charges=(*arrest.charges, Charge(offense="35A"))).numbered())


def test_correction_keeps_the_charge_numbers_refuses_a_dropped_charge(story: Story) -> None:
    arrest = story.known.record(story.arrest)
    story.known.earlier = arrest
    assert "correction_keeps_the_charge_numbers" in story.known.broken(replace(arrest, charges=arrest.charges[:1]))


def test_seizure_not_before_registration_without_reason_lets_a_later_seizure_pass(story: Story) -> None:
    assert not story.known.broken(knife(story))


def test_seizure_not_before_registration_without_reason_refuses_an_earlier_seizure(story: Story) -> None:
    early = replace(knife(story), seized_at="2026-03-01T08:00:00Z")
    assert "seizure_not_before_registration_without_reason" in story.known.broken(early)
    assert not story.known.broken(replace(early, spot_seizure_reason="It lay on the street."))


def test_handoff_starts_where_the_last_one_ended_lets_a_chain_without_gap_pass(story: Story) -> None:
    exhibit = story.known.enter(knife(story))
    first = handoff(exhibit, "lee", "store-clerk", "2026-03-03T10:00:00Z")
    assert not story.known.broken(first)
    story.known.enter(first)
    assert not story.known.broken(handoff(exhibit, "store-clerk", "kim", "2026-03-04T10:00:00Z"))


def test_handoff_starts_where_the_last_one_ended_refuses_a_gap(story: Story) -> None:
    exhibit = story.known.enter(knife(story))
    story.known.enter(handoff(exhibit, "lee", "store-clerk", "2026-03-03T10:00:00Z"))
    assert "handoff_starts_where_the_last_one_ended" in story.known.broken(
        handoff(exhibit, "lee", "kim", "2026-03-04T10:00:00Z")
    )


def test_chargesheet_only_by_designated_io_lets_the_designated_officer_pass(story: Story) -> None:
    assert not story.known.broken(story.known.record(story.referral))


def test_chargesheet_only_by_designated_io_refuses_another_officer_until_reassigned(story: Story) -> None:
    story.known.member = "morgan"
    assert "chargesheet_only_by_designated_io" in story.known.broken(story.known.record(story.referral))
    incident = story.known.record(story.incident)
    story.known.correct(story.incident, replace(incident, investigating_officer="morgan"))
    assert not story.known.broken(story.known.record(story.referral))


def test_accused_serial_belongs_to_same_case_lets_arrested_and_suspects_pass(story: Story) -> None:
    absconding = story.known.enter(Person(names=(PersonName(surname="Osei"),)))
    story.known.enter(
        Involvement(
            activity=story.incident, person=absconding, role="suspect", subject_category=SubjectCategory.SUSPECT
        )
    )
    referral = story.known.record(story.referral)
    both = (*referral.accused, Accused(serial=2, person=absconding))
    assert not story.known.broken(replace(referral, accused=both))


def test_accused_serial_belongs_to_same_case_refuses_a_stranger_and_a_serial_used_twice(story: Story) -> None:
    referral = story.known.record(story.referral)
    stranger = story.known.enter(Person(names=(PersonName(surname="Osei"),)))
    for wrong in (Accused(serial=2, person=stranger), referral.accused[0]):
        changed = replace(referral, accused=(*referral.accused, wrong))
        assert "accused_serial_belongs_to_same_case" in story.known.broken(changed)


def test_accused_serial_belongs_to_same_case_refuses_an_arrest_in_another_incident(story: Story) -> None:
    elsewhere = story.known.enter(Incident(registered_at="2026-01-01"))
    story.known.correct(story.arrest, replace(story.known.record(story.arrest), incident=elsewhere))
    assert "accused_serial_belongs_to_same_case" in story.known.broken(story.known.record(story.referral))


def test_every_arrest_charge_is_referred_or_reasoned_lets_a_reasoned_omission_pass(story: Story) -> None:
    assert not story.known.broken(story.known.record(story.referral))


def test_every_arrest_charge_is_referred_or_reasoned_refuses_a_foreign_or_forgotten_charge(story: Story) -> None:
    referral = story.known.record(story.referral)
    foreign = NotReferred(charge_tracking_number="X-1", reason="?")
    for wrong in (replace(referral, not_referred=(foreign,)), replace(referral, outcome=ReferralOutcome.NO_CHARGE)):
        assert "every_arrest_charge_is_referred_or_reasoned" in story.known.broken(wrong)


def test_close_requires_final_report_in_court_lets_a_filed_report_pass(story: Story) -> None:
    filed = replace(story.known.record(story.referral), filed_in_court_at="2026-03-04T09:00:00Z")
    story.known.correct(story.referral, filed)
    assert not story.known.broken(closing(story))


def test_close_requires_final_report_in_court_refuses_a_report_not_filed_or_of_another_incident(story: Story) -> None:
    assert "close_requires_final_report_in_court" in story.known.broken(closing(story))
    elsewhere = story.known.enter(Incident(registered_at="2026-01-01"))
    assert "close_requires_final_report_in_court" in story.known.broken(replace(closing(story), incident=elsewhere))


def test_victims_are_named_only_where_protected_lets_the_protected_field_pass(story: Story) -> None:
    assert not story.known.broken(victim(story))


def test_victims_are_named_only_where_protected_refuses_the_plain_field(story: Story) -> None:
    plain = replace(victim(story), victim=None, person=story.ada)
    assert "victims_are_named_only_where_protected" in story.known.broken(plain)


def test_involvement_says_who_or_what_lets_a_named_one_pass(story: Story) -> None:
    assert not story.known.broken(victim(story))


def test_involvement_says_who_or_what_refuses_nobody(story: Story) -> None:
    assert "involvement_says_who_or_what" in story.known.broken(replace(victim(story), victim=None))


def test_warrant_does_not_expire_before_it_is_issued_lets_a_later_end_pass(story: Story) -> None:
    warrant = Warrant(subject=story.ada, issued_on="2026-02-01", category_text="arrest", expires_on="2027")
    assert not story.known.broken(warrant)


def test_warrant_does_not_expire_before_it_is_issued_refuses_an_earlier_end(story: Story) -> None:
    warrant = Warrant(subject=story.ada, issued_on="2026-02-01", expires_on="2026-01-31")
    assert "warrant_does_not_expire_before_it_is_issued" in story.known.broken(warrant)


def test_recalled_warrant_is_not_served_lets_the_acknowledgment_pass(story: Story) -> None:
    assert not story.known.broken(served(story, WarrantOutcome.RECALL_ACKNOWLEDGED))


def test_recalled_warrant_is_not_served_refuses_the_service(story: Story) -> None:
    assert "recalled_warrant_is_not_served" in story.known.broken(served(story, WarrantOutcome.SERVED))


def knife(story: Story) -> Exhibit:
    return Exhibit(
        incident=story.incident, description="A kitchen knife", seized_at="2026-03-02T15:00:00Z", seized_by="lee",
        sealed=True,
    )  # fmt: skip


def handoff(exhibit: Ref[Exhibit], giver: str, taker: str, at: str) -> CustodyHandoff:
    return CustodyHandoff(exhibit=exhibit, from_member=giver, to_member=taker, handed_at=at, purpose="storage")


def closing(story: Story) -> IncidentClosing:
    return IncidentClosing(incident=story.incident, final_report=story.referral, closed_at="2026-03-05")


def victim(story: Story) -> Involvement:
    return Involvement(
        activity=story.incident, victim=story.ada, role="victim", subject_category=SubjectCategory.VICTIM
    )


def served(story: Story, outcome: WarrantOutcome) -> WarrantReturn:
    warrant = story.known.enter(Warrant(subject=story.ada, recalled_at="2026-03-02T10:00:00Z"))
    return WarrantReturn(warrant=warrant, happened_at="2026-03-02T11:00:00Z", outcome=outcome)
