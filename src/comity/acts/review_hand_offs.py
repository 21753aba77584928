"""See what became of each hand-off of one's own subscription, and have what was given up tried again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from comity.acts.hand_out import hand_out
from comity.acts.judging import judged
from comity.acts.sight import sight_of
from comity.acts.subscribe import own
from comity.policy.clauses import Operation
from comity.policy.sessions import Session
from comity.store.feeds import revive
from comity.store.hand_offs import Listed, Tally, Which, listed, queued, tally
from comity.store.node import Node

# So many of what waits are counted.
_MOST_QUEUED = 2000


class HandOffs(NamedTuple):
    """How many hand-offs there are in each state, a page of them, and the place after which the next page begins."""

    tally: Tally
    items: tuple[Listed, ...]
    following: int | None


async def hand_offs_of(
    node: Node, session: Session, id: UUID, *, after: int = -1, limit: int = 200, which: Which = Which.ALL
) -> HandOffs:
    """Count the hand-offs of a subscription by their states, and give a page of them, oldest first.

    What was hidden before it was given was never given: it stands in no list and in no count. Absent for anybody else's
    subscription.
    """
    mine = await own(node, session, id)
    await hand_out(node)
    waiting = await still_waiting(node, session, mine.id)
    found = await listed(node.pool, mine.id, after=after, limit=limit, which=which)
    shown = (each for each in found if each.number is not None or each.received_at is not None or each.seq in waiting)
    following = found[-1].seq if len(found) == limit else None
    return HandOffs(replace(await tally(node.pool, mine.id), queued=len(waiting)), tuple(shown), following)


@judged
async def still_waiting(node: Node, session: Session, subscription: UUID) -> frozenset[int]:
    """Give the entries that a subscription is owed, was not given, and that may still be seen; up to 2,000 of them."""
    seqs = await queued(node.pool, subscription, _MOST_QUEUED)
    sight = await sight_of(node, session, Operation.SUBSCRIBE)
    found = await node.reader.at(sight.scope, seqs) if seqs else []
    return frozenset(each.seq for each in found if sight.shows(each))


async def replay(node: Node, session: Session, id: UUID, numbers: Sequence[int] | None = None) -> Tally:
    """Try what was given up again at once, all or some numbers, and whoever could not be reached."""
    mine = await own(node, session, id)
    await revive(node.pool, mine.id, numbers)
    waiting = await still_waiting(node, session, mine.id)
    return replace(await tally(node.pool, mine.id), queued=len(waiting))
