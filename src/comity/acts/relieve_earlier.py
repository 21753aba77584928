"""What earlier orders for relief did, by their certificates: so that a later one can undo it, and only it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from comity.records.declaration import kind_name
from comity.records.justice.relief_execution import ReliefCertificate, ReliefExecution
from comity.records.justice.relief_order import Effect, ReliefOrder
from comity.store.node import Node
from comity.store.pointing import of_classes
from comity.store.sealing import record_of


@dataclass(frozen=True)
class Done:
    """One order that was carried out: what it did to which records, and the earlier order that it was about."""

    order: UUID
    effect: Effect
    records: frozenset[UUID]
    earlier: UUID | None


async def relieved_by(node: Node, order: UUID) -> frozenset[UUID]:
    """Give the records that an order reached when it was carried out."""
    return _all_of(done for done in await _all_done(node) if done.order == order)


async def still_sealed_without(node: Node, order: UUID) -> frozenset[UUID]:
    """Give the records that are sealed by other orders than this one, of which none was undone."""
    done = await _all_done(node)
    undone = {each.earlier for each in done if each.effect is Effect.UNSEAL}
    return _all_of(d for d in done if d.effect is Effect.SEAL and d.order != order and d.order not in undone)


async def _all_done(node: Node) -> list[Done]:
    certified = await of_classes(node.pool, node.classes, lambda each: each.kind == kind_name(ReliefCertificate))
    certificates = [record_of(node.keyring, stored) for stored in certified]
    done = [each for each in certificates if isinstance(each, ReliefCertificate)]
    held = await node.holding.held({ref.id for each in done for ref in (each.order, each.execution)}) if done else {}
    records = {id: record_of(node.keyring, stored) for id, stored in held.items()}
    return [
        Done(
            each.order.id,
            each.effect,
            frozenset(ref.id for ref in work.records),
            order.earlier.id if order.earlier else None,
        )
        for each in done
        if isinstance(work := records.get(each.execution.id), ReliefExecution)
        if isinstance(order := records.get(each.order.id), ReliefOrder)
    ]


def _all_of(done: Iterable[Done]) -> frozenset[UUID]:
    return frozenset(id for each in done for id in each.records)
