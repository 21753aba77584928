"""One installation: its database, its keys, its writer and its directory, put together and taken apart."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from comity.clock import Clock, now
from comity.policy.directory import Directory
from comity.store.access import Access
from comity.store.accounts import Accounts
from comity.store.changes import Changes
from comity.store.classes import Classes
from comity.store.directories import Directories
from comity.store.expunging import scrub_again
from comity.store.holding import Holding
from comity.store.keyring import Keyring
from comity.store.linking import Linking
from comity.store.migrating import migrate
from comity.store.proving import Log
from comity.store.reading import Reader
from comity.store.requests import Requests
from comity.store.rulebook import Rulebook
from comity.store.sign_ins import SignIns
from comity.store.spellings import Spellings
from comity.store.subscriptions import Subscriptions
from comity.store.walled import Lending
from comity.store.writing import Writer

_CLOSING_SECONDS = 3
# The writer looks up few rows by their keys, whatever is entered: planning each statement anew takes longer than doing
# it. A plan that is made while tables are empty must not read them whole when they have grown.
_PLANNED_ONCE = {"plan_cache_mode": "force_generic_plan", "enable_seqscan": "off"}
# How long it is known what was asked for, so that a draft agreement can be held against it.
REQUEST_DAYS = 30.0


@dataclass(frozen=True)
class Node:
    """What acts work with; nothing above the acts may touch it but to pass it on."""

    dsn: str
    pool: asyncpg.Pool
    keyring: Keyring
    classes: Classes
    writer: Writer
    reader: Reader
    holding: Holding
    spellings: Spellings
    directories: Directories
    rulebook: Rulebook
    linking: Linking
    subscriptions: Subscriptions
    access: Access
    requests: Requests
    accounts: Accounts
    changes: Changes
    sign_ins: SignIns
    log: Log
    clock: Clock

    @property
    def directory(self) -> Directory:
        """The directory in force."""
        return self.directories.current


async def _keep(connection: asyncpg.Connection) -> None:
    """Keep a connection as it is: no query here changes a session, and resetting it would cost a round trip each."""


@asynccontextmanager
async def _pool(dsn: str) -> AsyncIterator[asyncpg.Pool]:
    """Give a pool, closed at the end, and cut off if it will not close.

    A task that was cancelled in the middle of giving its connection back never gives it back.
    """
    pool = await asyncpg.create_pool(dsn, min_size=2, max_size=6, reset=_keep)
    try:
        yield pool
    finally:
        try:
            async with asyncio.timeout(_CLOSING_SECONDS):
                await pool.close()
        except TimeoutError:
            pool.terminate()


@asynccontextmanager
async def _lending(dsn: str) -> AsyncIterator[Lending]:
    lending = Lending(dsn)
    try:
        yield lending
    finally:
        await lending.close()


@asynccontextmanager
async def open_node(
    dsn: str, keyring_folder: Path, *, clock: Clock = now, request_days: float = REQUEST_DAYS
) -> AsyncIterator[Node]:
    """Give a node at work on a database of this release's schema; at the end, what waits is written first."""
    keyring = Keyring(keyring_folder)
    connection = await asyncpg.connect(dsn)
    try:
        await migrate(connection)
        await scrub_again(connection, keyring)
    finally:
        await connection.close()
    async with _pool(dsn) as pool, _lending(dsn) as lending:
        classes = Classes(pool)
        await classes.refresh()
        directories = Directories(pool)
        rulebook = Rulebook(pool, classes, directories, keyring=keyring, clock=clock)
        await rulebook.refresh()
        subscriptions = Subscriptions(pool, classes, keyring)
        await subscriptions.refresh()

        async def connect() -> asyncpg.Connection:
            return await asyncpg.connect(dsn, server_settings=_PLANNED_ONCE)

        linking = Linking(keyring, rulebook)
        await linking.refresh(pool)
        spellings = Spellings(pool, keyring, classes)
        writer = Writer(connect, keyring, classes, linking=linking, clock=clock, written=spellings.note)
        requests = Requests(pool, clock, days=request_days)
        holding = Holding(pool, classes)
        working = [asyncio.create_task(writer.run()), asyncio.create_task(requests.run())]
        try:
            yield Node(
                dsn,
                pool,
                keyring,
                classes,
                writer,
                Reader(lending, classes),
                holding,
                spellings,
                directories,
                rulebook,
                linking,
                subscriptions,
                Access(pool, clock),
                requests,
                Accounts(pool, keyring.account_key),
                Changes(pool),
                SignIns(pool),
                Log(pool, keyring, directories, clock),
                clock,
            )
        finally:
            for task in working:
                task.cancel()
            await asyncio.wait(working)
            keyring.close()
