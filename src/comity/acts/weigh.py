"""Weigh two records against each other: what speaks for their being one, and what against, as the reader sees them."""

from uuid import UUID

from comity.acts.asked import Asked, noted
from comity.acts.disclose import written_down
from comity.acts.identify import Link, linked
from comity.acts.judging import judged
from comity.acts.judgments import judgments_on
from comity.acts.neighborhood import Neighborhood, ordered
from comity.acts.read import absent
from comity.acts.sight import sight_of
from comity.acts.viewing import views
from comity.errors import Invalid
from comity.linkage.features import LINKED
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.store.node import Node


@judged
async def weigh(node: Node, session: Session, one: UUID, other: UUID) -> Link:
    """Give what is between two records; Absent unless the reader sees both, Invalid unless they can be compared."""
    sight = await sight_of(node, session)
    seen = views(node, sight, await node.reader.current(sight.scope, {one, other}))
    for id in (one, other):
        noted(node, session, Asked(sum(view.id == id for view in seen), record=id))
    if {view.id for view in seen} != {one, other}:
        raise absent()
    kinds = {view.kind for view in seen}
    if one == other or len(kinds) > 1 or not kinds <= LINKED:
        raise Invalid(
            "These two cannot be compared.",
            field="other",
            remedy=f"Name two records of one kind: {', '.join(sorted(LINKED))}.",
        )
    found = Neighborhood(node.linking.model(kinds.pop()))
    found.take(seen)
    pair = ordered(one, other)
    found.weigh([pair])
    found.judged.update({each.pair: each for each in await judgments_on(node, sight, pair)})
    await written_down(node, session, Channel.IDENTITY, seen)
    return linked(found, pair)
