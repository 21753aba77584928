"""Find records by whatever somebody remembers of them: names, numbers, dates, places, offenses, words of a text.

Everything is found through tokens of the categories that the reader sees. What is hidden changes nothing of an answer:
not what is found, nor its order, nor a score, a count or a word that was tried.
"""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from comity.acts.asked import Asked, noted, of_kinds
from comity.acts.disclose import written_down
from comity.acts.evenly import reached, soonest
from comity.acts.judging import judged
from comity.acts.read import LARGEST_PAGE
from comity.acts.sight import Sight
from comity.acts.terms import asking
from comity.acts.tiers import BEGINNING, Match, Place, Tier, exactly, matches
from comity.acts.viewing import View, views
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.records.queries import terms_of
from comity.store.finding import counted
from comity.store.nearby import ALIKE
from comity.store.node import Node


class Hit(Struct, frozen=True):
    """A record that was found, how well it matches (1 is exactly), by which words, and its place in the order."""

    view: View
    score: float
    words: tuple[str, ...]
    place: Place

    @property
    def is_near(self) -> bool:
        """Whether it is no exact match: a name is spelled otherwise than it was asked for."""
        return self.place.tier in (Tier.NAMED, Tier.NEARLY)


class Facets(Struct, frozen=True):
    """How many records match as typed, by kind, by owner and by the month in which they were recorded (UTC)."""

    kind: dict[str, int]
    owner: dict[str, int]
    month: dict[str, int]


class Found(Struct, frozen=True):
    """A page of what was found, the best first; ``whole`` tells whether names spelled otherwise were all looked for."""

    hits: tuple[Hit, ...]
    whole: bool
    facets: Facets | None = None

    @property
    def views(self) -> list[View]:
        """The records that were found, as they may be seen."""
        return [hit.view for hit in self.hits]


@judged
async def search(
    node: Node,
    session: Session,
    query: str,
    *,
    wanted: frozenset[str] | None = None,
    owner: str = "",
    after: Place = BEGINNING,
    limit: int = 50,
) -> Found:
    """Give the records of some kinds and owner that match best after a place, as far as they may be seen.

    They are written down before. Invalid when the query has no word, more than twelve, or a range that cannot be.
    """
    terms, no_sooner = terms_of(query), soonest()
    asked = await asking(node, session, terms, kinds=wanted, owner=owner)
    found = await matches(node, asked, after, min(limit, LARGEST_PAGE))
    hits = _hits(node, asked.sight, found, after)
    if not hits:
        await reached(no_sooner)
    await written_down(node, session, Channel.SEARCH, [hit.view for hit in hits])
    noted(node, session, Asked(len(hits)) if wanted is None else of_kinds(wanted, len(hits)))
    return Found(hits, asked.whole)


@judged
async def carrying(node: Node, session: Session, query: str, wanted: frozenset[str]) -> list[View]:
    """Give the newest records of some kinds that carry every word themselves, as it was typed; written down before."""
    asked = await asking(node, session, terms_of(query), kinds=wanted)
    found = await matches(node, asked, BEGINNING, LARGEST_PAGE, tiers=(Tier.ITSELF,))
    shown = views(node, asked.sight, [each.stored for each in found])
    await written_down(node, session, Channel.SEARCH, shown)
    noted(node, session, of_kinds(wanted, len(shown)))
    return shown


@judged
async def facets(
    node: Node, session: Session, query: str, *, wanted: frozenset[str] | None = None, owner: str = ""
) -> Facets:
    """Count what matches as typed among what may be seen; Invalid where that is more than can be counted at once."""
    asked = await asking(node, session, terms_of(query), kinds=wanted, owner=owner)
    found = await counted(node.reader, asked.sight.scope, await exactly(node, asked))
    by_kind, by_owner, by_month = Counter[str](), Counter[str](), Counter[str]()
    for (class_id, month), records in found.items():
        handling = await node.classes.named(class_id)
        by_kind[handling.kind] += records
        by_owner[handling.owner] += records
        by_month[month] += records
    return Facets(*(dict(sorted(each.items())) for each in (by_kind, by_owner, by_month)))


def _hits(node: Node, sight: Sight, found: Sequence[Match], after: Place) -> tuple[Hit, ...]:
    by_place = {each.stored.seq: each for each in found}
    return tuple(
        Hit(
            view,
            (match := by_place[view.seq]).score / ALIKE,
            match.words,
            Place(match.tier, match.score, view.seq, after.bound),
        )
        for view in views(node, sight, (each.stored for each in found))
    )
