"""A recall goes along chains of relays, in circles too, and is chased when nobody answers."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from comity.acts import agree
from comity.acts.submit import submit
from comity.following.recalling import chase_up, recall
from comity.records.codec import encode
from comity.records.governance.recall_notice import Recall
from comity.store.node import Node
from tests.conftest import Server
from tests.entering import record
from tests.recall.worlds import (
    CANARY,
    OUTSIDE,
    OWNER,
    PARTNERS,
    acting,
    agreed,
    amend,
    enter_known,
    kept,
    notices,
    pass_on,
    show,
    signing,
    tasks,
    told,
    world_at,
)

pytestmark = pytest.mark.anyio

ONE, TWO, THREE, FOUR, FIVE = PARTNERS[:5]


async def answer(node: Node, agency: str, *passed_to: str, outcome: str = "done") -> None:
    """Answer the newest notice of an agency."""
    mine = [stored for stored in await kept(node, "recall-notice") if stored.handling.owner == agency]
    said = record("recall-answer", notice=mine[-1].id, outcome=outcome, passed_to=list(passed_to))
    await submit(node, acting(node, agency), said)


async def told_agencies(node: Node) -> list[str]:
    return [agency for agency, _ in await told(node)]


async def shown_and_corrected(node: Node) -> UUID:
    id = await enter_known(node)
    await show(node, ONE, id)
    await amend(node, id, 1)
    await recall(node)
    return id


async def test_a_chain_of_relays_is_followed_answer_by_answer_and_a_circle_ends(world: Node) -> None:
    id = await shown_and_corrected(world)
    await answer(world, ONE, TWO)
    assert await told_agencies(world) == [ONE, TWO]
    await answer(world, TWO, THREE, ONE, OWNER)
    assert await told_agencies(world) == [ONE, TWO, THREE]
    await answer(world, THREE, ONE, TWO, THREE)
    assert await told_agencies(world) == [ONE, TWO, THREE]
    found = [(notice.passed_on_by, notice.effect, notice.records[0].id) for _, notice in await notices(world)]
    corrected = Recall.CORRECTED
    assert found == [(None, corrected, id), (ONE, corrected, id), (TWO, corrected, id)]


async def test_who_was_told_of_one_record_is_told_of_another_that_a_relay_passed_on(world: Node) -> None:
    ids = [await enter_known(world) for _ in range(2)]
    for id in ids:
        await show(world, FIVE, id)
    await pass_on(world, FIVE, ids[0], PARTNERS[6])
    await agree.leave(world, signing(world, FIVE), "net", "It is over.")
    await recall(world)
    await answer(world, FIVE, PARTNERS[6])
    await recall(world)
    behind = [n for agency, n in await told(world) if agency == PARTNERS[6]]
    assert [[ref.id for ref in notice.records] for notice in behind] == [[ids[0]], [ids[1]]]


async def test_a_removed_member_behind_a_relay_is_reached_and_outside_is_reported(world: Node) -> None:
    id = await enter_known(world)
    removed, relay = PARTNERS[7], PARTNERS[8]
    await pass_on(world, relay, id, removed)
    await pass_on(world, relay, id, OUTSIDE)
    await agree.leave(world, signing(world, removed), "net", "The council ended it.")
    assert [(agency, notice.effect) for agency, notice in await told(world)] == [(removed, Recall.WITHDRAWN)]
    await answer(world, removed, "far-away-pd")
    await recall(world)
    found = [(owner, task.sentence) for owner, task in await tasks(world)]
    unknown = f"{removed} passed what was withdrawn on to far-away-pd, which is no agency here."
    assert found == [(OWNER, unknown)]


async def test_what_is_not_answered_is_chased_at_whoever_got_it_and_then_at_the_owner(
    server: Server, tmp_path: Path
) -> None:
    dsn, keys = await server.new_database(), tmp_path / "keys"
    async with world_at(dsn, keys) as node:
        await shown_and_corrected(node)
        for agency in (TWO, THREE):
            await show(node, agency, await enter_known(node))
        await chase_up(node)
        assert await tasks(node) == []
        ((_, notice),) = await notices(node)
        length = notice.due_at - notice.told_at
    for periods, expected in ((1, [ONE]), (2, [ONE, OWNER]), (3, [ONE, OWNER])):
        at = notice.told_at + periods * length + timedelta(hours=1)
        async with world_at(dsn, keys, at=at) as node:
            for _ in range(2):
                await chase_up(node)
            found = await tasks(node)
        assert [agency for agency, _ in found] == expected
        assert [task.assigned_to for _, task in found] == [f"{ONE}-worker", None][: len(expected)]
        assert all(CANARY not in encode(task).decode() for _, task in found)
    assert f"{ONE} has not answered" in found[1][1].sentence


async def test_what_was_answered_is_not_chased(server: Server, tmp_path: Path) -> None:
    dsn, keys = await server.new_database(), tmp_path / "keys"
    async with world_at(dsn, keys) as node:
        await shown_and_corrected(node)
        await answer(node, ONE)
        ((_, notice),) = await notices(node)
    async with world_at(dsn, keys, at=notice.due_at + timedelta(days=60)) as node:
        await chase_up(node)
        assert await tasks(node) == []


async def test_when_an_agreement_expires_whoever_received_under_it_is_told_once(server: Server, tmp_path: Path) -> None:
    dsn, keys = await server.new_database(), tmp_path / "keys"
    async with world_at(dsn, keys) as node:
        id = await enter_known(node)
        await show(node, FIVE, id)
        assert await told(node) == []
        at = node.clock() + timedelta(days=74 * 366)
    async with world_at(dsn, keys, at=at) as late:
        for _ in range(2):
            await recall(late)
        found = await notices(late)
        assert [(agency, notice.effect) for agency, notice in found] == [(FIVE, Recall.WITHDRAWN)]


async def test_what_was_shown_under_a_retention_may_be_kept_until_its_day(world: Node) -> None:
    await agreed(world, "kept", (OWNER, FOUR, FIVE), oblige="destroy_after_days = 30")
    id = await enter_known(world)
    await show(world, FIVE, id)
    await agree.leave(world, signing(world, FIVE), "kept", "It is over.")
    await agree.leave(world, signing(world, FIVE), "net", "It is over.")
    ((_, first), (_, second)) = await told(world)
    assert first.effect is second.effect is Recall.WITHDRAWN
    assert first.destroy_by is not None
    assert timedelta(days=29) < first.destroy_by - first.told_at <= timedelta(days=30)
