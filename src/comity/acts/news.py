"""Tell whether there is news for a member, and nothing of it: for pages that then fetch what is owed."""

from comity.acts.hand_out import hand_out
from comity.acts.review_hand_offs import still_waiting
from comity.acts.subscribe import standing
from comity.policy.sessions import Session
from comity.store.node import Node


async def newest_owed(node: Node, session: Session) -> int:
    """Give the place in the log of the newest entry that any of the member's subscriptions owes; -1 for none.

    Only what they may see now counts.
    """
    mine = await standing(node, session)
    if not mine:
        return -1
    await hand_out(node)
    return max([seq for each in mine for seq in await still_waiting(node, session, each.id)], default=-1)
