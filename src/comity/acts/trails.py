"""Where the references of entries lead: to the case, the booking, the person that they are about."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple
from uuid import UUID

from comity.acts.sight import Sight
from comity.records.branches import Branch, branch_of, values_in
from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.parting import joined, plain_fields
from comity.records.reach import pointings
from comity.records.registry import kind_named
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.sealing import opened

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
        ways = _ways(kind.kind)
        fields = plain_fields(stored.facts)
        if ways.protected:
            fields = joined(fields, opened(node.keyring, stored))
        found = [(UUID(id), category, leads_on) for (category, leads_on), id in values_in(ways.branch, fields)]
        self.points[stored.id] = tuple((id, category) for id, category, _ in found)
        self.ahead.update(id for id, _, leads_on in found if leads_on)

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


async def trail_from(node: Node, wanted: Collection[str], found: Iterable[Stored]) -> Trail:
    """Follow the references of entries of some kinds; "" stands for all but those of governance."""
    trail = Trail()
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


class _Ways(NamedTuple):
    """Where a kind points at other records: in which category, whether that leads on, and if any is protected."""

    branch: Branch[tuple[int, bool]]
    protected: bool


@cache
def _ways(kind: type[Record]) -> _Ways:
    """Give the ways on from a kind, with categories as plain integers."""
    found = pointings(kind)
    branch = branch_of((each.path, (int(each.category), _leads_on(each.kinds))) for each in found)
    return _Ways(branch, any(each.category.protected for each in found))


def _leads_on(kinds: tuple[str, ...]) -> bool:
    """Tell whether what is pointed at may point further."""
    return not kinds or any(kind_named(each).folder not in _LEADS_NOWHERE for each in kinds)


def is_wanted(kind: str, wanted: Collection[str]) -> bool:
    """Tell whether a kind is among those that are wanted."""
    return kind in wanted or ("" in wanted and kind_named(kind).folder != "governance")
