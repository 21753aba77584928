"""Relief without a petition, from the preview to the certificate: a challenge stops it until the court decides."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from comity.acts.eligible import eligible
from comity.acts.read import read
from comity.acts.relieve import carry_out, propose
from comity.errors import Absent, Refused
from comity.policy.clauses import HandlingClass
from comity.store.entries import Draft
from comity.store.node import Node
from tests.conftest import Server
from tests.entering import enter, record
from tests.relief.scenes import Case, confirmed, enter_case, enter_order, node_at, session_for
from tests.store.drafting import draft_for

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


async def acquit(node: Node, case: Case, on: str) -> str:
    """Let the court have ended Ada's first charge, and give its number."""
    arrest = await read(node, session_for(node, "lee"), case.arrest)
    number: str = arrest.fields["charges"][0]["charge_tracking_number"]
    ended = record("disposition", charge_tracking_number=number, ending="acquitted", disposed_at=on)
    draft = draft_for(ended)
    handling = HandlingClass("disposition", "hart-court")
    await node.writer.append([Draft(draft.id, ended, handling, "hart-court", "clark")])
    return number


async def test_a_preview_says_from_when_on_each_charge_of_a_person_is_sealed_and_why(
    server: Server, tmp_path: Path
) -> None:
    async with node_at(await server.new_database(), tmp_path / "keys") as node:
        case = await enter_case(node)
        number = await acquit(node, case, "2026-03-01")
        (found,) = await eligible(node, session_for(node, "clark"), case.ada)
        assert (found.charge, found.said) == (number, "from 2026-04-30")
        assert await eligible(node, session_for(node, "clark"), case.ben) == ()
        with pytest.raises(Refused):
            await eligible(node, session_for(node, "lee"), case.ada)


async def enter_automatic(node: Node, case: Case, number: str) -> UUID:
    return await enter_order(
        node,
        "seal",
        ground="clean-slate",
        judge=None,
        scope="charge",
        charge_tracking_numbers=[number],
        issued_at=NOW.isoformat(),
        challenge_until=(NOW + 60 * DAY).isoformat(),
    )


async def test_a_challenge_stops_automatic_relief_until_the_court_has_turned_it_down(
    server: Server, tmp_path: Path
) -> None:
    dsn, keys = await server.new_database(), tmp_path / "keys"
    async with node_at(dsn, keys, at=NOW) as node:
        case = await enter_case(node)
        number = await acquit(node, case, "2026-03-01")
        order = await enter_automatic(node, case, number)
        await _refused(node, order, "relief_waits_for_its_challenge_window")
        dana = session_for(node, "dana")
        challenge = await enter(node, dana, "relief-challenge", order=order, reason="There is a new case.")
    async with node_at(dsn, keys, at=NOW + 61 * DAY) as node:
        await _refused(node, order, "challenged_relief_waits_for_the_court")
        decision: dict[str, Any] = {"challenge": challenge.entry.id, "order": order, "upheld": False}
        decided = {"decided_at": (NOW + 61 * DAY).isoformat(), "judge": "Hon. Reyes"}
        await enter(node, session_for(node, "clark"), "relief-decision", **decision, **decided)
        done = await carry_out(node, await confirmed(node, order))
        shown = await read(node, session_for(node, "clark"), done)
        # The arrest has two charges: it is shared with the other charge and stays, until the police separate it.
        assert (shown.fields["count"], shown.fields["shared"]) == (1, 1)
        assert (await read(node, session_for(node, "lee"), case.arrest)).version == 1
        with pytest.raises(Absent):
            await read(node, dana, order)


async def _refused(node: Node, order: UUID, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        await propose(node, session_for(node, "clark"), order)
    assert refused.value.rule == rule
