"""What the database itself refuses, whoever asks it: changes to the log, and rows of classes that were not bound."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from comity.store.reading import Scope
from tests.conftest import Server
from tests.store.grown import ENTRIES, Grown, grow

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def grown(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Grown:
    return await grow(server, tmp_path_factory.mktemp("grown"))


@pytest.fixture
async def connection(grown: Grown) -> AsyncIterator[asyncpg.Connection]:
    """A connection as the application has it, triggers and all; what it does is undone."""
    connection = await asyncpg.connect(grown.dsn)
    async with _undone(connection):
        yield connection
    await connection.close()


class _undone:  # noqa: N801 - reads as a word
    def __init__(self, connection: asyncpg.Connection) -> None:
        self._transaction = connection.transaction()

    async def __aenter__(self) -> None:
        await self._transaction.start()

    async def __aexit__(self, *_: object) -> None:
        await self._transaction.rollback()


FINAL = [
    "update entry set member = 'clark' where seq = 3",
    "update entry set seq = seq",
    "delete from entry where seq = 629",
    "delete from entry",
    "truncate entry",
    "truncate entry cascade",
    "insert into entry select * from entry where seq = 3 on conflict (seq) do update set member = 'clark'",
    "merge into entry e using entry o on e.seq = o.seq when matched then delete",
    "update checkpoint set note = ''",
    "delete from checkpoint",
    "truncate checkpoint",
    "update directory_version set document = ''",
    "delete from directory_version",
    "truncate directory_version",
]


@pytest.mark.parametrize("statement", FINAL)
async def test_what_is_final_is_neither_changed_nor_taken_away(connection: asyncpg.Connection, statement: str) -> None:
    with pytest.raises(asyncpg.RestrictViolationError):
        await connection.execute(statement)


async def behind_the_wall(connection: asyncpg.Connection, classes: str | None) -> None:
    await connection.execute("set local role comity_reader")
    if classes is not None:
        await connection.execute("select set_config('comity.classes', $1, true)", classes)


async def test_a_reader_sees_the_classes_that_are_bound_and_no_others(connection: asyncpg.Connection) -> None:
    arrests = await connection.fetchval("select id from handling_class where kind = 'arrest'")
    for classes, seen in (
        ("{}", set()),
        ("{999}", set()),
        (f"{{{arrests}}}", {arrests}),
        (f"{{{arrests},999}}", {arrests}),
    ):
        await behind_the_wall(connection, classes)
        assert {r["class_id"] for r in await connection.fetch("select class_id from entry")} == seen
        assert bool(await connection.fetchval("select count(*) from entry")) == bool(seen)


async def test_a_reader_who_bound_nothing_sees_nothing_but_an_error(connection: asyncpg.Connection) -> None:
    await behind_the_wall(connection, None)
    with pytest.raises(asyncpg.PostgresError):
        await connection.fetch("select seq from entry")


async def test_no_clever_query_of_a_reader_reaches_around_the_wall(connection: asyncpg.Connection) -> None:
    arrests = await connection.fetchval("select id from handling_class where kind = 'arrest'")
    await behind_the_wall(connection, f"{{{arrests}}}")
    joined = "select e.class_id from record r join entry e on e.seq = r.seq or true"
    assert {r["class_id"] for r in await connection.fetch(joined)} == {arrests}
    assert await connection.fetch("select 1 from entry where member = 'lee' and class_id <> $1", arrests) == []
    assert await connection.fetchval("select max(seq) from entry") < ENTRIES - 1


@pytest.mark.parametrize(
    "statement",
    [
        "insert into entry select * from entry",
        "update record set version = 2",
        "delete from record",
        "select * from access_token",
        "select * from directory_version",
        "select * from feed",
        "select * from hand_off",
        "select keys from expecting",
        "update log_head set size = 0",
        "alter table entry disable row level security",
        "create table kept as table entry",
    ],
)
async def test_a_reader_may_do_nothing_but_read_the_record(connection: asyncpg.Connection, statement: str) -> None:
    await behind_the_wall(connection, "{1}")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(statement)


async def test_the_application_reads_for_people_behind_the_wall(grown: Grown) -> None:
    async with grown.copy() as node:
        async with node.reader._lending.lent() as connection:
            assert await connection.fetchval("select current_user") == "comity_reader"
        some = await node.pool.fetchval("select record from entry limit 1")
        assert await node.reader.versions(Scope(node.rulebook.epoch, ()), some) == []


def test_every_migration_is_numbered_without_a_gap() -> None:
    folder = Path(__file__).resolve().parents[2] / "src" / "comity" / "store" / "migrations"
    numbers = sorted(int(file.name[:4]) for file in folder.glob("*.sql"))
    assert numbers == list(range(1, len(numbers) + 1))
