"""Wait for entries: what comes in after a place in the log, and standing subscriptions that nothing is lost from."""

from collections.abc import Sequence
from uuid import UUID

from comity.acts.disclose import written_down
from comity.acts.read import LARGEST_PAGE, absent
from comity.acts.sight import View, sight_of, view
from comity.errors import Invalid
from comity.ids import new_id
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.records.registry import kinds
from comity.store.node import Node
from comity.store.subscriptions import Subscription


async def subscribe(node: Node, session: Session, wanted: Sequence[str]) -> Subscription:
    """Begin a standing subscription: every entry of these kinds that the session may see is owed until acknowledged."""
    if unknown := [name for name in wanted if name not in kinds()]:
        raise Invalid(
            f"kinds: there is no kind {unknown[0]!r}.", field="kinds", remedy="GET /v1/kinds lists all kinds."
        )
    if not wanted:
        raise Invalid("kinds: name at least one kind.", field="kinds", remedy="GET /v1/kinds lists all kinds.")
    subscription = Subscription(
        new_id(), session.agency.key, session.member.key, session.purpose, tuple(dict.fromkeys(wanted)), node.clock()
    )
    await node.subscriptions.begin(subscription)
    return subscription


async def unsubscribe(node: Node, session: Session, id: UUID) -> None:
    """End a standing subscription of this member; Absent when there is none."""
    await node.subscriptions.end(own(node, session, id).id, node.clock())


async def owed(node: Node, session: Session, id: UUID, *, after: int = -1, limit: int = LARGEST_PAGE) -> list[View]:
    """Give what a standing subscription of this member is still owed, oldest first, as may be seen now.

    What is given is written down before. Only [] means that nothing more is owed after ``after``.
    """
    mine = own(node, session, id)
    while seqs := await node.subscriptions.owed(mine.id, after, limit):
        found = await node.reader.at(seqs, sight_of(node, session).classes)
        if found:
            views = [view(node, session.profile, stored) for stored in found]
            await written_down(node, session, Channel.STREAM, views)
            return views
        after = seqs[-1]
    return []


def own(node: Node, session: Session, id: UUID) -> Subscription:
    """Give a standing subscription of this member; Absent for anybody else's."""
    for subscription in node.subscriptions.standing:
        if subscription.id == id and subscription.member == session.member.key:
            return subscription
    raise absent()
