"""Several processes on one database and one keyring: together they keep what each keeps alone."""

import asyncio
import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import asyncpg
import pytest

from comity.errors import Conflict, Unavailable
from comity.store.migrating import migrate, migrations
from comity.store.node import open_node
from comity.store.postgres.opening import opened
from comity.store.rebuilding import rebuild
from tests.conftest import Server, database_at
from tests.entering import enter_incident, enter_person
from tests.store.drafting import all_that_is_derived, draft_for, fsck, person, silent
from tests.store.grown import superuser
from tests.worlds import SMALL

pytestmark = pytest.mark.anyio

REPOSITORY = Path(__file__).resolve().parents[2]
PROCESSES, RACERS, KEYS = 3, 4, 100


def racer(dsn: str, keyring: Path, *about: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.store.racer", dsn, str(keyring), *map(str, about), str(KEYS), str(RACERS)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


async def test_a_key_raced_for_by_three_processes_is_entered_once_and_numbers_have_no_gap(
    server: Server, place: Path
) -> None:
    dsn, keyring = await server.new_database(), place / "keyring"
    async with open_node(dsn, keyring) as node:
        await node.directories.activate(SMALL)
        about = await enter_incident(node), await enter_person(node)
        racers = [racer(dsn, keyring, *about) for _ in range(PROCESSES)]
        assert [said(each) for each in racers] == ["ready"] * PROCESSES
        answers = await asyncio.gather(*(asyncio.to_thread(each.communicate, "go\n", 120) for each in racers))
        assert [each.returncode for each in racers] == [0] * PROCESSES
        got = defaultdict(set)
        firsts: Counter[str] = Counter()
        for key, id, replayed in (row for answer, _ in answers for row in json.loads(answer)):
            got[key].add(id)
            firsts[key] += not replayed
        assert len(got) == KEYS
        assert {len(ids) for ids in got.values()} == {1}
        assert set(firsts.values()) == {1}
        rows = await node.pool.fetch("select facts ->> 'arrest_number' as number from entry where seq >= 2")
        assert sorted(int(row["number"][-6:]) for row in rows) == list(range(1, KEYS + 1))
        assert [row["seq"] for row in await node.pool.fetch("select seq from entry order by seq")] == list(
            range(KEYS + 2)
        )
        assert (await fsck(node)).findings == []


async def test_two_nodes_that_correct_the_same_record_at_once_never_both_win(server: Server, place: Path) -> None:
    dsn, keyring = await server.new_database(), place / "keyring"
    async with open_node(dsn, keyring) as one, open_node(dsn, keyring) as other:
        await one.directories.activate(SMALL)
        (first,) = await one.writer.append([draft_for(person())])
        for version in range(1, 30):
            racing = [
                node.writer.append([draft_for(person(f"Name{version}{n}"), id=first.id, replaces=version)])
                for n, node in enumerate((one, other))
            ]
            results = await asyncio.gather(*racing, return_exceptions=True)
            assert {type(r) for r in results} == {tuple, Conflict}
        assert (await fsck(one)).findings == []


async def test_two_nodes_sign_one_line_of_heads(server: Server, place: Path) -> None:
    dsn, keyring = await server.new_database(), place / "keyring"
    async with open_node(dsn, keyring) as one, open_node(dsn, keyring) as other:
        await one.directories.activate(SMALL)
        await other.directories.refresh()
        for n in range(12):
            node = (one, other)[n % 2]
            await node.writer.append([draft_for(person(f"Name{n}")) for _ in range(97)])
            await asyncio.gather(one.log.publish(), other.log.publish())
        report = await fsck(one)
        assert (report.findings, report.entries) == ([], 12 * 97)
        assert report.checkpoints == 12


async def test_fsck_finds_nothing_while_others_enter_and_sign(server: Server, place: Path) -> None:
    dsn, keyring = await server.new_database(), place / "keyring"
    async with open_node(dsn, keyring) as one, open_node(dsn, keyring) as other:
        await one.directories.activate(SMALL)
        await other.directories.refresh()
        ended = asyncio.Event()

        async def go_on() -> None:
            while not ended.is_set():
                entered = await other.writer.append([draft_for(person()) for _ in range(40)])
                await other.writer.append([draft_for(person("New"), id=e.id, replaces=1) for e in entered[:9]])
                await other.log.publish()

        going = asyncio.create_task(go_on())
        try:
            for _ in range(12):
                assert (await fsck(one)).findings == []
        finally:
            ended.set()
            await going


async def test_a_schema_that_two_processes_bring_up_at_once_is_brought_up_once(server: Server) -> None:
    dsn = await server.new_database()
    async with superuser(dsn) as connection:
        await connection.execute("drop schema public cascade; create schema public")
    connections = [await asyncpg.connect(dsn) for _ in range(4)]
    applied = await asyncio.gather(*map(migrate, connections))
    assert sorted(map(len, applied)) == [0, 0, 0, len(migrations())]
    for connection in connections:
        await connection.close()


async def test_a_database_of_a_newer_release_is_refused_and_left_as_it_is(server: Server, place: Path) -> None:
    dsn = await server.new_database()
    async with superuser(dsn) as connection:
        await connection.execute("insert into migration (number, name) values (9999, 'later')")
        with pytest.raises(Unavailable, match=r"newer release: \[9999\]"):
            async with open_node(dsn, place / "keyring"):
                pass
        assert await connection.fetchval("select count(*) from migration") == len(migrations()) + 1


async def test_a_rebuild_beside_a_node_that_signs_and_enters_ends_as_it_had_grown(server: Server, place: Path) -> None:
    dsn, keyring = await server.new_database(), place / "keyring"
    async with open_node(dsn, keyring) as one, open_node(dsn, keyring) as other:
        await one.directories.activate(SMALL)
        await other.directories.refresh()
        await other.writer.append([draft_for(person()) for _ in range(300)])
        entering = [asyncio.create_task(other.writer.append([draft_for(person(f"Name{n}"))])) for n in range(50)]
        await asyncio.gather(rebuild(one, silent), other.log.publish(), *entering)
        grown = await all_that_is_derived(one.pool)
        await rebuild(one, silent)
        assert await all_that_is_derived(one.pool) == grown
        assert (await fsck(one)).findings == []


async def test_four_databases_of_one_new_server_are_brought_up_at_once(place: Path) -> None:
    async with opened(home=place, url=None) as dsn:
        first = await asyncpg.connect(dsn)
        for name in ("one", "two", "three", "four"):
            await first.execute(f"create database {name}")
        connections = [await asyncpg.connect(database_at(dsn, name)) for name in ("one", "two", "three", "four")]
        applied = await asyncio.gather(*map(migrate, connections))
        assert [len(names) for names in applied] == [len(migrations())] * 4
        for connection in (first, *connections):
            await connection.close()
