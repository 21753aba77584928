"""How far each incremental import has come, and which versions imports have entered."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

_MARK = "select mark from import_progress where source = $1"
_KEEP = """
-- Move the mark of a source forward.
insert into import_progress (source, mark, at) values ($1, $2, $3)
on conflict (source) do update set mark = excluded.mark, at = excluded.at
"""
_ENTERED = """
-- Which versions of which records were entered under these request keys.
select record, version from entry where request = any($1::bytea[])
"""


async def mark_of(pool: asyncpg.Pool, source: str) -> str:
    """Give the watermark up to which a source was imported; "" when it never was."""
    mark: str | None = await pool.fetchval(_MARK, source)
    return mark or ""


async def keep_mark(pool: asyncpg.Pool, source: str, mark: str, at: datetime) -> None:
    """Keep the watermark up to which a source has been imported."""
    await pool.execute(_KEEP, source, mark, at)


async def entered_under(pool: asyncpg.Pool, requests: Sequence[bytes]) -> frozenset[tuple[UUID, int]]:
    """Give record and version of what was entered under request keys."""
    return frozenset((row["record"], row["version"]) for row in await pool.fetch(_ENTERED, list(requests)))
