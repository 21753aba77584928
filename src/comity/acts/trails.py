"""Where the references of entries lead: to the case, the booking, the person that they are about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

from comity.acts.sight import Sight
from comity.records.categories import Category
from comity.records.parting import ids_at, joined, plain_fields
from comity.records.reach import pointings
from comity.records.registry import kind_named
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.sealing import opened
from comity.store.subscriptions import Standing

# From a release to whom it is about: booking, arrest, person. A case's docket is no further.
_FURTHEST = 5
# A person or a place is shared by many cases: it is reached, and does not lead on.
_LEADS_NOWHERE = frozenset({"parties", "governance"})
_EVERYTHING = sum(Category)


@dataclass
class Trail:
    """Where references lead from some entries: what each record points at, and the records on the way.

    ``ahead`` are those on the way that are not known yet.
    """

    held: dict[UUID, Stored] = field(default_factory=dict)
    points: dict[UUID, tuple[tuple[UUID, int], ...]] = field(default_factory=dict)
    ahead: set[UUID] = field(default_factory=set)

    def take(self, node: Node, stored: Stored) -> None:
        """Keep a record, and what it points at, in which category, where that leads on."""
        kind = kind_named(stored.handling.kind)
        self.held[stored.id] = stored
        if kind.folder in _LEADS_NOWHERE and stored.handling.kind != "search-alert":
            return
        fields = plain_fields(stored.facts)
        if any(each.category.protected for each in pointings(kind.kind)):
            fields = joined(fields, opened(node.keyring, stored))
        found = [(id, each) for each in pointings(kind.kind) for id in ids_at(fields, (each.path,))]
        self.points[stored.id] = tuple((id, int(each.category)) for id, each in found)
        self.ahead.update(id for id, each in found if _leads_on(each.kinds))

    def reached(self, start: UUID, sight: Sight | None = None) -> Iterator[UUID]:
        """Give the records to which references lead from one, itself too; with a sight, over what that shows only.

        A reference that stands in a category which is not seen leads nowhere: it says what is hidden.
        """
        seen, edge = {start}, [start]
        while edge:
            yield from edge
            edge = [id for here in edge for id in self._beyond(here, sight)]
            edge = [id for id in dict.fromkeys(edge) if id not in seen]
            seen.update(edge)

    def _beyond(self, here: UUID, sight: Sight | None) -> Iterator[UUID]:
        points = self.points.get(here, ())
        if points:
            mask = _EVERYTHING if sight is None else sight.on_stored(self.held[here]).mask
            yield from (id for id, category in points if category & mask)


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
def _leads_on(kinds: tuple[str, ...]) -> bool:
    """Tell whether what is pointed at may point further."""
    return not kinds or any(kind_named(each).folder not in _LEADS_NOWHERE for each in kinds)


def _kinds_wanted(waiting: Iterable[Standing]) -> frozenset[str]:
    """Give the kinds that somebody wants of what they are about; "" stands for all."""
    return frozenset(kind for each in waiting if each.wish.about is not None for kind in wanted_by(each))


def wanted_by(standing: Standing) -> frozenset[str]:
    """Give the kinds that a subscription wants; "" stands for all but those of governance."""
    return frozenset(standing.wish.kinds or ("",))


def is_wanted(kind: str, wanted: frozenset[str]) -> bool:
    """Tell whether a kind is among those that are wanted."""
    return kind in wanted or ("" in wanted and kind_named(kind).folder != "governance")
