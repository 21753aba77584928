"""Every query that reads the record; what a reader may not see is filtered inside each of them, before any limit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from comity.store.classes import Classes
from comity.store.entries import Stored
from comity.store.lost import reachable

MOST_TERMS = 6

ENTRY_COLUMNS = (
    "e.seq, e.record, e.version, e.class_id, e.recorded_at, e.agency, e.member, e.slot, e.facts, e.sealed, e.commitment"
)

_CURRENT = f"""
-- The current versions of records by their ids, as far as these classes reach.
select {ENTRY_COLUMNS} from record r join entry e on e.seq = r.seq
where r.id = any($1::uuid[]) and r.class_id = any($2::int[])
"""  # noqa: S608 - constants only, as below

_VERSIONS = f"""
-- All versions of one record, oldest first, as far as these classes reach.
select {ENTRY_COLUMNS} from entry e where e.record = $1 and e.class_id = any($2::int[]) order by e.version
"""  # noqa: S608

_PAGE_WIDE = f"""
-- The newest records of many classes: walk back along the log and pass over what does not belong.
select {ENTRY_COLUMNS} from record r join entry e on e.seq = r.seq
where r.class_id = any($1::int[]) and r.seq < $2 order by r.seq desc limit $3
"""  # noqa: S608

_PAGE_NARROW = f"""
-- The newest records of few classes: a page of each from the index, then the newest of those.
select {ENTRY_COLUMNS} from (
    select near.seq from unnest($1::int[]) as c (class_id) cross join lateral (
        select r.seq from record r where r.class_id = c.class_id and r.seq < $2 order by r.seq desc limit $3
    ) near order by near.seq desc limit $3
) newest join entry e on e.seq = newest.seq order by e.seq desc
"""  # noqa: S608

_SINCE = f"""
-- What has been entered after a place in the log, oldest first, as far as these classes reach.
select {ENTRY_COLUMNS} from entry e
where e.seq > $1 and e.seq <= $2 and e.class_id = any($3::int[]) order by e.seq limit $4
"""  # noqa: S608

_REFERRING = f"""
-- Records that carry one of these tokens, newest first; each group of classes with the tokens it may be found by.
select {ENTRY_COLUMNS} from (
    select found.seq from unnest($1::text[], $2::text[]) as g (classes, tokens) cross join lateral (
        select r.seq, r.class_id from record r where r.tokens && g.tokens::bigint[] offset 0
    ) found where found.class_id = any(g.classes::int[]) order by found.seq desc limit $3
) newest join entry e on e.seq = newest.seq order by e.seq desc
"""  # noqa: S608

_SEARCH = f"""
-- Records in which every term is found, newest first; each group of classes with the tokens it may be found by.
select {ENTRY_COLUMNS} from (
    select found.seq
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
        as g (classes, a, b, c, d, e, f)
    cross join lateral (
        select r.seq, r.class_id from record r
        where r.tokens && g.a::bigint[] and r.tokens && g.b::bigint[] and r.tokens && g.c::bigint[]
          and r.tokens && g.d::bigint[] and r.tokens && g.e::bigint[] and r.tokens && g.f::bigint[] offset 0
    ) found where found.class_id = any(g.classes::int[]) and found.seq < $8 order by found.seq desc limit $9
) newest join entry e on e.seq = newest.seq order by e.seq desc
"""  # noqa: S608

_OLDEST = f"""
-- The oldest current records of some classes after a place in the log.
select {ENTRY_COLUMNS} from record r join entry e on e.seq = r.seq
where r.seq > $2 and r.class_id = any($1::int[]) order by r.seq limit $3
"""  # noqa: S608

_AT = f"""
-- The entries at these places in the log, oldest first, as far as these classes reach.
select {ENTRY_COLUMNS} from entry e where e.seq = any($1::bigint[]) and e.class_id = any($2::int[]) order by e.seq
"""  # noqa: S608

# The second wall (migration 0002): the same classes once more, for the row-level security of entry.
_BIND = "select set_config('comity.classes', $1, false)"

_SIZE = "select size from log_head"

# From this many classes on, walking back along the log is cheaper than asking each class for its page (make bench).
_MANY_CLASSES = 48


@dataclass(frozen=True)
class Reach:
    """A group of classes that are seen with the same categories, and the tokens that each term may be found by."""

    classes: tuple[int, ...]
    terms: tuple[tuple[int, ...], ...]


class Reader:
    """Reads entries for whom policy lets see their classes; classes that are not bound do not exist."""

    def __init__(self, pool: asyncpg.Pool, classes: Classes) -> None:
        self._pool = pool
        self._classes = classes

    async def current(self, ids: Iterable[UUID], classes: Sequence[int]) -> list[Stored]:
        """Give the current versions of records, in no order."""
        return await self._stored(classes, _CURRENT, list(ids), classes)

    async def versions(self, record: UUID, classes: Sequence[int]) -> list[Stored]:
        """Give all versions of a record, oldest first."""
        return await self._stored(classes, _VERSIONS, record, classes)

    async def page(self, classes: Sequence[int], before: int, limit: int) -> list[Stored]:
        """Give the newest records entered before a place in the log."""
        query = _PAGE_WIDE if len(classes) > _MANY_CLASSES else _PAGE_NARROW
        return await self._stored(classes, query, classes, before, limit)

    async def since(self, after: int, upto: int, classes: Sequence[int], limit: int) -> list[Stored]:
        """Give entries after one place in the log up to another, oldest first."""
        return await self._stored(classes, _SINCE, after, upto, classes, limit)

    async def referring(self, groups: Sequence[Reach], limit: int) -> list[Stored]:
        """Give records that carry any of the tokens of a group's first term, newest first."""
        return await self._stored(
            _of(groups),
            _REFERRING,
            [number_array(g.classes) for g in groups],
            [number_array(g.terms[0]) for g in groups],
            limit,
        )

    async def search(self, groups: Sequence[Reach], before: int, limit: int) -> list[Stored]:
        """Give records in which every term of a group is found, newest first; up to ``MOST_TERMS`` terms."""
        # A term that is not given repeats the first, which costs nothing and changes nothing.
        padded = [(*g.terms, *([g.terms[0]] * MOST_TERMS))[:MOST_TERMS] for g in groups]
        columns = [[number_array(terms[n]) for terms in padded] for n in range(MOST_TERMS)]
        return await self._stored(
            _of(groups), _SEARCH, [number_array(g.classes) for g in groups], *columns, before, limit
        )

    async def oldest(self, classes: Sequence[int], after: int, limit: int) -> list[Stored]:
        """Give current records after a place in the log, oldest first."""
        return await self._stored(classes, _OLDEST, classes, after, limit)

    async def at(self, seqs: Sequence[int], classes: Sequence[int]) -> list[Stored]:
        """Give the entries at places in the log, oldest first."""
        return await self._stored(classes, _AT, seqs, classes)

    async def size(self) -> int:
        """Tell how many entries the log has."""
        async with reachable():
            size: int = await self._pool.fetchval(_SIZE)
        return size

    async def _stored(self, bound: Iterable[int], query: str, *values: object) -> list[Stored]:
        async with reachable(), self._pool.acquire() as connection:
            await connection.execute(_BIND, number_array(bound))
            rows = await connection.fetch(query, *values)
        return [await stored(row, self._classes) for row in rows]


async def stored(row: asyncpg.Record, classes: Classes) -> Stored:
    """Give the entry of a row that has the columns of ``entry``."""
    handling = await classes.named(row["class_id"])
    return Stored(
        row["seq"],
        row["record"],
        row["version"],
        handling,
        row["recorded_at"],
        row["agency"],
        row["member"],
        row["slot"],
        row["facts"],
        row["sealed"],
        row["commitment"],
    )


def _of(groups: Sequence[Reach]) -> list[int]:
    return [class_id for group in groups for class_id in group.classes]


def number_array(numbers: Iterable[int]) -> str:
    """Write numbers as a PostgreSQL array in text, because arrays of unlike lengths cannot be sent within one."""
    return "{" + ",".join(map(str, numbers)) + "}"
