"""Which records an order for relief reaches: the thread of a case, followed along references and charge numbers.

It is followed unfiltered, because an order reaches what its executor may not see. What others' cases share is told
apart: it stays until its owner has separated what concerns the order.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from comity.acts.relieve_earlier import relieved_by, still_sealed_without
from comity.errors import Refused
from comity.policy.clauses import HandlingClass
from comity.records.categories import Category
from comity.records.declaration import kind_name
from comity.records.justice.relief_order import Effect, ReliefOrder, ReliefScope
from comity.records.meaning import Search
from comity.records.parties.person import Person
from comity.records.reach import carrying_paths, pointers_of, pointing_at, values_at, words_for
from comity.records.registry import kind_named
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.pointing import carrying
from comity.store.sealing import record_of
from comity.store.tokens import token

MOST_REACHED = 20_000

# A person, a place or an imported message is shared by many cases: it goes only when nothing else refers to it.
_LEADS_NOWHERE = frozenset({"parties", "governance"})
# What keeps account of what was shown, ordered and told does not go with what it is about.
_ACCOUNTS = frozenset({"relief-order", "relief-challenge", "relief-decision", "recall-answer"})
# What belongs to one person's case alone; whoever points at another's is shared.
_APART = frozenset({"arrest", "citation", "disposition"})


@dataclass(frozen=True)
class Reached:
    """What an order reaches, and what it would reach if others' cases did not share it; each by rising place."""

    records: tuple[Stored, ...]
    shared: tuple[Stored, ...] = ()


@dataclass(frozen=True)
class _Item:
    """A record of the thread: what it points at, and the charge tracking numbers that it carries."""

    stored: Stored
    points: frozenset[UUID]
    numbers: frozenset[str]
    subject: UUID | None

    @property
    def leads(self) -> bool:
        return kind_named(self.stored.handling.kind).folder not in _LEADS_NOWHERE


@dataclass
class _Thread:
    """A thread while it is followed: what is in it, what others share, and the charges that it is about."""

    node: Node
    inside: dict[UUID, _Item] = field(default_factory=dict)
    shared: dict[UUID, _Item] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    persons: set[UUID] = field(default_factory=set)

    def take(self, items: Iterable[_Item]) -> list[_Item]:
        """Take items in; gives those that are new."""
        new = [item for item in items if item.stored.id not in self.inside and item.stored.id not in self.shared]
        self.inside.update((item.stored.id, item) for item in new)
        if len(self.inside) > MOST_REACHED:
            raise Refused(
                f"The order reaches more than {MOST_REACHED} records.",
                rule="relief_reaches_what_two_can_oversee",
                remedy="Narrow its scope, or have several orders entered.",
            )
        return new


async def reached(node: Node, order: ReliefOrder) -> Reached:
    """Give what an order reaches; Refused when that is more than anybody can oversee."""
    thread = _Thread(node)
    if order.earlier is not None:
        return await _of_earlier(node, order.earlier.id, order.effect)
    roots = await _items(node, {ref.id for ref in order.records})
    match order.scope:
        case ReliefScope.CASE:
            await _follow_whole(thread, roots)
        case ReliefScope.PERSON:
            await _follow_persons(thread, roots)
        case ReliefScope.ARREST | ReliefScope.CHARGE:
            await _follow_down(thread, roots, set(order.charge_tracking_numbers))
        case _:
            thread.take(roots)
    if order.scope is not ReliefScope.RECORDS:
        await _separate(thread)
        await _take_orphans(thread)
    return Reached(_in_order(thread.inside.values()), _in_order(thread.shared.values()))


async def with_orphans(node: Node, ids: Collection[UUID]) -> tuple[UUID, ...]:
    """Give records, and the persons, places, things and messages to which nothing else refers."""
    thread = _Thread(node)
    thread.take(await _items(node, ids))
    await _take_orphans(thread)
    return tuple(thread.inside)


async def about_person(node: Node, person: UUID) -> tuple[Stored, ...]:
    """Give what is on record of a person: their arrests and what came of them, what others share left out."""
    thread = _Thread(node)
    await _follow_persons(thread, await _items(node, [person]))
    return _in_order(thread.inside.values())


async def _of_earlier(node: Node, order: UUID, effect: Effect | None) -> Reached:
    """Give what an earlier order reached; what another order seals too stays sealed."""
    items = await _items(node, await relieved_by(node, order))
    kept = await still_sealed_without(node, order) if effect is Effect.UNSEAL else frozenset()
    return Reached(
        _in_order(item for item in items if item.stored.id not in kept),
        _in_order(item for item in items if item.stored.id in kept),
    )


async def _follow_whole(thread: _Thread, roots: Iterable[_Item]) -> None:
    """Follow a case in both directions, as whoever gathers it does."""
    edge = thread.take(roots)
    while edge:
        leading = [item for item in edge if item.leads]
        above = await _items(thread.node, {id for item in leading for id in item.points} - thread.inside.keys())
        beside = await _coming_of(thread.node, [i.stored.id for i in leading], {n for i in leading for n in i.numbers})
        edge = thread.take(item for item in (*above, *beside) if item.leads or _is_task(item))


async def _follow_down(thread: _Thread, roots: Iterable[_Item], numbers: Collection[str]) -> None:
    """Follow what came of some arrests or charges, and leave what carries others' charges."""
    edge = thread.take(roots)
    fresh = {*numbers, *(number for item in edge for number in item.numbers)}
    while edge or fresh:
        thread.numbers |= fresh
        found = await _coming_of(thread.node, [item.stored.id for item in edge if item.leads], fresh)
        new = [item for item in found if item.stored.id not in thread.inside and item.stored.id not in thread.shared]
        thread.shared.update((item.stored.id, item) for item in new if item.numbers - thread.numbers)
        edge, fresh = thread.take(new), set()


async def _follow_persons(thread: _Thread, roots: Iterable[_Item]) -> None:
    """Follow what is about some persons: their arrests and what came of them, and what refers to nobody else."""
    persons = thread.take(roots)
    thread.persons = {item.stored.id for item in persons}
    about = await _coming_of(thread.node, thread.persons, ())
    theirs = [item for item in about if item.subject in thread.persons]
    others = await _strangers(thread, [item for item in about if item not in theirs])
    await _follow_down(thread, [*theirs, *(item for item in about if item not in theirs and item not in others)], ())
    thread.shared.update((item.stored.id, item) for item in others if item.stored.id not in thread.inside)


async def _strangers(thread: _Thread, items: Iterable[_Item]) -> list[_Item]:
    """Give the items that point at somebody else as well."""
    pointed = {id for item in items for id in item.points} - thread.persons
    held = await thread.node.holding.held(pointed)
    others = {id for id, stored in held.items() if stored.handling.kind == kind_name(Person)}
    return [item for item in items if item.points & others]


async def _separate(thread: _Thread) -> None:
    """Set aside what points at an arrest, a citation or a disposition outside, until nothing inside does."""
    while True:
        outside = {id for item in thread.inside.values() for id in item.points} - thread.inside.keys()
        held = await thread.node.holding.held(outside) if outside else {}
        others = {id for id, stored in held.items() if stored.handling.kind in _APART}
        leaving = [item for item in thread.inside.values() if item.points & others]
        if not leaving:
            return
        for item in leaving:
            thread.shared[item.stored.id] = thread.inside.pop(item.stored.id)


async def _take_orphans(thread: _Thread) -> None:
    """Take in the persons, places, things and messages to which nothing else refers any more."""
    tried: set[UUID] = set()
    while True:
        pointed = {id for item in thread.inside.values() for id in item.points} - thread.inside.keys() - tried
        tried |= pointed
        candidates = [item for item in await _items(thread.node, pointed) if not item.leads]
        if not candidates:
            return
        for item in candidates:
            referring = await _coming_of(thread.node, [item.stored.id], ())
            if all(other.stored.id in thread.inside for other in referring):
                thread.take([item])


async def _coming_of(node: Node, ids: Iterable[UUID], numbers: Iterable[str]) -> list[_Item]:
    """Find what refers to records, or carries charge tracking numbers, accounts left out."""
    words = [pointing_at(category, id) for id in ids for category in Category]
    words += [w for number in numbers for category in Category for w in words_for(category, Search.NUMBER, number)]
    tokens = (token(node.keyring.token_key, word) for word in words)
    return [_item(node, stored) for stored in await carrying(node.pool, node.classes, tokens, _goes)]


async def _items(node: Node, ids: Collection[UUID]) -> list[_Item]:
    held = await node.holding.held(ids) if ids else {}
    return [_item(node, stored) for stored in held.values() if _goes(stored.handling)]


def _item(node: Node, stored: Stored) -> _Item:
    record = record_of(node.keyring, stored)
    numbers = (number for path in carrying_paths(type(record)) for number in values_at(record, path))
    subject = getattr(record, "subject", None)
    points = frozenset(pointer.id for pointer in pointers_of(record))
    return _Item(stored, points, frozenset(numbers), subject.id if subject else None)


def _goes(handling: HandlingClass) -> bool:
    kind = kind_named(handling.kind).kind
    return bool(kind.entered_by) and not kind.decisive and handling.kind not in _ACCOUNTS


def _is_task(item: _Item) -> bool:
    return item.stored.handling.kind == "review-task"


def _in_order(items: Iterable[_Item]) -> tuple[Stored, ...]:
    return tuple(sorted((item.stored for item in items), key=lambda stored: stored.seq))
