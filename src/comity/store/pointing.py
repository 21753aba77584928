"""Finds every record that carries some tokens, for the platform's own work; nothing of it may be shown unfiltered."""

from collections.abc import Callable, Iterable, Sequence

import asyncpg

from comity.policy.clauses import HandlingClass
from comity.store.classes import Classes
from comity.store.entries import Stored
from comity.store.lost import reachable
from comity.store.reading import ENTRY_COLUMNS, stored

_CARRYING = f"""
-- All records of some classes that carry one of these tokens and are newer than a place in the log, oldest first.
select {ENTRY_COLUMNS} from (
    select r.seq, r.class_id from record r where r.tokens && $1::bigint[] offset 0
) found join entry e on e.seq = found.seq where found.class_id = any($2::int[]) and found.seq > $3 order by e.seq
"""  # noqa: S608 - constants only
_OF_CLASSES = f"""
-- All records of some classes that are newer than a place in the log, oldest first.
select {ENTRY_COLUMNS} from record r join entry e on e.seq = r.seq
where r.class_id = any($1::int[]) and r.seq > $2 order by e.seq
"""  # noqa: S608 - constants only
_SAYING = f"""
-- A page of current records of some classes, after a place in the log, whose plain fields hold a text, oldest first.
select {ENTRY_COLUMNS} from record r join entry e on e.seq = r.seq
where r.class_id = any($1::int[]) and r.seq > $2 and position($3 in e.facts::text) > 0 order by e.seq limit $4
"""  # noqa: S608 - constants only

# Tokens in one query: a record that many refer to is found with them all the same.
_MOST_TOKENS = 1000

Wanted = Callable[[HandlingClass], bool]


async def carrying(
    pool: asyncpg.Pool, classes: Classes, tokens: Iterable[int], wanted: Wanted, *, after: int = -1
) -> list[Stored]:
    """Give all current records of the wanted classes, newer than a place, that carry any of these tokens, each once."""
    asked = sorted(set(tokens))
    ids = await _ids(classes, wanted) if asked else []
    found: dict[int, Stored] = {}
    for at in range(0, len(asked), _MOST_TOKENS):
        rows = await _rows(pool, _CARRYING, asked[at : at + _MOST_TOKENS], ids, after)
        found.update({row["seq"]: await stored(row, classes) for row in rows})
    return list(found.values())


async def of_classes(pool: asyncpg.Pool, classes: Classes, wanted: Wanted, *, after: int = -1) -> list[Stored]:
    """Give all current records of the wanted classes that are newer than a place in the log, oldest first."""
    return [await stored(row, classes) for row in await _rows(pool, _OF_CLASSES, await _ids(classes, wanted), after)]


async def saying(
    pool: asyncpg.Pool, classes: Classes, wanted: Wanted, text: str, *, after: int, limit: int
) -> list[Stored]:
    """Give a page of the current records of the wanted classes in whose plain fields, as JSON, a text stands."""
    rows = await _rows(pool, _SAYING, await _ids(classes, wanted), after, text, limit)
    return [await stored(row, classes) for row in rows]


async def _ids(classes: Classes, wanted: Wanted) -> list[int]:
    await classes.refresh()
    return [n for n, handling in classes.all().items() if wanted(handling)]


async def _rows(pool: asyncpg.Pool, query: str, *values: Sequence[int] | int | str) -> list[asyncpg.Record]:
    async with reachable():
        rows: list[asyncpg.Record] = await pool.fetch(query, *values)
    return rows
