"""Open an incident where what arrived is not what was sent, or where nobody knows, and close it when both agree."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import structs

from comity.acts.disclose import BY_THE_PLATFORM
from comity.acts.recall import by_platform, once
from comity.policy.clauses import HandlingClass
from comity.records.categories import Category
from comity.records.declaration import kind_name
from comity.records.governance.hand_off_receipt import Difference, Discrepancy, ExchangeIncident
from comity.records.reach import pointing_at
from comity.records.references import Ref
from comity.store.entries import Draft, Stored
from comity.store.ledger.differing import Differing
from comity.store.node import Node
from comity.store.pointing import carrying, of_classes
from comity.store.sealing import record_of
from comity.store.subscriptions import Standing
from comity.store.tokens import token

MOST_NAMED = 200
_KIND = kind_name(ExchangeIncident)


async def open_incident(
    node: Node,
    standing: Standing,
    how: Discrepancy,
    *,
    sent: int,
    received: int,
    period: str = "",
    differing: Sequence[Differing] = (),
) -> UUID:
    """Open an incident for a subscription, once for what differs; gives its id. The first differences are named."""
    incident = ExchangeIncident(
        subscription=Ref(standing.id),
        discrepancy=how,
        period=period or None,
        sent=sent,
        received=received,
        differences=tuple(Difference(number=n, discrepancy=what) for n, what in differing[:MOST_NAMED]),
        more=max(0, len(differing) - MOST_NAMED),
        found_at=node.clock(),
    )
    closed = len([each for _, each in await incidents_of(node, standing.id) if each.ended_at])
    named = ",".join(f"{n}{what}" for n, what in differing)
    key = once("exchange-incident", standing.id, how, period, sent, received, named, closed)
    (entry,) = await node.writer.append([by_platform(incident, standing.agency, key)])
    return entry.id


async def close_incidents(node: Node, standing: Standing, period: str) -> None:
    """Close the incidents of a subscription and a period, "" for those of receipts: both sides agree now."""
    drafts = [
        _closed(node, stored, each)
        for stored, each in await incidents_of(node, standing.id)
        if each.ended_at is None and (each.period or "") == period
    ]
    if drafts:
        await node.writer.append(drafts)


async def incidents_of(node: Node, subscription: UUID) -> list[tuple[Stored, ExchangeIncident]]:
    """Give the incidents of a subscription, oldest first."""
    word = token(node.keyring.token_key, pointing_at(Category.REFERENCE, subscription))
    found = await carrying(node.pool, node.classes, [word], lambda each: each.kind == _KIND)
    read = ((stored, record_of(node.keyring, stored)) for stored in found)
    return [(stored, record) for stored, record in read if isinstance(record, ExchangeIncident)]


async def open_incidents(node: Node) -> list[tuple[UUID, ExchangeIncident]]:
    """Give the incidents that are open, each with its subscription."""
    found = await of_classes(node.pool, node.classes, lambda each: each.kind == _KIND)
    read = (record_of(node.keyring, stored) for stored in found)
    return [(r.subscription.id, r) for r in read if isinstance(r, ExchangeIncident) and r.ended_at is None]


def _closed(node: Node, stored: Stored, incident: ExchangeIncident) -> Draft:
    owner = stored.handling.owner
    ended = structs.replace(incident, ended_at=node.clock(), outcome="Both sides agree again.")
    return Draft(stored.id, ended, HandlingClass(_KIND, owner), owner, BY_THE_PLATFORM, replaces=stored.version)
