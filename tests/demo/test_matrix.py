"""Hart City's data sharing matrix: readable, used in every clause, and as strict as it says."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from msgspec.structs import replace

from comity.demo.agreeing import hart_city_matrix
from comity.demo.cast import CAST
from comity.policy.clauses import RESTRICTED, Clause, HandlingClass, Operation
from comity.policy.masks import ALL_COVERS, decide, lens, through
from comity.policy.matrix import Matrix, Rule
from comity.policy.sessions import PURPOSES, Profile
from comity.records.categories import Category
from comity.records.registry import kinds

MATRIX = hart_city_matrix()
DIRECTORY = MATRIX.directory
AGREED = [rule for rule in MATRIX.rules if rule.parties is not None]
PROFILES = sorted({(member.agency, member.roles) for member in DIRECTORY.members})
COUNSEL_READS = re.compile(r"^[A-Z][^{}\[\]]{40,}\.$", re.DOTALL)


def every_profile() -> Iterator[Profile]:
    for agency, roles in PROFILES:
        for purpose in PURPOSES:
            yield Profile(agency, tuple(sorted(roles)), purpose)


def every_profile_at_its_most() -> Iterator[Profile]:
    return (
        replace(profile, certificates=("28-cfr-23",), second_factor=True, emergency=True) for profile in every_profile()
    )


def every_class(*markings: str) -> Iterator[HandlingClass]:
    for kind in kinds():
        for owner in DIRECTORY.agency:
            yield HandlingClass(kind, owner, tuple(sorted(markings)))


@cache
def every_sight(*markings: str) -> list[tuple[Profile, HandlingClass, int]]:
    return [
        (profile, handling, mask)
        for profile in every_profile()
        for seen in (lens(MATRIX, profile, Operation.SEE),)
        for handling in every_class(*markings)
        if (mask := through(seen, handling).mask)
    ]


def who_sees(category: Category, *markings: str) -> Iterator[tuple[Profile, HandlingClass]]:
    return ((profile, handling) for profile, handling, mask in every_sight(*markings) if mask & category)


def reached_by(clause: Clause, profile: Profile) -> Iterator[HandlingClass]:
    """Give what might be meant by a clause for a profile."""
    owner = profile.agency if clause.owner == "self" else clause.owner.replace("*", "hart-city-police")
    for kind in kinds() if clause.kinds == ("*",) else clause.kinds:
        for marking in ((), *((m,) for m in clause.markings)):
            yield HandlingClass(kind, owner, marking)


def test_hart_city_has_twelve_agencies_and_the_standing_cast() -> None:
    assert len(DIRECTORY.agencies) == 12
    assert set(CAST) < set(DIRECTORY.member)
    assert "ada" not in DIRECTORY.member
    assert [member.key for member in DIRECTORY.members if member.leave] == ["otto"]


@pytest.mark.parametrize("rule", AGREED, ids=lambda rule: rule.name)
def test_counsel_can_read_the_prose_of_each_clause(rule: Rule) -> None:
    assert COUNSEL_READS.match(rule.clause.prose)
    assert not re.search(r"\b[a-z]+_[a-z]+\b", rule.clause.prose)


def test_no_two_clauses_have_the_same_name() -> None:
    assert len(MATRIX.named) == len(MATRIX.rules)


@pytest.mark.parametrize("rule", AGREED, ids=lambda rule: rule.name)
def test_each_clause_is_used_for_without_it_somebody_may_do_something_else(rule: Rule) -> None:
    without = Matrix(DIRECTORY, tuple(each for each in MATRIX.rules if each is not rule))
    clause = rule.clause
    assert any(
        through(seen, handling, ALL_COVERS) != through(unseen, handling, ALL_COVERS)
        for operation in clause.permit or clause.prohibit or (Operation.SEE,)
        for profile in every_profile_at_its_most()
        for seen, unseen in ((lens(MATRIX, profile, operation), lens(without, profile, operation)),)
        if seen != unseen
        for handling in reached_by(clause, profile)
    )


def test_only_health_staff_see_what_is_medical_and_only_of_their_own_agency() -> None:
    seen = list(who_sees(Category.MEDICAL))
    assert seen
    assert all("health" in profile.roles and profile.agency == handling.owner for profile, handling in seen)


def test_victims_are_seen_only_by_the_police_prosecutors_advocates_and_who_entered_them() -> None:
    others = {profile.agency for profile, handling in who_sees(Category.VICTIM) if profile.agency != handling.owner}
    assert others == {"hart-district-attorney"}


def test_the_prosecutors_own_notes_stay_with_the_prosecutor() -> None:
    seen = {profile.agency for profile, h in who_sees(Category.COUNSEL) if h.owner == "hart-district-attorney"}
    assert seen == {"hart-district-attorney"}


def test_of_others_the_laboratory_sees_exhibits_and_nothing_of_people() -> None:
    seen = {
        handling.kind
        for profile, handling in who_sees(Category.REFERENCE)
        if profile.agency == "state-crime-laboratory" != handling.owner
    }
    assert seen == {"exhibit", "custody-handoff", "lab-request"}


def test_the_auditor_sees_who_was_shown_what_and_none_of_what_was_shown() -> None:
    seen = {
        handling.kind
        for profile, handling in who_sees(Category.REFERENCE)
        if "auditor" in profile.roles and profile.agency != handling.owner
    }
    assert seen == {"disclosure", "disclosure-review", "review-task", "account-event", "relief-certificate"}


def test_the_administrator_of_the_platform_sees_nobodys_case() -> None:
    administrator = Profile("state-identification-bureau", ("administrator",), "administration")
    seen = {h.kind for h in every_class() if decide(MATRIX, administrator, h, Operation.SEE).allowed}
    assert seen <= {"disclosure", "disclosure-review", "review-task", "account-event", "recall-notice"}


def test_every_agency_sees_to_whom_its_own_records_were_shown() -> None:
    for agency in DIRECTORY.agency:
        disclosures = HandlingClass("disclosure", agency)
        assert decide(MATRIX, Profile(agency, (), "oversight"), disclosures, Operation.SEE).allowed


@pytest.mark.parametrize(
    "marking, agencies",
    [
        ("vsp", {"hart-victim-services"}),
        ("part2", {"hart-community-clinic", "hart-county-jail"}),
        ("sealed", {"hart-superior-court"}),
        ("intel23", set()),
    ],
)
def test_a_marked_record_is_there_only_for_whom_a_clause_names_the_marking(marking: str, agencies: set[str]) -> None:
    seen = list(who_sees(Category.REFERENCE, marking))
    assert {profile.agency for profile, _ in seen} == agencies
    assert all(profile.agency == handling.owner for profile, handling in seen)


def test_the_markings_of_the_matrix_are_those_that_restrict() -> None:
    assert {marking for rule in MATRIX.rules for marking in rule.clause.markings} <= RESTRICTED


def test_the_police_judge_which_things_are_one_and_the_district_attorney_sees_what_they_judged() -> None:
    judgment = HandlingClass("thing-identification", "hart-city-police")
    lee = Profile("hart-city-police", ("officer",), "investigation")
    prosecutor = Profile("hart-district-attorney", ("prosecutor",), "prosecution")
    assert decide(MATRIX, lee, judgment, Operation.ENTER).allowed
    assert decide(MATRIX, prosecutor, judgment, Operation.SEE).allowed
    of_prosecution = HandlingClass("thing-identification", "hart-district-attorney")
    assert not decide(MATRIX, prosecutor, of_prosecution, Operation.ENTER).allowed
