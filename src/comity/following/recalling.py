"""Tells whoever received records what became of them: consents that ended, corrections, agreements that stopped.

The log itself is the queue: how far it has been told is kept in the database, and each agency is told once however
often it is tried. If the process dies, the next one goes on from there.
"""

from comity.acts.chase_recalls import chase_recalls
from comity.acts.end_left import end_for_left
from comity.acts.pass_recalls import pass_recalls_on
from comity.acts.recall import received_under, tell_recipients
from comity.acts.tell_corrections import tell_of_corrections
from comity.acts.tell_outside import report_outside
from comity.acts.withdraw import tell_of_endings
from comity.records.governance.recall_notice import Recall
from comity.records.services.consent_ending import ConsentEnding
from comity.store.node import Node
from comity.store.progress import keep_mark, mark_of

_SOURCE = "following/recalling"


async def recall(node: Node) -> None:
    """Tell of all that was corrected or ended, follow relays on, and report whom nobody here can tell."""
    await recall_ended(node)
    await tell_of_corrections(node)
    await tell_of_endings(node)
    await pass_recalls_on(node)
    await report_outside(node)


async def chase_up(node: Node) -> None:
    """Chase notices that nobody answered, and end what members who left have left behind."""
    await chase_recalls(node)
    await end_for_left(node)


async def recall_ended(node: Node) -> None:
    """Tell recipients of every consent ending that they have not been told of."""
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
