"""Every query that reads the record; what a reader may not see is filtered inside each of them, before any limit."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import asyncpg

from comity.errors import Refused
from comity.store.classes import Classes
from comity.store.entries import Stored
from comity.store.lost import reachable
from comity.store.walled import Lending

ENTRY_COLUMNS = (
    "e.seq, e.record, e.version, e.class_id, e.recorded_at, e.agency, e.member, e.slot, e.facts, e.sealed, e.commitment"
)
# The epoch comes in the same snapshot as what is read: whoever has it need not ask for it apart.
EPOCH_COLUMN = "(select epoch from policy_epoch) as policy_epoch"
READ_COLUMNS = f"{ENTRY_COLUMNS}, r.class_id as class_now, {EPOCH_COLUMN}"

_CURRENT = f"""
-- The current versions of records by their ids, as far as these classes and records reach.
select {READ_COLUMNS} from record r join entry e on e.seq = r.seq
where r.id = any($3::uuid[]) and (r.class_id = any($1::int[]) or r.id = any($2::uuid[]))
"""  # noqa: S608 - constants only, as below

_VERSIONS = f"""
-- All versions of one record, oldest first: what its current version hides, no earlier one shows.
select {READ_COLUMNS} from record r join entry e on e.record = r.id
where r.id = $4 and (r.id = any($2::uuid[]) or r.class_id = any($1::int[])) and e.class_id = any($3::int[])
order by e.version
"""  # noqa: S608

_PAGE_WIDE = f"""
-- The newest records of many classes: walk back along the log and pass over what does not belong.
select {READ_COLUMNS} from record r join entry e on e.seq = r.seq
where (r.class_id = any($1::int[]) or r.id = any($2::uuid[])) and r.seq < $3 order by r.seq desc limit $4
"""  # noqa: S608

_PAGE_NARROW = f"""
-- The newest records of few classes: a page of each from the index, and single records beside, then the newest of all.
select {READ_COLUMNS} from (
    select near.seq from (
        select far.seq from unnest($1::int[]) as c (class_id) cross join lateral (
            select r.seq from record r where r.class_id = c.class_id and r.seq < $3 order by r.seq desc limit $4
        ) far
        union all
        select single.seq from record single where single.id = any($2::uuid[]) and single.seq < $3
    ) near order by near.seq desc limit $4
) newest join entry e on e.seq = newest.seq join record r on r.seq = newest.seq order by e.seq desc
"""  # noqa: S608

_SINCE = f"""
-- What has been entered after a place in the log, oldest first, as far as these classes and records reach.
select {READ_COLUMNS} from entry e join record r on r.id = e.record
where e.seq > $4 and e.seq <= $5
  and (r.id = any($2::uuid[]) or r.class_id = any($1::int[])) and e.class_id = any($3::int[])
order by e.seq limit $6
"""  # noqa: S608

_REFERRING = f"""
-- Records that carry one of these tokens, newest first; each group of classes with the tokens it may be found by.
select {READ_COLUMNS} from (
    select distinct found.seq from unnest($1::text[], $2::text[], $3::text[]) as g (classes, records, tokens)
    cross join lateral (
        select r.seq, r.id, r.class_id from record r where r.tokens && g.tokens::bigint[] offset 0
    ) found where found.class_id = any(g.classes::int[]) or found.id = any(g.records::uuid[])
    order by found.seq desc limit $4
) newest join entry e on e.seq = newest.seq join record r on r.seq = newest.seq order by e.seq desc
"""  # noqa: S608

_OLDEST = f"""
-- The oldest current records after a place in the log, as far as these classes and records reach.
select {READ_COLUMNS} from record r join entry e on e.seq = r.seq
where r.seq > $3 and (r.class_id = any($1::int[]) or r.id = any($2::uuid[])) order by r.seq limit $4
"""  # noqa: S608

_AT = f"""
-- The entries at these places in the log, oldest first, as far as these classes and records reach.
select {READ_COLUMNS} from entry e join record r on r.id = e.record
where e.seq = any($4::bigint[])
  and (r.id = any($2::uuid[]) or r.class_id = any($1::int[])) and e.class_id = any($3::int[])
order by e.seq
"""  # noqa: S608

_TALLY = """
-- How many records there are of each of these classes, and how many single ones of each beside.
select r.class_id, count(*) as records from record r
where r.class_id = any($1::int[]) or r.id = any($2::uuid[]) group by r.class_id
"""

_MONTHLY = """
-- How many records there are by the month in which their current version was recorded (UTC).
select to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM') as month, count(*) as records
from record r join entry e on e.seq = r.seq
where r.class_id = any($1::int[]) or r.id = any($2::uuid[]) group by 1
"""

_COVERED = """
-- Records of some classes that are, or refer to, one of these; each with the tokens by which it does.
select r.id, r.seq, r.class_id, array(select unnest(r.tokens) intersect select unnest($3::bigint[])) as through
from record r where r.class_id = any($1::int[]) and (r.id = any($2::uuid[]) or r.tokens && $3::bigint[])
limit $4
"""

_COVERED_AMONG = """
-- The same, of these records only.
select r.id, r.seq, r.class_id, array(select unnest(r.tokens) intersect select unnest($3::bigint[])) as through
from record r
where r.id = any($5::uuid[]) and r.class_id = any($1::int[]) and (r.id = any($2::uuid[]) or r.tokens && $3::bigint[])
limit $4
"""

_EPOCH = "select epoch from policy_epoch"

_STILL_NEWEST = """
-- Whether each of these versions is the newest of its record yet, and the epoch of policy in the same snapshot.
select epoch, not exists (
    select from unnest($1::uuid[], $2::bigint[]) as shown (id, seq) left join record r on r.id = shown.id
    where r.seq is distinct from shown.seq
) as newest from policy_epoch
"""

# How PostgreSQL plans a statement that comes again: as it likes, or once for all values, where one plan fits all.
EACH_TIME, ONCE = "auto", "force_generic_plan"

_SIZE = "select size from log_head"

# From this many classes on, walking back along the log is cheaper than asking each class for its page (make bench).
_MANY_CLASSES = 48


# How many single records consents, orders and assignments may open to one session, beside what is open to all.
MOST_COVERED = 50_000


class PolicyMoved(Exception):  # noqa: N818 - no error: what decisions rest on has changed, and the act judges anew
    """What a reader may see was computed from an older epoch of policy than the database holds."""


@dataclass(frozen=True)
class Scope:
    """What exists for a reader at one epoch of policy: classes of records, and single records beside them.

    ``beyond`` holds the other classes of which grounds may open versions, so that the second wall lets them through.
    """

    epoch: int
    classes: tuple[int, ...]
    records: tuple[UUID, ...] = ()
    beyond: tuple[int, ...] = ()

    @property
    def bound(self) -> tuple[int, ...]:
        """The classes of all versions that may be reached."""
        return (*self.classes, *self.beyond)

    @cached_property
    def classes_bound(self) -> str:
        """These classes, as the second wall takes them."""
        return number_array(self.bound)


@dataclass(frozen=True)
class Reach:
    """Records that are seen with the same categories, and the tokens that each term may be found by."""

    classes: tuple[int, ...]
    terms: tuple[tuple[int, ...], ...]
    records: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Covered:
    """A record that is, or refers to, what a ground speaks of; ``through`` holds the tokens by which it refers."""

    id: UUID
    seq: int
    class_id: int
    through: frozenset[int]


class Reader:
    """Reads entries for whom policy lets see them; what is not in the scope does not exist.

    Every method raises PolicyMoved when the scope was computed from an older epoch of policy.
    """

    def __init__(self, lending: Lending, classes: Classes) -> None:
        self._lending = lending
        self._classes = classes

    async def current(self, scope: Scope, ids: Iterable[UUID]) -> list[Stored]:
        """Give the current versions of records, in no order."""
        return await self._stored(scope, _CURRENT, list(ids))

    async def versions(self, scope: Scope, record: UUID) -> list[Stored]:
        """Give all versions of a record, oldest first."""
        return await self._stored(scope, _VERSIONS, scope.bound, record)

    async def page(self, scope: Scope, before: int, limit: int) -> list[Stored]:
        """Give the newest records entered before a place in the log."""
        query = _PAGE_WIDE if len(scope.classes) > _MANY_CLASSES else _PAGE_NARROW
        return await self._stored(scope, query, before, limit)

    async def since(self, scope: Scope, after: int, upto: int, limit: int) -> list[Stored]:
        """Give entries after one place in the log up to another, oldest first."""
        return await self._stored(scope, _SINCE, scope.bound, after, upto, limit)

    async def oldest(self, scope: Scope, after: int, limit: int) -> list[Stored]:
        """Give current records after a place in the log, oldest first."""
        return await self._stored(scope, _OLDEST, after, limit)

    async def at(self, scope: Scope, seqs: Sequence[int]) -> list[Stored]:
        """Give the entries at places in the log, oldest first."""
        return await self._stored(scope, _AT, scope.bound, seqs)

    async def referring(self, scope: Scope, groups: Sequence[Reach], limit: int) -> list[Stored]:
        """Give records that carry any of the tokens of a group's first term, newest first."""
        tokens = [number_array(g.terms[0]) for g in groups]
        return await self.entries(scope, _REFERRING, *reached(groups), tokens, limit)

    async def tally(self, scope: Scope) -> dict[int, int]:
        """Tell how many records there are of each class."""
        rows = await self.rows(scope, _TALLY, scope.classes, scope.records)
        return {row["class_id"]: row["records"] for row in rows}

    async def monthly(self, scope: Scope) -> dict[str, int]:
        """Tell how many records there are of each month such as ``2026-11``, by when they were last recorded (UTC)."""
        rows = await self.rows(scope, _MONTHLY, scope.classes, scope.records)
        return {row["month"]: row["records"] for row in rows}

    async def covered(
        self, scope: Scope, ids: Sequence[UUID], tokens: Sequence[int], *, among: Sequence[UUID] | None = None
    ) -> list[Covered]:
        """Give the records of the scope's classes that are one of some records, or carry one of some tokens.

        ``among`` asks for some records only. Refused when there are more than ``MOST_COVERED``.
        """
        asked = (scope.classes, ids, tokens, MOST_COVERED + 1)
        rows = await (
            self.rows(scope, _COVERED, *asked) if among is None else self.rows(scope, _COVERED_AMONG, *asked, among)
        )
        if len(rows) > MOST_COVERED:
            raise Refused(
                f"Consents, orders and assignments open more than {MOST_COVERED} single records to you.",
                rule="grounds_open_too_much",
                remedy="Name a narrower purpose, or have a clause open these records to all of your agency.",
            )
        return [Covered(row["id"], row["seq"], row["class_id"], frozenset(row["through"])) for row in rows]

    async def still_newest(self, shown: Collection[tuple[UUID, int]]) -> tuple[int, bool]:
        """Give the epoch of policy, and whether what stands at each record's place is the newest of it yet."""
        ids, places = [id for id, _ in shown], [place for _, place in shown]
        async with reachable(), self._lending.lent() as connection:
            (row,) = await connection.fetch(_STILL_NEWEST, ids, places)
        return row["epoch"], row["newest"]

    async def size(self) -> int:
        """Tell how many entries the log has."""
        async with reachable(), self._lending.lent() as connection:
            size: int = await connection.fetchval(_SIZE)
        return size

    async def _stored(self, scope: Scope, query: str, *values: object) -> list[Stored]:
        return await self.entries(scope, query, scope.classes, scope.records, *values)

    async def entries(self, scope: Scope, query: str, *values: object) -> list[Stored]:
        """Give the entries of a query for people that gives ``READ_COLUMNS``."""
        return [await self.stored(row) for row in await self.rows(scope, query, *values)]

    async def stored(self, row: asyncpg.Record) -> Stored:
        """Give the entry of a row that has ``READ_COLUMNS``."""
        return await stored(row, self._classes)

    async def rows(self, scope: Scope, query: str, *values: object, planned: str = EACH_TIME) -> list[asyncpg.Record]:
        """Give the rows of a query for people: behind the second wall, and only at the scope's epoch of policy."""
        bound = scope.classes_bound, planned
        async with reachable(), self._lending.lent(bound) as connection:
            epoch = await connection.bind(bound)
            _require(scope, epoch)
            rows: list[asyncpg.Record] = await connection.fetch(query, *values)
            if epoch is None:
                told = rows[0].get("policy_epoch") if rows else None
                _require(scope, await connection.fetchval(_EPOCH) if told is None else told)
        return rows


def _require(scope: Scope, epoch: int | None) -> None:
    """Raise PolicyMoved unless the epoch, as far as it is known yet, is the one that a scope was computed from."""
    if epoch not in (None, scope.epoch):
        raise PolicyMoved


async def stored(row: asyncpg.Record, classes: Classes) -> Stored:
    """Give the entry of a row that has the columns of ``entry``, and the class that its record has now if it says."""
    handling = await classes.named(row["class_id"])
    now = row.get("class_now", row["class_id"])
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
        handling if now == row["class_id"] else await classes.named(now),
    )


def reached(groups: Sequence[Reach]) -> tuple[list[str], list[str]]:
    """Give the classes and the records of some groups, as the columns that queries take."""
    return [number_array(g.classes) for g in groups], [number_array(g.records) for g in groups]


def number_array(numbers: Iterable[object]) -> str:
    """Write numbers or ids as a PostgreSQL array in text, because arrays of unlike lengths cannot be sent in one."""
    return "{" + ",".join(map(str, numbers)) + "}"
