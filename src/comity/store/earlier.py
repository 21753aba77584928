"""Finds the earlier versions of records that were corrected, for the platform's own work."""

from collections.abc import AsyncIterator, Sequence

import asyncpg

from comity.store.classes import Classes
from comity.store.entries import Stored
from comity.store.lost import reachable
from comity.store.reading import ENTRY_COLUMNS, stored

_EARLIER = f"""
-- The earlier versions of corrected records of some classes, after a record and version in their order.
select {ENTRY_COLUMNS} from record r join entry e on e.record = r.id
where r.class_id = any($1::int[]) and r.version > 1 and e.version < r.version and (e.record, e.version) > ($2, $3)
order by e.record, e.version limit $4
"""  # noqa: S608 - constants only
_PAGE = 1000


async def earlier_versions(
    pool: asyncpg.Pool, classes: Classes, of_classes: Sequence[int]
) -> AsyncIterator[Sequence[Stored]]:
    """Give every version that is no longer current, of records that are now of some classes, in pages."""
    place, version = "00000000-0000-0000-0000-000000000000", 0
    while True:
        async with reachable():
            rows = await pool.fetch(_EARLIER, of_classes, place, version, _PAGE)
        yield [await stored(row, classes) for row in rows]
        if len(rows) < _PAGE:
            return
        place, version = rows[-1]["record"], rows[-1]["version"]
