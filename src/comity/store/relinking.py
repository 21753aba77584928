"""Makes all that linkage holds again: for a first load, after a model was trained, and with everything else derived."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import asyncpg
import numpy as np

from comity.linkage.candidates import candidate_pairs
from comity.linkage.columns import columns_of
from comity.linkage.features import LINKED, Features
from comity.linkage.model import Model
from comity.linkage.scoring import score_pairs, sources_of
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
Edge = tuple[int, int, float]


@dataclass
class Relinked:
    """How many records of each kind were compared, and how many pairs of them are kept."""

    records: dict[str, int] = field(default_factory=dict)
    pairs: dict[str, int] = field(default_factory=dict)


@dataclass
class _Kind:
    """The records of one kind, as linkage compares them, in the order of their places in the log."""

    numbers: list[int] = field(default_factory=list)
    features: list[Features] = field(default_factory=list)
    keys: list[tuple[int, ...]] = field(default_factory=list)


async def relink_all(node: Node) -> Relinked:
    """Make all links again in one transaction; nobody can enter anything meanwhile, and readers see the old ones."""
    async with node.pool.acquire() as connection, connection.transaction():
        await connection.fetchval(_LOCK_HEAD)
        return await relink(node, connection)


async def relink(node: Node, connection: Connection) -> Relinked:
    """Make all links again, on the connection of whoever holds the head of the log."""
    done = Relinked()
    await connection.execute(_EMPTY)
    for kind in sorted(LINKED):
        found = _Kind()
        async for page in _pages(node, connection, kind):
            await _keep(node, connection, page, found)
        edges = _edges(node.linking.model_among(kind, len(found.numbers)), found)
        await connection.copy_records_to_table("link_edge", records=edges)
        done.records[kind], done.pairs[kind] = len(found.numbers), len(edges)
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


async def _keep(node: Node, connection: Connection, page: list[_Row], found: _Kind) -> None:
    rows, keys = [], []
    for each in page:
        row, linkable = each.record, each.linkable
        secret = node.keyring.secret(row["slot"])
        sealed = sealed_features(secret, row["record"], row["version"], linkable.features)
        number = row["seq"]
        rows.append((number, row["record"], row["version"], row["first"], row["slot"], sealed, linkable.keys))
        keys += [(key, number) for key in linkable.keys]
        found.numbers.append(number)
        found.features.append(linkable.features)
        found.keys.append(linkable.keys)
    await connection.copy_records_to_table("linkable", records=rows)
    await connection.copy_records_to_table("link_key", records=keys)


def _edges(model: Model, found: _Kind) -> list[Edge]:
    """Compare whoever shares a key; numbers rise with places, so that the lower stands first."""
    owners = np.repeat(np.arange(len(found.keys)), [len(keys) for keys in found.keys])
    keys = np.asarray([key for keys in found.keys for key in keys], dtype=np.int64)
    left, right = candidate_pairs(keys, owners)
    if not len(left):
        return []
    columns = columns_of(found.features, sources_of(model))
    bits = score_pairs(model, columns, left, right) - model.prior
    kept = bits >= LEAST_KEPT_BITS
    numbers = np.asarray(found.numbers, dtype=np.int64)
    ends = numbers[left[kept]].tolist(), numbers[right[kept]].tolist()
    return list(zip(*ends, bits[kept].tolist(), strict=True))
