"""What the pages and the schema say of agreements is what is read."""

import json
import re
from pathlib import Path

import pytest
from msgspec import Struct

from comity.policy.agreement_schema import schema_text
from comity.policy.agreement_template import template
from comity.policy.agreements import Agreement, Precondition, Tier
from comity.policy.clauses import Clause, Exemption, Grantee, Needs, Obligations, Operation
from comity.policy.drafting import parse_agreement
from comity.policy.lifecycle import State
from comity.records.registry import kinds
from tests.agreements.texts import problems

FORMAT = Path(__file__).parents[2] / "docs" / "reference" / "agreement-format.md"
WRITTEN = {"clauses": "[[clause]]", "preconditions": "[[precondition]]"}


@pytest.mark.parametrize("part", [Agreement, Precondition, Clause, Grantee, Needs, Exemption, Obligations])
def test_the_page_of_the_format_names_every_field(part: type[Struct]) -> None:
    text = FORMAT.read_text("utf-8")
    for name in part.__struct_fields__:
        assert f"`{WRITTEN.get(name, name)}`" in text, name


def test_the_page_of_the_format_names_every_operation_tier_and_state_and_no_field_that_there_is_not() -> None:
    text = FORMAT.read_text("utf-8")
    for choice in (*Operation, *Tier, *State):
        assert f"`{choice}`" in text
    parts = (Agreement, Precondition, Clause, Needs, Exemption, Obligations)
    known = {name for part in parts for name in part.__struct_fields__} | set(State)
    assert set(re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE)) <= known


def test_the_schema_knows_every_field_and_every_kind() -> None:
    made = json.loads(schema_text())
    properties = made["$defs"]["Clause"]["properties"]
    assert set(properties) == set(Clause.__struct_fields__)
    assert properties["kinds"]["items"]["enum"] == ["*", *kinds()]
    assert {"clause", "precondition"} <= set(made["$defs"]["Agreement"]["properties"])
    assert made["$defs"]["Agreement"]["additionalProperties"] is False
    assert {"required": ["permit"]} in made["$defs"]["Clause"]["oneOf"]


@pytest.mark.parametrize("tier", Tier)
def test_a_first_text_holds_for_every_tier_but_for_what_it_stands_under(tier: Tier) -> None:
    text = template("hart-new", tier, ("hart-pd", "hart-court"))
    assert parse_agreement(text).tier is tier
    said = problems(text)
    assert said == [] or (tier is Tier.DUL and len(said) == 1 and "Name it in under" in said[0])
