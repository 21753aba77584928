"""Which directory was in force at a moment that has been."""

from datetime import datetime

import asyncpg

from comity.policy.directory import Directory, read_directory
from comity.records.registry import kinds
from comity.store.lost import reachable

_THEN = """
-- The newest directory that was put in force by a moment.
select document from directory_version where activated_at <= $1 order by version desc limit 1
"""


async def directory_at(pool: asyncpg.Pool, moment: datetime) -> Directory | None:
    """Give the directory that was in force at a moment; None before the first."""
    async with reachable():
        document = await pool.fetchval(_THEN, moment)
    return None if document is None else read_directory(document, frozenset(kinds()))
