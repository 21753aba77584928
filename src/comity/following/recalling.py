"""Tells whoever received records under a consent that the consent has ended.

The endings themselves are the queue: how far they have been told is kept in the database, and each agency is told once
however often it is tried. If the process dies, the next one goes on from there.
"""

from comity.acts.recall import received_under, tell_recipients
from comity.records.governance.recall_notice import Recall
from comity.records.services.consent_ending import ConsentEnding
from comity.store.node import Node
from comity.store.progress import keep_mark, mark_of

_SOURCE = "following/recalling"


async def recall_ended(node: Node) -> None:
    """Tell recipients of every ending that they have not been told of."""
    endings = [
        (kept.seq, kept.id, kept.record.consent.id)
        for kept in node.rulebook.kept().values()
        if isinstance(kept.record, ConsentEnding)
    ]
    told = int(await mark_of(node.pool, _SOURCE) or -1) if endings else -1
    for seq, ending, consent in sorted(each for each in endings if each[0] > told):
        received = await received_under(node, consent)
        await tell_recipients(node, (), ending, effect=Recall.REVOKED, holders=received)
        await keep_mark(node.pool, _SOURCE, str(seq), node.clock())
