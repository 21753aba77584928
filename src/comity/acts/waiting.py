"""See what waits at a desk: records of a kind to which no record of some other kinds refers yet."""

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from comity.acts.around import pointing_back
from comity.acts.asked import noted, of_kinds
from comity.acts.disclose import written_down
from comity.acts.judging import judged
from comity.acts.read import NEWEST
from comity.acts.sight import Sight, sight_of
from comity.acts.viewing import View, views
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.records.parting import pointed_at
from comity.records.registry import kind_named
from comity.store.node import Node

_PAGE = 200
# What waits behind so many that are answered is overdue, and stands among the deadlines.
LARGEST_LOOK = 1000
Waits = Callable[[View], bool]


def _every_one(view: View) -> bool:
    del view
    return True


@judged
async def waiting(
    node: Node, session: Session, kind: str, answered_by: Collection[str], *, waits: Waits = _every_one, limit: int = 50
) -> Sequence[View]:
    """Give the newest records of a kind that none of some kinds answers, as far as this session sees both.

    Only those wait of which ``waits`` says so. It looks through the newest 1,000 of the kind. An answer that the
    session does not see does not count for it.
    """
    sight = await sight_of(node, session)
    of_kind = sight.of_kinds(frozenset({kind}), node.classes.all())
    found: list[View] = []
    before, looked = NEWEST, 0
    while len(found) < limit and looked < LARGEST_LOOK:
        page = await node.reader.page(of_kind.scope, before, _PAGE)
        shown = views(node, of_kind, page)
        answered = await _answered(node, sight, shown, answered_by)
        found += [view for view in shown if view.id not in answered and waits(view)]
        looked += len(page)
        if len(page) < _PAGE:
            break
        before = page[-1].seq
    found = found[:limit]
    await written_down(node, session, Channel.READ, found)
    noted(node, session, of_kinds(frozenset({kind}), len(found)))
    return found


async def _answered(node: Node, sight: Sight, asked: Sequence[View], answered_by: Collection[str]) -> set[UUID]:
    if not asked or not answered_by:
        return set()
    referring = await pointing_back(node, sight, frozenset(answered_by), [view.id for view in asked])
    return {
        id
        for view in views(node, sight, (each for each in referring if each.handling.kind in answered_by))
        for id in pointed_at(kind_named(view.kind).kind, view.fields)
    }
