"""What every test may ask for: a real database of its own, a node on it, and the small world with the standing cast."""

import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from hypothesis import settings

from comity.acts.spelled import ready
from comity.following.running import App, run_app
from comity.settings import Settings
from comity.store.migrating import migrate
from comity.store.node import Node
from comity.store.postgres.opening import opened
from tests.worlds import SMALL

_NUMBERS = itertools.count()

# A deadline is an assertion of time, which another process at work breaks.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> None:
    """Compile at the beginning, as a server does at its start, what would take time from whichever test is first."""
    ready()


@pytest.fixture
def place() -> Iterator[Path]:
    """A short folder of the test's own, which the database's account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="cmt-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Server:
    """The database server of the whole test run, and a template with the schema in it."""

    dsn: str
    template: str

    async def new_database(self) -> str:
        """Make a database of its own for one test, and give its address."""
        name = f"test_{os.getpid()}_{next(_NUMBERS)}"
        connection = await asyncpg.connect(self.dsn)
        try:
            await connection.execute(f'create database "{name}" template "{self.template}"')
        finally:
            await connection.close()
        return database_at(self.dsn, name)


def database_at(dsn: str, name: str) -> str:
    """Give the address of another database on the same server."""
    address, _, options = dsn.partition("?")
    return f"{address.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")


@pytest.fixture(scope="session")
async def server() -> AsyncIterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="cmt-"))
    folder.chmod(0o711)
    async with opened(home=folder, url=os.environ.get("COMITY_DATABASE_URL")) as dsn:
        template = f"template_{os.getpid()}"
        connection = await asyncpg.connect(dsn)
        if "COMITY_DATABASE_URL" not in os.environ:
            # No machine goes down under these tests: those of durability start servers of their own.
            await connection.execute("alter system set fsync = off")
            await connection.execute("select pg_reload_conf()")
        await connection.execute(f'drop database if exists "{template}"')
        await connection.execute(f'create database "{template}"')
        await connection.close()
        made = await asyncpg.connect(database_at(dsn, template))
        await migrate(made)
        await made.close()
        yield Server(dsn, template)
    shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def app_on(dsn: str, home: Path) -> AsyncIterator[App]:
    """Give a node at work on a database, with its keys in a folder."""
    async with run_app(Settings(home, dsn, checkpoint_seconds=0.1)) as app:
        yield app


@pytest.fixture
async def app(server: Server, place: Path) -> AsyncIterator[App]:
    """A node at work on a database of its own, with the small world in force."""
    async with app_on(await server.new_database(), place) as app:
        await app.node.directories.activate(SMALL)
        yield app


@pytest.fixture
def node(app: App) -> Node:
    """The node of the test's app."""
    return app.node
