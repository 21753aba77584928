"""Which directory is in force: the newest that was activated."""

import json
from collections.abc import Awaitable, Callable, Sequence

import asyncpg

from comity.clock import now
from comity.errors import Refused, Unavailable
from comity.policy.directory import Directory, read_directory
from comity.records.registry import kinds

_NEWEST = "select version, document from directory_version order by version desc limit 1"
_ACTIVATE = "insert into directory_version (document, activated_at) values ($1, $2)"
# Whoever adds to the newest directory keeps the others waiting: else each would add to the same one.
_HOLD = "select epoch from policy_epoch for update"
_AMEND = """
-- Add to the newest directory.
insert into directory_version (document, activated_at)
select document || $1, $2 from directory_version order by version desc limit 1
"""


class Directories:
    """Keeps the directory in force at hand, and puts new ones in force."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._current: Directory | None = None
        self._then: Callable[[], Awaitable[None]] = self.refresh
        self.version = 0

    def whenever_activated(self, then: Callable[[], Awaitable[None]]) -> None:
        """Have something done before an activation returns."""
        self._then = then

    @property
    def current(self) -> Directory:
        """The directory in force; Unavailable when none was ever activated."""
        if self._current is None:
            raise Unavailable(
                "This node has no directory of agencies yet.",
                remedy="Load one with comity init, or the example with comity demo.",
            )
        return self._current

    async def refresh(self) -> None:
        """Read the newest directory, if another process has activated one."""
        row = await self._pool.fetchrow(_NEWEST)
        # Another question may have been answered with a newer one before.
        if row is not None and row["version"] > self.version:
            self._current = read_directory(row["document"], frozenset(kinds()))
            self.version = row["version"]

    async def appoint(self, member: str, roles: Sequence[str]) -> None:
        """Give a member these roles and no others, in a new version of the directory in force."""
        named = ", ".join(json.dumps(role) for role in roles)
        added = f"\n[[appointment]]\nmember = {json.dumps(member)}\nroles = [{named}]\n"
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_HOLD)
            await connection.execute(_AMEND, added, now())
        await self._then()

    async def activate(self, document: str) -> Directory:
        """Put a directory in force; Invalid when it cannot be read, and then the old one stays."""
        new = read_directory(document, frozenset(kinds()))
        if self._current is not None and new.origin != self._current.origin:
            raise Refused(
                f"The log of this node is called {self._current.origin!r} for good.",
                rule="origin_is_for_good",
                remedy="Keep the origin, or begin another node.",
            )
        await self._pool.execute(_ACTIVATE, document, now())
        await self._then()
        return self.current
