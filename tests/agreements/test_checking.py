"""A text that cannot be signed is refused with the line, the reason and what to do; all of its problems at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import Invalid
from comity.policy.drafting import examine, read_agreement
from comity.records.registry import kinds
from tests.agreements.texts import BARS, HEAD, SHOWS, TEXT, directory, problems


def test_a_whole_text_is_read() -> None:
    agreement = read_agreement(TEXT, directory(), frozenset(kinds()))
    assert [clause.id for clause in agreement.clauses] == ["1", "2"]
    assert agreement.parties == ("hart-jail", "hart-court")


# What is changed in the text, the line at which it is told, and a part of the reason.
WRONG = {
    "an unknown kind": ('"release"', '"releese"', 17, "There is no kind of record 'releese'"),
    "an unknown category": ('"identity"', '"health"', 18, "There is no category 'health'"),
    "an unknown purpose": ('"adjudication"', '"curiosity"', 19, "There is no purpose 'curiosity'"),
    "an unknown party": ('"hart-court"]', '"hart-cort"]', 5, "There is no agency 'hart-cort'"),
    "an owner that is no party": ('owner = "hart-jail"', 'owner = "hart-pd"', 16, "'hart-pd' is no party"),
    "a grantee that is no party": ('pillar = "court" }', 'agency = "hart-pd" }', 15, "'hart-pd' is no party"),
    "a pillar of no party": ('pillar = "court"', 'pillar = "police"', 15, "No party is of the pillar police"),
    "a pillar that there is not": ('pillar = "court"', 'pillar = "navy"', 15, "Invalid enum value 'navy'"),
    "a role that nobody has": ('pillar = "court"', 'role = "admiral"', 15, "Nobody has the role 'admiral'"),
    "no effect": ('permit = "see"\n', "", 12, "The clause has no effect"),
    "two effects": ('permit = "see"', 'permit = "see"\nprohibit = ["copy"]', 15, "The clause has permit and prohibit"),
    "needs on a prohibition": (
        '["pass-on"]',
        '["pass-on"]\nneeds = { order = true }',
        25,
        "Only a permission has needs",
    ),
    "unless on a permission": ('permit = "see"', 'permit = "see"\nunless = [{}]', 15, "Only a prohibition has unless"),
    "an unknown form of consent": (
        'permit = "see"',
        'permit = "see"\nneeds = { consent = "part-2" }',
        15,
        "There is no form of consent 'part-2'",
    ),
    "the law of another place": (
        "version = 1",
        'version = 1\nprofile = "in"',
        5,
        "No party is of the jurisdiction 'in'",
    ),
    "a title that no record holds": ('"What the jail', '"' + "x" * 400 + "jail", 2, "length <= 400"),
    "an id twice": ('id = "2"', 'id = "1"', 22, "There is a clause 1 already"),
    "an id with spaces": ('id = "2"', 'id = "2 a"', 22, "'2 a' is no id"),
    "no prose": ('prose = "Nobody passes it on."', 'prose = " "', 23, "The clause has no prose"),
    "an expiry before the beginning": ("expires = 2028", "expires = 2025", 7, "It expires before it begins"),
    "a party twice": ('"hart-court"]', '"hart-jail"]', 5, "two parties or more"),
    "an unknown marking": (
        'owner = "hart-jail"',
        'owner = "*"\nmarkings = ["secret"]',
        17,
        "There is no marking 'secret'",
    ),
    "no category": (
        'categories = ["reference", "event", "status", "identity"]\n',
        "",
        11,
        "permits to see no category",
    ),
    "no purpose": ('purposes = ["adjudication"]', "purposes = []", 19, "The clause is about no purposes"),
    "an unknown field": ('owner = "hart-jail"', 'holder = "hart-jail"', 16, "unknown field `holder`"),
    "a missing field": ('kinds = ["*"]\n', "", 21, "missing required field `kinds`"),
    "an unknown tier": ('"data-sharing-agreement"', '"gentlemen"', 3, "Invalid enum value 'gentlemen'"),
    "a memorandum under another": (
        '"data-sharing-agreement"',
        '"memorandum"\nunder = ["x"]',
        4,
        "stands under nothing",
    ),
    "a license under nothing": (
        '"data-sharing-agreement"',
        '"data-use-license"',
        3,
        "names the data sharing agreement",
    ),
    "no authority": ("version = 1", "version = 1\nauthority_required = true", 12, "names no law"),
    "no TOML": ("version = 1", "version = ", 4, "This is not TOML"),
    "a precondition of nothing": (BARS, '[[precondition]]\nprose = "?"\n' + BARS, 20, "exactly one of certificate"),
    "a deconfliction of no interest": ('permit = "see"', 'permit = "deconflict"', 17, "does not name case-interest"),
    "a deconfliction that names nobody": (
        SHOWS[SHOWS.index("permit") :],
        'permit = "deconflict"\nkinds = ["case-interest"]\ncategories = ["narrative"]\n',
        16,
        "does not name reference",
    ),
    "a deconfliction with a second factor": (
        SHOWS[SHOWS.index("permit") :],
        'permit = "deconflict"\nkinds = ["*"]\ncategories = ["*"]\nneeds = { second_factor = true }\n',
        17,
        "Nobody is signed in",
    ),
    "an obligation to nothing": ('prohibit = ["pass-on"]', "oblige = {}", 24, "obliges to nothing"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_line_reason_and_remedy(name: str) -> None:
    old, new, line, reason = WRONG[name]
    assert old in TEXT
    said = [each for each in problems(TEXT.replace(old, new, 1)) if reason in each]
    assert said, problems(TEXT.replace(old, new, 1))
    assert said[0].startswith(f"line {line}"), said
    assert said[0].count(".") >= 2, "a reason and a remedy"


def test_all_problems_are_told_at_once_and_in_order() -> None:
    text = (
        TEXT.replace('"release"', '"releese"').replace('"adjudication"', '"curiosity"').replace('id = "2"', 'id = "1"')
    )
    with pytest.raises(Invalid) as refused:
        read_agreement(text, directory(), frozenset(kinds()))
    lines = refused.value.message.split("\n")
    assert [line.partition(",")[0] for line in lines] == ["line 17", "line 19", "line 22"]
    assert "3 problems" in refused.value.remedy
    assert refused.value.field == "line 17"


def test_a_text_without_a_clause_is_refused() -> None:
    assert "There is no clause in it" in problems(HEAD)[0]


def test_what_looks_like_a_clause_in_quotation_marks_does_not_move_the_lines() -> None:
    text = TEXT.replace('governance = "Both', 'governance = """\n[[clause]]\nid = "x" # no comment\n"""\n#').replace(
        '"release"', '"releese"'
    )
    assert problems(text)[0].startswith("line 21, clause 1:")


def test_a_nested_table_is_found_by_its_line() -> None:
    text = TEXT.replace('to = { pillar = "court" }\n', "").replace(
        'purposes = ["adjudication"]\n', 'purposes = ["adjudication"]\n[clause.to]\nagency = "hart-pd"\n'
    )
    assert problems(text)[0].startswith("line 19, clause 1:")


PROHIBITS = SHOWS.replace('id = "1"', 'id = "3"').replace('permit = "see"', 'prohibit = ["see"]')


def test_a_prohibition_of_the_very_thing_is_a_contradiction() -> None:
    (said,) = problems(TEXT + PROHIBITS)
    assert "Clause 3 prohibits the very thing that clause 1 permits" in said
    assert said.startswith("line 30, clause 3")


def test_a_yes_and_a_no_of_an_unknown_category_are_both_told_to_name_another() -> None:
    said = problems((TEXT + PROHIBITS).replace('["reference", "event", "status", "identity"]', '["bogus"]'))
    assert len(said) == 2
    assert all("There is no category 'bogus'" in each for each in said)
    assert [each.partition(":")[0] for each in said] == ["line 18, clause 1", "line 34, clause 3"]


def test_a_permission_that_a_wider_prohibition_swallows_is_a_contradiction() -> None:
    wide = PROHIBITS.replace('categories = ["reference", "event", "status", "identity"]\n', "").replace(
        'kinds = ["booking", "release"]', 'kinds = ["*"]'
    )
    (said,) = problems(TEXT + wide)
    assert "Clause 3 leaves nothing of what clause 1 permits" in said


@pytest.mark.parametrize(
    "old, new",
    [
        ('"identity"]', '"identity"]\nunless = [{ needs = { order = true } }]'),
        ('kinds = ["booking", "release"]', 'kinds = ["booking"]'),
        ('["reference", "event", "status", "identity"]', '["identity"]'),
        ('purposes = ["adjudication"]', 'purposes = ["custody"]'),
        ('owner = "hart-jail"', 'owner = "hart-jail"\nmarkings = ["juvenile"]'),
        ('{ pillar = "court" }', '{ pillar = "court", role = "officer" }'),
    ],
)
def test_a_prohibition_that_leaves_something_is_none(old: str, new: str) -> None:
    assert old in PROHIBITS
    assert problems(TEXT + PROHIBITS.replace(old, new)) == []


PIECES = ["[[clause]]", "[clause]", "clause = 1", 'id = "1"', "id = 1", "permit = []", "[[precondition]]", 'key = "a"']
PIECES += [
    "parties = []",
    "begins = 2026-01-01",
    "begins = 1",
    "unless = [{ to = 1 }]",
    "needs = { order = 1 }",
    "{",
    "[",
]


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from([*PIECES, *TEXT.splitlines()])).map("\n".join)))
def test_any_text_is_an_agreement_or_has_problems_with_line_reason_and_remedy(text: str) -> None:
    reading = examine(text, directory(), frozenset(kinds()))
    assert reading.agreement is not None or reading.problems
    for problem in reading.problems:
        assert 1 <= problem.line <= text.count("\n") + 1
        assert problem.reason.endswith(".")
        assert problem.remedy.endswith(".")


@pytest.mark.parametrize("text", ["", "\n\n", "a = " + "[" * 5000, "a = " + "9" * 5000, "#" * 400_001], ids=len)
def test_a_text_that_breaks_a_reader_is_told_like_any_other(text: str) -> None:
    assert problems(text)
    with pytest.raises(Invalid):
        read_agreement(text, directory(), frozenset(kinds()))


def test_a_text_of_too_many_clauses_is_refused_before_they_are_held_against_each_other() -> None:
    text = HEAD + "".join(BARS.replace('id = "2"', f'id = "{number}"') for number in range(501))
    (said,) = problems(text)
    assert "There are 501 clauses in it" in said


@pytest.mark.parametrize("part", ['categories = ["medical"]', 'markings = ["juvenile"]'])
def test_a_prohibition_of_entry_that_speaks_of_parts_of_a_record_is_refused(part: str) -> None:
    head = (
        'id = "2"\nprose = "Nobody enters this."\nprohibit = ["enter"]\nto = { pillar = "jail" }\nkinds = ["booking"]'
    )
    clause = f"\n[[clause]]\n{head}\n{part}\n"
    assert any("a record is entered whole" in each for each in problems(HEAD + clause))
    assert not any("a record is entered whole" in each for each in problems(HEAD + clause.replace(part, "")))
