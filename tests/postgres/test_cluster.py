import asyncio
import ctypes
import os
import random
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from comity.store.postgres.accounts import account_for, run
from comity.store.postgres.binaries import wheel_binaries
from comity.store.postgres.cluster import Cluster
from comity.store.postgres.places import Places
from comity.store.postgres.starting import CUT_OFF, living_in, postmaster_id
from comity.store.postgres.supervising import supervise
from tests.postgres.processes import kill_all, wait_for_end


async def asked(dsn: str, question: str) -> str:
    connection = await asyncpg.connect(dsn)
    try:
        return str(await connection.fetchval(question))
    finally:
        await connection.close()


async def patiently(dsn: str) -> asyncpg.Connection:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with suppress(asyncpg.PostgresError, OSError, *CUT_OFF):
            return await asyncpg.connect(dsn)
        await asyncio.sleep(0.01)
    raise TimeoutError


async def start_look_and_stop(folder: Path, binaries: Path) -> dict[str, str]:
    cluster = Cluster(folder, binaries)
    dsn = await cluster.start()
    names = ("data_checksums", "server_encoding", "fsync", "synchronous_commit", "listen_addresses", "jit")
    seen = {name: await asked(dsn, f"show {name}") for name in names}
    seen["lower"] = await asked(dsn, "select lower('ÅSA')")
    await cluster.stop()
    return seen


WANTED = {
    "data_checksums": "on",
    "server_encoding": "UTF8",
    "fsync": "on",
    "synchronous_commit": "on",
    "listen_addresses": "",
    "jit": "off",
    "lower": "åsa",
}


def test_a_first_start_serves_with_checksums_and_durable_and_a_stop_leaves_nobody(place: Path) -> None:
    assert asyncio.run(start_look_and_stop(place / "postgres", wheel_binaries())) == WANTED
    assert living_in(place / "postgres" / "data") == ()


def test_the_programs_of_the_system_serve_as_well(place: Path, system_binaries: Path) -> None:
    assert asyncio.run(start_look_and_stop(place / "postgres", system_binaries)) == WANTED


def test_a_second_start_finds_the_data_of_the_first(place: Path) -> None:
    async def story() -> None:
        cluster = Cluster(place / "postgres", wheel_binaries())
        began = time.monotonic()
        connection = await asyncpg.connect(await cluster.start())
        first = time.monotonic() - began
        await connection.execute("create table entry as select 7 as seq")
        await connection.close()
        await cluster.stop()
        began = time.monotonic()
        dsn = await cluster.start()
        print(f"first start {first:.2f} s, initdb included; second start {time.monotonic() - began:.2f} s")
        assert await asked(dsn, "select seq from entry") == "7"
        await cluster.stop()

    asyncio.run(story())


async def insert_until_cut(connection: asyncpg.Connection, acknowledged: list[int]) -> None:
    with suppress(asyncpg.PostgresError, OSError, *CUT_OFF):
        while True:
            number = len(acknowledged) + random.randrange(10**12) * 10**6
            await connection.execute("insert into entry values ($1)", number)
            acknowledged.append(number)


def test_every_acknowledged_row_is_back_after_the_server_and_all_its_children_were_killed(place: Path) -> None:
    folder = place / "postgres"
    acknowledged: list[int] = []

    async def story() -> None:
        cluster = Cluster(folder, wheel_binaries())
        dsn = await cluster.start()
        await asked(dsn, "create table entry (number bigint primary key)")
        keeping = asyncio.create_task(supervise(cluster))
        for _ in range(4):
            writing = asyncio.create_task(insert_until_cut(await patiently(dsn), acknowledged))
            await asyncio.sleep(random.uniform(0.1, 0.5))
            kill_all(folder)
            await writing
        connection = await patiently(dsn)
        kept = {row["number"] for row in await connection.fetch("select number from entry")}
        await connection.close()
        keeping.cancel()
        await asyncio.wait([keeping])
        await cluster.stop()
        print(f"{len(acknowledged)} rows acknowledged over 4 kills, {len(kept)} kept")
        assert set(acknowledged) <= kept
        # What was sent last before each kill has an unknown outcome; nothing else may be there.
        assert len(kept) <= len(acknowledged) + 4

    asyncio.run(story())
    assert acknowledged


def test_a_killed_postmaster_is_noticed_and_brought_back(place: Path) -> None:
    async def story() -> None:
        cluster = Cluster(place / "postgres", wheel_binaries())
        dsn = await cluster.start()
        keeping = asyncio.create_task(supervise(cluster))
        # A child that is busy does not see its parent's death, and would hold the shared memory for an hour.
        busy = await asyncpg.connect(dsn)
        long_work = asyncio.create_task(busy.execute("select count(*) from generate_series(1, 10000000000)"))
        await asyncio.sleep(0.3)
        os.kill(postmaster_id(Places(cluster.folder)), signal.SIGKILL)
        began = time.monotonic()
        await (await patiently(dsn)).close()
        print(f"serves again {time.monotonic() - began:.2f} s after its postmaster was killed")
        with suppress(asyncpg.PostgresError, OSError, *CUT_OFF):
            await long_work
        keeping.cancel()
        await asyncio.wait([keeping])
        await cluster.stop()

    asyncio.run(story())


def test_a_start_takes_over_what_a_killed_server_left(place: Path) -> None:
    async def story() -> None:
        folder = place / "postgres"
        cluster = Cluster(folder, wheel_binaries())
        await cluster.start()
        kill_all(folder)
        await cluster.revive()
        kill_all(folder)
        assert await asked(await cluster.start(), "select 1") == "1"
        await cluster.stop()

    asyncio.run(story())


def test_the_id_of_a_dead_server_may_be_another_process_by_now_which_is_left_alone(place: Path) -> None:
    folder = place / "postgres"

    async def story() -> None:
        cluster = Cluster(folder, wheel_binaries())
        await cluster.start()
        kill_all(folder)
        wait_for_end(folder)
        note = folder / "data" / "postmaster.pid"
        note.write_text(re.sub(r"^\d+", str(innocent.pid), note.read_text()))
        await cluster.stop()
        assert innocent.poll() is None
        assert await asked(await cluster.start(), "select 1") == "1"
        await cluster.stop()

    account = account_for(folder)
    innocent = subprocess.Popen(["sleep", "60"], user=None if account.is_ours else account.uid)
    try:
        asyncio.run(story())
        assert innocent.poll() is None
    finally:
        innocent.kill()
        innocent.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process adopt orphans")
def test_a_dead_server_that_nobody_reaps_does_not_bar_the_next(place: Path) -> None:
    async def story() -> None:
        cluster = Cluster(place / "postgres", wheel_binaries())
        await cluster.start()
        dead = postmaster_id(Places(cluster.folder))
        kill_all(cluster.folder)
        await cluster.revive()
        assert "zombie" in Path(f"/proc/{dead}/status").read_text()
        assert postmaster_id(Places(cluster.folder)) != dead
        await cluster.stop()

    # As the first process of a container does that was not made to be one: orphans come to it, and it ignores them.
    adopt_orphans = 36
    system = ctypes.CDLL(None)
    system.prctl(adopt_orphans, 1)
    try:
        asyncio.run(story())
    finally:
        system.prctl(adopt_orphans, 0)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass


def test_a_killed_initdb_leaves_nothing_that_counts(place: Path) -> None:
    left = place / "postgres" / "data.new"
    left.mkdir(parents=True)
    (left / "PG_VERSION").write_text("18\n")
    assert asyncio.run(start_look_and_stop(place / "postgres", wheel_binaries())) == WANTED
    assert not left.exists()


def test_a_folder_too_deep_for_a_socket_gets_a_short_private_one(place: Path) -> None:
    folder = place / ("deep" * 20) / ("er" * 20) / "postgres"
    folder.parent.mkdir(parents=True)
    assert asyncio.run(start_look_and_stop(folder, wheel_binaries())) == WANTED
    short = Path((folder / "socket-folder").read_text())
    assert short.stat().st_mode & 0o777 == 0o700
    assert asyncio.run(start_look_and_stop(folder, wheel_binaries())) == WANTED
    assert Path((folder / "socket-folder").read_text()) == short
    short.rmdir()


def test_no_content_reaches_the_log(place: Path) -> None:
    canary = "Zebulon-Quintrell"

    async def story() -> None:
        cluster = Cluster(place / "postgres", wheel_binaries())
        connection = await asyncpg.connect(await cluster.start())
        await connection.execute("create table entry (name text primary key, age int)")
        for statement in (
            "insert into entry values ('{}', 1), ('{}', 2)",
            "select '{}'::int",
            "select from {}",
            "do $$ begin raise warning '{}'; raise '{}'; end $$",
            "set role '{}'",
        ):
            with suppress(asyncpg.PostgresError):
                await connection.execute(statement.replace("{}", canary))
        with suppress(asyncpg.PostgresError):
            await connection.execute("select pg_terminate_backend(pg_backend_pid()), $1::text", canary)
        connection.terminate()
        other = await asyncpg.connect(await cluster.start())
        backend = await other.fetchval("select pg_backend_pid()")
        dying = asyncio.create_task(other.execute("select pg_sleep(5), $1::text", canary))
        await asyncio.sleep(0.2)
        os.kill(backend, signal.SIGSEGV)
        with suppress(asyncpg.PostgresError, OSError, *CUT_OFF):
            await dying
        await cluster.revive()
        await cluster.stop()

    asyncio.run(story())
    logs = list((place / "postgres" / "log").iterdir())
    said = "".join(log.read_text() for log in logs)
    assert "was terminated by signal 11" in said
    assert canary not in said
    assert all(log.stat().st_mode & 0o077 == 0 for log in logs)


@pytest.mark.usefixtures("as_root")
def test_another_user_gets_in_neither_through_the_folder_nor_past_the_peer_check(place: Path) -> None:
    async def story() -> None:
        cluster = Cluster(place / "postgres", wheel_binaries())
        await cluster.start()
        socket = place / "postgres" / "socket"
        assert "Permission denied" in as_stranger(socket)
        (place / "postgres").chmod(0o711)
        socket.chmod(0o711)
        (socket / ".s.PGSQL.5432").chmod(0o777)
        assert "Peer authentication failed" in as_stranger(socket)
        await cluster.stop()

    def as_stranger(socket: Path) -> str:
        # daemon is on every Unix, and neither root nor the account of the data.
        stranger = subprocess.run(
            [wheel_binaries() / "psql", "--host", socket, "--username=comity", "--command=select 1"],
            user="daemon",
            group="daemon",
            extra_groups=[],
            cwd="/",
            env={"PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert stranger.returncode != 0
        return stranger.stderr

    asyncio.run(story())


def test_the_checks_of_pages_find_nothing_after_a_clean_stop(place: Path) -> None:
    asyncio.run(start_look_and_stop(place / "postgres", wheel_binaries()))
    checker: list[str | Path] = [wheel_binaries() / "pg_checksums", "--check", "--pgdata", place / "postgres" / "data"]
    checked = run(account_for(place / "postgres"), checker, folder=place)
    assert checked.returncode == 0, checked.stderr
    assert re.search(r"Bad checksums:\s+0", checked.stdout)
