"""Acknowledged means on the disk: a database whose disk says no stops acknowledging, and what it said before holds."""

import asyncio
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import asyncpg
import pytest

from comity.errors import Unavailable
from comity.following.running import run_app
from comity.settings import Settings
from comity.store.entries import Entry
from comity.store.node import Node, open_node
from tests.store.drafting import draft_for, fsck, person
from tests.worlds import SMALL

pytestmark = [pytest.mark.anyio, pytest.mark.soak]

WANTED = 60


@contextmanager
def failing(postmaster: int, nth: int) -> Iterator[None]:
    """Let every n-th fdatasync of each process that the server forks from now on fail, as a dying disk does."""
    command = ["strace", "-qq", "-f", "-o", "/dev/null", "-e", "trace=fdatasync"]
    command += ["-e", f"inject=fdatasync:error=EIO:when={nth}", "-p", str(postmaster)]
    strace = subprocess.Popen(command)
    try:
        yield
    finally:
        strace.terminate()
        strace.wait()


async def entered(node: Node, key: str) -> Entry:
    """Enter a person under a key, however often that takes."""
    for _ in range(600):
        try:
            (entry,) = await node.writer.append([draft_for(person(key), key=key)])
        except Unavailable:
            await asyncio.sleep(0.05)
        else:
            return entry
    raise AssertionError


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed: no disk was made to fail")
@pytest.mark.parametrize("nth", range(1, 21))
async def test_a_commit_that_the_disk_refused_is_never_acknowledged(place: Path, nth: int) -> None:
    async with run_app(Settings(place, checkpoint_seconds=3600)) as app:
        await app.node.directories.activate(SMALL)
        crashes_before = await started_at(app.node.dsn)
        postmaster = int((place.resolve() / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])
        said: dict[str, Entry] = {}
        with failing(postmaster, nth):
            await asyncio.sleep(0.3)
            # When the first of a process's commits fails each time, nobody can enter anything: then none is claimed.
            async with open_node(app.node.dsn, Settings(place).keyring) as node:
                for n in range(WANTED if nth > 1 else 0):
                    key = f"key {n}"
                    said[key] = await entered(node, key)
        await until_serving(app.node.dsn)
        rows = await app.node.pool.fetch("select seq, record from entry order by seq")
        assert {(e.seq, e.id) for e in said.values()} == {(r["seq"], r["record"]) for r in rows}
        assert len(rows) == len(said)
        assert (await fsck(app.node)).findings == []
        if nth > 1:
            assert await started_at(app.node.dsn) > crashes_before, "no disk failed"


async def until_serving(dsn: str) -> None:
    for _ in range(600):
        try:
            connection = await asyncpg.connect(dsn)
        except (asyncpg.PostgresError, OSError):
            await asyncio.sleep(0.05)
        else:
            await connection.close()
            return
    raise AssertionError


async def started_at(dsn: str) -> datetime:
    """Tell since when the server's shared memory has stood; a crash of any of its processes makes it anew."""
    connection = await asyncpg.connect(dsn)
    try:
        began: datetime = await connection.fetchval(
            "select max(backend_start) from pg_stat_activity where backend_type = 'checkpointer'"
        )
    finally:
        await connection.close()
    return began
