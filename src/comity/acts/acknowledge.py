"""Say that what was delivered has arrived."""

from uuid import UUID

from comity.acts.subscribe import own
from comity.policy.sessions import Session
from comity.store.node import Node


async def acknowledge(node: Node, session: Session, subscription: UUID, upto: int) -> int:
    """Write down that this member has everything up to a place in the log; gives how much is still owed."""
    mine = own(node, session, subscription)
    await node.subscriptions.acknowledge(mine.id, upto, node.clock())
    return await node.subscriptions.waiting(mine.id)
