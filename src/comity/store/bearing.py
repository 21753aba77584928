"""What is held, counted, for weighing a draft against all of it; nothing of this may be told to anybody unfiltered."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from comity.store.lost import reachable

_TALLY = "select class_id, count(*) as records from record group by class_id"
_BEARING = """
-- The records that are, or refer to, one of these; each with the tokens by which it does.
select r.id, r.class_id, array(select unnest(r.tokens) intersect select unnest($2::bigint[])) as through
from record r where r.id = any($1::uuid[]) or r.tokens && $2::bigint[]
"""


@dataclass(frozen=True)
class Bearing:
    """A record that is, or refers to, one of some; ``through`` holds the tokens by which it does."""

    id: UUID
    class_id: int
    through: frozenset[int]


@dataclass(frozen=True)
class Held:
    """How many records there are of each class, and the single ones that were asked about."""

    tally: dict[int, int]
    single: tuple[Bearing, ...]


async def held(pool: asyncpg.Pool, ids: Collection[UUID], tokens: Collection[int]) -> Held:
    """Count all records, and find those that are one of some, or carry one of some tokens, at one moment of the log."""
    async with (
        reachable(),
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        tally = {row["class_id"]: row["records"] for row in await connection.fetch(_TALLY)}
        rows = await connection.fetch(_BEARING, ids, tokens)
    return Held(tally, tuple(Bearing(row["id"], row["class_id"], frozenset(row["through"])) for row in rows))
