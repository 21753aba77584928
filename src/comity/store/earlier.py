"""Finds the earlier versions of records that were corrected, for the platform's own work."""

from collections.abc import AsyncIterator, Mapping, Sequence
from uuid import UUID

import asyncpg

from comity.policy.clauses import HandlingClass
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
_BEFORE = """
-- The classes of the versions before some entries.
select e.seq, earlier.class_id from unnest($1::bigint[]) t (seq) join entry e on e.seq = t.seq
join entry earlier on earlier.record = e.record and earlier.version = e.version - 1
"""
_OUTDATED = """
-- Of versions that were shown at places in the log: the newest one that had replaced them by then.
select t.n, newest.seq from unnest($1::uuid[], $2::int[], $3::bigint[]) with ordinality as t (id, version, place, n)
cross join lateral (
    select e.seq from entry e where e.record = t.id and e.version > t.version and e.seq < t.place
    order by e.version desc limit 1
) newest
"""
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


async def classes_earlier(pool: asyncpg.Pool, classes: Classes, seqs: Sequence[int]) -> Mapping[int, HandlingClass]:
    """Give by entry the class of the version before it; nothing for first versions."""
    await classes.refresh()
    async with reachable():
        rows = await pool.fetch(_BEFORE, list(seqs)) if seqs else []
    return {row["seq"]: classes.all()[row["class_id"]] for row in rows}


async def outdated(pool: asyncpg.Pool, shown: Sequence[tuple[UUID, int, int]]) -> Mapping[int, int]:
    """Give where the newest version stands that had replaced what was shown, by its place among ``shown``.

    What is asked of each is record, version, and the place in the log at which it was written down that it was shown.
    """
    async with reachable():
        rows = await pool.fetch(_OUTDATED, *(list(each) for each in zip(*shown, strict=True))) if shown else []
    return {row["n"] - 1: row["seq"] for row in rows}
