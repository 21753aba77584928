"""Makes all that linkage holds again: for a first load, after a model was trained, and with everything else derived."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import asyncpg

from comity.linkage.features import LINKED
from comity.linkage.populations import Here, Known, Population, Populations
from comity.store.comparing import LEAST_KEPT_BITS, NEVER_LINKED, Linkable, linkable_of, sealed_features
from comity.store.node import Node
from comity.store.reading import ENTRY_COLUMNS, stored
from comity.store.sealing import record_of

_LOCK_HEAD = "select size from log_head for update"
# Deleted, not truncated: readers then see the old rows until the new ones are whole.
_EMPTY = "delete from linkable; delete from link_key; delete from link_edge"
_PAGE = f"""
-- Current records of some classes after a place in the log, oldest first, each with where it began.
select {ENTRY_COLUMNS}, began.seq as first
from record r join entry e on e.seq = r.seq join entry began on began.record = r.id and began.version = 1
where r.class_id = any($1::int[]) and r.seq > $2 order by r.seq limit $3
"""  # noqa: S608 - constants only
_ROWS = 2000

Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy


@dataclass
class Relinked:
    """How many records of each kind were compared, and how many pairs of them are kept."""

    records: dict[str, int] = field(default_factory=dict)
    pairs: dict[str, int] = field(default_factory=dict)


async def relink_all(node: Node, populations: Populations = Here) -> Relinked:
    """Make all links again in one transaction; nobody can enter anything meanwhile, and readers see the old ones.

    ``populations`` says where pairs are found and scored.
    """
    async with node.pool.acquire() as connection, connection.transaction():
        await connection.fetchval(_LOCK_HEAD)
        return await relink(node, connection, populations)


async def relink(node: Node, connection: Connection, populations: Populations = Here) -> Relinked:
    """Make all links again, on the connection of whoever holds the head of the log."""
    done = Relinked()
    await connection.execute(_EMPTY)
    for kind in sorted(LINKED):
        population, count = populations(), 0
        async for page in _pages(node, connection, kind):
            await _keep(node, connection, page, population)
            count += len(page)
        done.records[kind], done.pairs[kind] = count, 0
        for edges in population.edges(node.linking.model_among(kind, count), LEAST_KEPT_BITS):
            await connection.copy_records_to_table("link_edge", records=edges)
            done.pairs[kind] += len(edges)
    await node.linking.refresh(connection)
    return done


@dataclass(frozen=True)
class _Row:
    record: asyncpg.Record
    linkable: Linkable


async def _pages(node: Node, connection: Connection, kind: str) -> AsyncIterator[list[_Row]]:
    """Give the records of a kind that are linked, in pages."""
    wanted = [n for n, c in node.classes.all().items() if c.kind == kind and NEVER_LINKED.isdisjoint(c.markings)]
    after = -1
    while rows := await connection.fetch(_PAGE, wanted, after, _ROWS):
        after = rows[-1]["seq"]
        opened = [(row, record_of(node.keyring, await stored(row, node.classes))) for row in rows]
        yield [_Row(row, found) for row, record in opened if (found := linkable_of(node.keyring, record)) is not None]


async def _keep(node: Node, connection: Connection, page: list[_Row], population: Population) -> None:
    rows, known = [], []
    for each in page:
        row, linkable = each.record, each.linkable
        secret = node.keyring.secret(row["slot"])
        sealed = sealed_features(secret, row["record"], row["version"], linkable.features)
        number = row["seq"]
        rows.append((number, row["record"], row["version"], row["first"], row["slot"], sealed, linkable.keys))
        known.append(Known(number, linkable.features, linkable.keys))
    await connection.copy_records_to_table("linkable", records=rows)
    keys = [(key, each.number) for each in known for key in each.keys]
    await connection.copy_records_to_table("link_key", records=keys)
    population.add(known)
