"""The owner sees who holds which version of a record, and what came of each recall; for all others nothing changes."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from msgspec import json

from comity.acts.holders import Holders, holders
from comity.acts.submit import submit
from comity.api.server import served
from comity.errors import Absent, Refused
from comity.following.recalling import recall
from comity.following.running import App
from comity.policy.holdings import Held
from comity.policy.sessions import open_session
from comity.records.governance.disclosure import Channel
from comity.records.governance.recall_notice import Recall, RecallOutcome
from comity.store.node import Node
from tests.conftest import Server, app_on
from tests.entering import record
from tests.recall.worlds import (
    AGENCIES,
    CANARY,
    OUTSIDE,
    OWN,
    OWNER,
    PARTNERS,
    WORLD,
    acting,
    agreed,
    amend,
    enter_known,
    found_by,
    kept,
    pass_on,
    show,
    world_at,
)

pytestmark = pytest.mark.anyio

ONE, TWO, THREE, FOUR = PARTNERS[:4]


async def answer(node: Node, agency: str, outcome: str, *passed_to: str) -> None:
    mine = [stored for stored in await kept(node, "recall-notice") if stored.handling.owner == agency]
    said = record("recall-answer", notice=mine[-1].id, outcome=outcome, passed_to=list(passed_to))
    await submit(node, acting(node, agency), said)


async def lived(node: Node) -> UUID:
    """Have a record shown by several ways, corrected, and told of."""
    id = await enter_known(node)
    await show(node, ONE, id)
    await show(node, ONE, id)
    await pass_on(node, ONE, id, TWO)
    await pass_on(node, ONE, id, OUTSIDE)
    await amend(node, id, 1)
    await found_by(node, THREE)
    await recall(node)
    return id


async def asked(node: Node, id: UUID) -> Holders:
    return await holders(node, acting(node, OWNER), id)


async def test_the_owner_sees_who_holds_which_version_by_which_way_and_right(world: Node) -> None:
    id = await lived(world)
    found = await asked(world, id)
    assert found.version == 2
    assert [(each.agency, each.outside, each.held) for each in found.holders] == [
        (ONE, False, Held.OUTDATED),
        (ONE, True, Held.OUTDATED),
        (TWO, False, Held.OUTDATED),
        (THREE, False, Held.HELD),
    ]
    one, outside, two, three = found.holders
    assert [(got.version, got.channel, got.times) for got in one.received] == [(1, Channel.READ, 2)]
    assert one.received[0].member == f"{ONE}-worker"
    assert "net 1" in one.received[0].basis
    assert outside.received[0].handed_to == OUTSIDE
    assert two.received[0].passed_on_by == ONE
    assert [(got.version, got.channel) for got in three.received] == [(2, Channel.SEARCH)]
    assert [(told.effect, told.new_version, told.outcome) for told in one.told] == [(Recall.CORRECTED, 2, None)]
    assert three.told == ()
    assert CANARY not in json.encode(found).decode()


async def test_what_was_answered_and_who_was_named_by_a_relay_is_told(world: Node) -> None:
    id = await lived(world)
    await answer(world, TWO, "nothing-kept", FOUR)
    await recall(world)
    await show(world, ONE, id)
    found = {each.agency: each for each in (await asked(world, id)).holders if not each.outside}
    assert {agency: each.held for agency, each in found.items()} == {
        ONE: Held.HELD,
        TWO: Held.GONE,
        THREE: Held.HELD,
        FOUR: Held.OUTDATED,
    }
    assert found[TWO].told[0].outcome is RecallOutcome.NOTHING_KEPT
    assert found[TWO].told[0].passed_to == (FOUR,)
    assert found[FOUR].received == ()


async def test_what_was_taken_away_is_to_be_destroyed_until_it_is_answered(world: Node) -> None:
    id = await enter_known(world)
    for agency in (ONE, TWO, THREE):
        await show(world, agency, id)
    await amend(world, id, 1, markings=["sensitive"])
    await recall(world)
    await answer(world, TWO, "done")
    await answer(world, THREE, "kept-by-law")
    found = {each.agency: each.held for each in (await asked(world, id)).holders}
    assert found == {ONE: Held.TO_DESTROY, TWO: Held.GONE, THREE: Held.KEPT_BY_LAW}


async def test_for_all_others_there_is_no_such_list(world: Node) -> None:
    id = await lived(world)
    for agency in PARTNERS:
        with pytest.raises(Absent):
            await holders(world, acting(world, agency), id)
    with pytest.raises(Absent):
        await asked(world, uuid4())


async def test_who_may_not_read_the_owners_log_of_disclosures_is_told_so(world: Node) -> None:
    id = await lived(world)
    narrow = OWN.replace('owner = "self"\nkinds = ["*"]\nmarkings', 'owner = "self"\nkinds = ["person"]\nmarkings')
    await world.directories.activate(WORLD + narrow)
    await world.rulebook.refresh()
    with pytest.raises(Refused, match="what was disclosed"):
        await asked(world, id)


async def others_answers(node: Node, id: UUID) -> list[object]:
    """Give all that a partner who was shown the record, and one who never was, are told of it."""
    said: list[object] = []
    for agency in (ONE, FOUR):
        session = acting(node, agency)
        try:
            await holders(node, session, id)
        except Absent as wrong:
            said.append(str(wrong))
        said.append([len(await kept_by(node, agency, kind)) for kind in ("recall-notice", "review-task", "disclosure")])
    return said


async def kept_by(node: Node, agency: str, kind: str) -> list[object]:
    return [stored for stored in await kept(node, kind) if stored.handling.owner == agency]


async def test_what_others_are_told_does_not_change_with_who_else_holds_it(server: Server, tmp_path: Path) -> None:
    said = []
    for hides in (False, True):
        async with world_at(await server.new_database(), tmp_path / str(hides)) as node:
            id = await enter_known(node)
            await show(node, ONE, id)
            if hides:
                for agency in (TWO, THREE):
                    await show(node, agency, id)
                    await pass_on(node, agency, id, OUTSIDE)
            await amend(node, id, 1)
            await recall(node)
            if hides:
                await answer(node, TWO, "done", THREE)
                await recall(node)
            said.append(await others_answers(node, id))
    assert said[0] == said[1]


@pytest.fixture
async def served_world(server: Server, place: Path) -> AsyncIterator[App]:
    async with app_on(await server.new_database(), place) as app:
        await app.node.directories.activate(WORLD + OWN)
        await agreed(app.node, "net", AGENCIES)
        yield app


async def client(app: App, address: str, agency: str) -> httpx.AsyncClient:
    session = open_session(app.node.directory, agency, f"{agency}-worker", "investigation")
    token = await app.node.access.issue(agency, session.member.key, session.purpose, timedelta(hours=1))
    return httpx.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=10)


async def test_over_http_the_owner_is_told_and_others_get_what_is_said_of_no_record(served_world: App) -> None:
    id = await lived(served_world.node)
    async with (
        served(served_world) as address,
        await client(served_world, address, OWNER) as owner,
        await client(served_world, address, ONE) as one,
    ):
        found = await owner.get(f"/v1/records/{id}/holders")
        assert found.status_code == 200, found.text
        assert [each["held"] for each in found.json()["holders"]] == ["outdated", "outdated", "outdated", "held"]
        other, none = [await one.get(f"/v1/records/{each}/holders") for each in (id, uuid4())]
        assert other.status_code == none.status_code == 404
        assert other.json()["detail"] == none.json()["detail"]
