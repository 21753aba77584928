"""Seal records by order, and unseal them: a new version with another marking, so that every channel follows at once."""

from collections.abc import Callable, Collection, Iterable
from itertools import islice
from uuid import UUID

from msgspec import structs

from comity.acts.disclose import BY_THE_PLATFORM
from comity.errors import Conflict
from comity.policy.clauses import HandlingClass
from comity.records.declaration import Record
from comity.records.rules import SEALED
from comity.store.entries import Draft, Stored
from comity.store.node import Node
from comity.store.sealing import record_of

_BATCH = 200
_TURNS = 10

Markings = tuple[str, ...]


async def seal(node: Node, ids: Collection[UUID]) -> int:
    """Mark records as sealed, batch by batch; gives how many were not before. Call it again if it was cut off."""
    return await _marked(node, ids, lambda markings: tuple(dict.fromkeys((*markings, SEALED))))


async def unseal(node: Node, ids: Collection[UUID]) -> int:
    """Take the marking of sealed records away, batch by batch; gives how many had it."""
    return await _marked(node, ids, lambda markings: tuple(each for each in markings if each != SEALED))


async def _marked(node: Node, ids: Collection[UUID], change: Callable[[Markings], Markings]) -> int:
    left, done = iter(ids), 0
    while batch := list(islice(left, _BATCH)):
        done += await _batch(node, batch, change)
    return done


async def _batch(node: Node, ids: list[UUID], change: Callable[[Markings], Markings]) -> int:
    """Mark all of a batch or none; who corrects one of them meanwhile makes us read again."""
    for _ in range(_TURNS):
        found = await node.holding.held(ids)
        drafts = list(_versions(node, found.values(), change))
        if not drafts:
            return 0
        try:
            await node.writer.append(drafts)
        except Conflict:
            continue
        return len(drafts)
    raise Conflict("The records keep being corrected.", remedy="Run comity relief resume in a moment.")


def _versions(node: Node, found: Iterable[Stored], change: Callable[[Markings], Markings]) -> Iterable[Draft]:
    for stored in found:
        record = record_of(node.keyring, stored)
        markings = change(record.markings)
        if markings != record.markings:
            yield _version(stored, structs.replace(record, markings=markings))


def _version(stored: Stored, record: Record) -> Draft:
    kind, owner = stored.handling.kind, stored.handling.owner
    handling = HandlingClass(kind, owner, tuple(sorted(record.markings)))
    return Draft(
        stored.id,
        record,
        handling,
        owner,
        BY_THE_PLATFORM,
        replaces=stored.version,
    )
