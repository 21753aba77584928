"""An agreement takes effect at its place in the log, and stops the flow when it is suspended, left or over."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from comity.acts import agree
from comity.acts.matrix import matrix
from comity.acts.read import read, read_newest
from comity.acts.register import register
from comity.acts.steps import Text
from comity.acts.submit import submit
from comity.errors import Absent, Refused
from comity.following.running import App
from comity.policy.sessions import Session, open_session
from comity.records.governance.training_certificate import TrainingCertificate
from comity.records.justice.diary_entry import DiaryEntry, DiaryOutcome
from comity.store.node import Node, open_node
from tests.agreements.texts import WORLD

pytestmark = pytest.mark.anyio

OWN = """
[[clause]]
id = "own"
prose = "Every agency enters its own."
permit = "enter"
owner = "self"
kinds = ["*"]

[[clause]]
id = "own-sight"
prose = "Every agency sees its own."
permit = "see"
owner = "self"
kinds = ["*"]
categories = ["*"]
"""
SHARED = """\
key = "diary"
title = "What the police show the court"
tier = "data-sharing-agreement"
version = 1
parties = ["hart-pd", "hart-court"]
begins = 2026-01-01
expires = 2099-01-01
purpose = "The court knows what was reported."
governance = "Both sides meet every quarter."

[[clause]]
id = "1"
prose = "The court sees that something was reported; not the story."
permit = ["see", "subscribe"]
to = { pillar = "court" }
owner = "hart-pd"
kinds = ["diary-entry"]
categories = ["reference", "event", "status"]
purposes = ["adjudication"]
"""


def of(node: Node, agency: str, purpose: str = "administration") -> Session:
    return open_session(node.directory, agency, f"{agency}-signatory", purpose)


@pytest.fixture
async def shared(app: App) -> App:
    """A node with an entry in the diary, and a text that would show it to the court."""
    await app.node.directories.activate(WORLD + OWN)
    said = DiaryEntry(occurred_at="2026-01-01", outcome=DiaryOutcome.RECORD_ONLY, narrative="A bicycle is gone.")
    await submit(app.node, of(app.node, "hart-pd", "investigation"), said)
    return app


async def agreed(node: Node, document: str = SHARED) -> Text:
    """Draft the text, have both sign it, and put it in force."""
    drafted = (await agree.draft(node, of(node, "hart-pd"), document)).standing.version
    text = Text("diary", drafted.text_hash, drafted.rules_hash)
    for party in ("hart-pd", "hart-court"):
        await agree.sign(node, of(node, party), text)
    await agree.activate(node, of(node, "hart-court"), text)
    return text


async def seen(node: Node) -> list[tuple[str, ...]]:
    """Give by which clauses the court sees the diary now."""
    found = await read_newest(node, of(node, "hart-court", "adjudication"), frozenset({"diary-entry"}))
    return [view.because for view in found]


async def test_what_is_agreed_is_seen_from_the_activation_to_the_suspension_and_cites_its_clause(shared: App) -> None:
    node = shared.node
    assert await seen(node) == []
    await agreed(node)
    assert await seen(node) == [("diary 1",)]
    (view,) = await read_newest(node, of(node, "hart-court", "adjudication"), frozenset({"diary-entry"}))
    assert "narrative" in view.withheld
    await agree.suspend(node, of(node, "hart-pd"), "diary", "The diary was read aloud.")
    assert await seen(node) == []
    with pytest.raises(Absent):
        await read(node, of(node, "hart-court", "adjudication"), view.id)
    await agree.resume(node, of(node, "hart-pd"), "diary")
    assert await seen(node) == [("diary 1",)]
    await agree.leave(node, of(node, "hart-court"), "diary", "The project is over.")
    assert await seen(node) == []


async def test_a_suspension_bites_in_another_process_at_its_next_read(shared: App, place: Path) -> None:
    await agreed(shared.node)
    async with open_node(shared.node.dsn, place) as other:
        await other.rulebook.refresh()
        assert await seen(other) == [("diary 1",)]
        await agree.suspend(shared.node, of(shared.node, "hart-pd"), "diary", "A breach.")
        assert await seen(other) == []


async def test_it_expires_by_the_clock_alone(shared: App, place: Path) -> None:
    await agreed(shared.node)
    late = shared.node.clock() + timedelta(days=73 * 366)
    async with open_node(shared.node.dsn, place, clock=lambda: late) as later:
        await later.rulebook.refresh()
        assert await seen(later) == []


async def test_everyone_sees_the_register_and_nobody_enters_into_it_by_another_way(shared: App) -> None:
    node = shared.node
    await agreed(node)
    for agency in ("hart-clinic", "hart-court"):
        found = await read_newest(node, of(node, agency), frozenset({"agreement", "agreement-step"}))
        assert [view.kind for view in found].count("agreement-step") == 3
    record = (await read_newest(node, of(node, "hart-pd"), frozenset({"agreement"})))[0]
    assert record.fields["text"] == SHARED


async def test_the_matrix_is_shown_as_it_stood(shared: App) -> None:
    node = shared.node
    before = node.clock()
    await agreed(node)
    during = node.clock()
    await agree.suspend(node, of(node, "hart-pd"), "diary", "A breach.")

    assert "diary 1" not in (await matrix(node)).named
    assert "diary 1" in (await matrix(node, during)).named
    assert "diary 1" not in (await matrix(node, before)).named
    assert "own" in (await matrix(node, before)).named
    with pytest.raises(Absent):
        await matrix(node, before - timedelta(days=1))


async def test_signatures_at_the_same_instant_all_count(shared: App) -> None:
    node = shared.node
    drafted = (await agree.draft(node, of(node, "hart-pd"), SHARED)).standing.version
    text = Text("diary", drafted.text_hash, drafted.rules_hash)
    await asyncio.gather(*(agree.sign(node, of(node, party), text) for party in ("hart-pd", "hart-court") * 5))
    assert (await agree.activate(node, of(node, "hart-pd"), text)).standing.unsigned == ()
    assert await seen(node) == [("diary 1",)]


TRAINED = SHARED.replace(
    "[[clause]]", '[[precondition]]\ncertificate = "28-cfr-23"\nparty = "hart-court"\n\n[[clause]]'
)


async def test_a_certificate_that_somebody_at_the_party_holds_puts_it_in_force_until_it_runs_out(
    shared: App, place: Path
) -> None:
    node = shared.node
    with pytest.raises(Refused, match="nobody at hart-court holds a valid certificate 28-cfr-23"):
        await agreed(node, TRAINED)
    until = node.clock() + timedelta(days=1)
    held = TrainingCertificate(
        member="hart-court-drafter", course="28-cfr-23", issued_on="2026-01-01", expires_at=until, issuer="Academy"
    )
    await submit(node, of(node, "hart-court"), held)
    version = (await register(node)).of("diary").version
    await agree.activate(node, of(node, "hart-court"), Text("diary", version.text_hash, version.rules_hash))
    assert await seen(node) == [("diary 1",)]
    async with open_node(node.dsn, place, clock=lambda: until) as later:
        await later.rulebook.refresh()
        assert await seen(later) == []


async def test_a_member_who_only_administers_changes_no_agreement_by_any_step(shared: App) -> None:
    node = shared.node
    text = await agreed(node)
    document = WORLD + OWN
    adam = '[[member]]\nkey = "adam"\nname = "Adam"\nagency = "hart-pd"\nroles = ["administrator", "signatory"]\n'
    await node.directories.activate(document + adam)
    session = open_session(node.directory, "hart-pd", "adam", "administration")
    wider = SHARED.replace("version = 1", "version = 2").replace('"status"]', '"status", "narrative"]')
    for act in (
        agree.draft(node, session, wider),
        agree.sign(node, session, text),
        agree.activate(node, session, text),
        agree.attest(node, session, text, "anything"),
        agree.suspend(node, session, "diary", "Because."),
        agree.resume(node, session, "diary"),
        agree.join(node, session, text, "hart-clinic"),
        agree.leave(node, session, "diary", "Because."),
        agree.end(node, session, "diary"),
    ):
        with pytest.raises(Refused) as refused:
            await act
        assert refused.value.rule == "administrators_have_no_say"
    assert await seen(node) == [("diary 1",)]
