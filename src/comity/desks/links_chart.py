"""The link chart of a case: its records and people as nodes, and every reference between them as an edge.

The same edges are a table for whoever reads it by keyboard or by ear.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from comity.desks.seen import Seen, Thread
from comity.desks.titles import title_of
from comity.records.parting import ids_at
from comity.records.reach import pointings
from comity.records.registry import kind_named

_PEOPLE_AND_THINGS = "parties"


@dataclass(frozen=True)
class ChartNode:
    """A record of the chart; ``party`` tells a person, a thing or a place from what was done."""

    id: UUID
    kind: str
    owner: str
    title: str
    party: bool


@dataclass(frozen=True)
class ChartEdge:
    """A reference: from which record to which, in which field, and by which clauses it is seen."""

    source: UUID
    target: UUID
    field: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """The nodes and the edges between them, in the order of the records."""

    nodes: tuple[ChartNode, ...]
    edges: tuple[ChartEdge, ...]


def links_chart(thread: Thread) -> Chart:
    """Give the records of a thread and how they refer to one another; what is not in the thread has no edge."""
    return Chart(
        tuple(_node(each) for each in thread.seen.values()),
        tuple(edge for each in thread.seen.values() for edge in _edges(thread, each)),
    )


def _node(seen: Seen) -> ChartNode:
    folder = kind_named(seen.kind).folder
    return ChartNode(seen.id, seen.kind, seen.owner, title_of(seen.kind, seen.fields), folder == _PEOPLE_AND_THINGS)


def _edges(thread: Thread, seen: Seen) -> Iterator[ChartEdge]:
    for pointing in pointings(kind_named(seen.kind).kind):
        for target in sorted(ids_at(seen.fields, [pointing.path])):
            if target in thread.seen:
                yield ChartEdge(seen.id, target, _label(pointing.path), seen.because)


def _label(path: tuple[str, ...]) -> str:
    return " ".join(step for step in path if step != "*").replace("_", " ")
