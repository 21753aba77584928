"""The records around some records, fetched at once, and looked at as one agency may see them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from comity.acts.outlooks import Outlooks
from comity.desks.expected import Looking
from comity.records.declaration import Record
from comity.records.reach import pointers_of
from comity.records.references import Ref
from comity.store.classes import EXPUNGED
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.sealing import record_of

R = TypeVar("R", bound=Record)

# From a hearing to the arrest: case, decision, referral, arrest, incident.
_FURTHEST = 5
_FOLLOWED = frozenset("arrest booking charge-referral charging-decision court-case exhibit incident warrant".split())


@dataclass
class Looks:
    """Records at hand by their ids, opened once."""

    node: Node
    held: dict[UUID, Stored] = field(default_factory=dict)
    _opened: dict[tuple[UUID, int], Record] = field(default_factory=dict)

    def record_of(self, stored: Stored) -> Record:
        """Give the record of an entry, for the platform's own work."""
        place = (stored.id, stored.seq)
        if place not in self._opened:
            self._opened[place] = record_of(self.node.keyring, stored)
        return self._opened[place]

    @property
    def all(self) -> Looking:
        """Everything that is at hand, whoever may see it."""
        return _Look(self, None, "")

    def of(self, outlooks: Outlooks, agency: str) -> Looking:
        """What is at hand, as an agency may see it."""
        return _Look(self, outlooks, agency)


@dataclass(frozen=True)
class _Look:
    looks: Looks
    outlooks: Outlooks | None
    agency: str

    def record(self, ref: Ref[R] | None) -> R | None:
        stored = self._shown(ref)
        return self.looks.record_of(stored) if stored else None  # type: ignore[return-value]  # its kind was checked at entry

    def entered_by(self, ref: Ref[R] | None) -> str | None:
        stored = self._shown(ref)
        return stored.member if stored else None

    def _shown(self, ref: Ref[R] | None) -> Stored | None:
        stored = self.looks.held.get(ref.id) if ref else None
        if stored is None or self.outlooks is None or self.outlooks.shows(self.agency, stored):
            return stored
        return None


async def looks_around(node: Node, found: Sequence[Stored]) -> Looks:
    """Fetch what some records lead to, as far as declarations of what is expected follow it."""
    looks = Looks(node)
    edge: Sequence[Stored] = found
    for _ in range(_FURTHEST):
        ahead = {id for stored in edge for id in _ahead(looks, stored)} - looks.held.keys()
        if not ahead:
            break
        held = await node.holding.held(ahead)
        looks.held |= held
        edge = list(held.values())
    return looks


def _ahead(looks: Looks, stored: Stored) -> list[UUID]:
    if stored.handling == EXPUNGED:
        return []
    pointers = pointers_of(looks.record_of(stored))
    return [each.id for each in pointers if not each.kinds or _FOLLOWED & set(each.kinds)]
