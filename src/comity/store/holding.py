"""Fetches the records that an entry refers to, and those that refer to the same: requests that wait share one query."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Generic, TypeVar
from uuid import UUID

import asyncpg

from comity.errors import ComityError
from comity.store.classes import Classes
from comity.store.entries import Entry, Stored
from comity.store.lost import LOST, reachable
from comity.store.reading import ENTRY_COLUMNS, Reach, number_array, stored

_HELD = f"""
-- The current versions of records for the platform's own checks; who asks is told only what they may see.
select {ENTRY_COLUMNS} from record r join entry e on e.seq = r.seq where r.id = any($1::uuid[])
"""  # noqa: S608 - constants only

_REFERRING = f"""
-- For each request: the newest records of some classes that carry one of its tokens, for the platform's own checks.
select g.request, {ENTRY_COLUMNS}
from unnest($1::int[], $2::text[], $3::text[]) as g (request, classes, tokens) cross join lateral (
    select found.seq from (
        select r.seq, r.class_id from record r where r.tokens && g.tokens::bigint[] offset 0
    ) found where found.class_id = any(g.classes::int[]) order by found.seq desc limit $4
) newest join entry e on e.seq = newest.seq
"""  # noqa: S608 - constants only

_SINCE = f"""
-- What has been entered after a place in the log, oldest first, for the platform to bring to whoever may see it.
select {ENTRY_COLUMNS}, coalesce(r.class_id, e.class_id) as class_now
from entry e left join record r on r.id = e.record
where e.seq > $1 and e.seq <= $2 order by e.seq limit $3
"""  # noqa: S608 - constants only

_REQUESTED = """
-- What was entered under these request keys with the same bodies, in the order of the keys.
select e.seq, e.record, e.version, e.recorded_at
from unnest($1::bytea[], $2::bytea[]) with ordinality as asked (request, digest, n)
join entry e on e.request = asked.request and e.request_digest = asked.digest order by asked.n
"""

Found = dict[UUID, Stored]
Q = TypeVar("Q")
A = TypeVar("A")

# How many records that refer to one thing a check may look at: a case has hundreds at most.
MOST_REFERRING = 5000


class _Shared(Generic[Q, A]):
    """Questions of one sort: those that come while a query runs share the next one."""

    def __init__(self, answers: Callable[[Sequence[Q]], Awaitable[Sequence[A]]]) -> None:
        self._answers = answers
        self._waiting: list[tuple[Q, asyncio.Future[A]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def ask(self, question: Q) -> A:
        """Give the answer to one question."""
        answer: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, answer))
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        return await answer

    async def _ask(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                answers = await self._answers([question for question, _ in batch])
            except (*LOST, ComityError) as wrong:
                for _, waiting in batch:
                    if not waiting.done():
                        waiting.set_exception(wrong)
                continue
            for (_, waiting), answer in zip(batch, answers, strict=True):
                if not waiting.done():
                    waiting.set_result(answer)


class Holding:
    """Looks records up for many requests at a time; nothing of what it gives may be shown unfiltered."""

    def __init__(self, pool: asyncpg.Pool, classes: Classes) -> None:
        self._pool = pool
        self._classes = classes
        self._held = _Shared(self._fetch_held)
        self._referring = _Shared(self._fetch_referring)

    async def held(self, ids: Collection[UUID]) -> Found:
        """Give the current versions of the records that there are."""
        return await self._held.ask(ids)

    async def referring(self, reach: Reach) -> Sequence[Stored]:
        """Give the newest records of a reach's classes that carry any token of its first term, newest first."""
        return await self._referring.ask(reach)

    async def since(self, after: int, upto: int, limit: int) -> list[Stored]:
        """Give all entries after one place in the log up to another, oldest first."""
        async with reachable():
            rows = await self._pool.fetch(_SINCE, after, upto, limit)
        return [await stored(row, self._classes) for row in rows]

    async def requested(self, asked: Sequence[tuple[bytes, bytes]]) -> list[Entry]:
        """Give what was entered under request keys with the same bodies before."""
        async with reachable():
            rows = await self._pool.fetch(_REQUESTED, [a for a, _ in asked], [b for _, b in asked])
        return [Entry(r["seq"], r["record"], r["version"], r["recorded_at"], replayed=True) for r in rows]

    async def _fetch_held(self, asked: Sequence[Collection[UUID]]) -> Sequence[Found]:
        async with reachable():
            rows = await self._pool.fetch(_HELD, {id for ids in asked for id in ids})
        found = {row["record"]: await stored(row, self._classes) for row in rows}
        return [{id: found[id] for id in ids if id in found} for ids in asked]

    async def _fetch_referring(self, asked: Sequence[Reach]) -> Sequence[Sequence[Stored]]:
        classes = [number_array(reach.classes) for reach in asked]
        tokens = [number_array(reach.terms[0]) for reach in asked]
        async with reachable():
            rows = await self._pool.fetch(_REFERRING, range(len(asked)), classes, tokens, MOST_REFERRING)
        found: list[list[Stored]] = [[] for _ in asked]
        for row in rows:
            found[row["request"]].append(await stored(row, self._classes))
        return [sorted(each, key=lambda s: -s.seq) for each in found]
