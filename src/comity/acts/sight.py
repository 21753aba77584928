"""What a session sees of all that is held: computed from policy once per profile, bound into every query."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from comity.policy import masks
from comity.policy.clauses import NOTHING, Decision, HandlingClass, Operation
from comity.policy.sessions import Profile, Session
from comity.records.categories import Category
from comity.records.declaration import kind_name
from comity.records.parting import parted, plain_fields, protected_fields, visible, withheld
from comity.records.registry import kind_named
from comity.store.entries import Entry, Stored
from comity.store.node import Node
from comity.store.sealing import opened

_PROTECTED = sum(category for category in Category if category.protected)


@dataclass(frozen=True)
class View:
    """A version of a record as one reader may see it; what is withheld is named by category, filled in or not."""

    seq: int
    id: UUID
    kind: str
    owner: str
    version: int
    recorded_at: datetime
    recorded_by: str
    fields: dict[str, Any] = field(repr=False)
    withheld: tuple[str, ...]
    because: tuple[str, ...]
    mask: int


@dataclass(frozen=True)
class Sight:
    """The classes of records that exist for a profile, with the decision for each."""

    decisions: dict[int, Decision]
    by_class: dict[HandlingClass, Decision]

    def on(self, handling: HandlingClass) -> Decision:
        """The decision on a class; nothing at all where there is none."""
        return self.by_class.get(handling, NOTHING)

    @cached_property
    def classes(self) -> tuple[int, ...]:
        """The classes that exist for this profile at all."""
        return tuple(sorted(self.decisions))

    def of_kinds(self, wanted: frozenset[str], kinds: dict[int, str]) -> tuple[int, ...]:
        """The classes that exist for this profile, of some kinds only."""
        return tuple(class_id for class_id in self.classes if kinds[class_id] in wanted)

    def with_category(self, category: Category) -> tuple[int, ...]:
        """The classes of which this profile sees a category."""
        return tuple(class_id for class_id in self.classes if self.decisions[class_id].mask & category)


_MAY_ENTER: dict[tuple[str, int, Profile, HandlingClass, Operation], Decision] = {}
_SEEN: dict[tuple[str, int, int, Profile], Sight] = {}
_MOST_PROFILES = 4096


def sight_of(node: Node, session: Session) -> Sight:
    """Give what a session sees, from the directory in force and the classes known now."""
    return sight_for(node, session.profile)


def sight_for(node: Node, profile: Profile) -> Sight:
    """Give what a profile sees, from the directory in force and the classes known now."""
    classes = node.classes.all()
    key = (node.dsn, node.directories.version, len(classes), profile)
    found = _SEEN.get(key)
    if found is None:
        if len(_SEEN) > _MOST_PROFILES:
            _SEEN.clear()
        decided = {n: masks.sight(node.directory, profile, handling) for n, handling in classes.items()}
        found = _SEEN[key] = Sight(
            {n: decision for n, decision in decided.items() if decision.allowed},
            {classes[n]: decision for n, decision in decided.items()},
        )
    return found


def decision_on(node: Node, profile: Profile, handling: HandlingClass) -> Decision:
    """Give what a profile sees of a class, which no record may have had before."""
    found = sight_for(node, profile).by_class.get(handling)
    return masks.sight(node.directory, profile, handling) if found is None else found


def may_enter(node: Node, profile: Profile, handling: HandlingClass, operation: Operation) -> Decision:
    """Give whether a profile may enter records of a class first-hand, or import them."""
    key = (node.dsn, node.directories.version, profile, handling, operation)
    found = _MAY_ENTER.get(key)
    if found is None:
        if len(_MAY_ENTER) > _MOST_PROFILES:
            _MAY_ENTER.clear()
        decide = masks.importing if operation is Operation.IMPORT else masks.entry
        found = _MAY_ENTER[key] = decide(node.directory, profile, handling)
    return found


def as_entered(node: Node, session: Session, entry: Entry) -> View | None:
    """Show what was just entered as its author sees it, without reading it again; None for a retry, or when hidden."""
    record = entry.record
    if record is None or entry.replayed:
        return None
    kind = type(record)
    handling = HandlingClass(kind_name(kind), session.agency.key, tuple(sorted(record.markings)))
    decision = decision_on(node, session.profile, handling)
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
        decision.because,
        decision.mask,
    )


def view(node: Node, profile: Profile, stored: Stored) -> View:
    """Show a version of a record as a profile may see it; protected fields are opened only when some are visible."""
    decision = sight_for(node, profile).on(stored.handling)
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
        decision.because,
        decision.mask,
    )
