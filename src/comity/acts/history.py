"""Show every version of a record, as the reader may see it."""

from uuid import UUID

from comity.acts.disclose import written_down
from comity.acts.read import absent
from comity.acts.sight import View, sight_of, view
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.store.node import Node


async def history(node: Node, session: Session, id: UUID) -> list[View]:
    """Give all versions of a record, oldest first; Absent unless its current version may be seen."""
    classes = sight_of(node, session).classes
    if not await node.reader.current([id], classes):
        raise absent()
    views = [view(node, session.profile, stored) for stored in await node.reader.versions(id, classes)]
    await written_down(node, session, Channel.HISTORY, views)
    return views
