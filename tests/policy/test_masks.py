"""Policy decides as an independent, slow evaluator does, which reads the clauses as a lawyer would: one by one."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import Invalid, Refused
from comity.policy.clauses import RESTRICTED, Decision, HandlingClass, Operation
from comity.policy.directory import read_directory
from comity.policy.masks import decide
from comity.policy.matrix import Matrix, founded
from comity.policy.sessions import PURPOSES, Profile
from comity.records.categories import Category
from comity.records.pillars import Pillar
from comity.records.registry import kinds

AGENCIES = ("north-police", "south-police", "court", "jail", "clinic")
PILLARS = ("police", "police", "court", "jail", "health")
ROLES = ("officer", "clerk", "health")
KINDS = ("arrest", "incident", "booking", "court-case", "disclosure")
MARKINGS = ("sensitive", "juvenile", "amended")
LABELS = tuple(category.label for category in Category)
WANTED = ("investigation", "adjudication", "care")


def _some(options: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from((*options, "*")), min_size=1, max_size=3, unique=True)


def _clauses() -> st.SearchStrategy[dict[str, Any]]:
    grantee = st.fixed_dictionaries(
        {},
        optional={
            "pillar": st.sampled_from(PILLARS),
            "agency": st.sampled_from(AGENCIES),
            "role": st.sampled_from(ROLES),
        },
    )
    return st.fixed_dictionaries(
        {
            "id": st.integers(1, 99).map(str),
            "prose": st.just("As signed."),
            "permit": st.sampled_from(("see", "enter", "import")),
            "to": grantee,
            "owner": st.sampled_from((*AGENCIES, "self", "*")),
            "kinds": _some(KINDS),
            "categories": _some(LABELS),
            "purposes": _some(WANTED),
            "markings": st.lists(st.sampled_from(MARKINGS), max_size=2, unique=True),
        }
    )


def _decided(
    clauses: list[dict[str, Any]], profile: Profile, handling: HandlingClass, operation: Operation
) -> Decision:
    directory = read_directory(_toml(clauses), frozenset(kinds()))
    return decide(Matrix(directory, founded(directory)), profile, handling, operation)


def _toml(clauses: list[dict[str, Any]]) -> str:
    lines = ['origin = "test.example/log"']
    for key, pillar in zip(AGENCIES, PILLARS, strict=True):
        lines.append(f'[[agency]]\nkey = "{key}"\nname = "{key}"\npillar = "{pillar}"')
    for clause in clauses:
        to = ", ".join(f'{name} = "{value}"' for name, value in clause["to"].items())
        lines.append("[[clause]]")
        lines.extend(f"{name} = {value!r}" for name, value in clause.items() if name != "to")
        lines.append(f"to = {{ {to} }}")
    return "\n".join(lines)


def _slow_grants(clause: dict[str, Any], profile: Profile, handling: HandlingClass) -> bool:
    """Say whether one clause speaks of this reader and this record, condition by condition."""
    pillar = PILLARS[AGENCIES.index(profile.agency)]
    if "pillar" in clause["to"] and clause["to"]["pillar"] != pillar:
        return False
    if "agency" in clause["to"] and clause["to"]["agency"] != profile.agency:
        return False
    if "role" in clause["to"] and clause["to"]["role"] not in profile.roles:
        return False
    owner = profile.agency if clause["owner"] == "self" else clause["owner"]
    if owner not in ("*", handling.owner):
        return False
    if "*" not in clause["kinds"] and handling.kind not in clause["kinds"]:
        return False
    return "*" in clause["purposes"] or profile.purpose in clause["purposes"]


def _slow_sees(clauses: list[dict[str, Any]], profile: Profile, handling: HandlingClass) -> set[str]:
    seen: set[str] = set()
    for clause in clauses:
        if clause["permit"] != "see" or not _slow_grants(clause, profile, handling):
            continue
        hidden = [m for m in handling.markings if m in RESTRICTED and m not in clause["markings"]]
        if not hidden:
            seen |= set(LABELS) if "*" in clause["categories"] else set(clause["categories"])
    return seen


profiles = st.builds(
    Profile,
    st.sampled_from(AGENCIES),
    st.lists(st.sampled_from(ROLES), max_size=2, unique=True).map(lambda roles: tuple(sorted(roles))),
    st.sampled_from(WANTED),
)
handlings = st.builds(
    HandlingClass,
    st.sampled_from(KINDS),
    st.sampled_from(AGENCIES),
    st.lists(st.sampled_from(MARKINGS), max_size=2, unique=True).map(lambda markings: tuple(sorted(markings))),
)


@settings(max_examples=1500)
@given(st.lists(_clauses(), max_size=8), profiles, handlings)
def test_a_mask_shows_exactly_what_the_clauses_grant(
    clauses: list[dict[str, Any]], profile: Profile, handling: HandlingClass
) -> None:
    decision = _decided(clauses, profile, handling, Operation.SEE)
    assert {c.label for c in Category if decision.mask & c} == _slow_sees(clauses, profile, handling)
    assert decision.allowed == bool(decision.because)


@settings(max_examples=500)
@given(st.lists(_clauses(), max_size=8), profiles, handlings)
def test_nobody_enters_what_no_clause_lets_them_enter(
    clauses: list[dict[str, Any]], profile: Profile, handling: HandlingClass
) -> None:
    pillar = Pillar(PILLARS[AGENCIES.index(profile.agency)])
    expected = pillar in kinds()[handling.kind].kind.entered_by and any(
        clause["permit"] == "enter" and _slow_grants(clause, profile, handling) for clause in clauses
    )
    assert _decided(clauses, profile, handling, Operation.ENTER).allowed == expected


@settings(max_examples=300)
@given(st.lists(_clauses(), max_size=8), profiles, handlings)
def test_nobody_imports_what_no_clause_lets_them_import(
    clauses: list[dict[str, Any]], profile: Profile, handling: HandlingClass
) -> None:
    expected = handling.kind != "disclosure" and any(
        c["permit"] == "import" and _slow_grants(c, profile, handling) for c in clauses
    )
    assert _decided(clauses, profile, handling, Operation.IMPORT).allowed == expected


def test_no_clause_is_not_permission() -> None:
    for purpose in PURPOSES:
        profile = Profile("court", ("clerk",), purpose)
        assert not _decided([], profile, HandlingClass("arrest", "court"), Operation.SEE).allowed


@pytest.mark.parametrize(
    "wrong, said",
    [
        ("owner = 'nobody'", "agency 'nobody'"),
        ("kinds = ['arest']", "kind 'arest'"),
        ("categories = ['medicine']", "category 'medicine'"),
        ("permit = 'peek'", "peek"),
    ],
)
def test_a_clause_that_names_what_is_not_there_is_refused_by_name(wrong: str, said: str) -> None:
    clause = {
        "id": "1",
        "prose": "As signed.",
        "permit": "see",
        "to": {},
        "owner": "*",
        "kinds": ["arrest"],
        "categories": ["event"],
        "purposes": ["*"],
        "markings": [],
    }
    name = wrong.partition(" ")[0]
    document = _toml([clause])
    document = "\n".join(wrong if line.startswith(f"{name} =") else line for line in document.splitlines())
    with pytest.raises(Invalid, match=said):
        read_directory(document, frozenset(kinds()))


def test_station_mapped_to_one_supervisor() -> None:
    document = _toml([]).replace('pillar = "court"', 'pillar = "court"\nsupervisors = ["a", "b"]')
    with pytest.raises(Refused, match="2 supervisors"):
        read_directory(document, frozenset(kinds()))
