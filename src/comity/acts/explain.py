"""Explain who may do what with a record and by which clause: of one that is there, or before it is entered.

Nobody learns by an explanation that a record exists, nor how it is marked, unless they may know it anyway.
"""

import asyncio
from collections.abc import Collection, Iterable
from uuid import UUID

from msgspec import structs

from comity.acts.asked import Asked, noted
from comity.acts.judging import judged
from comity.acts.read import absent
from comity.acts.readers import readers_now
from comity.acts.sight import Sight, sight_of
from comity.acts.submit import require_clause
from comity.errors import Refused
from comity.policy.clauses import NOTHING, Decision, HandlingClass, Operation
from comity.policy.explaining import explained, reasoned
from comity.policy.explanation import Citing, Explanation, Why, anything, unmarked
from comity.policy.grounds import covering
from comity.policy.masks import lens
from comity.policy.readers import Reader
from comity.policy.sessions import Session
from comity.records.categories import Category
from comity.records.parting import joined, plain_fields, pointed_at
from comity.records.pillars import Pillar
from comity.records.reach import kinds_meant
from comity.records.registry import kind_named, kinds
from comity.records.rules import FOLLOWED
from comity.records.spec import KindSpec
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.sealing import opened

AUDITOR = "auditor"
# What a victim-service provider holds is nobody else's to know of, and no auditor's either (34 USC 12291(b)(2)).
_KEPT_FROM_AUDITORS = "vsp"


@judged
async def explain(node: Node, session: Session, id: UUID) -> Explanation:
    """Say who may do what with a record, by which clauses, and what would open more of it.

    Its owner is told of everybody, and so is an auditor of an oversight agency; whoever else sees it is told of
    themselves only. Absent for all others.
    """
    sight = await sight_of(node, session)
    stored, decision = await _seen(node, sight, id)
    auditing = stored is None and _audits(session)
    if auditing:
        stored = await _held(node, id)
    noted(node, session, Asked(int(stored is not None), record=id))
    if stored is None:
        raise absent()
    handling, everybody = stored.now, auditing or _audits(session) or stored.now.owner == session.agency.key
    citing = _citing(decision) if not everybody else anything
    matrix = node.rulebook.matrix
    readers = readers_now(node, node.directory.members, matrix.rules) if everybody else (_oneself(session, sight),)
    about = _about(node, stored)
    if everybody:
        readers = await _as_known(node, sight, readers, about, auditing=_audits(session))
    groups = await asyncio.to_thread(explained, matrix, readers, handling, about=about, citing=citing)
    markings = handling.markings if citing is anything else None
    return Explanation(kind=handling.kind, owner=handling.owner, markings=markings, readers=groups)


@judged
async def explain_before(
    node: Node, session: Session, kind: str, *, markings: Collection[str] = (), refs: Collection[UUID] = ()
) -> Explanation:
    """Say who would see a record of a kind if this session entered it with these markings and references.

    Markings that it takes over from what it follows are added. Refused unless a clause lets the session enter it, and
    unless it sees what is referred to.
    """
    spec = kind_named(kind)
    sight, about = await sight_of(node, session), set(refs)
    due = {marking for stored in await _referred(node, sight, refs) for marking in _handed_on(stored, spec)}
    handling = HandlingClass(spec.name, session.agency.key, tuple(sorted({*markings, *due})))
    require_clause(node, session, handling, Operation.ENTER, Operation.IMPORT)
    matrix = node.rulebook.matrix
    readers = readers_now(node, node.directory.members, matrix.rules)
    readers = await _as_known(node, sight, readers, about, auditing=False)
    groups = await asyncio.to_thread(explained, matrix, readers, handling, about=about, citing=anything)
    return Explanation(kind=handling.kind, owner=handling.owner, markings=handling.markings, readers=groups)


@judged
async def why(node: Node, session: Session, id: UUID) -> Why:
    """Say, clause by clause, why this session sees what it sees of a record, and why not the rest; else Absent."""
    sight = await sight_of(node, session, among=(id,))
    stored, decision = await _seen(node, sight, id)
    noted(node, session, Asked(int(stored is not None), record=id))
    if stored is None:
        raise absent()
    about = _about(node, stored)
    covers = covering(sight.grounds, stored.now.owner, about)
    seen = lens(node.rulebook.matrix, sight.profile, Operation.SEE)
    return reasoned(seen, stored.now, covers, decision=decision, citing=_citing(decision))


async def _seen(node: Node, sight: Sight, id: UUID) -> tuple[Stored | None, Decision]:
    """Give a record as far as the session sees it."""
    for stored in await node.reader.current(sight.scope, [id]):
        decision = sight.on_stored(stored)
        if decision.allowed:
            return stored, decision
    return None, NOTHING


async def _held(node: Node, id: UUID) -> Stored | None:
    stored = (await node.holding.held([id])).get(id)
    if stored is None or stored.handling.kind not in kinds() or _KEPT_FROM_AUDITORS in stored.handling.markings:
        return None
    return stored


async def _as_known(
    node: Node, sight: Sight, readers: Collection[Reader], about: set[UUID], *, auditing: bool
) -> tuple[Reader, ...]:
    """Leave readers such grounds only as whoever asks may know of: a consent tells who is a patient (42 CFR 2.13)."""
    bearing = {each.id for reader in readers for each in reader.grounds if not about.isdisjoint(each.subjects)}
    known = {ground.id for ground in sight.grounds}
    if auditing:
        kept = node.rulebook.kept()
        known |= {id for id in bearing if _KEPT_FROM_AUDITORS not in kept[id].record.markings}
    elif bearing:
        found = await node.reader.current(sight.scope, bearing)
        known |= {stored.id for stored in found if sight.on_stored(stored).allowed}
    return tuple(
        structs.replace(reader, grounds=tuple(each for each in reader.grounds if each.id in known))
        for reader in readers
    )


def _audits(session: Session) -> bool:
    return AUDITOR in session.member.roles and session.agency.pillar is Pillar.OVERSIGHT


def _citing(decision: Decision) -> Citing:
    """Tell which rules may be named: those that name a marking only to whoever sees how the record is marked."""
    return anything if decision.mask & Category.STATUS else unmarked


def _oneself(session: Session, sight: Sight) -> Reader:
    return Reader(sight.profile, (session.purpose_name,), (session.member.key,), sight.grounds)


def _about(node: Node, stored: Stored) -> set[UUID]:
    kind = kind_named(stored.handling.kind).kind
    return {stored.id, *pointed_at(kind, joined(plain_fields(stored.facts), opened(node.keyring, stored)))}


async def _referred(node: Node, sight: Sight, refs: Collection[UUID]) -> Iterable[Stored]:
    found = [s for s in await node.reader.current(sight.scope, refs) if sight.on_stored(s).allowed] if refs else []
    if missing := set(refs) - {stored.id for stored in found}:
        raise Refused(
            f"refs: there is no record {min(missing)} that you may refer to.",
            rule="reference_must_exist",
            field="refs",
            remedy="Refer to a record that you see, or enter it first.",
        )
    return found


def _handed_on(stored: Stored, spec: KindSpec) -> Iterable[str]:
    """Give the markings that a record of a kind takes over from one that it follows."""
    leaves = (leaf for field in spec.fields for leaf in field.leaves if leaf.path[0] in spec.kind.follows)
    follows = any(stored.now.kind in (meant := kinds_meant(leaf)) or not meant for leaf in leaves)
    return FOLLOWED.intersection(stored.now.markings) if follows else ()
