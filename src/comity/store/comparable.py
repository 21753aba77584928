"""Gives all that linkage compares of a kind, for training and for measuring; nothing of it may be shown to anyone."""

from dataclasses import dataclass, field
from uuid import UUID

from comity.linkage.features import Features
from comity.store.comparing import opened_features
from comity.store.lost import reachable
from comity.store.node import Node

_PAGE = """
-- What linkage holds of the records of a kind after a place in the log, oldest first.
select l.number, l.record, l.version, l.slot, l.features
from linkable l join record r on r.id = l.record join handling_class c on c.id = r.class_id
where c.kind = $1 and l.number > $2 order by l.number limit $3
"""
_EDGES = """
-- The pairs of records of a kind whose evidence is kept.
select e.one, e.other, e.bits
from link_edge e join linkable l on l.number = e.one join record r on r.id = l.record
join handling_class c on c.id = r.class_id where c.kind = $1
"""
_ROWS = 5000


@dataclass
class Comparable:
    """The records of a kind, their features, and the pairs that were compared, by places in these lists, with bits."""

    records: list[UUID] = field(default_factory=list)
    features: list[Features] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    bits: list[float] = field(default_factory=list)


async def comparable(node: Node, kind: str) -> Comparable:
    """Read all that linkage holds of a kind."""
    found, places, after = Comparable(), dict[int, int](), -1
    async with reachable():
        while rows := await node.pool.fetch(_PAGE, kind, after, _ROWS):
            for row in rows:
                places[row["number"]] = len(found.records)
                found.records.append(row["record"])
                found.features.append(opened_features(node.keyring, row))
            after = rows[-1]["number"]
        for row in await node.pool.fetch(_EDGES, kind):
            if row["one"] in places and row["other"] in places:
                found.left.append(places[row["one"]])
                found.right.append(places[row["other"]])
                found.bits.append(row["bits"])
    return found
