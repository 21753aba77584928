"""Makes every derived table again from the log: current state, tokens, tiles, the head and the next numbers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import asyncpg

from comity.records.parting import plain_fields
from comity.records.profiles import number_format, number_read, profile
from comity.records.reach import words_of
from comity.records.registry import kind_named
from comity.store.classes import EXPUNGED
from comity.store.entries import Stored
from comity.store.log.tiles import CompleteTile, Edge
from comity.store.log.tree import Frontier, leaf_hash
from comity.store.node import Node
from comity.store.planning import Series
from comity.store.reading import number_array
from comity.store.relinking import relink
from comity.store.sealing import record_of
from comity.store.tokens import Found, found_by
from comity.store.walking import walk

_LOCK_HEAD = "select size from log_head for update"
# Deleted, not truncated: readers then see the old rows until the new ones are whole.
_EMPTY = "delete from record; delete from name_key; delete from tile"
# What is expected is taken in from the log anew by whoever follows it.
_UNEXPECT = "delete from expecting; delete from import_progress where source = 'acts/expecting'"
_COUNT = "select count(*) from record"
_HEAD = "update log_head set size = $1, frontier = $2"
_RECORDS = """
-- The current version of each record of a page; a later version takes the place of an earlier one.
insert into record as r (id, seq, version, class_id, tokens)
select t.id, t.seq, t.version, t.class_id, t.tokens::bigint[]
from unnest($1::uuid[], $2::bigint[], $3::int[], $4::int[], $5::text[]) as t (id, seq, version, class_id, tokens)
on conflict (id) do update
    set seq = excluded.seq, version = excluded.version, class_id = excluded.class_id, tokens = excluded.tokens
"""
_NAMES = """
-- The keys of the names of a page.
insert into name_key (seq, key, class_id)
select t.seq, unnest(t.keys::bigint[]), t.class_id
from unnest($1::bigint[], $2::text[], $3::int[]) t (seq, keys, class_id)
"""
_NAMES_OF_OLD = """
-- The names of versions that a later one has taken the place of.
delete from name_key k where not exists (select from record r where r.seq = k.seq)
"""
_TILES = """
-- Tiles of a page; the publisher of another process may keep one that became complete meanwhile.
insert into tile (level, index, hashes) select * from unnest($1::int[], $2::bigint[], $3::bytea[])
on conflict (level, index) do update set hashes = excluded.hashes
"""
_SERIES = """
-- The next number of each series, after the last that was given: also after one that the log has forgotten.
insert into number_series as s (owner, series, year, next)
select * from unnest($1::text[], $2::text[], $3::int[], $4::bigint[])
on conflict (owner, series, year) do update set next = greatest(s.next, excluded.next)
"""


@dataclass
class Rebuilt:
    """How much was made again."""

    entries: int = 0
    records: int = 0
    tiles: int = 0
    series: Series = field(default_factory=dict)


async def rebuild(node: Node, progress: Callable[[int, int], None]) -> Rebuilt:
    """Make every derived table again in one transaction; readers see the old ones until the new ones are whole.

    Nobody can enter anything meanwhile: whoever tries waits for the head of the log. Tiles are those of the whole log.
    """
    rebuilt, frontier, edge = Rebuilt(), Frontier(), Edge()
    async with node.pool.acquire() as connection, connection.transaction():
        size = await connection.fetchval(_LOCK_HEAD)
        await connection.execute(_EMPTY)
        await connection.execute(_UNEXPECT)
        async for page in walk(node, upto=size):
            leaves = [leaf_hash(stored.commitment) for stored in page]
            frontier = frontier.extended(leaves)
            edge, done = edge.extended(leaves)
            await _keep(node, connection, page, done)
            for stored in page:
                count_number(node, stored, rebuilt.series)
            rebuilt.entries += len(page)
            rebuilt.tiles += len(done)
            progress(rebuilt.entries, size)
        if series := [(*key, value) for key, value in rebuilt.series.items()]:
            await connection.execute(_SERIES, *zip(*series, strict=True))
        await connection.execute(_NAMES_OF_OLD)
        await connection.execute(_HEAD, frontier.size, frontier.encoded())
        await relink(node, connection)
        rebuilt.records = await connection.fetchval(_COUNT)
    return rebuilt


async def _keep(
    node: Node, connection: asyncpg.pool.PoolConnectionProxy, page: Sequence[Stored], done: Iterable[CompleteTile]
) -> None:
    last = {stored.id: stored for stored in page if stored.handling != EXPUNGED}.values()
    made = [(s, await node.classes.id_of(s.handling), _found_by(node, s)) for s in last]
    if rows := [(s.id, s.seq, s.version, class_id, number_array(found.tokens)) for s, class_id, found in made]:
        await connection.execute(_RECORDS, *zip(*rows, strict=True))
    if names := [(s.seq, number_array(found.names), class_id) for s, class_id, found in made if found.names]:
        await connection.execute(_NAMES, *zip(*names, strict=True))
    if tiles := [(tile.level, tile.index, tile.hashes) for tile in done]:
        await connection.execute(_TILES, *zip(*tiles, strict=True))


def _found_by(node: Node, stored: Stored) -> Found:
    return found_by(node.keyring.token_key, words_of(record_of(node.keyring, stored)))


def count_number(node: Node, stored: Stored, series: Series) -> None:
    """Take note of a number that the owner's series gave, so that it is never given again."""
    if stored.handling == EXPUNGED:
        return
    minted = kind_named(stored.handling.kind).minted
    agency = node.directory.agency.get(stored.handling.owner)
    if minted is None or agency is None or stored.version != 1:
        return
    number = plain_fields(stored.facts).get(minted[0])
    form = number_format(profile(agency.profile), minted[1]).format
    found = number_read(form, agency.code or agency.key.upper(), number) if isinstance(number, str) else None
    if found is not None and found[1]:
        year, sequence = found
        key = (agency.key, minted[1], year)
        series[key] = max(series.get(key, 1), sequence + 1)
