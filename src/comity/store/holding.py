"""Fetches the records that an entry refers to: requests that wait share one query."""

import asyncio
from collections.abc import Collection
from uuid import UUID

import asyncpg

from comity.errors import ComityError
from comity.store.classes import Classes
from comity.store.entries import Stored
from comity.store.reading import ENTRY_COLUMNS, stored

_HELD = f"""
-- The current versions of records for the platform's own checks; who asks is told only what they may see.
select {ENTRY_COLUMNS} from record r join entry e on e.seq = r.seq where r.id = any($1::uuid[])
"""  # noqa: S608 - constants only

Found = dict[UUID, Stored]


class Holding:
    """Looks records up for many requests at a time; nothing of what it gives may be shown unfiltered."""

    def __init__(self, pool: asyncpg.Pool, classes: Classes) -> None:
        self._pool = pool
        self._classes = classes
        self._asked: list[tuple[Collection[UUID], asyncio.Future[Found]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def held(self, ids: Collection[UUID]) -> Found:
        """Give the current versions of the records that there are."""
        answer: asyncio.Future[Found] = asyncio.get_running_loop().create_future()
        self._asked.append((ids, answer))
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        return await answer

    async def _ask(self) -> None:
        while self._asked:
            batch, self._asked = self._asked, []
            try:
                found = await self._fetch({id for ids, _ in batch for id in ids})
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, ComityError) as wrong:
                for _, answer in batch:
                    if not answer.done():
                        answer.set_exception(wrong)
                continue
            for ids, answer in batch:
                if not answer.done():
                    answer.set_result({id: found[id] for id in ids if id in found})

    async def _fetch(self, ids: Collection[UUID]) -> Found:
        rows = await self._pool.fetch(_HELD, ids)
        return {row["record"]: await stored(row, self._classes) for row in rows}
