"""What a subscription is about: a record, and for a person everyone who is one with them as the subscriber sees it.

Kept at hand from one page of the log to the next, and found anew when somebody may have joined or left.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from comity.acts.identify import identities
from comity.acts.judging import judged
from comity.acts.neighborhood import SLACK_BITS, neighborhood
from comity.acts.sight import sight_of
from comity.acts.viewing import views
from comity.errors import Refused
from comity.linkage.features import LINKED
from comity.policy.clauses import Operation
from comity.policy.sessions import Session, open_session
from comity.store.link_reading import around
from comity.store.node import Node
from comity.store.subscriptions import Standing, Waiting

_MOST_NEAR = 2000


@dataclass(frozen=True)
class Abouts:
    """The records that each subscription is about, for those that are about something; and the other way round."""

    ids: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)

    @cached_property
    def subscriptions(self) -> Mapping[UUID, Sequence[UUID]]:
        """The subscriptions that are about a record."""
        found: dict[UUID, list[UUID]] = defaultdict(list)
        for subscription, ids in self.ids.items():
            for id in ids:
                found[id].append(subscription)
        return found


@dataclass
class Known:
    """What some subscriptions are about, by the version of each, as found up to a place in the log."""

    place: int = -1
    of: Waiting | None = None
    ids: dict[UUID, tuple[int, frozenset[UUID]]] = field(default_factory=dict)
    abouts: Abouts = Abouts()

    def forget(self) -> None:
        """Let go of everything."""
        self.ids.clear()
        self.of = None


class Stirred(NamedTuple):
    """What may have changed who is one with whom: records by kind that were entered, and those that were judged."""

    entered: Mapping[str, Collection[UUID]]
    judged: Collection[UUID]


_KNOWN: dict[str, Known] = {}


def session_of(node: Node, standing: Standing) -> Session | None:
    """Open the session in whose name a subscription is served; None while its member may not act."""
    wish = standing.wish
    try:
        return open_session(
            node.directory, standing.agency, wish.member, wish.purpose, second_factor=bool(wish.second_factor)
        )
    except Refused:
        return None


async def abouts(node: Node, waiting: Waiting, stirred: Stirred, *, span: tuple[int, int]) -> Abouts:
    """Give the records that each subscription is about, for those that are about something.

    ``span`` is the part of the log that was looked through for what stirred: after a place, up to another.
    """
    after, upto = span
    known = _KNOWN.setdefault(node.dsn, Known())
    if known.place != after:
        # Another process has handed out what came between: who was entered there is not known here.
        known.forget()
    near = {other for kind, ids in stirred.entered.items() for other in await _near(node, kind, ids)}
    near.update(stirred.judged)
    if near or known.of is not waiting:
        known.abouts = Abouts(await _found(node, known, waiting, near))
        known.of = waiting
    known.place = upto
    return known.abouts


async def _found(node: Node, known: Known, waiting: Waiting, near: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Find what subscriptions are about where it is not known, or something stirred near it."""
    found: dict[UUID, frozenset[UUID]] = {}
    for each in waiting.all.values():
        if each.wish.about is None:
            continue
        version, ids = known.ids.get(each.id, (0, frozenset[UUID]()))
        if version != each.version or not ids.isdisjoint(near):
            ids = await _one_with(node, each, each.wish.about.id)
            known.ids[each.id] = (each.version, ids)
        found[each.id] = ids
    return found


async def _near(node: Node, kind: str, ids: Collection[UUID]) -> set[UUID]:
    """Give the records beside which some were weighed, themselves too."""
    model = node.linking.model(kind)
    classes = [n for n, handling in node.classes.all().items() if handling.kind == kind]
    least = model.link - model.prior - SLACK_BITS
    pairs = await around(node.pool, classes, ids, least=least, limit=_MOST_NEAR) if ids else []
    return {id for pair in pairs for id in (pair.one, pair.other)}


async def _one_with(node: Node, standing: Standing, id: UUID) -> frozenset[UUID]:
    session = session_of(node, standing)
    return frozenset({id}) if session is None else await _seen_as_one(node, session, id)


@judged
async def _seen_as_one(node: Node, session: Session, id: UUID) -> frozenset[UUID]:
    sight = await sight_of(node, session, Operation.SUBSCRIBE)
    seen = views(node, sight, await node.reader.current(sight.scope, [id]))
    if not seen or seen[0].kind not in LINKED:
        return frozenset({id})
    found = await neighborhood(node, sight, seen[0].kind, seen)
    (identity,) = await identities(node, sight, found, [id])
    return frozenset(view.id for view in identity.records)
