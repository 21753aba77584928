"""What is taken away is gone at once: from open streams, cursors, running exports, subscriptions and sessions."""

import asyncio
import subprocess
import sys
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from comity.acts.hand_out import hand_out
from comity.acts.subscribe import owed, subscribe
from comity.acts.viewing import View
from comity.following.running import App
from comity.following.streaming import Stream, Streaming
from comity.store import hand_offs
from comity.store.node import open_node
from tests.conftest import Server, app_on
from tests.judging.bites import (
    MANY,
    PERSON,
    READINGS,
    Change,
    Scene,
    by_export,
    change_directory,
    end_assignment,
    mark_all,
    revoke,
    seal_all,
    utc_now,
)
from tests.judging.reader import Line

pytestmark = pytest.mark.anyio

REPOSITORY = Path(__file__).resolve().parents[2]
# Who loses what by which change; sealing and marking close to everybody, but each is shown for one and for another.
CHANGES: list[tuple[str, Change]] = [
    ("kim", revoke),
    ("lee", end_assignment),
    ("lab", seal_all),
    ("kim", seal_all),
    ("clark", mark_all),
    ("lab", mark_all),
    ("lab", partial(change_directory, reader="lab")),
    ("kim", partial(change_directory, reader="kim")),
]
named = pytest.mark.parametrize(
    "reader, change", CHANGES, ids=lambda value: getattr(value, "__name__", None) or getattr(value, "func", value)
)


async def caught_up(app: App) -> None:
    """Wait until the follower of the log has come to its end."""
    async with asyncio.timeout(10):
        while app.streaming._place < await app.node.reader.size() - 1:
            await asyncio.sleep(0.005)


async def waiting_in(streaming: Streaming, stream: Stream) -> list[View]:
    """Fetch what waits in a stream, as a reader would who was slow."""
    found: list[View] = []
    while not stream.arrived.empty():
        arrived = stream.arrived.get_nowait()
        if arrived is not None:
            found += await streaming.still_seen(stream, arrived)
    return found


@named
async def test_nothing_is_shown_after_what_opened_it_was_taken_away(app: App, reader: str, change: Change) -> None:
    scene = Scene(app.node, utc_now(), utc_now() + timedelta(days=9))
    await scene.begin()
    session = scene.session(reader)
    standing = await subscribe(app.node, session, ["person"])
    await caught_up(app)
    slow, quick = app.streaming.open(session, PERSON), app.streaming.open(session, PERSON)
    late = scene.people[MANY // 2 :]
    await scene.tell(late)
    told: list[View] = []
    async with asyncio.timeout(10):
        while len(told) < len(late):
            told += await waiting_in(app.streaming, quick)
            await asyncio.sleep(0.005)
    assert [view.id for view in told] == late
    assert slow.arrived.qsize(), "it was judged before the change, and nobody has fetched it"
    await hand_out(app.node)
    assert len(await hand_offs.queued(app.node.pool, standing.id, MANY)) == len(late)
    readings = [reading(app.node, session, scene.people) for reading in READINGS]
    for reading in readings:
        assert await anext(reading), "it was open before"
    await change(scene)
    assert await waiting_in(app.streaming, slow) == []
    for reading in (*readings, *[begun(app.node, session, scene.people) for begun in READINGS]):
        assert [shown async for shown in reading] == []
    assert await owed(app.node, session, standing.id) == []
    past = await app.streaming.until_now(session, PERSON)
    assert [views async for views in app.streaming.catch_up(past, -1)] == []


WAYS = {reading.__name__ for reading in READINGS} | {"stream", "owed"}
ELSEWHERE: list[tuple[str, Change]] = [
    ("lab", partial(change_directory, reader="lab")),
    ("kim", revoke),
    ("lee", end_assignment),
]


async def test_in_another_process_nothing_is_shown_that_was_asked_for_after_the_acknowledgement(
    server: Server, place: Path
) -> None:
    for reader, change in ELSEWHERE:
        async with app_on(await server.new_database(), place / reader) as app:
            scene = Scene(app.node, utc_now(), utc_now() + timedelta(days=9))
            await scene.begin()
            lines, acknowledged = await told_elsewhere(scene, place / reader, reader, change)
        assert_all_was_open(lines, acknowledged)
        assert [line for line in lines if line[0] >= acknowledged] == []


@named
async def test_an_export_that_runs_gives_nothing_more_that_another_process_took_away(
    server: Server, place: Path, reader: str, change: Change
) -> None:
    dsn = await server.new_database()
    # No follower: it would hear of a change by itself, if later than whoever asks.
    async with open_node(dsn, place / "keyring") as node, open_node(dsn, place / "keyring") as other:
        scene = Scene(other, utc_now(), utc_now() + timedelta(days=9))
        await scene.begin()
        await scene.tell(scene.people[MANY // 2 :])
        await node.rulebook.refresh()
        exporting = by_export(node, scene.session(reader), scene.people)
        assert await anext(exporting), "it was open before"
        await change(scene)
        assert [shown async for shown in exporting] == []


async def test_in_another_process_nothing_sealed_is_shown_a_second_after_the_acknowledgement(
    server: Server, place: Path
) -> None:
    async with app_on(await server.new_database(), place) as app:
        scene = Scene(app.node, utc_now(), utc_now() + timedelta(days=9))
        await scene.begin()
        lines, acknowledged = await told_elsewhere(scene, place, "lab", seal_all)
    assert_all_was_open(lines, acknowledged)
    assert [line for line in lines if line[0] >= acknowledged + 1] == []
    assert [line for line in lines if line[0] >= acknowledged and line[1] != "stream"] == []


def assert_all_was_open(lines: list[Line], acknowledged: float) -> None:
    assert {name for begun, name in lines if begun < acknowledged} >= WAYS


async def told_elsewhere(scene: Scene, home: Path, reader: str, change: Change) -> tuple[list[Line], float]:
    """Change something while another process reads; give when each reading that showed began, and when it was done."""
    command = [sys.executable, "-m", "tests.judging.reader", str(home), scene.node.dsn, reader, *map(str, scene.people)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert (await asyncio.to_thread(other.stdout.readline)).strip() == "ready"
        # What comes in later is covered by what was taken away; only a seal is on what was there.
        later = [] if change is seal_all else scene.people[-1:]
        await scene.tell([id for id in scene.people[MANY // 2 :] if id not in later])
        lines: list[Line] = []
        # However busy the machine is, all has been shown before anything is taken away.
        while not {name for _, name in lines} >= WAYS:
            lines.append(_line(await asyncio.to_thread(other.stdout.readline)))
        await change(scene)
        acknowledged = time.time()
        await scene.tell(later)
        await asyncio.sleep(1.5)
        other.stdin.close()
        lines += map(_line, await asyncio.to_thread(other.stdout.readlines))
        assert await asyncio.to_thread(other.wait, 30) == 0
    return lines, acknowledged


def _line(said: str) -> Line:
    begun, name = said.split()
    return float(begun), name
