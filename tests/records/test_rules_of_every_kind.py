"""Rules that every kind is held to."""

import pytest
from msgspec.structs import replace

from comity.records.declaration import Provenance
from comity.records.justice.arrest import Arrest
from comity.records.justice.charges import Charge
from comity.records.justice.incident import Incident
from comity.records.justice.release import Release
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.profiles import profile
from comity.records.rules import with_due_markings
from tests.records.known import KnownForTests
from tests.records.story import Story

HART = Organization(name="Hart City Police")
FROM_OUTSIDE = Provenance(source_system="county-rms", completeness="partial")


def test_first_hand_entry_is_complete_lets_a_whole_entry_pass(known: KnownForTests) -> None:
    assert not known.broken(HART)


def test_first_hand_entry_is_complete_refuses_a_stub_and_names_the_missing_field(known: KnownForTests) -> None:
    check = known.broken(Organization())["first_hand_entry_is_complete"]
    assert check.field == "name"
    assert check.remedy.startswith("Fill in name.")


def test_first_hand_entry_is_complete_lets_a_partners_stub_pass(known: KnownForTests) -> None:
    assert not known.broken(Organization(provenance=FROM_OUTSIDE))


def test_migrated_record_keeps_source_and_completeness_mark_lets_a_marked_one_pass(known: KnownForTests) -> None:
    assert not known.broken(replace(HART, provenance=FROM_OUTSIDE))


@pytest.mark.parametrize(
    "origin",
    [
        Provenance(source_system="county-rms"),
        Provenance(source_system="county-rms", completeness="nearly"),
        Provenance(source_system=" ", completeness="complete"),
    ],
)
def test_migrated_record_keeps_source_and_completeness_mark_refuses_one_without(
    known: KnownForTests, origin: Provenance
) -> None:
    check = known.broken(replace(HART, provenance=origin))["migrated_record_keeps_source_and_completeness_mark"]
    assert not check.review


def test_codes_are_known_lets_a_code_of_the_table_pass(known: KnownForTests) -> None:
    assert "codes_are_known" not in known.broken(Person(sex="F"))


def test_codes_are_known_refuses_another_and_names_near_ones(known: KnownForTests) -> None:
    person = Person(sex="f")
    check = known.broken(person)["codes_are_known"]
    assert check.field == "sex"
    assert "F" in check.advised(person, known)


def test_codes_are_known_asks_the_offense_table_of_the_jurisdiction(story: Story) -> None:
    arrest = replace(story.known.record(story.arrest), charges=(Charge(offense="303"),))
    assert story.known.broken(arrest)["codes_are_known"].field == "charges.offense"
    story.known.profile = profile("in")
    assert "codes_are_known" not in story.known.broken(arrest)


def test_codes_are_known_lets_a_partners_own_codes_pass(known: KnownForTests) -> None:
    assert "codes_are_known" not in known.broken(Person(sex="Female", provenance=FROM_OUTSIDE))


def test_not_in_the_future_lets_now_pass(known: KnownForTests) -> None:
    assert "not_in_the_future" not in known.broken(Incident(registered_at="2026-11-22T12:00:00Z"))


def test_not_in_the_future_lets_a_local_time_pass_that_may_have_been(known: KnownForTests) -> None:
    assert "not_in_the_future" not in known.broken(Incident(registered_at="2026-11-22T17:30:00"))


def test_not_in_the_future_refuses_tomorrow(known: KnownForTests) -> None:
    assert known.broken(Incident(registered_at="2026-11-24T12:00:00Z"))["not_in_the_future"].field == "registered_at"


def test_sensitive_case_never_on_public_view_lets_a_marked_incident_pass(known: KnownForTests) -> None:
    assert "sensitive_case_never_on_public_view" not in known.broken(
        Incident(offenses=("11A",), markings=("sensitive",))
    )
    assert "sensitive_case_never_on_public_view" not in known.broken(Incident(offenses=("13B",)))


def test_sensitive_case_never_on_public_view_refuses_an_unmarked_incident(known: KnownForTests) -> None:
    assert "sensitive_case_never_on_public_view" in known.broken(Incident(offenses=("11A",)))


def test_sensitive_case_never_on_public_view_refuses_an_unmarked_arrest_under_indian_law() -> None:
    known = KnownForTests(country="in")
    arrest = Arrest(charges=(Charge(offense="64"),))
    assert "sensitive_case_never_on_public_view" in known.broken(arrest)
    marked = with_due_markings(arrest, known.profile, Pillar.POLICE)
    assert "sensitive_case_never_on_public_view" not in known.broken(marked)


def test_a_partners_record_that_breaks_a_rule_of_its_kind_is_left_for_review_not_refused(story: Story) -> None:
    early = replace(story.known.record(story.arrest), occurred_at="2026-02-01", provenance=FROM_OUTSIDE)
    assert story.known.broken(early)["arrest_not_before_registration_without_warrant"].review


def test_a_first_hand_release_without_an_order_is_refused_not_left_for_review(story: Story) -> None:
    freed = Release(booking=story.booking, released_at="2026-03-08T10:00:00Z")
    assert not story.known.broken(freed)["release_needs_an_order"].review


def test_markings_follow_the_case_lets_a_marked_arrest_pass(story: Story) -> None:
    mark_the_incident(story)
    arrest = replace(story.known.record(story.arrest), markings=("sensitive", "juvenile"))
    assert "markings_follow_the_case" not in story.known.broken(arrest)


def test_markings_follow_the_case_refuses_an_arrest_that_loses_one_and_names_it(story: Story) -> None:
    mark_the_incident(story)
    arrest = replace(story.known.record(story.arrest), markings=("sensitive",))
    check = story.known.broken(arrest)["markings_follow_the_case"]
    assert check.advised(arrest, story.known) == "Add to markings: juvenile."


def test_a_marking_of_an_incident_reaches_the_sentence_step_by_step(story: Story) -> None:
    """Each step must carry the marking of the step before, so that none can drop it."""
    mark_the_incident(story)
    for ref in (story.arrest, story.referral, story.decision, story.case, story.disposition, story.sentence):
        record = story.known.record(ref)
        assert "markings_follow_the_case" in story.known.broken(record)
        story.known.correct(ref, replace(record, markings=("sensitive", "juvenile")))


def mark_the_incident(story: Story) -> None:
    incident = story.known.record(story.incident)
    story.known.correct(story.incident, replace(incident, markings=("sensitive", "juvenile")))


def test_whatever_a_victim_service_provider_enters_is_marked_as_its_own(known: KnownForTests) -> None:
    person = Person()
    assert with_due_markings(person, known.profile, Pillar.VICTIM_SERVICES).markings == ("vsp",)
    assert with_due_markings(person, known.profile, Pillar.POLICE).markings == ()
