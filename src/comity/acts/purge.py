"""Purge criminal intelligence whose period ended without a review, or that a review destroyed."""

from collections import defaultdict
from uuid import UUID

from comity.acts.expunge import expunge, finish
from comity.acts.recall import tell_recipients
from comity.acts.relieve_reach import with_orphans
from comity.policy.retention import is_due
from comity.records.declaration import kind_name
from comity.records.fusion.intelligence_record import IntelligenceRecord
from comity.records.fusion.intelligence_review import IntelligenceReview
from comity.records.governance.recall_notice import Recall
from comity.store.node import Node
from comity.store.pointing import of_classes
from comity.store.sealing import record_of

GROUND = "28 CFR 23.20(h)"


async def purge(node: Node) -> tuple[UUID, ...]:
    """Expunge all intelligence that is past its clock, tell whoever received it, and give its ids.

    With it go its reviews, and the persons and things to which nothing else refers.
    """
    due = await due_now(node)
    for id, reviews in due.items():
        ids = await with_orphans(node, [id, *reviews])
        await tell_recipients(node, [id], id, effect=Recall.PURGED)
        await expunge(node, ids, id, ground=GROUND)
        await finish(node, ids)
    return tuple(due)


async def due_now(node: Node) -> dict[UUID, tuple[UUID, ...]]:
    """Give the intelligence that must be purged now, each record with its reviews."""
    kinds = {kind_name(kind) for kind in (IntelligenceRecord, IntelligenceReview)}
    entered = await of_classes(node.pool, node.classes, lambda each: each.kind in kinds)
    records: dict[UUID, IntelligenceRecord] = {}
    reviews: dict[UUID, list[tuple[UUID, IntelligenceReview]]] = defaultdict(list)
    for stored in entered:
        match record_of(node.keyring, stored):
            case IntelligenceRecord() as record:
                records[stored.id] = record
            case IntelligenceReview() as review:
                reviews[review.intelligence.id].append((stored.id, review))
    now = node.clock()
    return {
        id: tuple(review for review, _ in reviews[id])
        for id, record in records.items()
        if is_due(record, [review for _, review in reviews[id]], now)
    }
