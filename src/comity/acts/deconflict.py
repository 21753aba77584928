"""Let agencies that work on the same person know that they should talk: that alone, and only where clauses say so.

Who is the same is taken from all that the node holds. Unless each may be told of the other's interest, nobody is told
anything: one who were told alone would know more than the other has agreed to.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from comity.acts.oneness import PERSON, neighbors, taken_for_one
from comity.acts.recall import by_platform, once
from comity.acts.sight import outlook
from comity.errors import Refused
from comity.policy.clauses import HandlingClass, Operation
from comity.policy.sessions import open_session
from comity.records.categories import Category
from comity.records.declaration import kind_name
from comity.records.fusion.case_interest import CaseInterest, DeconflictionNotice
from comity.records.judgments import ON_PERSONS, Judgment, named_in
from comity.records.reach import pointing_at
from comity.records.references import Ref
from comity.store.entries import Draft, Stored
from comity.store.link_reading import linked_after
from comity.store.node import Node
from comity.store.pointing import carrying, of_classes
from comity.store.progress import keep_mark, mark_of
from comity.store.sealing import record_of
from comity.store.tokens import token

INTEREST = kind_name(CaseInterest)
# The place in the log up to which everything has been looked at.
_MARK = "following/deconflicting"
_PAGE = 500


@dataclass(frozen=True)
class _Interest:
    """An interest, who entered its newest version, and the markings of it and of the person whom it is in."""

    id: UUID
    owner: str
    member: str
    said: CaseInterest
    markings: tuple[str, ...]


async def deconflict(node: Node) -> None:
    """Look at the interests that what is new may concern; if the process dies in between, the next one goes on."""
    end, mark = await node.reader.size(), await mark_of(node.pool, _MARK)
    if mark == str(end):
        return
    after = int(mark) - 1 if mark else -1
    persons = _persons(node, await of_classes(node.pool, node.classes, _is_interest, after=after))
    if mark and any(map(_is_interest, node.classes.all().values())):
        persons |= await _moved(node, after)
    await _look(node, persons)
    await keep_mark(node.pool, _MARK, str(end), node.clock())


async def deconflict_again(node: Node) -> None:
    """Look at all running interests: one may have begun, an agreement come into force, another model be in use."""
    found, now = await of_classes(node.pool, node.classes, _is_interest), node.clock()
    await _look(node, _persons(node, (each for each in found if _read(node, each).runs(now))))


async def _moved(node: Node, after: int) -> set[UUID]:
    """Give the persons of interests about whom something was judged or linked after a place in the log."""
    moved = set[UUID]()
    for stored in await of_classes(node.pool, node.classes, lambda each: each.kind == ON_PERSONS, after=after):
        judgment = record_of(node.keyring, stored)
        if isinstance(judgment, Judgment):
            moved |= await _of_interest(node, named_in(judgment))
    model = node.linking.model(PERSON)
    while found := await linked_after(node.pool, after, {PERSON: model.link - model.prior}, _PAGE):
        linked = {id for each in found if each.partners for id in (each.new, *each.partners)}
        moved |= await _of_interest(node, linked) if linked else set()
        after = found[-1].number
    return moved


async def _of_interest(node: Node, ids: Collection[UUID]) -> set[UUID]:
    """Give those of some persons and their neighbors in whom somebody has an interest."""
    return _persons(node, await _interests_in(node, await neighbors(node, ids)))


async def _look(node: Node, persons: Iterable[UUID]) -> None:
    """Tell whoever has interests in one of these persons of one another."""
    for person in sorted(persons):
        running = await _running(node, await taken_for_one(node, person))
        pairs = [pair for pair in combinations(running, 2) if pair[0].owner != pair[1].owner]
        if pairs:
            # Judged by what was agreed until now, in whichever process.
            await node.rulebook.refresh()
            drafts = [draft for pair in pairs if _both_may(node, *pair) for draft in _notices(node, *pair)]
            if drafts:
                await node.writer.append(drafts)


async def _running(node: Node, persons: Collection[UUID]) -> list[_Interest]:
    """Give the interests in some persons that have begun and not ended, oldest first."""
    now, held = node.clock(), await node.holding.held(persons)
    found = [(stored, _read(node, stored)) for stored in await _interests_in(node, held)]
    return [
        _Interest(stored.id, stored.handling.owner, stored.member, said, _markings(stored, held[said.person.id]))
        for stored, said in found
        if said.runs(now) and said.person.id in held
    ]


async def _interests_in(node: Node, persons: Iterable[UUID]) -> list[Stored]:
    words = [token(node.keyring.token_key, pointing_at(Category.REFERENCE, id)) for id in persons]
    return await carrying(node.pool, node.classes, words, _is_interest)


def _both_may(node: Node, one: _Interest, other: _Interest) -> bool:
    return _may_be_told(node, one, of=other) and _may_be_told(node, other, of=one)


def _may_be_told(node: Node, told: _Interest, *, of: _Interest) -> bool:
    """Tell whether clauses let who entered one interest be told of another, for the purpose of the one."""
    try:
        session = open_session(node.directory, told.owner, told.member, told.said.purpose)
    except Refused:
        return False
    sight = outlook(node, session, Operation.DECONFLICT)
    decision = sight.on(HandlingClass(INTEREST, of.owner, of.markings), (of.id, of.said.person.id))
    return bool(decision.mask & Category.REFERENCE)


def _notices(node: Node, one: _Interest, other: _Interest) -> Iterator[Draft]:
    both, now = sorted((one.id, other.id)), node.clock()
    for told, of in ((one, other), (other, one)):
        notice = DeconflictionNotice(
            interest=Ref(told.id),
            with_agency=of.owner,
            contact=_contact(node, of),
            told_at=now,
            markings=told.said.markings,
        )
        yield by_platform(notice, told.owner, once("deconfliction", *both, told.owner))


def _contact(node: Node, interest: _Interest) -> str:
    """Give whom to call: a member of the agency, for any other words might tell what nobody may be told."""
    member = node.directory.member.get(interest.said.contact)
    return interest.said.contact if member and member.agency == interest.owner else interest.member


def _markings(interest: Stored, person: Stored) -> tuple[str, ...]:
    return tuple(sorted({*interest.handling.markings, *person.handling.markings}))


def _persons(node: Node, interests: Iterable[Stored]) -> set[UUID]:
    return {_read(node, stored).person.id for stored in interests}


def _read(node: Node, stored: Stored) -> CaseInterest:
    interest = record_of(node.keyring, stored)
    assert isinstance(interest, CaseInterest)  # noqa: S101 - found by its kind
    return interest


def _is_interest(handling: HandlingClass) -> bool:
    return handling.kind == INTEREST
