"""Rules of what the laboratory, the prosecutor and the identification bureau enter."""

from msgspec.structs import replace

from comity.records.justice.charges import Charge
from comity.records.justice.charging_decision import ChargeChoice, ChargingDecision, Choice
from comity.records.justice.custody_handoff import CustodyHandoff
from comity.records.justice.exhibit import Exhibit
from comity.records.justice.lab_report import LabReport
from comity.records.justice.lab_request import LabRequest
from comity.records.justice.person_identification import LinkOutcome, PersonIdentification
from comity.records.parties.identifications import Identification
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person
from comity.records.references import Ref
from tests.records.story import ONE, TWO, Story


def test_exhibit_is_sealed_before_the_lab_lets_a_sealed_exhibit_pass(story: Story) -> None:
    assert not story.known.broken(request(sealed_knife(story)))


def test_exhibit_is_sealed_before_the_lab_refuses_an_open_one(story: Story) -> None:
    exhibit = sealed_knife(story)
    story.known.correct(exhibit, replace(story.known.record(exhibit), sealed=False))
    assert "exhibit_is_sealed_before_the_lab" in story.known.broken(request(exhibit))


def test_exhibit_is_in_the_officers_custody_lets_its_last_receiver_pass(story: Story) -> None:
    exhibit = sealed_knife(story)
    given(story, exhibit, "store-clerk")
    story.known.member = "store-clerk"
    assert not story.known.broken(request(exhibit))


def test_exhibit_is_in_the_officers_custody_refuses_who_gave_it_away(story: Story) -> None:
    exhibit = sealed_knife(story)
    given(story, exhibit, "store-clerk")
    assert "exhibit_is_in_the_officers_custody" in story.known.broken(request(exhibit))


def test_signed_lab_report_is_superseded_not_overwritten_lets_a_draft_be_corrected(story: Story) -> None:
    draft = report(story)
    story.known.earlier = replace(draft, result="No blood.")
    assert not story.known.broken(draft)


def test_signed_lab_report_is_superseded_not_overwritten_refuses_a_change_after_signing(story: Story) -> None:
    signed = replace(report(story), signed_at="2026-03-05T10:00:00Z")
    story.known.earlier = replace(signed, result="No blood.")
    assert "signed_lab_report_is_superseded_not_overwritten" in story.known.broken(signed)


def test_superseded_report_answers_the_same_request_lets_a_newer_answer_pass(story: Story) -> None:
    first = report(story)
    assert not story.known.broken(replace(first, supersedes=story.known.enter(first)))


def test_superseded_report_answers_the_same_request_refuses_another_request(story: Story) -> None:
    first = report(story)
    other = story.known.enter(report(story))
    assert "superseded_report_answers_the_same_request" in story.known.broken(replace(first, supersedes=other))


def test_lab_report_speaks_of_requested_exhibits_lets_those_pass(story: Story) -> None:
    assert not story.known.broken(report(story))


def test_lab_report_speaks_of_requested_exhibits_refuses_another_exhibit(story: Story) -> None:
    strange = replace(report(story), exhibits=(sealed_knife(story),))
    assert "lab_report_speaks_of_requested_exhibits" in story.known.broken(strange)


def test_lab_receipt_not_before_request_lets_a_later_receipt_pass(story: Story) -> None:
    assert not story.known.broken(report(story))


def test_lab_receipt_not_before_request_refuses_an_earlier_one(story: Story) -> None:
    assert "lab_receipt_not_before_request" in story.known.broken(replace(report(story), received_at="2026-03-01"))


def test_every_arrest_charge_gets_a_decision_lets_one_decision_each_pass(story: Story) -> None:
    assert not story.known.broken(story.known.record(story.decision))


def test_every_arrest_charge_gets_a_decision_refuses_a_forgotten_a_doubled_and_a_foreign_charge(story: Story) -> None:
    decision = story.known.record(story.decision)
    filed = decision.choices[0]
    foreign = ChargeChoice(charge_tracking_number=TWO, choice=Choice.FILE)
    for choices in ((filed, filed), (filed, foreign), (foreign,)):
        assert "every_arrest_charge_gets_a_decision" in story.known.broken(replace(decision, choices=choices))


def test_declined_charge_has_a_reason_lets_a_reasoned_one_pass(story: Story) -> None:
    assert not story.known.broken(declining(story, "The witness withdrew."))


def test_declined_charge_has_a_reason_refuses_one_without(story: Story) -> None:
    assert "declined_charge_has_a_reason" in story.known.broken(declining(story, None))


def test_amended_charge_says_what_changes_lets_an_added_charge_pass(story: Story) -> None:
    decision = story.known.record(story.decision)
    added = ChargeChoice(choice=Choice.ADD, amended=Charge(offense="90C"))
    whole = replace(decision, decision_number="HCP-R2026-000001", choices=(*decision.choices, added)).numbered()
    assert whole.choices[1].charge_tracking_number == "HCP-R2026-000001-001"
    assert not story.known.broken(whole)


def test_amended_charge_says_what_changes_refuses_silence(story: Story) -> None:
    choices = (ChargeChoice(charge_tracking_number=ONE, choice=Choice.AMEND),)
    decision = replace(story.known.record(story.decision), choices=choices)
    assert "amended_charge_says_what_changes" in story.known.broken(decision)


def test_decision_not_before_referral_lets_a_later_decision_pass(story: Story) -> None:
    assert not story.known.broken(story.known.record(story.decision))


def test_decision_not_before_referral_refuses_an_earlier_one(story: Story) -> None:
    early = replace(story.known.record(story.decision), decided_at="2026-03-01")
    assert "decision_not_before_referral" in story.known.broken(early)


def test_one_person_one_identity_or_review_task_lets_agreeing_numbers_pass(story: Story) -> None:
    assert not story.known.broken(linked(story, "SID-1", "SID-1"))


def test_one_person_one_identity_or_review_task_flags_two_state_ids_for_review(story: Story) -> None:
    check = story.known.broken(linked(story, "SID-1", "SID-2"))["one_person_one_identity_or_review_task"]
    assert check.review


def test_link_names_the_persons_lets_two_pass(story: Story) -> None:
    assert not story.known.broken(linked(story, "SID-1", "SID-1"))


def test_link_names_the_persons_refuses_one_person_twice(story: Story) -> None:
    decision = replace(linked(story, "SID-1", "SID-1"), persons=(story.ada, story.ada))
    assert "link_names_the_persons" in story.known.broken(decision)


def test_undone_link_names_what_it_undoes_lets_the_way_back_pass(story: Story) -> None:
    link = linked(story, "SID-1", "SID-2")
    undone = replace(link, outcome=LinkOutcome.UNDONE, supersedes=story.known.enter(link))
    assert not story.known.broken(undone)


def test_undone_link_names_what_it_undoes_refuses_one_out_of_the_blue(story: Story) -> None:
    undone = replace(linked(story, "SID-1", "SID-2"), outcome=LinkOutcome.UNDONE)
    assert "undone_link_names_what_it_undoes" in story.known.broken(undone)


def sealed_knife(story: Story) -> Ref[Exhibit]:
    return story.known.enter(
        Exhibit(
            incident=story.incident,
            description="A kitchen knife",
            seized_at="2026-03-02T15:00:00Z",
            seized_by="lee",
            sealed=True,
        )
    )


def given(story: Story, exhibit: Ref[Exhibit], taker: str) -> None:
    story.known.enter(
        CustodyHandoff(exhibit=exhibit, from_member="lee", to_member=taker, handed_at="2026-03-03T10:00:00Z")
    )


def request(exhibit: Ref[Exhibit]) -> LabRequest:
    return LabRequest(exhibits=(exhibit,), question="Whose blood?", requested_at="2026-03-03T12:00:00Z")


def report(story: Story) -> LabReport:
    exhibit = sealed_knife(story)
    asked = story.known.enter(request(exhibit))
    return LabReport(
        request=asked, exhibits=(exhibit,), received_at="2026-03-04T08:00:00Z", analyst="ines", result="Blood."
    )


def declining(story: Story, reason: str | None) -> ChargingDecision:
    choice = ChargeChoice(charge_tracking_number=ONE, choice=Choice.DECLINE, reason=reason)
    return replace(story.known.record(story.decision), choices=(choice,))


def linked(story: Story, one: str, other: str) -> PersonIdentification:
    persons = tuple(
        story.known.enter(
            Person(
                names=(PersonName(surname="Quist"),), identifications=(Identification(kind="state-id", value=number),)
            )
        )
        for number in (one, other)
    )
    return PersonIdentification(
        persons=persons, outcome=LinkOutcome.LINKED, decided_at="2026-03-05", explanation="Same prints."
    )
