"""Tells where in the log a moment lies, and how much of some classes lies between two places."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from comity.store.lost import reachable

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
