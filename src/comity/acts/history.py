"""Show every version of a record, as the reader may see it."""

from uuid import UUID

from comity.acts.asked import Asked, noted
from comity.acts.disclose import written_down
from comity.acts.judging import judged
from comity.acts.read import absent
from comity.acts.sight import sight_of
from comity.acts.viewing import View, views
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.store.node import Node


@judged
async def history(node: Node, session: Session, id: UUID) -> list[View]:
    """Give all versions of a record, oldest first; Absent unless its current version may be seen."""
    sight = await sight_of(node, session, among=(id,))
    shown = views(node, sight, await node.reader.versions(sight.scope, id))
    noted(node, session, Asked(len(shown), record=id))
    if not shown:
        raise absent()
    await written_down(node, session, Channel.HISTORY, shown)
    return shown
