"""See what became of each hand-off of one's own subscription, and have what was given up tried again."""

from collections.abc import Sequence
from uuid import UUID

from comity.acts.hand_out import hand_out
from comity.acts.subscribe import own
from comity.policy.sessions import Session
from comity.store.feeds import revive
from comity.store.hand_offs import Listed, Tally, Which, listed, tally
from comity.store.node import Node


async def hand_offs_of(
    node: Node, session: Session, id: UUID, *, after: int = -1, limit: int = 200, which: Which = Which.ALL
) -> tuple[Tally, list[Listed]]:
    """Count the hand-offs of a subscription by their states, and give a page of them, oldest first.

    Absent for anybody else's subscription.
    """
    mine = await own(node, session, id)
    await hand_out(node)
    found = await listed(node.pool, mine.id, after=after, limit=limit, which=which)
    return await tally(node.pool, mine.id), found


async def replay(node: Node, session: Session, id: UUID, numbers: Sequence[int] | None = None) -> Tally:
    """Try what was given up again at once, all or some numbers, and whoever could not be reached."""
    mine = await own(node, session, id)
    await revive(node.pool, mine.id, numbers)
    return await tally(node.pool, mine.id)
