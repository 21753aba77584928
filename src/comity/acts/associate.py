"""Whom and what somebody or something is joined with, hop by hop, as far as the reader sees every record that joins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from comity.acts.around import MOST_AROUND, pointing_back
from comity.acts.asked import Asked, noted
from comity.acts.disclose import written_down
from comity.acts.identify import identities
from comity.acts.judging import judged
from comity.acts.neighborhood import neighborhood
from comity.acts.read import absent
from comity.acts.sight import Sight, sight_of
from comity.acts.viewing import View, views
from comity.desks.analysis.entities import ANALYZED, ENTITIES, pointers, telephones
from comity.desks.analysis.network import MOST_NODES, Known, Network, network
from comity.desks.analysis.together import CoArrest, Shared, co_arrests, shared
from comity.errors import Refused
from comity.linkage.features import LINKED
from comity.policy.sessions import Session
from comity.records.categories import Category
from comity.records.governance.disclosure import Channel
from comity.records.meaning import Search
from comity.records.reach import words_for
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.reading import Reach
from comity.store.tokens import each_token

FURTHEST = 3
# So many may give the telephone numbers of one hop, newest first.
_MOST_OF_NUMBERS = 1000
# So many are looked around at once for who is one with them, so that none stands outside what is met.
_AT_ONCE = 80
# An organization is named by a whole city's records: it is shown where it is met, and leads on only where one begins.
_LEADS_NOWHERE = frozenset({"organization"})


@dataclass(frozen=True)
class Associations:
    """What stands around somebody or something: the network, who was arrested together in it, and what is shared.

    ``views`` holds every record that any of it rests on, by id, so that each is shown with its clauses and notices.
    """

    network: Network
    co_arrests: tuple[CoArrest, ...]
    shared: tuple[Shared, ...]
    views: dict[UUID, View] = field(repr=False)


@dataclass
class _Found:
    """What was met so far; ``cut`` where more was there than is looked at."""

    cut: bool = False
    views: dict[UUID, View] = field(default_factory=dict)
    same: dict[UUID, UUID] = field(default_factory=dict)

    def take(self, shown: Iterable[View]) -> list[View]:
        """Meet some records; give those that are new."""
        new = [view for view in shown if view.id not in self.views]
        self.views.update((view.id, view) for view in new)
        return new

    def entities(self) -> int:
        """Tell how many records of somebody or something were met."""
        return sum(view.kind in ENTITIES for view in self.views.values())


@judged
async def associate(node: Node, session: Session, id: UUID, *, hops: int = 2) -> Associations:
    """Give what a person, a thing, a place, an incident or a case is joined with in one to three hops.

    Records that are one person or thing, as this reader sees them, are one point. Absent when the reader may not know
    of the record; Refused for a kind that joins others but stands for nobody. What is hidden leads nowhere and changes
    nothing.
    """
    sight = await sight_of(node, session)
    seen = views(node, sight, await node.reader.current(sight.scope, [id]))
    noted(node, session, Asked(len(seen), record=id))
    if not seen:
        raise absent()
    _require(seen[0].kind)
    found = await _around(node, sight.of_kinds(ANALYZED, node.classes.all()), sight, seen, hops)
    met = sorted(found.views.values(), key=_seq)
    known = Known(tuple(met), found.same)
    shown = network(known, id, hops=hops)
    shown = replace(shown, stopped=shown.stopped or found.cut)
    answer = Associations(shown, co_arrests(known), shared(known), {})
    answer.views.update((each, found.views[each]) for each in sorted(_rested_on(answer)))
    await written_down(node, session, Channel.THREAD, list(answer.views.values()))
    return answer


def _rested_on(answer: Associations) -> set[UUID]:
    """Give the records that an answer shows or rests on."""
    points = {id for point in answer.network.points for id in point.records}
    links = {evidence.record for link in answer.network.links for evidence in link.evidence}
    occasions = [occasion for pair in answer.co_arrests for occasion in pair.occasions]
    arrests = {id for each in occasions for id in (each.incident, *each.arrests)}
    return points | links | arrests | {id for each in answer.shared for _, ids in each.sharing for id in ids}


def _seq(view: View) -> int:
    return view.seq


def _require(kind: str) -> None:
    if kind not in ENTITIES:
        raise Refused(
            f"A {kind} joins others, but stands for nobody and nothing itself.",
            rule="only_parties_and_activities_have_associations",
            remedy=f"Ask about one of these: {', '.join(sorted(ENTITIES))}.",
        )


async def _around(node: Node, near: Sight, sight: Sight, seen: list[View], hops: int) -> _Found:
    """Meet what stands around some records, hop by hop, each hop with a few queries for all of it."""
    found = _Found()
    edge = await _with_same(node, sight, found, found.take(seen))
    for hop in range(min(max(hops, 1), FURTHEST)):
        leading = [view for view in edge if hop == 0 or view.kind not in _LEADS_NOWHERE]
        naming = found.take(views(node, near, await _naming(node, near, leading)))
        ahead = {p.id for view in (*leading, *naming) for p in pointers(view)} - found.views.keys()
        ahead_seen = views(node, near, await node.reader.current(near.scope, ahead)) if ahead else []
        room = max(0, MOST_NODES - found.entities())
        met = sorted((view for view in ahead_seen if view.kind in ENTITIES), key=_seq)
        found.cut = found.cut or len(met) > room or len(naming) >= MOST_AROUND
        found.take(met[:room])
        edge = await _with_same(node, sight, found, [view for view in (*naming, *met[:room]) if view.kind in ENTITIES])
        if not edge or found.cut:
            break
    return found


async def _naming(node: Node, near: Sight, leading: Sequence[View]) -> list[Stored]:
    """Find what names some records, or gives the same telephone number, as far as the reader sees that it does."""
    naming = await pointing_back(node, near, ANALYZED, [view.id for view in leading])
    return [*naming, *await _of_numbers(node, near, {number for view in leading for number in telephones(view)})]


async def _of_numbers(node: Node, near: Sight, numbers: Iterable[str]) -> list[Stored]:
    words = [word for number in numbers for word in words_for(Category.CONTACT, Search.NUMBER, number)]
    terms = (each_token(node.keyring.token_key, words),)
    groups = [Reach(tuple(c), terms, tuple(r)) for c, r in near.by_mask(Category.CONTACT).values()]
    return await node.reader.referring(near.scope, groups, _MOST_OF_NUMBERS) if groups and words else []


async def _with_same(node: Node, sight: Sight, found: _Found, edge: list[View]) -> list[View]:
    """Give some records with all that are one with them; what is one is named by the first of it."""
    together = list(edge)
    for kind in sorted(LINKED & {view.kind for view in edge}):
        some = [view for view in edge if view.kind == kind]
        for at in range(0, len(some), _AT_ONCE):
            page = [view for view in some[at : at + _AT_ONCE] if view.id not in found.same]
            if not page:
                continue
            around = await neighborhood(node, sight, kind, page)
            for identity in await identities(node, sight, around, [view.id for view in page]):
                name = next((found.same[view.id] for view in identity.records if view.id in found.same), identity.id)
                found.same.update((view.id, name) for view in identity.records)
                together += found.take(identity.records)
    return together
