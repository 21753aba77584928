"""The queue of clerical review: pairs that may be one, that the machine leaves to a person, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from comity.acts.asked import noted, of_kinds
from comity.acts.disclose import written_down
from comity.acts.identify import Link, linked
from comity.acts.judging import judged
from comity.acts.judgments import judgments_on
from comity.acts.neighborhood import SLACK_BITS, Neighborhood, Pair, ordered
from comity.acts.read import LARGEST_PAGE
from comity.acts.sight import Sight, sight_of
from comity.acts.viewing import View, views
from comity.linkage.deciding import Decision
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.store.link_reading import Standing, doubtful
from comity.store.node import Node

PERSON = "person"
# So many pairs are gone through for one page: whoever settles what stands first sees what comes after.
_MOST_LOOKED_AT = 2000


@dataclass(frozen=True)
class Doubt:
    """Two records that may be one, as the reader sees them, and what speaks for it and against."""

    link: Link
    one: View
    other: View


@judged
async def review_links(node: Node, session: Session, kind: str = PERSON, *, limit: int = 50) -> list[Doubt]:
    """Give the pairs of a kind that a person should compare and nobody has judged, the most doubtful links first.

    Both records of each are seen, and weighed by what is seen of them. Absent for a kind that is not linked.
    """
    everything = await sight_of(node, session)
    sight = everything.of_kinds(frozenset({kind}), node.classes.all())
    found = await _found(node, sight, everything, kind, min(limit, LARGEST_PAGE))
    await written_down(node, session, Channel.IDENTITY, list(_each_once(found)))
    noted(node, session, of_kinds((kind,), len(found)))
    return found


async def _found(node: Node, sight: Sight, everything: Sight, kind: str, limit: int) -> list[Doubt]:
    met = Neighborhood(node.linking.model(kind))
    model, found = met.model, list[Doubt]()
    below, looked = Standing(model.link - model.prior + SLACK_BITS), 0
    while len(found) < limit and looked < _MOST_LOOKED_AT:
        least = model.review - model.prior - SLACK_BITS
        page = await doubtful(node.reader, sight.scope, least=least, below=below, limit=LARGEST_PAGE)
        if not page:
            break
        pairs = [ordered(pair.one, pair.other) for pair, _ in page]
        await _meet(node, sight, everything, met, pairs)
        found += _open(met, pairs)
        below, looked = page[-1][1], looked + len(page)
    return found[:limit]


async def _meet(node: Node, sight: Sight, everything: Sight, met: Neighborhood, pairs: list[Pair]) -> None:
    ids = {id for pair in pairs for id in pair}
    met.take(views(node, sight, await node.reader.current(sight.scope, ids - met.met.keys())))
    met.judged.update({each.pair: each for each in await judgments_on(node, everything, ids)})
    met.weigh(pairs)


def _open(met: Neighborhood, pairs: list[Pair]) -> list[Doubt]:
    links = [linked(met, pair) for pair in pairs if pair in met.bits and pair not in met.judged]
    return [Doubt(link, met.met[link.one], met.met[link.other]) for link in links if link.decision is Decision.REVIEW]


def _each_once(found: Iterable[Doubt]) -> Iterable[View]:
    return {view.id: view for doubt in found for view in (doubt.one, doubt.other)}.values()
