"""Grounds end to the second, and a clock that is turned back revives nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comity.acts.subscribe import owed, subscribe
from comity.following.streaming import Streaming
from comity.store.node import Node, open_node
from tests.conftest import Server
from tests.judging.bites import MANY, PERSON, READINGS, Scene

pytestmark = pytest.mark.anyio

ENDS = datetime(2026, 5, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
EXPIRING = ("kim", "clark", "lee", "vera")


class Held:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.at = ENDS - timedelta(days=3)

    def __call__(self) -> datetime:
        return self.at


@asynccontextmanager
async def scene_on(dsn: str, home: Path, held: Held) -> AsyncIterator[Scene]:
    async with open_node(dsn, home / "keyring", clock=held) as node:
        yield Scene(node, held(), ENDS)


async def all_shown(scene: Scene, reader: str) -> int:
    """Tell how much is shown in all ways of reading together."""
    session, count = scene.session(reader), 0
    for reading in READINGS:
        count += len([shown async for shown in reading(scene.node, session, scene.people)])
    streaming = Streaming(scene.node)
    past = await streaming.until_now(session, PERSON)
    return count + len([views async for views in streaming.catch_up(past, -1)])


@pytest.mark.parametrize("reader", EXPIRING)
async def test_what_expires_opens_until_the_last_second_and_not_at_its_end(
    server: Server, place: Path, reader: str
) -> None:
    held = Held()
    async with scene_on(await server.new_database(), place, held) as scene:
        await scene.begin()
        session = scene.session(reader)
        standing = await subscribe(scene.node, session, ["person"])
        await scene.tell(scene.people[MANY // 2 :])
        held.at = ENDS - SECOND
        shown = await all_shown(scene, reader)
        assert shown >= 4 * MANY
        assert await owed(scene.node, session, standing.id)
        readings = [reading(scene.node, session, scene.people) for reading in READINGS]
        for reading in readings:
            assert await anext(reading)
        held.at = ENDS
        for reading in readings:
            assert [late async for late in reading] == []
        assert await all_shown(scene, reader) == 0
        assert await owed(scene.node, session, standing.id) == []


@pytest.mark.parametrize("reader", EXPIRING)
async def test_a_clock_turned_back_revives_nothing_in_the_process_nor_in_the_next_one(
    server: Server, place: Path, reader: str
) -> None:
    held, dsn = Held(), await server.new_database()
    async with scene_on(dsn, place, held) as scene:
        await scene.begin()
        held.at = ENDS + SECOND
        assert await all_shown(scene, reader) == 0
        held.at = ENDS - timedelta(days=1)
        assert await all_shown(scene, reader) == 0
        held.at = ENDS + SECOND
        await scene.put_unrelated()
        await signed(scene.node)
        people = scene.people
    held.at = ENDS - timedelta(days=1)
    async with scene_on(dsn, place, held) as scene:
        scene.people = people
        assert await all_shown(scene, reader) == 0


async def signed(node: Node) -> None:
    """Have the newest head signed, which says how late it is."""
    await node.log.publish()
    assert await node.log.latest() is not None


async def test_without_a_clock_turned_back_a_new_process_shows_what_the_old_one_showed(
    server: Server, place: Path
) -> None:
    held, dsn = Held(), await server.new_database()
    async with scene_on(dsn, place, held) as scene:
        await scene.begin()
        before, people = [await all_shown(scene, reader) for reader in EXPIRING], scene.people
    async with scene_on(dsn, place, held) as scene:
        scene.people = people
        assert [await all_shown(scene, reader) for reader in EXPIRING] == before
        assert all(before)
