"""Gather the whole thread of a case: everything that refers to one another, from incident to sentence."""

from collections.abc import Iterable
from functools import cache
from uuid import UUID

from comity.acts.asked import Asked, noted
from comity.acts.disclose import written_down
from comity.acts.judging import judged
from comity.acts.read import absent
from comity.acts.sight import Sight, sight_of
from comity.acts.viewing import View, views
from comity.policy.sessions import Session
from comity.records.categories import Category
from comity.records.governance.disclosure import Channel
from comity.records.meaning import Search
from comity.records.parting import numbers_carried, pointed_at
from comity.records.reach import pointing_at, pointings, words_for
from comity.records.registry import kind_named, kinds
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.reading import Reach
from comity.store.tokens import each_token

LARGEST_THREAD = 5000

# A person, a place or an imported message is shared by many cases: it belongs to the thread, but does not lead on.
_LEADS_NOWHERE = frozenset({"parties", "governance"})
_IN_A_CASE = frozenset(kinds()) - {"disclosure"}


@judged
async def gather(node: Node, session: Session, id: UUID) -> list[View]:
    """Give all records of the thread that ``id`` belongs to, in the order of their entry, as this reader may see them.

    The thread is followed along references and charge tracking numbers, and only along those that the reader sees, so
    that it tells nothing of hidden records.
    """
    thread = await followed(node, await sight_of(node, session), id)
    noted(node, session, Asked(len(thread), record=id))
    if not thread:
        raise absent()
    await written_down(node, session, Channel.THREAD, thread)
    return thread


async def followed(node: Node, sight: Sight, id: UUID) -> list[View]:
    """Give the thread of a record as a sight has it, and write nothing down; nothing where it does not see the record.

    It ends at ``LARGEST_THREAD`` records.
    """
    found: dict[UUID, View] = {}
    # What was written down of it belongs to no case, and there may be more of that than of all else.
    near = sight.of_kinds(_IN_A_CASE, node.classes.all())
    edge = views(node, sight, await node.reader.current(sight.scope, [id]))
    while edge and len(found) < LARGEST_THREAD:
        found.update((v.id, v) for v in edge)
        leading = [v for v in edge if v.id == id or kind_named(v.kind).folder not in _LEADS_NOWHERE]
        reached = await _pointed_at(node, sight, leading, found.keys())
        reached += await referring_to(node, near, leading)
        new = {s.id: s for s in reached if s.id not in found and s.handling.kind in _IN_A_CASE}
        edge = views(node, sight, new.values())
    return sorted(found.values(), key=lambda v: v.seq)[:LARGEST_THREAD]


async def _pointed_at(node: Node, sight: Sight, edge: Iterable[View], known: Iterable[UUID]) -> list[Stored]:
    ids = {id for v in edge for id in pointed_at(kind_named(v.kind).kind, v.fields)} - set(known)
    return await node.reader.current(sight.scope, ids) if ids else []


async def referring_to(node: Node, sight: Sight, edge: Iterable[View]) -> list[Stored]:
    """Find what points at these records, and what carries the same charge tracking numbers."""
    seen = list(edge)
    carried = {n for v in seen for n in numbers_carried(kind_named(v.kind).kind, v.fields)}
    groups = []
    for category in Category:
        meant = _meant(category)
        words = [pointing_at(category, v.id) for v in seen if None in meant or v.kind in meant]
        words += [word for number in carried for word in words_for(category, Search.NUMBER, number)]
        terms = (each_token(node.keyring.token_key, words),)
        if words:
            groups += [Reach(tuple(c), terms, tuple(r)) for c, r in sight.by_mask(category).values()]
    return await node.reader.referring(sight.scope, groups, LARGEST_THREAD) if groups else []


@cache
def _meant(category: Category) -> frozenset[str | None]:
    """Name the kinds to which fields of a category may refer; None among them where they may refer to any."""
    found = (each for spec in kinds().values() for each in pointings(spec.kind) if each.category is category)
    return frozenset(kind for each in found for kind in (each.kinds or (None,)))
