"""Gather the whole thread of a case: everything that refers to one another, from incident to sentence."""

from collections.abc import Iterable, Iterator
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
from comity.records.reach import pointing_at, words_for
from comity.records.registry import kind_named
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.reading import Reach
from comity.store.tokens import token

LARGEST_THREAD = 5000

# A person, a place or an imported message is shared by many cases: it belongs to the thread, but does not lead on.
_LEADS_NOWHERE = frozenset({"parties", "governance"})


@judged
async def gather(node: Node, session: Session, id: UUID) -> list[View]:
    """Give all records of the thread that ``id`` belongs to, in the order of their entry, as this reader may see them.

    The thread is followed along references and charge tracking numbers, and only along those that the reader sees, so
    that it tells nothing of hidden records.
    """
    sight = await sight_of(node, session)
    found: dict[UUID, View] = {}
    edge = views(node, sight, await node.reader.current(sight.scope, [id]))
    if not edge:
        noted(node, session, Asked(0, record=id))
        raise absent()
    while edge and len(found) < LARGEST_THREAD:
        found.update((v.id, v) for v in edge)
        leading = [v for v in edge if v.id == id or kind_named(v.kind).folder not in _LEADS_NOWHERE]
        reached = await _pointed_at(node, sight, leading, found.keys())
        reached += await referring_to(node, sight, leading)
        new = {s.id: s for s in reached if s.id not in found and s.handling.kind != "disclosure"}
        edge = views(node, sight, new.values())
    thread = sorted(found.values(), key=lambda v: v.seq)[:LARGEST_THREAD]
    await written_down(node, session, Channel.THREAD, thread)
    noted(node, session, Asked(len(thread), record=id))
    return thread


async def _pointed_at(node: Node, sight: Sight, edge: Iterable[View], known: Iterable[UUID]) -> list[Stored]:
    ids = {id for v in edge for id in pointed_at(kind_named(v.kind).kind, v.fields)} - set(known)
    return await node.reader.current(sight.scope, ids) if ids else []


async def referring_to(node: Node, sight: Sight, edge: Iterable[View]) -> list[Stored]:
    """Find what points at these records, and what carries the same charge tracking numbers."""
    groups = []
    for category in Category:
        words = [word for v in edge for word in _words(category, v)]
        terms = (tuple(token(node.keyring.token_key, word) for word in words),)
        if words:
            groups += [Reach(tuple(c), terms, tuple(r)) for c, r in sight.by_mask(category).values()]
    return await node.reader.referring(sight.scope, groups, LARGEST_THREAD) if groups else []


def _words(category: Category, shown: View) -> Iterator[str]:
    yield pointing_at(category, shown.id)
    for number in numbers_carried(kind_named(shown.kind).kind, shown.fields):
        yield from words_for(category, Search.NUMBER, number)
