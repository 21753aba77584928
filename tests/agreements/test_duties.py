"""Agreements oblige: audits by a day, renewal in time; each turn becomes one task of the agency that is meant."""

from datetime import UTC, datetime, timedelta

import pytest

from comity.acts.agree import activate, draft, sign
from comity.acts.steps import Text
from comity.following.reminding import remind
from comity.following.running import App
from comity.policy.agreement_story import Version
from comity.policy.agreements import rules_hash, text_hash
from comity.policy.drafting import parse_agreement
from comity.policy.duties import Duty, duties
from comity.policy.lifecycle import Standing, State
from comity.policy.sessions import open_session
from comity.store.node import Node
from tests.agreements.texts import HEAD, SHOWS, WORLD, directory

AUDITS = """
[[clause]]
id = "7"
prose = "The court reviews every quarter how what it received is used."
oblige = { audit_days = 90 }
to = { pillar = "court" }
owner = "hart-jail"
kinds = ["*"]
"""
TEXT = HEAD + SHOWS + AUDITS
BEGINS = datetime(2026, 11, 1, tzinfo=UTC)
EXPIRES = datetime(2028, 11, 1, tzinfo=UTC)


def due(at: datetime, state: State = State.ACTIVE) -> list[Duty]:
    agreement = parse_agreement(TEXT)
    version = Version(agreement, text_hash(TEXT), rules_hash(agreement), 1)
    parties = agreement.parties
    standing = Standing(key=agreement.key, version=version, newest=1, state=state, parties=parties, signed=parties)
    return list(duties([standing], directory(), at))


def test_an_audit_is_due_for_whom_the_clause_means_when_its_days_are_over() -> None:
    assert due(BEGINS + timedelta(days=89, hours=23)) == []
    (first,) = due(BEGINS + timedelta(days=90))
    assert (first.agency, first.rule, first.turn) == ("hart-court", "audit_is_due", "jail-court 7 1")
    assert first.turn != due(BEGINS + timedelta(days=180))[0].turn


@pytest.mark.parametrize("days", [90, 60, 30])
def test_each_party_is_told_ninety_sixty_and_thirty_days_before_an_agreement_ends(days: int) -> None:
    told = [d for d in due(EXPIRES - timedelta(days=days) + timedelta(hours=1)) if d.rule == "agreement_ends_soon"]
    assert {d.agency for d in told} == {"hart-jail", "hart-court"}
    assert {d.turn for d in told} == {f"jail-court 1 {days}"}


def test_nobody_is_reminded_of_what_is_not_in_force() -> None:
    assert due(EXPIRES - timedelta(days=1), State.SUSPENDED) == []
    assert not [d for d in due(EXPIRES - timedelta(days=91)) if d.rule == "agreement_ends_soon"]


@pytest.mark.anyio
async def test_each_turn_of_a_duty_becomes_one_task_of_whom_it_is_for(app: App) -> None:
    node = app.node
    await node.directories.activate(WORLD)
    begun = (node.clock() - timedelta(days=10)).date()
    text = TEXT.replace("audit_days = 90", "audit_days = 7").replace("begins = 2026-11-01", f"begins = {begun}")
    people = [
        open_session(node.directory, agency, f"{agency}-signatory", "administration")
        for agency in ("hart-jail", "hart-court")
    ]
    await draft(node, people[0], text)
    signed = Text("jail-court", text_hash(text), rules_hash(parse_agreement(text)))
    for session in people:
        await sign(node, session, signed)
    await remind(node)
    assert await _tasks(node) == []
    await activate(node, people[0], signed)
    await remind(node)
    await remind(node)
    assert await _tasks(node) == ["hart-court"]


async def _tasks(node: Node) -> list[str]:
    found = await node.pool.fetch(
        "select c.owner from entry join handling_class c on c.id = class_id where c.kind = 'review-task'"
    )
    return [row["owner"] for row in found]
