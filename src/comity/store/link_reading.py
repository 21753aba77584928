"""Which records stand near one another, for a reader: filtered inside each query, like everything that is read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import asyncpg

from comity.linkage.candidates import MOST_SHARING
from comity.store.comparing import OLDEST
from comity.store.lost import reachable
from comity.store.reading import Reader, Scope

_SHARING = """
-- Records that share keys with what somebody asks about, those that share most first, as far as these classes reach.
select there.record from unnest($3::bigint[]) as asked (key) cross join lateral (
    select array(
        select k.number from link_key k join linkable l on l.number = k.number join record r on r.id = l.record
        where k.key = asked.key and (r.class_id = any($1::int[]) or r.id = any($2::uuid[]))
        order by k.number limit $4 + 1
    ) as numbers
) holders cross join unnest(
    case when cardinality(holders.numbers) > $4 then holders.numbers[:$5] else holders.numbers end
) as held (number) join linkable there on there.number = held.number
group by there.record, there.number order by count(*) desc, there.number limit $6
"""

_NEAR = """
-- Pairs in which one is among these records, with evidence over a bound, as far as these classes and records reach.
select here.record as one, there.record as other, e.bits
from linkable here cross join lateral (
    select e.other as number, e.bits from link_edge e where e.one = here.number and e.bits >= $4
    union all
    select e.one, e.bits from link_edge e where e.other = here.number and e.bits >= $4
) e join linkable there on there.number = e.number join record r on r.id = there.record
where here.record = any($3::uuid[]) and (r.class_id = any($1::int[]) or r.id = any($2::uuid[]))
order by e.bits desc, there.number limit $5
"""

_DOUBTFUL = """
-- Pairs whose evidence is below a pair's and over a bound, the strongest first, where both ends are in reach.
select one.record as one, other.record as other, e.bits, e.one as first, e.other as second
from link_edge e
join linkable one on one.number = e.one join record a on a.id = one.record
join linkable other on other.number = e.other join record b on b.id = other.record
where e.bits >= $3 and (e.bits, -e.one, -e.other) < ($4::real, -$5::bigint, -$6::bigint)
  and (a.class_id = any($1::int[]) or a.id = any($2::uuid[]))
  and (b.class_id = any($1::int[]) or b.id = any($2::uuid[]))
order by e.bits desc, e.one, e.other limit $7
"""

_FIRST = """
-- Where in the log records began: the one that began first gives an identity its name.
select l.record, l.first from linkable l join record r on r.id = l.record
where l.record = any($3::uuid[]) and (r.class_id = any($1::int[]) or r.id = any($2::uuid[]))
"""

_LINKED_AFTER = """
-- What linkage compared after a place in the log, each with the older ones that it is linked with.
select l.number, l.record, array(
    select older.record from link_edge e join linkable older on older.number = e.one
    where e.other = l.number and e.bits >= bound.bits order by older.number
) as partners
from linkable l join record r on r.id = l.record join handling_class c on c.id = r.class_id
join unnest($2::text[], $3::float8[]) as bound (kind, bits) on bound.kind = c.kind
where l.number > $1 order by l.number limit $4
"""

_MOST_NEAR = 200


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records with the evidence, in bits, that the node keeps between them: a hint, never shown as it is."""

    one: UUID
    other: UUID
    bits: float


class Standing(NamedTuple):
    """Where a pair stands among all, by its evidence and its numbers; nothing for a reader."""

    bits: float
    one: int = 0
    other: int = 0


async def sharing(reader: Reader, scope: Scope, keys: Sequence[int]) -> list[UUID]:
    """Give the records that share these keys, those that share most of them first, up to ``_MOST_NEAR``."""
    rows = await reader.rows(scope, _SHARING, scope.classes, scope.records, keys, MOST_SHARING, OLDEST, _MOST_NEAR)
    return [row["record"] for row in rows]


async def near(reader: Reader, scope: Scope, ids: Collection[UUID], *, least: float, limit: int) -> list[Pair]:
    """Give the pairs of which one is among some records, with at least so much evidence, the strongest first."""
    rows = await reader.rows(scope, _NEAR, scope.classes, scope.records, list(ids), least, limit)
    return [Pair(row["one"], row["other"], row["bits"]) for row in rows]


async def around(
    pool: asyncpg.Pool, classes: Sequence[int], ids: Collection[UUID], *, least: float, limit: int
) -> list[Pair]:
    """Give the pairs of which one is among some records and the other of some classes; for the platform's own work."""
    async with reachable():
        rows = await pool.fetch(_NEAR, classes, [], list(ids), least, limit)
    return [Pair(row["one"], row["other"], row["bits"]) for row in rows]


async def doubtful(
    reader: Reader, scope: Scope, *, least: float, below: Standing, limit: int
) -> list[tuple[Pair, Standing]]:
    """Give pairs that stand below one and have at least so much evidence, the strongest first, with their places."""
    rows = await reader.rows(scope, _DOUBTFUL, scope.classes, scope.records, least, *below, limit)
    return [
        (Pair(row["one"], row["other"], row["bits"]), Standing(row["bits"], row["first"], row["second"]))
        for row in rows
    ]


async def began(reader: Reader, scope: Scope, ids: Collection[UUID]) -> dict[UUID, int]:
    """Tell where in the log records began."""
    rows = await reader.rows(scope, _FIRST, scope.classes, scope.records, list(ids))
    return {row["record"]: row["first"] for row in rows}


@dataclass(frozen=True, slots=True)
class Found:
    """A record that linkage compared, and those with which its evidence is over the bound of its kind."""

    number: int
    new: UUID
    partners: tuple[UUID, ...]


async def linked_after(pool: asyncpg.Pool, after: int, evidence: Mapping[str, float], limit: int) -> list[Found]:
    """Give what linkage compared after a place in the log, oldest first; for the platform's own work."""
    kinds = list(evidence)
    async with reachable():
        rows = await pool.fetch(_LINKED_AFTER, after, kinds, [evidence[kind] for kind in kinds], limit)
    return [Found(row["number"], row["record"], tuple(row["partners"])) for row in rows]
