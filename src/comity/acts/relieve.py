"""Carry out an order to seal, unseal or expunge: preview it, propose it, and let a second member confirm it.

What was proposed is the queue of the work: if the process dies after the confirmation, ``resume`` goes on with it, and
nothing is done twice. At the end stands a certificate, and everyone who received any of it has been told.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from msgspec import Struct

from comity.acts.expunge import expunge, finish
from comity.acts.known import Knowing, hold_checks
from comity.acts.prove import prove
from comity.acts.read import absent, read
from comity.acts.recall import by_platform, once, tell_recipients
from comity.acts.relieve_reach import reached
from comity.acts.seal import seal, unseal
from comity.acts.sight import may_enter, profile_now
from comity.acts.submit import request_of
from comity.errors import Conflict, Refused
from comity.ids import new_id
from comity.policy.clauses import HandlingClass, Operation
from comity.policy.sessions import Session, no_action_by_account_of_officer_on_leave
from comity.records.declaration import Record, kind_name
from comity.records.governance.recall_notice import Recall
from comity.records.justice.relief_execution import ReliefCertificate, ReliefConfirmation, ReliefExecution
from comity.records.justice.relief_order import Effect, ReliefOrder
from comity.records.reach import pointers_of
from comity.records.references import Ref
from comity.records.rules import SEALED, checks_of
from comity.store.entries import Draft, Stored
from comity.store.node import Node
from comity.store.pointing import of_classes
from comity.store.sealing import record_of

K = TypeVar("K", bound=Record)
Asked = tuple[bytes | None, bytes | None]

_TOLD = {Effect.SEAL: Recall.SEALED, Effect.UNSEAL: Recall.UNSEALED, Effect.EXPUNGE: Recall.EXPUNGED}


class ReliefReached(Struct, frozen=True):
    """A record that an order reaches: which, of which kind, of which agency; nothing of what it says."""

    id: UUID
    kind: str
    owner: str


class ReliefPreview(Struct, frozen=True):
    """What an order would reach now, and what it leaves because others' cases share it."""

    order: UUID
    effect: Effect
    records: tuple[ReliefReached, ...]
    shared: tuple[ReliefReached, ...]


async def preview(node: Node, session: Session, order: UUID) -> ReliefPreview:
    """Tell which records an order reaches, before anything is done; only for the agency that entered it."""
    entered = await _order(node, session, order)
    found = await reached(node, entered)
    return ReliefPreview(order, entered.effect or Effect.SEAL, _found(found.records), _found(found.shared))


async def propose(node: Node, session: Session, order: UUID, *, key: str | None = None) -> UUID:
    """Propose to carry an order out, naming every record that it reaches now; gives the proposal's id.

    Refused while the time to challenge it runs, or a challenge is undecided or was upheld. The same key gives the same
    proposal, however often it is sent.
    """
    request = request_of(session, key and f"propose\0{key}", order.bytes)
    if before := await _before(node, request):
        return before
    entered = await _order(node, session, order)
    found = await reached(node, entered)
    execution = ReliefExecution(
        order=Ref(order),
        effect=entered.effect or Effect.SEAL,
        records=_refs(found.records),
        shared=_refs(found.shared),
        markings=(SEALED,),
    )
    return await _enter(node, session, execution, request)


async def confirm(node: Node, session: Session, execution: UUID, *, key: str | None = None) -> UUID:
    """Confirm what a colleague proposed; from here on it is carried out, whatever happens. Gives the confirmation's id.

    Conflict when the order reaches other records by now than were proposed. ``carry_out`` comes next.
    """
    request = request_of(session, key and f"confirm\0{key}", execution.bytes)
    if before := await _before(node, request):
        return before
    proposed = await _held(node, session, execution, ReliefExecution)
    entered = await _order(node, session, proposed.order.id)
    confirmation = ReliefConfirmation(execution=Ref(execution), markings=(SEALED,))
    await _hold(node, session, confirmation)
    if _refs((await reached(node, entered)).records) != proposed.records:
        raise Conflict(
            "The order reaches other records by now than were proposed.", remedy="Preview it, and propose it again."
        )
    return await _enter(node, session, confirmation, request)


async def resume(node: Node) -> tuple[UUID, ...]:
    """Go on with everything that was confirmed and has no certificate yet; gives the new certificates' ids."""
    kinds = {kind_name(kind) for kind in (ReliefConfirmation, ReliefCertificate)}
    entered = await of_classes(node.pool, node.classes, lambda each: each.kind in kinds)
    records = [record_of(node.keyring, stored) for stored in entered]
    done = {record.execution for record in records if isinstance(record, ReliefCertificate)}
    left = [r.execution.id for r in records if isinstance(r, ReliefConfirmation) and r.execution not in done]
    return tuple([await carry_out(node, execution) for execution in left])


async def carry_out(node: Node, execution: UUID) -> UUID:
    """Do what a confirmed execution says, as far as it is not done, and give the certificate's id."""
    work = await _work(node, execution)
    ids = [ref.id for ref in work.execution.records]
    effect, because = work.execution.effect, work.execution.order.id
    holders: dict[str, list[UUID]] = defaultdict(list)
    for stored in (await node.holding.held(ids)).values():
        holders[stored.handling.owner].append(stored.id)
    holders.pop(work.agency, None)
    told = await tell_recipients(node, ids, because, effect=_TOLD[effect], holders=holders)
    match effect:
        case Effect.SEAL:
            await seal(node, [*ids, because])
        case Effect.UNSEAL:
            await unseal(node, ids)
        case Effect.EXPUNGE:
            await seal(node, [because])
            await expunge(node, ids, because, ground="relief order")
    (entry,) = await node.writer.append([_certificate(node, work, execution, told)])
    if effect is Effect.EXPUNGE:
        await finish(node, ids)
    return entry.id


async def certificate(node: Node, session: Session, id: UUID) -> bytes:
    """Give the certificate that is handed over: its record with the proof that it stands in the signed log.

    It is a bundle that ``comity.verify`` checks without a network (comity-proof/v1).
    """
    await _held(node, session, id, ReliefCertificate)
    return await prove(node, session, id)


@dataclass(frozen=True)
class _Work:
    """An execution that was confirmed, with who proposed it and who confirmed it."""

    agency: str
    execution: ReliefExecution
    order: ReliefOrder
    proposed_by: str
    confirmed_by: str


async def _work(node: Node, execution: UUID) -> _Work:
    held = await node.holding.held([execution])
    stored, proposed = held.get(execution), None
    if stored is not None:
        proposed = record_of(node.keyring, stored)
    confirming = await of_classes(node.pool, node.classes, lambda each: each.kind == kind_name(ReliefConfirmation))
    confirmed = [s for s in confirming if _confirms(record_of(node.keyring, s), execution)]
    if stored is None or not isinstance(proposed, ReliefExecution) or not confirmed:
        raise Refused(
            "Nobody has confirmed this.",
            rule="two_pairs_of_eyes_carry_out_relief",
            remedy="Ask a colleague of your agency to confirm it.",
        )
    (order,) = (await node.holding.held([proposed.order.id])).values()
    entered = record_of(node.keyring, order)
    assert isinstance(entered, ReliefOrder)  # noqa: S101 - the reference was checked when it was proposed
    return _Work(stored.handling.owner, proposed, entered, stored.member, confirmed[0].member)


def _confirms(record: Record, execution: UUID) -> bool:
    return isinstance(record, ReliefConfirmation) and record.execution.id == execution


def _certificate(node: Node, work: _Work, execution: UUID, told: Sequence[str]) -> Draft:
    ids = sorted(str(ref.id) for ref in work.execution.records)
    done = ReliefCertificate(
        order=work.execution.order,
        execution=Ref(execution),
        effect=work.execution.effect,
        count=len(ids),
        shared=len(work.execution.shared),
        digest=hashlib.sha256("".join(f"{id}\n" for id in ids).encode()).hexdigest(),
        proposed_by=work.proposed_by,
        confirmed_by=work.confirmed_by,
        told=tuple(told),
        exceptions=work.order.exceptions,
        completed_at=node.clock(),
        markings=(SEALED,),
    )
    return by_platform(done, work.agency, once("relief-certificate", execution))


async def _order(node: Node, session: Session, id: UUID) -> ReliefOrder:
    """Give an order of the session's own agency, whose profession enters such orders."""
    handling = HandlingClass(kind_name(ReliefOrder), session.agency.key)
    if not may_enter(node, profile_now(node, session), handling, Operation.ENTER).allowed:
        raise Refused(
            f"No clause lets {session.agency.name} carry out orders for relief.",
            rule="entry_needs_a_clause",
            remedy="Ask the court or the repository that entered the order.",
        )
    return await _held(node, session, id, ReliefOrder)


async def _held(node: Node, session: Session, id: UUID, kind: type[K]) -> K:
    """Give a record of a kind that belongs to the session's agency and that the session sees; Absent otherwise."""
    shown = await read(node, session, id)
    found = (await node.holding.held([id])).get(id) if shown.owner == session.agency.key else None
    record = record_of(node.keyring, found) if found else None
    if not isinstance(record, kind):
        raise absent()
    return record


async def _hold(node: Node, session: Session, record: Record) -> None:
    now = node.clock()
    no_action_by_account_of_officer_on_leave(session, now)
    knowing = Knowing(node, session, None, now)
    knowing.add((await node.holding.held({pointer.id for pointer in pointers_of(record)})).values())
    await hold_checks(node, record, new_id(), checks=checks_of(type(record)), knowing=knowing)


async def _before(node: Node, request: Asked) -> UUID | None:
    """Give what an earlier request under the same key entered."""
    key, digest = request
    entered = await node.holding.requested([(key, digest)]) if key and digest else []
    return entered[0].id if entered else None


async def _enter(node: Node, session: Session, record: Record, request: Asked) -> UUID:
    await _hold(node, session, record)
    id, agency = new_id(), session.agency.key
    handling = HandlingClass(kind_name(type(record)), agency, tuple(sorted(record.markings)))
    draft = Draft(
        id,
        record,
        handling,
        agency,
        session.member.key,
        request=request[0],
        request_digest=request[1],
    )
    (entry,) = await node.writer.append([draft])
    return entry.id


def _found(records: Sequence[Stored]) -> tuple[ReliefReached, ...]:
    return tuple(ReliefReached(stored.id, stored.handling.kind, stored.handling.owner) for stored in records)


def _refs(records: Sequence[Stored]) -> tuple[Ref[Record], ...]:
    return tuple(Ref(stored.id) for stored in records)
