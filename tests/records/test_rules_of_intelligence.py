"""Rules of criminal intelligence: each line of 28 CFR Part 23 that a record can break is refused."""

import json
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from comity.errors import Invalid
from comity.ids import new_id
from comity.records.codec import decode, encode
from comity.records.fusion.intelligence_record import (
    ContentValidity,
    IntelligenceRecord,
    NonCriminalInformation,
    ReasonableSuspicion,
    Sensitivity,
    SourceReliability,
    longest_from,
)
from comity.records.fusion.intelligence_review import IntelligenceDissemination, IntelligenceReview, ReviewOutcome
from comity.records.governance.training_certificate import TrainingCertificate
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.references import Ref
from comity.records.registry import kinds
from comity.records.rules import with_due_markings
from tests.records.known import NOW, KnownForTests

DAY = timedelta(days=1)


def intelligence(known: KnownForTests, **changes: Any) -> IntelligenceRecord:
    """Give a whole intelligence record that Fay has stated and Finn enters."""
    known.member = "finn"
    certificate = known.enter(
        TrainingCertificate(
            member="fay", course="28-cfr-23", issued_on="2025-01-01", expires_at=NOW + DAY, issuer="Academy"
        )
    )
    subject = known.enter(Person(names=(PersonName(surname="Quill"),)))
    record = IntelligenceRecord(
        suspicion=ReasonableSuspicion(
            facts="Seen at three break-ins.",
            criminal_activity="Burglary, PC 459.",
            author="fay",
            certificate=certificate,
            stated_on="2026-11-20",
        ),
        relevance="A series of break-ins in the county.",
        source_reliability=SourceReliability.B,
        content_validity=ContentValidity.PROBABLE,
        sensitivity=Sensitivity.NAMED,
        submitting_agency="hart-fusion",
        control_official="finn",
        supporting_file="HFC-S-17",
        lawfully_obtained=True,
        review_due=NOW + 365 * DAY,
        subjects=(subject,),
    )
    return replace(record, **changes)


REQUIRED = [field.name for field in kinds()["intelligence-record"].fields if field.required]


def test_every_item_that_the_regulation_asks_for_is_required_of_whoever_enters_it() -> None:
    assert set(REQUIRED) == {
        "suspicion",
        "relevance",
        "source_reliability",
        "content_validity",
        "sensitivity",
        "submitting_agency",
        "control_official",
        "supporting_file",
        "lawfully_obtained",
        "review_due",
    }


@pytest.mark.parametrize("missing", REQUIRED)
def test_entry_is_refused_without_each_of_them_and_names_it(known: KnownForTests, missing: str) -> None:
    fields = json.loads(encode(intelligence(known)))
    del fields[missing]
    with pytest.raises(Invalid) as refused:
        decode(IntelligenceRecord, json.dumps(fields).encode())
    assert refused.value.field == missing


@pytest.mark.parametrize("missing", ["facts", "criminal_activity", "author", "certificate", "stated_on"])
def test_entry_is_refused_without_documented_reasonable_suspicion(known: KnownForTests, missing: str) -> None:
    fields = json.loads(encode(intelligence(known)))
    del fields["suspicion"][missing]
    with pytest.raises(Invalid) as refused:
        decode(IntelligenceRecord, json.dumps(fields).encode())
    assert refused.value.field == f"suspicion.{missing}"


def test_intelligence_carries_its_marking_always_and_so_is_kept_apart(known: KnownForTests) -> None:
    assert with_due_markings(intelligence(known), known.profile, Pillar.POLICE).markings == ("intel23",)


def test_suspicion_is_stated_by_a_trained_author_lets_a_valid_certificate_pass(known: KnownForTests) -> None:
    assert not known.broken(intelligence(known))


@pytest.mark.parametrize(
    "wrong",
    [
        {"course": "cjis-security-awareness"},
        {"member": "finn"},
        {"issued_on": "2026-11-21"},
        {"expires_at": NOW - 10 * DAY},
    ],
)
def test_suspicion_is_stated_by_a_trained_author_refuses_any_other(known: KnownForTests, wrong: dict[str, Any]) -> None:
    record = intelligence(known)
    ref = record.suspicion.certificate
    known.correct(ref, replace(known.record(ref), **wrong))
    assert set(known.broken(record)) == {"suspicion_is_stated_by_a_trained_author"}


def test_intelligence_is_about_a_suspect_lets_a_subject_pass(known: KnownForTests) -> None:
    assert not known.broken(intelligence(known))


def test_intelligence_is_about_a_suspect_refuses_nobody(known: KnownForTests) -> None:
    assert set(known.broken(intelligence(known, subjects=()))) == {"intelligence_is_about_a_suspect"}


def test_views_need_a_crime_and_a_second_person_lets_both_together_pass(known: KnownForTests) -> None:
    tied = intelligence(known, holds_views=True, views_tied_to_crime="The sermon names the house.", approved_by="finn")
    assert not known.broken(tied)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"views_tied_to_crime": "The sermon names the house."},
        {"approved_by": "finn"},
        {"views_tied_to_crime": "The sermon names the house.", "approved_by": "fay"},
        {"views_tied_to_crime": "The sermon names the house.", "approved_by": "somebody"},
    ],
)
def test_views_need_a_crime_and_a_second_person_refuses_either_alone(
    known: KnownForTests, wrong: dict[str, Any]
) -> None:
    broken = known.broken(intelligence(known, holds_views=True, **wrong))
    assert set(broken) == {"views_need_a_crime_and_a_second_person"}


def test_intelligence_was_obtained_lawfully_lets_what_is_attested_pass(known: KnownForTests) -> None:
    assert not known.broken(intelligence(known))


def test_intelligence_was_obtained_lawfully_refuses_what_is_not(known: KnownForTests) -> None:
    broken = known.broken(intelligence(known, lawfully_obtained=False))
    assert set(broken) == {"intelligence_was_obtained_lawfully"}


def flagged(person: Ref[Person]) -> tuple[NonCriminalInformation, ...]:
    return (NonCriminalInformation(person=person, relevance="The subject's landlord."),)


def test_non_criminal_information_is_told_apart_lets_a_flagged_bystander_pass(known: KnownForTests) -> None:
    landlord = known.enter(Person(names=(PersonName(surname="Lord"),)))
    assert not known.broken(intelligence(known, non_criminal=flagged(landlord)))


def test_non_criminal_information_is_told_apart_refuses_a_subject_flagged_as_none(known: KnownForTests) -> None:
    record = intelligence(known)
    (subject,) = record.subjects
    broken = known.broken(replace(record, non_criminal=(NonCriminalInformation(person=subject, relevance="Both."),)))
    assert set(broken) == {"non_criminal_information_is_told_apart"}


def test_intelligence_is_reviewed_within_five_years_lets_five_years_to_the_instant_pass(known: KnownForTests) -> None:
    assert not known.broken(intelligence(known, review_due=longest_from(NOW)))


def test_intelligence_is_reviewed_within_five_years_refuses_more_and_no_correction_puts_it_off(
    known: KnownForTests,
) -> None:
    for due in (longest_from(NOW) + timedelta(microseconds=1), NOW):
        broken = known.broken(intelligence(known, review_due=due))
        assert set(broken) == {"intelligence_is_reviewed_within_five_years"}
    known.earlier = intelligence(known)
    broken = known.broken(intelligence(known, review_due=NOW + 366 * DAY))
    assert set(broken) == {"intelligence_is_reviewed_within_five_years"}


def review_of(known: KnownForTests, **changes: Any) -> IntelligenceReview:
    record = known.enter(intelligence(known))
    review = IntelligenceReview(
        intelligence=record,
        outcome=ReviewOutcome.RETAIN,
        explanation="A fourth break-in of the same sort.",
        next_review_due=longest_from(NOW),
    )
    return replace(review, **changes)


class Reviewing(KnownForTests):
    """Vic reviews what Finn has entered."""

    def held(self, ref: Ref[Any]) -> Any:
        return replace_recorded_by(super().held(ref))


def replace_recorded_by(held: Any) -> Any:
    return type(held)(held.id, held.kind, held.owner, held.version, held.recorded_at, "finn")


@pytest.fixture
def reviewing() -> KnownForTests:
    return Reviewing()


def test_intelligence_is_reviewed_by_another_lets_a_third_person_pass(reviewing: KnownForTests) -> None:
    review = review_of(reviewing)
    reviewing.member = "vic"
    assert not reviewing.broken(review)


@pytest.mark.parametrize("member", ["fay", "finn"])
def test_intelligence_is_reviewed_by_another_refuses_author_and_enterer(reviewing: KnownForTests, member: str) -> None:
    review = review_of(reviewing)
    reviewing.member = member
    assert set(reviewing.broken(review)) == {"intelligence_is_reviewed_by_another"}


def test_review_comes_before_the_period_ends_lets_the_last_moment_and_a_renewed_period_pass(
    reviewing: KnownForTests,
) -> None:
    review = review_of(reviewing)
    reviewing.member = "vic"
    reviewing.now = NOW + 365 * DAY
    assert not reviewing.broken(review)
    reviewing.enter(review)
    reviewing.now = NOW + 366 * DAY
    assert not reviewing.broken(replace(review, explanation="Again."))


def test_review_comes_before_the_period_ends_refuses_a_moment_later(reviewing: KnownForTests) -> None:
    review = review_of(reviewing)
    reviewing.member = "vic"
    reviewing.now = NOW + 365 * DAY + timedelta(microseconds=1)
    assert set(reviewing.broken(review)) == {"review_comes_before_the_period_ends"}


def test_retention_is_renewed_for_five_years_at_most_lets_destruction_pass_without_a_date(
    reviewing: KnownForTests,
) -> None:
    review = review_of(reviewing, outcome=ReviewOutcome.DESTROY, next_review_due=None)
    reviewing.member = "vic"
    assert not reviewing.broken(review)


@pytest.mark.parametrize("due", [None, NOW, longest_from(NOW) + timedelta(microseconds=1)])
def test_retention_is_renewed_for_five_years_at_most_refuses_more_or_no_end(reviewing: KnownForTests, due: Any) -> None:
    review = review_of(reviewing, next_review_due=due)
    reviewing.member = "vic"
    assert set(reviewing.broken(review)) == {"retention_is_renewed_for_five_years_at_most"}


def given(**changes: Any) -> IntelligenceDissemination:
    dissemination = IntelligenceDissemination(
        intelligence=Ref(new_id()),
        recipient="hart-pd",
        recipient_pillar=Pillar.POLICE,
        need_to_know="Investigates the break-ins.",
        right_to_know="Has jurisdiction over them.",
        given_at=NOW,
        accepted_rules=True,
    )
    return replace(dissemination, **changes)


@pytest.mark.parametrize("missing", ["recipient", "need_to_know", "right_to_know", "given_at"])
def test_a_dissemination_is_refused_without_who_why_and_when(missing: str) -> None:
    fields = json.loads(encode(given()))
    del fields[missing]
    with pytest.raises(Invalid) as refused:
        decode(IntelligenceDissemination, json.dumps(fields).encode())
    assert refused.value.field == missing


def test_intelligence_goes_to_law_enforcement_that_keeps_the_rules_lets_danger_open_it(known: KnownForTests) -> None:
    assert not known.broken(given())
    assert not known.broken(given(recipient_pillar=Pillar.HEALTH, imminent_danger="A bomb under the clinic."))


@pytest.mark.parametrize("wrong", [{"recipient_pillar": Pillar.HEALTH}, {"accepted_rules": False}])
def test_intelligence_goes_to_law_enforcement_that_keeps_the_rules_refuses_others(
    known: KnownForTests, wrong: dict[str, Any]
) -> None:
    assert set(known.broken(given(**wrong))) == {"intelligence_goes_to_law_enforcement_that_keeps_the_rules"}
