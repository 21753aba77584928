"""Read a record, or the newest of a kind: what the reader may see, written down when it is another agency's."""

from uuid import UUID

from comity.acts.disclose import written_down
from comity.acts.sight import View, sight_of, view
from comity.errors import Absent
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.store.node import Node

LARGEST_PAGE = 200
NEWEST = 2**62


def absent() -> Absent:
    """Give the one answer for what is hidden, what was never there and what cannot be."""
    return Absent("There is no such record.", remedy="Check the id; ask the agency that entered it.")


async def read(node: Node, session: Session, id: UUID) -> View:
    """Give the current version of a record as the session may see it; Absent when it may not know of it."""
    found = await node.reader.current([id], sight_of(node, session).classes)
    if not found:
        raise absent()
    shown = view(node, session.profile, found[0])
    await written_down(node, session, Channel.READ, [shown])
    return shown


async def read_newest(
    node: Node, session: Session, kinds: frozenset[str], *, before: int = NEWEST, limit: int = 50
) -> list[View]:
    """Give a page of the newest records of some kinds, newest first; the page is as full as what may be seen allows."""
    names = {n: handling.kind for n, handling in node.classes.all().items()}
    classes = sight_of(node, session).of_kinds(kinds, names)
    found = await node.reader.page(classes, before, min(limit, LARGEST_PAGE))
    views = [view(node, session.profile, stored) for stored in found]
    await written_down(node, session, Channel.READ, views)
    return views
