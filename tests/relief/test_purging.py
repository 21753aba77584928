"""Intelligence past its clock is purged by itself: a day before five years it is there, a day after it is gone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from comity.acts.purge import due_now, purge
from comity.acts.read import read
from comity.errors import Absent, Refused
from comity.store.node import Node
from tests.conftest import Server
from tests.entering import enter
from tests.relief.scenes import node_at, session_for
from tests.store.drafting import fsck

pytestmark = pytest.mark.anyio

ENTERED = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIVE_YEARS = datetime(2031, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


async def enter_intelligence(node: Node, **changes: Any) -> tuple[UUID, UUID]:
    """Let Finn enter intelligence that Fay has stated, and give its id and its subject's."""
    finn = session_for(node, "finn")
    certificate = await certify(node, "fay")
    await certify(node, "flo")
    subject = changes.get("subjects", [None])[0] or await _subject(node)
    fields: dict[str, Any] = {
        "suspicion": {
            "facts": "Seen at three break-ins.",
            "criminal_activity": "Burglary, PC 459.",
            "author": "fay",
            "certificate": certificate,
            "stated_on": "2026-02-28",
        },
        "relevance": "A series of break-ins.",
        "source_reliability": "B",
        "content_validity": "2",
        "sensitivity": "named",
        "submitting_agency": "hart-fusion",
        "control_official": "finn",
        "supporting_file": "HFC-S-17",
        "lawfully_obtained": True,
        "review_due": FIVE_YEARS.isoformat(),
        "subjects": [subject],
    }
    return (await enter(node, finn, "intelligence-record", **(fields | changes))).entry.id, subject


async def certify(node: Node, member: str) -> UUID:
    """Enter the certificate without which a member may neither state a suspicion nor see intelligence."""
    fields = {"course": "28-cfr-23", "issued_on": "2026-01-01", "expires_at": "2040-01-01T00:00:00Z"}
    finn = session_for(node, "finn")
    return (await enter(node, finn, "training-certificate", member=member, issuer="Academy", **fields)).entry.id


async def _subject(node: Node) -> UUID:
    names = [{"given_name": "Sam", "surname": "Suspect"}]
    return (await enter(node, session_for(node, "finn"), "person", names=names)).entry.id


async def test_intelligence_is_there_a_day_before_five_years_and_gone_a_day_after(
    server: Server, tmp_path: Path
) -> None:
    dsn, keys = await server.new_database(), tmp_path / "keys"
    async with node_at(dsn, keys, at=ENTERED) as node:
        id, subject = await enter_intelligence(node)
        other, _ = await enter_intelligence(node, subjects=[subject])
        assert await purge(node) == ()
        fay = session_for(node, "fay")
        assert (await read(node, fay, id)).fields["source_reliability"] == "B"
    async with node_at(dsn, keys, at=FIVE_YEARS - DAY) as node:
        assert await purge(node) == ()
        assert await node.pool.fetchval("select count(*) from record where id = any($1)", [id, other, subject]) == 3
    async with node_at(dsn, keys, at=FIVE_YEARS) as node:
        assert await due_now(node) == {}
    async with node_at(dsn, keys, at=FIVE_YEARS + DAY) as node:
        assert set(await purge(node)) == {id, other}
        assert await node.pool.fetchval("select count(*) from record where id = any($1)", [id, other, subject]) == 0
        assert await purge(node) == ()
        with pytest.raises(Absent):
            await read(node, session_for(node, "finn"), subject)
        assert (await fsck(node)).findings == []


async def test_a_review_by_another_keeps_it_for_five_more_years_at_most(server: Server, tmp_path: Path) -> None:
    dsn, keys = await server.new_database(), tmp_path / "keys"
    async with node_at(dsn, keys, at=ENTERED) as node:
        id, _ = await enter_intelligence(node)
    reviewed = FIVE_YEARS - DAY
    again = reviewed.replace(year=2036)
    fields: dict[str, Any] = {"intelligence": id, "outcome": "retain", "explanation": "A fourth break-in."}
    async with node_at(dsn, keys, at=reviewed) as node:
        with pytest.raises(Refused):
            await enter(node, session_for(node, "finn"), "intelligence-review", **fields, next_review_due=again)
        too_far = again + timedelta(microseconds=1)
        with pytest.raises(Refused):
            await enter(node, session_for(node, "flo"), "intelligence-review", **fields, next_review_due=too_far)
        await enter(node, session_for(node, "flo"), "intelligence-review", **fields, next_review_due=again)
    async with node_at(dsn, keys, at=again - DAY) as node:
        assert await purge(node) == ()
    async with node_at(dsn, keys, at=again + DAY) as node:
        assert await purge(node) == (id,)
        kinds = await node.pool.fetch("select kind from record join handling_class c on c.id = class_id")
        assert not {row["kind"] for row in kinds} & {"intelligence-record", "intelligence-review", "person"}


async def test_a_review_that_destroys_is_carried_out_at_once(server: Server, tmp_path: Path) -> None:
    async with node_at(await server.new_database(), tmp_path / "keys", at=ENTERED) as node:
        id, _ = await enter_intelligence(node)
        fields: dict[str, Any] = {"intelligence": id, "outcome": "destroy", "explanation": "It was somebody else."}
        await enter(node, session_for(node, "flo"), "intelligence-review", **fields)
        assert await purge(node) == (id,)
