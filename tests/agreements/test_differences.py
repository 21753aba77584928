"""What changed is told as people say it, and the digests tell what binds from what is only said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.policy.agreement_lines import CLAUSE, read_places
from comity.policy.agreements import rules_hash, text_hash
from comity.policy.differences import Sort, difference
from comity.policy.drafting import parse_agreement
from comity.policy.lifecycle import rules_of
from comity.policy.ruling import rule_told
from comity.policy.statutes import read_statutes
from tests.agreements.texts import BARS, HEAD, SHOWS, TEXT

SAID = {
    "a clause is new": (TEXT, TEXT + BARS.replace('"2"', '"3"'), "clause 3 is new: Nobody passes it on."),
    "a clause is gone": (TEXT, HEAD + SHOWS, "clause 2 is gone: Nobody passes it on."),
    "another category": (
        TEXT,
        TEXT.replace(', "identity"]', "]"),
        "clause 1, categories: reference, event, status, identity becomes reference, event, status",
    ),
    "other words": (TEXT, TEXT.replace("Nobody passes it on", "It stays"), "clause 2, prose is worded anew: It stays."),
    "a condition": (
        TEXT,
        TEXT.replace('kinds = ["booking"', 'needs = { order = true }\nkinds = ["booking"'),
        "clause 1, needs: every party becomes order",
    ),
    "another grantee": (
        TEXT,
        TEXT.replace('pillar = "court"', 'agency = "hart-court"'),
        "clause 1, to: pillar court becomes agency hart-court",
    ),
    "another day": (TEXT, TEXT.replace("2028", "2029"), "the agreement, expires: 2028-11-01 becomes 2029-11-01"),
}


@pytest.mark.parametrize("name", SAID)
def test_a_change_is_told_in_words(name: str) -> None:
    old, new, said = SAID[name]
    assert [change.said for change in difference(parse_agreement(old), parse_agreement(new))] == [said]


def test_the_order_of_names_is_no_change() -> None:
    turned = TEXT.replace('["booking", "release"]', '["release", "booking"]')
    assert difference(parse_agreement(TEXT), parse_agreement(turned)) == ()


def test_words_change_the_text_and_not_the_rules() -> None:
    reworded = TEXT.replace("Nobody passes it on", "It stays")
    assert text_hash(reworded) != text_hash(TEXT)
    assert rules_hash(parse_agreement(reworded)) == rules_hash(parse_agreement(TEXT))
    (change,) = difference(parse_agreement(TEXT), parse_agreement(reworded))
    assert change.sort is Sort.REWORDED


@pytest.mark.parametrize(
    "old, new",
    [
        ('"identity"]', '"charge"]'),
        ('pillar = "court"', 'agency = "hart-court"'),
        ("2028", "2029"),
        ('"hart-court"]', '"hart-court", "hart-pd"]'),
        ("version = 1", 'version = 1\nunder = ["x"]'),
        ("version = 1", 'version = 1\njoinder = "majority"'),
        ("version = 1", "version = 2"),
        ('id = "2"', 'id = "3"'),
        ("[[clause]]", '[[precondition]]\nattestation = "a"\n[[clause]]'),
    ],
)
def test_whatever_binds_changes_the_digest_of_the_rules(old: str, new: str) -> None:
    assert rules_hash(parse_agreement(TEXT.replace(old, new, 1))) != rules_hash(parse_agreement(TEXT))


def test_the_digest_of_the_rules_is_the_same_in_every_process() -> None:
    """A signature outlives the process and the release: whoever changes what it is taken over breaks them all."""
    assert rules_hash(parse_agreement(TEXT)) == "973b810040fcb8035e6eafcee36354cdba51c4b05f8dd001d8bba84e2ac0a451"


@given(st.text(max_size=400))
def test_any_text_gives_lines_and_never_a_fault(text: str) -> None:
    assert read_places(text).head.line == 1


@given(
    st.lists(
        st.sampled_from(["[[clause]]", 'id = "1"', 'prose = """', 'x"""', "# [[clause]]", "kinds = [", '"a", ]', ""])
    )
)
def test_a_clause_is_on_the_line_on_which_it_stands(lines: list[str]) -> None:
    places = read_places("\n".join(lines))
    for block in places.parts.get(CLAUSE, []):
        assert lines[block.line - 1] == "[[clause]]"


def test_a_rule_is_told_as_a_row() -> None:
    rule = next(rules_of(parse_agreement(TEXT), ("hart-jail", "hart-court")))
    told = rule_told(rule)
    assert (told.rule, told.does, told.owner) == ("jail-court 1", "permits to see", "hart-jail")
    assert told.to == "pillar court (among hart-court, hart-jail)"
    statute = next(rule for rule in read_statutes("us") if rule.name == "34 USC 12291(b)(2)")
    assert rule_told(statute).condition == "unless with their own; or with consent vawa; or with order"
