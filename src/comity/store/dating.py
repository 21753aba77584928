"""Tells where in the log a moment lies, and how much of some classes lies between two places or in each month."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from comity.store.lost import reachable
from comity.store.reading import PolicyMoved, Scope, number_array

_PLACE = """
-- The place of the first entry that was recorded at a moment or after it, by halving: entries stand in their order.
with recursive halved (low, high) as (
    select 0::bigint, size from log_head
    union all
    select case when e.recorded_at < $1 then h.low + (h.high - h.low) / 2 + 1 else h.low end,
           case when e.recorded_at < $1 then h.high else h.low + (h.high - h.low) / 2 end
    from halved h join entry e on e.seq = h.low + (h.high - h.low) / 2 where h.low < h.high
)
select low from halved where low >= high
"""
_BETWEEN = "select count(*) from record where class_id = any($1::int[]) and seq >= $2 and seq < $3"

_WALL = "set local role comity_reader"
_BIND = "select epoch from policy_epoch where set_config('comity.classes', $1, true) is not null"
_MONTHLY = """
-- How many records of each class there are by the month in which their current version was recorded (UTC).
select r.class_id, to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM') as month, count(*) as records
from record r join entry e on e.seq = r.seq
where r.class_id = any($1::int[]) or r.id = any($2::uuid[]) group by 1, 2
"""


async def place_at(pool: asyncpg.Pool, moment: datetime) -> int:
    """Give the place of the first entry recorded at a moment or after it; the size of the log when there is none."""
    async with reachable():
        place: int = await pool.fetchval(_PLACE, moment)
    return place


async def between(pool: asyncpg.Pool, classes: Sequence[int], first: int, end: int) -> int:
    """Tell how many current records of some classes stand from one place in the log up to another."""
    async with reachable():
        records: int = await pool.fetchval(_BETWEEN, classes, first, end)
    return records


async def monthly(pool: asyncpg.Pool, scope: Scope) -> dict[tuple[int, str], int]:
    """Tell how many records of each class there are in each month such as ``2026-11``, as far as a scope reaches.

    Raises PolicyMoved when the scope was computed from an older epoch of policy.
    """
    async with reachable(), pool.acquire() as connection, connection.transaction():
        await connection.execute(_WALL)
        if await connection.fetchval(_BIND, number_array(scope.bound)) != scope.epoch:
            raise PolicyMoved
        rows = await connection.fetch(_MONTHLY, scope.classes, scope.records)
    return {(row["class_id"], row["month"]): row["records"] for row in rows}
