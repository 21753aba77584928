"""Wait for entries: what comes in after a place in the log, and standing subscriptions that nothing is lost from."""

from collections.abc import Sequence
from uuid import UUID

from comity.acts.read import absent
from comity.acts.sight import View, sight_of, view
from comity.errors import Invalid
from comity.ids import new_id
from comity.policy.sessions import Session
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


async def owed(node: Node, session: Session, id: UUID, *, after: int = -1, limit: int = 200) -> list[View]:
    """Give what a standing subscription of this member is still owed, oldest first, as may be seen now.

    The caller writes the disclosure down before it shows them: ``following`` does so for many readers at once.
    """
    seqs = await node.subscriptions.owed(own(node, session, id).id, after, limit)
    found = await node.reader.at(seqs, sight_of(node, session).classes)
    return [view(node, session.profile, stored) for stored in found]


def own(node: Node, session: Session, id: UUID) -> Subscription:
    """Give a standing subscription of this member; Absent for anybody else's."""
    for subscription in node.subscriptions.standing:
        if subscription.id == id and subscription.member == session.member.key:
            return subscription
    raise absent()
