"""Rules of what opens or closes single records: ends of consents, orders to disclose, assignments, certificates."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from comity.records.governance.case_assignment import CaseAssignment
from comity.records.governance.linkage_model import LinkageModel
from comity.records.governance.training_certificate import TrainingCertificate
from comity.records.justice.disclosure_order import DisclosureOrder
from comity.records.services.consent import Consent
from comity.records.services.consent_ending import ConsentEnding, EndingReason
from tests.records import consents
from tests.records.consents import SIGNED
from tests.records.known import NOW, KnownForTests
from tests.records.story import Story

DAY = timedelta(days=1)


def ending(known: KnownForTests, consent: Consent, reason: EndingReason = EndingReason.REVOKED) -> ConsentEnding:
    return ConsentEnding(
        consent=known.enter(consent),
        reason=reason,
        ended_at=NOW - DAY,
        in_writing=True,
        markings=consent.markings,
        superseded_by=known.enter(consent) if reason is EndingReason.SUPERSEDED else None,
    )


@pytest.mark.parametrize("reason", list(EndingReason))
def test_ending_not_before_the_signature_lets_a_later_end_pass(known: KnownForTests, reason: EndingReason) -> None:
    assert not known.broken(ending(known, consents.PART2, reason))


def test_ending_not_before_the_signature_refuses_an_earlier_end(known: KnownForTests) -> None:
    early = replace(ending(known, consents.PART2), ended_at=SIGNED - timedelta(seconds=1))
    assert "ending_not_before_the_signature" in known.broken(early)


def test_ending_is_final_lets_a_note_be_added(known: KnownForTests) -> None:
    known.earlier = ending(known, consents.PART2)
    assert not known.broken(replace(known.earlier, reliance="The housing office was told on 2 October."))


@pytest.mark.parametrize("by", [DAY / 2, -DAY])
def test_ending_is_final_refuses_a_moved_end(known: KnownForTests, by: timedelta) -> None:
    known.earlier = ending(known, consents.PART2)
    assert "ending_is_final" in known.broken(replace(known.earlier, ended_at=known.earlier.ended_at + by))


def test_referral_consent_is_revoked_when_it_may_be_lets_a_revocation_in_time_pass(known: KnownForTests) -> None:
    assert not known.broken(ending(known, consents.REFERRAL))


def test_referral_consent_is_revoked_when_it_may_be_lets_its_event_end_it_before(known: KnownForTests) -> None:
    occurred = replace(ending(known, consents.REFERRAL, EndingReason.EVENT_OCCURRED), ended_at=SIGNED + DAY)
    assert not known.broken(occurred)


def test_referral_consent_is_revoked_when_it_may_be_refuses_an_early_one(known: KnownForTests) -> None:
    early = replace(ending(known, consents.REFERRAL), ended_at=SIGNED + DAY)
    assert "referral_consent_is_revoked_when_it_may_be" in known.broken(early)


def test_revocation_is_in_writing_lets_other_ends_and_other_laws_pass(known: KnownForTests) -> None:
    assert not known.broken(replace(ending(known, consents.PART2, EndingReason.KNOWN_FALSE), in_writing=False))
    assert not known.broken(replace(ending(known, consents.DPDP), in_writing=False))


@pytest.mark.parametrize("consent", [consents.PART2, consents.HIPAA])
def test_revocation_is_in_writing_flags_a_spoken_one_which_holds_all_the_same(
    known: KnownForTests, consent: Consent
) -> None:
    spoken = replace(ending(known, consent), in_writing=False)
    assert known.broken(spoken)["revocation_is_in_writing"].review


def test_superseded_consent_names_the_new_one_lets_a_named_one_pass(known: KnownForTests) -> None:
    assert not known.broken(ending(known, consents.HIPAA, EndingReason.SUPERSEDED))


def test_superseded_consent_names_the_new_one_refuses_none_or_itself(known: KnownForTests) -> None:
    superseded = ending(known, consents.HIPAA, EndingReason.SUPERSEDED)
    for other in (None, superseded.consent):
        assert "superseded_consent_names_the_new_one" in known.broken(replace(superseded, superseded_by=other))


def test_ending_is_kept_as_close_as_the_consent_lets_a_marked_one_pass(known: KnownForTests) -> None:
    assert not known.broken(ending(known, consents.VAWA))


def test_ending_is_kept_as_close_as_the_consent_refuses_an_unmarked_one(known: KnownForTests) -> None:
    open_to_all = replace(ending(known, consents.VAWA), markings=())
    assert "ending_is_kept_as_close_as_the_consent" in known.broken(open_to_all)


def order(story: Story) -> DisclosureOrder:
    return DisclosureOrder(
        form="42-cfr-2.65",
        case=story.case,
        subjects=(story.ada,),
        owners=("hart-recovery-clinic",),
        recipients=("hart-county-prosecutor",),
        categories=("substance_use",),
        purposes=("prosecution",),
        issued_at=NOW - DAY,
        expires_at=NOW + DAY,
        subpoena=True,
    )


def test_order_names_known_categories_lets_them_pass(story: Story) -> None:
    assert not story.known.broken(order(story))


@pytest.mark.parametrize("label", ["everything", "*"])
def test_order_names_known_categories_refuses_others(story: Story, label: str) -> None:
    assert "order_names_known_categories" in story.known.broken(replace(order(story), categories=(label,)))


def test_order_names_its_purposes_lets_named_ones_pass(story: Story) -> None:
    assert not story.known.broken(replace(order(story), purposes=("investigation", "prosecution")))


def test_order_names_its_purposes_refuses_any_purpose(story: Story) -> None:
    assert "order_names_its_purposes" in story.known.broken(replace(order(story), purposes=("*",)))


def test_noncriminal_order_serves_no_prosecution_lets_other_purposes_pass(story: Story) -> None:
    assert not story.known.broken(replace(order(story), form="42-cfr-2.64", purposes=("adjudication",)))


def test_noncriminal_order_serves_no_prosecution_refuses_one_under_the_wrong_section(story: Story) -> None:
    wrong = replace(order(story), form="42-cfr-2.64")
    assert "noncriminal_order_serves_no_prosecution" in story.known.broken(wrong)


def test_order_ends_after_it_is_issued_lets_an_order_without_end_pass(story: Story) -> None:
    assert not story.known.broken(replace(order(story), expires_at=None))


def test_order_ends_after_it_is_issued_refuses_an_end_before(story: Story) -> None:
    assert "order_ends_after_it_is_issued" in story.known.broken(replace(order(story), expires_at=NOW - DAY))


def test_part2_order_comes_with_a_subpoena_lets_other_orders_stand_alone(story: Story) -> None:
    assert not story.known.broken(replace(order(story), form="general", subpoena=False))


def test_part2_order_comes_with_a_subpoena_flags_one_that_only_authorizes(story: Story) -> None:
    only = replace(order(story), subpoena=False)
    assert story.known.broken(only)["part2_order_comes_with_a_subpoena"].review


def assignment(story: Story) -> CaseAssignment:
    return CaseAssignment(member="kim", to=(story.case,), role="defender", begins_at=NOW, ends_at=NOW + DAY)


def test_nobody_assigns_himself_lets_somebody_else_do_it(story: Story) -> None:
    assert not story.known.broken(assignment(story))


def test_nobody_assigns_himself_refuses_ones_own(story: Story) -> None:
    assert "nobody_assigns_himself" in story.known.broken(replace(assignment(story), member="lee"))


def test_assignment_ends_after_it_begins_lets_one_without_end_pass(story: Story) -> None:
    assert not story.known.broken(replace(assignment(story), ends_at=None))


def test_assignment_ends_after_it_begins_refuses_an_end_at_once(story: Story) -> None:
    assert "assignment_ends_after_it_begins" in story.known.broken(replace(assignment(story), ends_at=NOW))


CERTIFICATE = TrainingCertificate(
    member="kim", course="28-cfr-23", issued_on="2026-05-04", expires_at=NOW + DAY, issuer="Hart County Academy"
)


def test_nobody_certifies_himself_lets_somebody_else_do_it(known: KnownForTests) -> None:
    assert not known.broken(CERTIFICATE)


def test_nobody_certifies_himself_refuses_ones_own(known: KnownForTests) -> None:
    assert "nobody_certifies_himself" in known.broken(replace(CERTIFICATE, member="lee"))


def test_certificate_ends_after_it_is_issued_lets_one_that_has_expired_pass(known: KnownForTests) -> None:
    assert not known.broken(replace(CERTIFICATE, expires_at=NOW - DAY))


def test_certificate_ends_after_it_is_issued_refuses_an_end_before(known: KnownForTests) -> None:
    assert "certificate_ends_after_it_is_issued" in known.broken(replace(CERTIFICATE, expires_at=NOW - 900 * DAY))


def model(document: str) -> LinkageModel:
    return LinkageModel(compares="person", trained_at=NOW, document=document)


def test_linkage_model_can_be_read_lets_a_whole_document_pass(known: KnownForTests) -> None:
    assert not known.broken(model('{"kind": "person", "comparisons": [{}]}'))


@pytest.mark.parametrize(
    "document", ["{}", "no JSON", '{"kind": "vehicle", "comparisons": [{}]}', '{"kind": "person", "comparisons": []}']
)
def test_linkage_model_can_be_read_refuses_what_is_none(known: KnownForTests, document: str) -> None:
    assert "linkage_model_can_be_read" in known.broken(model(document))
