"""Find people: who is meant by some words, each person once, with all the records of them that the reader sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from comity.acts.disclose import written_down
from comity.acts.identify import Identity, identities
from comity.acts.judging import judged
from comity.acts.neighborhood import neighborhood
from comity.acts.search import Hit, search
from comity.acts.sight import sight_of
from comity.acts.tiers import BEGINNING, Place
from comity.acts.viewing import views
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.store.node import Node

PERSON = "person"
# Each is looked up with whoever stands near them.
LARGEST_PAGE = 50


@dataclass(frozen=True)
class Somebody:
    """A person who was found: the record that matches best, how well and by which words, and all of theirs."""

    found: UUID
    score: float
    words: tuple[str, ...]
    identity: Identity


@dataclass(frozen=True)
class People:
    """A page of people, the best match first; ``following`` is where the next page begins, None where there is none."""

    items: tuple[Somebody, ...]
    whole: bool
    following: Place | None


async def people(
    node: Node, session: Session, query: str, *, after: Place = BEGINNING, limit: int = LARGEST_PAGE
) -> People:
    """Give the people of whom a record matches every word, each once on a page, with all records that are one with it.

    Names may be misspelled, as in a search; a birth date, a number or a place narrows it. Invalid as for a search.
    """
    most = min(limit, LARGEST_PAGE)
    found = await search(node, session, query, wanted=frozenset({PERSON}), after=after, limit=most)
    items = await _with_identities(node, session, found.hits) if found.hits else ()
    return People(items, found.whole, found.hits[-1].place if len(found.hits) == most else None)


@judged
async def _with_identities(node: Node, session: Session, hits: Sequence[Hit]) -> tuple[Somebody, ...]:
    sight = await sight_of(node, session)
    people = sight.of_kinds(frozenset({PERSON}), node.classes.all())
    # Judged anew: what was found a moment ago may have been sealed since.
    seen = views(node, people, await node.reader.current(people.scope, [hit.view.id for hit in hits]))
    met = await neighborhood(node, sight, PERSON, seen)
    known = [hit for hit in hits if hit.view.id in met.met]
    found = await identities(node, people, met, [hit.view.id for hit in known])
    identity_of = {view.id: identity for identity in found for view in identity.records}
    items: dict[UUID, Somebody] = {}
    for hit in known:
        identity = identity_of[hit.view.id]
        items.setdefault(identity.id, Somebody(hit.view.id, hit.score, hit.words, identity))
    shown = {hit.view.id for hit in known}
    more = {view.id: view for identity in found for view in identity.records if view.id not in shown}
    await written_down(node, session, Channel.IDENTITY, list(more.values()))
    return tuple(items.values())
