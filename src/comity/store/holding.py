"""Fetches the records that an entry refers to: requests that wait share one query."""

import asyncio
from collections.abc import Collection, Sequence
from uuid import UUID

import asyncpg

from comity.errors import ComityError
from comity.store.classes import Classes
from comity.store.entries import Entry, Stored
from comity.store.lost import LOST, reachable
from comity.store.reading import ENTRY_COLUMNS, stored

_HELD = f"""
-- The current versions of records for the platform's own checks; who asks is told only what they may see.
select {ENTRY_COLUMNS} from record r join entry e on e.seq = r.seq where r.id = any($1::uuid[])
"""  # noqa: S608 - constants only

_REQUESTED = """
-- What was entered under these request keys with the same bodies, in the order of the keys.
select e.seq, e.record, e.version, e.recorded_at
from unnest($1::bytea[], $2::bytea[]) with ordinality as asked (request, digest, n)
join entry e on e.request = asked.request and e.request_digest = asked.digest order by asked.n
"""

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

    async def requested(self, asked: Sequence[tuple[bytes, bytes]]) -> list[Entry]:
        """Give what was entered under request keys with the same bodies before."""
        async with reachable():
            rows = await self._pool.fetch(_REQUESTED, [a for a, _ in asked], [b for _, b in asked])
        return [Entry(r["seq"], r["record"], r["version"], r["recorded_at"], replayed=True) for r in rows]

    async def _ask(self) -> None:
        while self._asked:
            batch, self._asked = self._asked, []
            try:
                found = await self._fetch({id for ids, _ in batch for id in ids})
            except (*LOST, ComityError) as wrong:
                for _, answer in batch:
                    if not answer.done():
                        answer.set_exception(wrong)
                continue
            for ids, answer in batch:
                if not answer.done():
                    answer.set_result({id: found[id] for id in ids if id in found})

    async def _fetch(self, ids: Collection[UUID]) -> Found:
        async with reachable():
            rows = await self._pool.fetch(_HELD, ids)
        return {row["record"]: await stored(row, self._classes) for row in rows}
