"""Tells whoever received records under a consent that the consent has ended.

The endings themselves are the queue: how far they have been told is kept in the database, and each agency is told once
however often it is tried. If the process dies, the next one goes on from there.
"""

import asyncio
from collections import defaultdict
from uuid import UUID

from comity.acts.recall import tell_recipients
from comity.errors import ComityError
from comity.policy.weighing import Kept
from comity.records.categories import Category
from comity.records.declaration import kind_name
from comity.records.governance.disclosure import Disclosure
from comity.records.governance.recall_notice import Recall
from comity.records.reach import pointing_at
from comity.records.services.consent_ending import ConsentEnding
from comity.store.lost import LOST
from comity.store.node import Node
from comity.store.pointing import carrying
from comity.store.postgres.cancelling import end_if_cancelled
from comity.store.progress import keep_mark, mark_of
from comity.store.sealing import record_of
from comity.store.tokens import token

_SOURCE = "following/recalling"


async def recall_at_intervals(node: Node, seconds: float) -> None:
    """Tell recipients of endings as they come, until cancelled; what fails is tried again after the interval."""
    while True:
        try:
            await recall_ended(node)
        except (*LOST, ComityError):
            end_if_cancelled()
        await asyncio.sleep(seconds)


async def recall_ended(node: Node) -> None:
    """Tell recipients of every ending that they have not been told of."""
    endings = [kept for kept in node.rulebook.kept().values() if isinstance(kept.record, ConsentEnding)]
    told = int(await mark_of(node.pool, _SOURCE) or -1) if endings else -1
    for ending in sorted((kept for kept in endings if kept.seq > told), key=_seq):
        await _tell(node, ending)
        await keep_mark(node.pool, _SOURCE, str(ending.seq), node.clock())


async def _tell(node: Node, ending: Kept) -> None:
    if isinstance(ending.record, ConsentEnding):
        received = await _received(node, ending.record.consent.id)
        await tell_recipients(node, (), ending.id, effect=Recall.REVOKED, holders=received)


async def _received(node: Node, consent: UUID) -> dict[str, set[UUID]]:
    """Read the disclosure log: which agencies were shown which records under a consent."""
    words = [token(node.keyring.token_key, pointing_at(Category.REFERENCE, consent))]
    found = await carrying(node.pool, node.classes, words, lambda each: each.kind == kind_name(Disclosure))
    received: dict[str, set[UUID]] = defaultdict(set)
    for stored in found:
        disclosure = record_of(node.keyring, stored)
        if isinstance(disclosure, Disclosure):
            for recipient in disclosure.recipients:
                if any(ground.id == consent for ground in recipient.grounds):
                    received[recipient.agency].update(ref.id for ref in disclosure.subjects)
    return received


def _seq(kept: Kept) -> int:
    return kept.seq
