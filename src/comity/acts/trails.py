"""Where the references of entries lead: to the case, the booking, the person that they are about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

from comity.acts.sight import Sight
from comity.records.parting import ids_at, joined, plain_fields
from comity.records.reach import pointing_paths_by_kinds
from comity.records.registry import kind_named
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.sealing import opened
from comity.store.subscriptions import Standing

# From a release to whom it is about: booking, arrest, person. A case's docket is no further.
_FURTHEST = 5
# A person or a place is shared by many cases: it is reached, and does not lead on.
_LEADS_NOWHERE = frozenset({"parties", "governance"})


@dataclass
class Trail:
    """Where references lead from some entries: what each record points at, and the records on the way.

    ``ahead`` are those on the way that are not known yet.
    """

    held: dict[UUID, Stored] = field(default_factory=dict)
    points: dict[UUID, frozenset[UUID]] = field(default_factory=dict)
    ahead: set[UUID] = field(default_factory=set)

    def take(self, node: Node, stored: Stored) -> None:
        """Keep a record, and what it points at where that leads on."""
        kind = kind_named(stored.handling.kind)
        self.held[stored.id] = stored
        if kind.folder not in _LEADS_NOWHERE or stored.handling.kind == "search-alert":
            fields = joined(plain_fields(stored.facts), opened(node.keyring, stored))
            ending, leading = _paths(kind.name)
            further = ids_at(fields, leading)
            self.ahead |= further
            self.points[stored.id] = frozenset(further | ids_at(fields, ending))

    def reached(self, start: UUID, sight: Sight | None = None) -> Iterator[UUID]:
        """Give the records to which references lead from one, itself too; with a sight, over what that shows only."""
        seen, edge = {start}, [start]
        while edge:
            yield from edge
            edge = [id for here in edge if self._is_passed(here, start, sight) for id in self.points.get(here, ())]
            edge = [id for id in dict.fromkeys(edge) if id not in seen]
            seen.update(edge)

    def _is_passed(self, here: UUID, start: UUID, sight: Sight | None) -> bool:
        return sight is None or here == start or (here in self.held and sight.shows(self.held[here]))


async def trail_from(node: Node, waiting: Iterable[Standing], found: Iterable[Stored]) -> Trail:
    """Follow the references of entries whose kinds somebody wants of what they are about."""
    trail, wanted = Trail(), _kinds_wanted(waiting)
    if not wanted:
        return trail
    for stored in found:
        if is_wanted(stored.handling.kind, wanted):
            trail.take(node, stored)
    for _ in range(_FURTHEST):
        ahead, trail.ahead = trail.ahead - trail.held.keys(), set()
        held = await node.holding.held(ahead) if ahead else {}
        for stored in held.values():
            trail.take(node, stored)
    return trail


@cache
def _paths(name: str) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    """Give the paths at which a kind points at what leads no further, and those at what may."""
    ending, leading = list[tuple[str, ...]](), list[tuple[str, ...]]()
    for path, meant in pointing_paths_by_kinds(kind_named(name).kind):
        ends = bool(meant) and all(kind_named(each).folder in _LEADS_NOWHERE for each in meant)
        (ending if ends else leading).append(path)
    return tuple(ending), tuple(leading)


def _kinds_wanted(waiting: Iterable[Standing]) -> frozenset[str]:
    """Give the kinds that somebody wants of what they are about; "" stands for all."""
    return frozenset(kind for each in waiting if each.wish.about is not None for kind in wanted_by(each))


def wanted_by(standing: Standing) -> frozenset[str]:
    """Give the kinds that a subscription wants; "" stands for all but those of governance."""
    return frozenset(standing.wish.kinds or ("",))


def is_wanted(kind: str, wanted: frozenset[str]) -> bool:
    """Tell whether a kind is among those that are wanted."""
    return kind in wanted or ("" in wanted and kind_named(kind).folder != "governance")
