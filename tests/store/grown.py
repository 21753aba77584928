"""A node that has grown for a while, kept as a template: each test gets a copy to break."""

import itertools
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from comity.ids import new_id
from comity.store.entries import Entry
from comity.store.feeds import Numbered, number, open_of
from comity.store.hand_offs import Owed, queue
from comity.store.ledger.parcels import Parcel
from comity.store.node import Node, open_node
from tests.conftest import Server, database_at
from tests.store.drafting import SERIES, arrest, draft_for, person
from tests.worlds import SMALL

ENTRIES = 630
_NUMBERS = itertools.count()


@dataclass(frozen=True)
class Grown:
    """The database to copy and the keys that belong to it; ``server`` makes the copies."""

    server: Server
    dsn: str
    keyring: Path

    @asynccontextmanager
    async def copy(self) -> AsyncIterator[Node]:
        """Give a node at work on a copy of its own, keys included."""
        name = f"{_name(self.dsn)}_{next(_NUMBERS)}"
        async with superuser(self.server.dsn) as connection:
            await connection.execute(f'create database "{name}" template "{_name(self.dsn)}"')
        keyring = self.keyring.with_name(name)
        shutil.copytree(self.keyring, keyring)
        async with open_node(database_at(self.server.dsn, name), keyring) as node:
            yield node
        # Databases left standing would take the server minutes to write out at its end.
        async with superuser(self.server.dsn) as connection:
            await connection.execute(f'drop database "{name}" with (force)')


def _name(dsn: str) -> str:
    return dsn.partition("?")[0].rpartition("/")[2]


async def grow(server: Server, place: Path) -> Grown:
    """Enter persons, arrests with numbers and corrections, under a few signed heads, and hand some over."""
    grown = Grown(server, await server.new_database(), place / "keyring")
    async with open_node(grown.dsn, grown.keyring) as node:
        await node.directories.activate(SMALL)
        for size in range(0, ENTRIES, 90):
            entered = await node.writer.append([draft_for(person(f"Name{size + n}")) for n in range(40)])
            await node.writer.append([draft_for(arrest(), minting=SERIES) for _ in range(30)])
            await node.writer.append(
                [draft_for(person(f"New{e.seq}"), id=e.id, replaces=1, key=str(e.seq)) for e in entered[::2]]
            )
            await node.log.publish()
        await _hand_over(node, entered)
    return grown


async def _hand_over(node: Node, entered: Sequence[Entry]) -> None:
    """Give some of what was entered to a subscription, half of it numbered."""
    subscription = new_id()
    async with node.pool.acquire() as connection:
        await queue(connection, [Owed(subscription, e.seq, e.id, "created") for e in entered], node.clock())
    waiting = (await open_of(node.pool, subscription, len(entered)))[: len(entered) // 2]
    parcels = [Parcel(subscription, n, each.record, 1, each.event) for n, each in enumerate(waiting, 1)]
    given = [Numbered(each.seq, parcel, "person", None) for each, parcel in zip(waiting, parcels, strict=True)]
    await number(node.pool, subscription, given)


@asynccontextmanager
async def superuser(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """Give a connection that no trigger stops, as whoever administers the machine may have."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("set session_replication_role = replica")
        yield connection
    finally:
        await connection.close()


TABLES = [
    *"handling_class entry log_head record name_key linkable link_key link_edge number_series checkpoint tile".split(),
    *"hand_off feed".split(),
]


async def keep(node: Node) -> None:
    """Keep the content of every table aside, to be put back after each test that breaks some of it."""
    async with superuser(node.dsn) as connection:
        await connection.execute("create schema kept")
        for table in TABLES:
            await connection.execute(f"create table kept.{table} as table {table}")  # a name of the list above


async def put_back(node: Node) -> None:
    """Make every table what it was when it was kept."""
    async with superuser(node.dsn) as connection, connection.transaction():
        for table in TABLES:
            await connection.execute(f"delete from {table}")  # noqa: S608 - a name of the list above
            await connection.execute(f"insert into {table} overriding system value table kept.{table}")
