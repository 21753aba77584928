"""Connections behind the second wall (migration 0002), through which everything is read that is read for people.

They are lent by hand: asyncpg's own pool takes 0.14 ms to give one and take it back, and a look-up takes 0.3 ms.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

# The same classes once more, for the row-level security of entry.
# The epoch is read with it: what was computed from an older one must not be asked for.
_BIND = """
-- Bind the classes that may be seen and how the next statement is planned, and tell the epoch of policy.
select epoch from policy_epoch
where set_config('comity.classes', $1, false) is not null and set_config('plan_cache_mode', $2, false) is not null
"""
_BEHIND_THE_WALL = "set role comity_reader"
_MOST = 6
_CLOSING_SECONDS = 3

# The classes that may be seen, as an array in text, and how PostgreSQL plans.
Bound = tuple[str, str]


class Walled(asyncpg.Connection):
    """A connection behind the second wall, which remembers what it is bound to; a new one is bound to nothing."""

    bound: Bound | None = None

    async def bind(self, wanted: Bound) -> int | None:
        """Bind classes and how is planned, and tell the epoch of policy; None where it is so bound already."""
        if self.bound == wanted:
            return None
        # If this fails or is broken off, nobody knows what is bound.
        self.bound = None
        epoch: int = await self.fetchval(_BIND, *wanted)
        self.bound = wanted
        return epoch


class Lending:
    """Lends connections to one database, each to one reader at a time; no more than six, opened when they are needed.

    Who asks for what one of them is bound to already gets that one.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._places = asyncio.Semaphore(_MOST)
        self._all: set[Walled] = set()
        self._free: list[Walled] = []

    @asynccontextmanager
    async def lent(self, wanted: Bound | None = None) -> AsyncIterator[Walled]:
        """Lend a connection; what was broken off on it is ended before its next statement (asyncpg sees to that)."""
        async with self._places:
            connection = self._at_hand(wanted) or await self._opened()
            try:
                yield connection
            finally:
                self._free.append(connection)

    async def close(self) -> None:
        """Close all connections, and cut off those that will not close in three seconds."""
        try:
            async with asyncio.timeout(_CLOSING_SECONDS):
                for each in list(self._all):
                    await each.close()
        except TimeoutError:
            for each in self._all:
                each.terminate()

    def _at_hand(self, wanted: Bound | None) -> Walled | None:
        """Give a free connection, the one that is bound as wanted if there is one; those that were cut off are gone."""
        if any(each.is_closed() for each in self._free):
            self._all.difference_update(each for each in self._free if each.is_closed())
            self._free = [each for each in self._free if not each.is_closed()]
        for at, each in enumerate(self._free):
            if each.bound == wanted:
                return self._free.pop(at)
        return self._free.pop() if self._free else None

    async def _opened(self) -> Walled:
        connection: Walled = await asyncpg.connect(self._dsn, connection_class=Walled)
        self._all.add(connection)
        await connection.execute(_BEHIND_THE_WALL)
        return connection
