"""How a version of a record is shown to one reader: the fields that a sight lets through, with their notices."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from comity.acts.sight import About, Sight, outlook
from comity.policy.clauses import Decision, HandlingClass
from comity.policy.grounds import Notice
from comity.policy.sessions import Session
from comity.records.categories import Category
from comity.records.declaration import kind_name
from comity.records.parting import parted, plain_fields, protected_fields, visible, withheld
from comity.records.registry import kind_named
from comity.store.entries import Entry, Stored
from comity.store.node import Node
from comity.store.sealing import opened

_PROTECTED = sum(category for category in Category if category.protected)


class View(Struct, frozen=True, weakref=True):
    """A version of a record as one reader may see it; what is withheld is named by category, filled in or not.

    ``notices`` go with it wherever it goes: what whoever receives it must heed, and the consents that it rests on.
    """

    seq: int
    id: UUID
    kind: str
    owner: str
    version: int
    recorded_at: datetime
    recorded_by: str
    fields: dict[str, Any]
    withheld: tuple[str, ...]
    because: tuple[str, ...]
    mask: int
    notices: tuple[Notice, ...] = ()
    markings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Say which version it is, and nothing of what it says."""
        return f"View({self.kind} {self.id}, version {self.version})"


def as_entered(node: Node, session: Session, entry: Entry) -> View | None:
    """Show what was just entered as its author sees it, without reading it again; None for a retry, or when hidden."""
    record = entry.record
    if record is None or entry.replayed:
        return None
    kind = type(record)
    handling = HandlingClass(kind_name(kind), session.agency.key, tuple(sorted(record.markings)))
    decision = outlook(node, session).on(handling, About(entry.id, record))
    if not decision.allowed:
        return None
    facts, protected = parted(record)
    return View(
        entry.seq,
        entry.id,
        handling.kind,
        handling.owner,
        entry.version,
        entry.recorded_at,
        session.member.key,
        visible(kind, plain_fields(facts.decode()), protected_fields(protected) if protected else {}, decision.mask),
        withheld(kind, decision.mask),
        (*decision.because, *decision.grounds),
        decision.mask,
        node.rulebook.notices(decision),
        handling.markings,
    )


def views(node: Node, sight: Sight, found: Iterable[Stored]) -> list[View]:
    """Show versions of records as a session may see them, in their order; what it may not see is left out."""
    decided = ((stored, sight.on_stored(stored)) for stored in found)
    return [_view(node, stored, decision) for stored, decision in decided if decision.allowed]


def _view(node: Node, stored: Stored, decision: Decision) -> View:
    """Show a version of a record; its protected fields are opened only when some are visible."""
    kind = kind_named(stored.handling.kind).kind
    protected = opened(node.keyring, stored) if decision.mask & _PROTECTED else {}
    return View(
        stored.seq,
        stored.id,
        stored.handling.kind,
        stored.handling.owner,
        stored.version,
        stored.recorded_at,
        stored.member,
        visible(kind, plain_fields(stored.facts), protected, decision.mask),
        withheld(kind, decision.mask),
        (*decision.because, *decision.grounds),
        decision.mask,
        node.rulebook.notices(decision),
        stored.now.markings,
    )
