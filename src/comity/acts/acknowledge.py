"""Say that what was delivered has arrived."""

from uuid import UUID

from comity.acts.review_hand_offs import still_waiting
from comity.acts.subscribe import own
from comity.policy.sessions import Session
from comity.store import hand_offs
from comity.store.node import Node


async def acknowledge(node: Node, session: Session, subscription: UUID, upto: int) -> int:
    """Write down that this member has everything up to a place in the log; gives how much is still owed."""
    mine = await own(node, session, subscription)
    await hand_offs.acknowledge(node.pool, mine.id, upto, node.clock())
    return len(await still_waiting(node, session, mine.id))
