"""What a session sees of all that is held: computed from policy once per profile, bound into every query.

Consents, court orders and assignments open single records beside: those are found by the words that every record
carries for what it refers to, and decided on one by one, at every read.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

from comity.policy import masks
from comity.policy.clauses import NOTHING, Decision, HandlingClass, Operation
from comity.policy.grounds import NO_GROUNDS, Cover, Ground, Serving
from comity.policy.matrix import Matrix
from comity.policy.sessions import Profile, Session, profile_of
from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.parting import joined, plain_fields, pointed_at
from comity.records.reach import pointers_of, pointing_at, pointing_categories
from comity.records.registry import kind_named
from comity.store.entries import Stored
from comity.store.keyring import Keyring
from comity.store.node import Node
from comity.store.reading import Covered, Scope
from comity.store.sealing import opened
from comity.store.tokens import token


@dataclass(frozen=True, eq=False)
class Decided:
    """The decision on each class for a profile and an operation, as the rules of one matrix have it.

    ``decisions`` holds the classes of which something is open, and ``handling`` what they are; of those in
    ``conditional`` a ground may open more.
    """

    lens: masks.Lens
    decisions: Mapping[int, Decision]
    handling: Mapping[int, HandlingClass]
    by_class: Mapping[HandlingClass, Decision]
    conditional: frozenset[HandlingClass]

    @cached_property
    def classes(self) -> tuple[int, ...]:
        """The classes that exist for this profile at all."""
        return tuple(sorted(self.decisions))

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of these classes."""
        return frozenset(self.handling[each].kind for each in self.decisions)

    def by_mask(self, within: int) -> Mapping[int, tuple[int, ...]]:
        """Group the classes by what is seen of them of some categories; nothing seen is left out."""
        return _by_mask(self, within)


# What follows from decisions is the same for everybody of a profile, and asked for at every read.
@lru_cache(maxsize=256)
def _by_mask(decided: Decided, within: int) -> Mapping[int, tuple[int, ...]]:
    groups: dict[int, list[int]] = {}
    for class_id in decided.classes:
        if mask := decided.decisions[class_id].mask & within:
            groups.setdefault(mask, []).append(class_id)
    return {mask: tuple(classes) for mask, classes in groups.items()}


@lru_cache(maxsize=256)
def _narrowed(decided: Decided, wanted: frozenset[str] | None, owner: str) -> Decided:
    """Give the decisions on classes of some kinds, or any, and of one owner if one is named."""
    return replace(
        decided,
        decisions={
            n: decision for n, decision in decided.decisions.items() if _is_wanted(decided.handling[n], wanted, owner)
        },
    )


def _is_wanted(handling: HandlingClass, wanted: frozenset[str] | None, owner: str) -> bool:
    return (wanted is None or handling.kind in wanted) and owner in ("", handling.owner)


@lru_cache(maxsize=256)
def _of_all(decided: Decided, epoch: int) -> Scope:
    return Scope(epoch, decided.classes)


class Single(NamedTuple):
    """The decision on one record that grounds open, as the version at ``seq`` has it."""

    class_id: int
    decision: Decision
    seq: int


@dataclass(frozen=True)
class Sight:
    """What exists for a session and an operation: the decision on each class, and the grounds for single records.

    ``single`` holds the records that grounds open beside, or wider than, their classes, with the decision on each; None
    when nobody has looked for them. ``beyond`` holds the classes of which nothing but single records may exist.
    """

    decided: Decided
    epoch: int
    keyring: Keyring
    serving: Serving = NO_GROUNDS
    single: Mapping[UUID, Single] | None = None
    beyond: tuple[int, ...] = ()

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """The grounds that may open single records to this session."""
        return self.serving.grounds

    @property
    def profile(self) -> Profile:
        """Whose sight it is."""
        return self.decided.lens.profile

    @property
    def classes(self) -> tuple[int, ...]:
        """The classes that exist for this session at all."""
        return self.decided.classes

    @property
    def decisions(self) -> Mapping[int, Decision]:
        """The decision on each class that exists."""
        return self.decided.decisions

    def on_class(self, handling: HandlingClass) -> Decision:
        """The decision on any record of a class, which no record may have had before."""
        found = self.decided.by_class.get(handling)
        return masks.through(self.decided.lens, handling) if found is None else found

    def on(self, handling: HandlingClass, about: Iterable[UUID]) -> Decision:
        """The decision on one record of a class that is, or is about, some records."""
        covers = self._covers(handling, about) if self.grounds else ()
        return masks.through(self.decided.lens, handling, covers) if covers else self.on_class(handling)

    def opens(self, handling: HandlingClass) -> bool:
        """Whether a consent, an order or an assignment could open records of a class, or more of them."""
        return masks.is_conditional(self.decided.lens, handling)

    def on_stored(self, stored: Stored) -> Decision:
        """The decision on a version of a record: never more than its current version lets be seen."""
        found = self.single.get(stored.id) if self.single else None
        if found is not None and found.seq == stored.seq:
            return found.decision
        about = self._about(stored) if self.grounds and self._may_open_more(stored) else ()
        decision = self.on(stored.handling, about)
        current = self._on_current(stored, about)
        if current == decision:
            return decision
        mask = decision.mask & current.mask
        return Decision(mask, decision.because, decision.grounds, decision.obliged) if mask else NOTHING

    def shows(self, stored: Stored) -> bool:
        """Whether anything of a version of a record may be seen; what is open to all of its class is told at once."""
        open_to_all = self.on_class(stored.handling).mask & self.on_class(stored.now).mask
        return bool(open_to_all) or self.on_stored(stored).allowed

    def _on_current(self, stored: Stored, about: Collection[UUID]) -> Decision:
        """The decision on the current version of a record, which may be about others than an earlier one."""
        if self.single is None:
            return self.on(stored.now, about)
        found = self.single.get(stored.id)
        return self.on_class(stored.now) if found is None else found.decision

    @cached_property
    def scope(self) -> Scope:
        """What queries may reach."""
        if not self.single and not self.beyond:
            return _of_all(self.decided, self.epoch)
        single = (self.single or {}).items()
        beside = tuple(id for id, found in single if found.class_id not in self.decisions)
        return Scope(self.epoch, self.classes, beside, self.beyond)

    def of_kinds(self, wanted: frozenset[str] | None, classes: Mapping[int, HandlingClass], owner: str = "") -> "Sight":
        """The same sight, of records of some kinds only (None for all), and of one owner where one is named."""
        single = (self.single or {}).items()
        return Sight(
            _narrowed(self.decided, wanted, owner),
            self.epoch,
            self.keyring,
            self.serving,
            {id: found for id, found in single if _is_wanted(classes[found.class_id], wanted, owner)},
            tuple(class_id for class_id in self.beyond if _is_wanted(classes[class_id], wanted, owner)),
        )

    def by_mask(self, within: int) -> dict[int, tuple[list[int], list[UUID]]]:
        """Group classes and single records by what is seen of them of some categories; nothing seen is left out."""
        groups: dict[int, tuple[list[int], list[UUID]]] = {
            mask: (list(classes), []) for mask, classes in self.decided.by_mask(within).items()
        }
        for id, found in (self.single or {}).items():
            if mask := found.decision.mask & within:
                groups.setdefault(mask, ([], []))[1].append(id)
        return groups

    def _is_conditional(self, handling: HandlingClass) -> bool:
        return handling in self.decided.conditional or handling not in self.decided.by_class

    def _may_open_more(self, stored: Stored) -> bool:
        return self._is_conditional(stored.handling) or self._is_conditional(stored.now)

    def _about(self, stored: Stored) -> set[UUID]:
        kind = kind_named(stored.handling.kind).kind
        fields = joined(plain_fields(stored.facts), opened(self.keyring, stored))
        return {stored.id, *pointed_at(kind, fields)}

    def _covers(self, handling: HandlingClass, about: Iterable[UUID]) -> tuple[Cover, ...]:
        if not self._is_conditional(handling):
            return ()
        return self.serving.covers(handling.owner, about)


_MAY_ENTER: dict[tuple[object, ...], Decision] = {}
_DECIDED: dict[tuple[object, ...], Decided] = {}
_MOST_PROFILES = 4096
_WORDS: WeakKeyDictionary[Serving, dict[frozenset[Category], Mapping[int, UUID]]] = WeakKeyDictionary()


def profile_now(node: Node, session: Session) -> Profile:
    """Give the profile of a session, with the training certificates that are valid now."""
    return profile_of(session, node.rulebook.certificates_of(session.member.key))


def outlook(node: Node, session: Session, operation: Operation = Operation.SEE) -> Sight:
    """Give what a session may do, for deciding on records at hand; ``sight_of`` is what queries need."""
    decided = decided_for(node, profile_now(node, session), operation)
    if not decided.conditional:
        return Sight(decided, node.rulebook.epoch, node.keyring)
    serving = node.rulebook.serving(session.agency.key, session.member.key, session.purpose_name)
    return Sight(decided, node.rulebook.epoch, node.keyring, serving)


async def sight_of(
    node: Node, session: Session, operation: Operation = Operation.SEE, *, among: tuple[UUID, ...] | None = None
) -> Sight:
    """Give what a session may do with all that is held, single records that grounds open included.

    ``among`` looks for single records among these only: what reads one record needs not know of all.
    """
    sight = outlook(node, session, operation)
    if not sight.grounds:
        return Sight(sight.decided, sight.epoch, sight.keyring, sight.serving, {})
    classes = node.classes.all()
    conditional = tuple(n for n, handling in classes.items() if handling in sight.decided.conditional)
    beyond = tuple(class_id for class_id in conditional if class_id not in sight.decisions)
    return replace(sight, single=await _single(node, sight, conditional, among), beyond=beyond)


def decided_for(node: Node, profile: Profile, operation: Operation = Operation.SEE) -> Decided:
    """Give what a profile may do with the classes known now, from the matrix in force; computed once for each."""
    matrix, classes = node.rulebook.matrix, node.classes.all()
    key = (node.dsn, node.rulebook.serial, len(classes), profile, operation)
    found = _DECIDED.get(key)
    if found is None:
        if len(_DECIDED) > _MOST_PROFILES:
            _DECIDED.clear()
        found = _DECIDED[key] = decided_by(matrix, classes, profile, operation)
    return found


def decided_by(matrix: Matrix, classes: Mapping[int, HandlingClass], profile: Profile, operation: Operation) -> Decided:
    """Decide on every class for a profile and an operation, by a matrix that need not be in force."""
    lens = masks.lens(matrix, profile, operation)
    decided = {handling: masks.through(lens, handling) for handling in classes.values()}
    seen = {n: handling for n, handling in classes.items() if decided[handling].allowed}
    return Decided(
        lens,
        {n: decided[handling] for n, handling in seen.items()},
        seen,
        decided,
        frozenset(handling for handling in decided if masks.is_conditional(lens, handling)),
    )


async def _single(
    node: Node, sight: Sight, conditional: tuple[int, ...], among: tuple[UUID, ...] | None
) -> dict[UUID, Single]:
    """Find the records of some classes that grounds open, and decide on each."""
    classes = node.classes.all()
    within = frozenset(c for n in conditional for c in pointing_categories(kind_named(classes[n].kind).kind))
    words = _words(node, sight.serving, within)
    subjects = list(sight.serving.by_subject)
    found = await node.reader.covered(Scope(sight.epoch, conditional), subjects, list(words), among=among)
    single: dict[UUID, Single] = {}
    for each in found:
        decision = sight.on(classes[each.class_id], _near(each, words))
        if decision.allowed:
            single[each.id] = Single(each.class_id, decision, each.seq)
    return single


def _words(node: Node, serving: Serving, within: frozenset[Category]) -> Mapping[int, UUID]:
    """Give the words of whatever refers, in some categories, to what grounds are about; made once for the grounds."""
    made = _WORDS.setdefault(serving, {})
    if within not in made:
        key = node.keyring.token_key
        made[within] = {token(key, pointing_at(c, id)): id for id in serving.by_subject for c in within}
    return made[within]


def _near(covered: Covered, words: Mapping[int, UUID]) -> set[UUID]:
    return {covered.id, *(words[each] for each in covered.through)}


@dataclass(frozen=True, slots=True)
class About:
    """What a record is about: itself, and what it refers to; looked for only when somebody asks."""

    id: UUID
    record: Record

    def __iter__(self) -> Iterator[UUID]:
        """Give the records that it is about, some perhaps more than once."""
        yield self.id
        yield from (pointer.id for pointer in pointers_of(self.record))


def may_enter(node: Node, profile: Profile, handling: HandlingClass, operation: Operation) -> Decision:
    """Give whether a profile may enter records of a class first-hand, or import them."""
    matrix = node.rulebook.matrix
    key = (node.dsn, node.rulebook.serial, profile, handling, operation)
    found = _MAY_ENTER.get(key)
    if found is None:
        if len(_MAY_ENTER) > _MOST_PROFILES:
            _MAY_ENTER.clear()
        found = _MAY_ENTER[key] = masks.decide(matrix, profile, handling, operation)
    return found
