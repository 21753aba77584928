"""Wait for entries: what comes in after a place in the log, and standing subscriptions that nothing is lost from."""

from collections.abc import Sequence
from uuid import UUID

from comity.acts.asked import noted, of_kinds
from comity.acts.disclose import written_down
from comity.acts.judging import judged
from comity.acts.read import LARGEST_PAGE, absent
from comity.acts.sight import sight_of
from comity.acts.submit import request_of
from comity.acts.viewing import View, views
from comity.errors import Invalid, Refused, Reused
from comity.ids import new_id
from comity.policy.clauses import Operation
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.records.registry import kinds
from comity.store.node import Node
from comity.store.subscriptions import Subscription

# What each of them is owed is kept until it is acknowledged: a member who forgets theirs must not fill the disk.
MOST_STANDING = 20


async def subscribe(node: Node, session: Session, wanted: Sequence[str], *, key: str | None = None) -> Subscription:
    """Begin a standing subscription: every entry of these kinds that the session may see is owed until acknowledged.

    The same key gives the same subscription, however often it is sent.
    """
    if unknown := [name for name in wanted if name not in kinds()]:
        raise Invalid(
            f"kinds: there is no kind {unknown[0]!r}.", field="kinds", remedy="GET /v1/kinds lists all kinds."
        )
    if not wanted:
        raise Invalid("kinds: name at least one kind.", field="kinds", remedy="GET /v1/kinds lists all kinds.")
    subscription = Subscription(
        _id_for(session, key),
        session.agency.key,
        session.member.key,
        session.purpose,
        tuple(dict.fromkeys(wanted)),
        node.clock(),
    )
    mine = standing(node, session)
    if len(mine) >= MOST_STANDING and all(each.id != subscription.id for each in mine):
        raise Refused(
            f"You have {MOST_STANDING} standing subscriptions.",
            rule="standing_subscriptions_are_few",
            remedy="End one that you no longer need.",
        )
    await node.subscriptions.begin(subscription)
    return _begun(node, session, subscription)


def _id_for(session: Session, key: str | None) -> UUID:
    digest, _ = request_of(session, None if key is None else f"subscribe\0{key}", b"")
    return new_id() if digest is None else UUID(bytes=digest, version=4)


def _begun(node: Node, session: Session, asked: Subscription) -> Subscription:
    found = next((each for each in standing(node, session) if each.id == asked.id), None)
    if found is None or (found.kinds, found.purpose) != (asked.kinds, asked.purpose):
        raise Reused(
            "This Idempotency-Key was used for another subscription.", remedy="Use a new key for a new request."
        )
    return found


def standing(node: Node, session: Session) -> list[Subscription]:
    """Give the standing subscriptions of this member, oldest first."""
    return [each for each in node.subscriptions.standing if each.member == session.member.key]


async def unsubscribe(node: Node, session: Session, id: UUID) -> None:
    """End a standing subscription of this member; Absent when there is none."""
    await node.subscriptions.end(own(node, session, id).id, node.clock())


@judged
async def owed(node: Node, session: Session, id: UUID, *, after: int = -1, limit: int = LARGEST_PAGE) -> list[View]:
    """Give what a standing subscription of this member is still owed, oldest first, as may be seen now.

    What is given is written down before. Only [] means that nothing more is owed after ``after``.
    """
    mine = own(node, session, id)
    while seqs := await node.subscriptions.owed(mine.id, after, limit):
        sight = await sight_of(node, session, Operation.SUBSCRIBE)
        if shown := views(node, sight, await node.reader.at(sight.scope, seqs)):
            await written_down(node, session, Channel.STREAM, shown)
            noted(node, session, of_kinds(mine.kinds, len(shown), Operation.SUBSCRIBE))
            return shown
        after = seqs[-1]
    return []


def own(node: Node, session: Session, id: UUID) -> Subscription:
    """Give a standing subscription of this member; Absent for anybody else's."""
    for subscription in standing(node, session):
        if subscription.id == id:
            return subscription
    raise absent()
