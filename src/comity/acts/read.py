"""Read a record, or the newest of a kind: what the reader may see, written down when it is another agency's."""

from collections.abc import Collection
from uuid import UUID

from comity.acts.asked import Asked, noted, of_kinds
from comity.acts.disclose import written_down
from comity.acts.judging import judged
from comity.acts.sight import sight_of
from comity.acts.viewing import View, views
from comity.errors import Absent
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.store.node import Node

LARGEST_PAGE = 200
MOST_SEVERAL = 1000
NEWEST = 2**62


def absent() -> Absent:
    """Give the one answer for what is hidden, what was never there and what cannot be."""
    return Absent("There is no such record.", remedy="Check the id; ask the agency that entered it.")


@judged
async def read(node: Node, session: Session, id: UUID) -> View:
    """Give the current version of a record as the session may see it; Absent when it may not know of it."""
    sight = await sight_of(node, session, among=(id,))
    shown = views(node, sight, await node.reader.current(sight.scope, [id]))
    noted(node, session, Asked(len(shown), record=id))
    if not shown:
        raise absent()
    await written_down(node, session, Channel.READ, shown)
    return shown[0]


@judged
async def read_several(node: Node, session: Session, ids: Collection[UUID]) -> list[View]:
    """Give the current versions of those of some records that the session may see, up to 1,000; others are left out."""
    wanted = list(dict.fromkeys(ids))[:MOST_SEVERAL]
    if not wanted:
        return []
    sight = await sight_of(node, session, among=tuple(wanted))
    shown = views(node, sight, await node.reader.current(sight.scope, wanted))
    await written_down(node, session, Channel.READ, shown)
    noted(node, session, Asked(len(shown)))
    return shown


@judged
async def read_newest(
    node: Node, session: Session, kinds: frozenset[str], *, before: int = NEWEST, limit: int = 50
) -> list[View]:
    """Give a page of the newest records of some kinds, newest first; the page is as full as what may be seen allows."""
    sight = (await sight_of(node, session)).of_kinds(kinds, node.classes.all())
    shown = views(node, sight, await node.reader.page(sight.scope, before, min(limit, LARGEST_PAGE)))
    await written_down(node, session, Channel.READ, shown)
    noted(node, session, of_kinds(kinds, len(shown)))
    return shown
