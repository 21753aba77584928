"""Which records stand near one another for one reader: weighed anew by what that reader sees, and by nothing else.

What the node keeps of comparisons only says where to look. So a hidden record, and a hidden field of one that is seen,
changes nothing of what a reader is told.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from comity.acts.judgments import Judged, judgments_on
from comity.acts.sight import Sight
from comity.acts.viewing import View, views
from comity.linkage.clustering import Verdict
from comity.linkage.features import Features, features_of
from comity.linkage.model import Model
from comity.linkage.scoring import score
from comity.records.codec import build
from comity.records.registry import kind_named
from comity.store.link_reading import near
from comity.store.node import Node

# Whoever stands further than this from where somebody asked is found by asking again from there.
_ROUNDS = 6
MOST_MET = 300
_MOST_PAIRS = 2000
# What is kept of a pair was weighed when there were fewer or more records, perhaps by another model.
SLACK_BITS = 4.0

Pair = tuple[UUID, UUID]


@dataclass
class Neighborhood:
    """Records as one reader sees them, the bits between those that were compared, and what people judged of them."""

    model: Model
    met: dict[UUID, View] = field(default_factory=dict)
    features: dict[UUID, Features] = field(default_factory=dict)
    bits: dict[Pair, float] = field(default_factory=dict)
    judged: dict[Pair, Judged] = field(default_factory=dict)

    def edges(self) -> list[tuple[UUID, UUID, float]]:
        """Give the pairs that were compared, with their bits."""
        return [(one, other, bits) for (one, other), bits in self.bits.items()]

    def verdicts(self) -> list[tuple[UUID, UUID, Verdict]]:
        """Give what people judged of those that were met."""
        return [(j.one, j.other, j.verdict) for j in self.judged.values() if j.one in self.met and j.other in self.met]

    def take(self, shown: Iterable[View]) -> None:
        """Meet some records: keep how they are seen, and what of that tells who they are about."""
        for view in shown:
            self.met[view.id] = view
            if features := features_of(build(kind_named(view.kind).kind, view.fields)):
                self.features[view.id] = features

    def weigh(self, pairs: Iterable[Pair]) -> None:
        """Compare pairs of records that were met, by what is seen of them."""
        wanted: dict[UUID, list[UUID]] = defaultdict(list)
        for one, other in pairs:
            if ordered(one, other) not in self.bits and one in self.features and other in self.features:
                wanted[one].append(other)
        for one, others in wanted.items():
            weights = score(self.model, self.features[one], [self.features[other] for other in others])
            self.bits.update({ordered(one, other): float(bits) for other, bits in zip(others, weights, strict=True)})


def ordered(one: UUID, other: UUID) -> Pair:
    """Give two records in their order, as pairs are kept."""
    return (one, other) if one < other else (other, one)


async def neighborhood(node: Node, sight: Sight, kind: str, seeds: Collection[View]) -> Neighborhood:
    """Meet whoever stands near some records of a kind that were found, round by round, up to ``MOST_MET`` records."""
    found = Neighborhood(node.linking.model(kind))
    found.take(seeds)
    people = sight.of_kinds(frozenset({kind}), node.classes.all())
    edge = set(found.met)
    for _ in range(_ROUNDS):
        if not edge or len(found.met) >= MOST_MET:
            break
        edge = await _round(node, sight, people, found, edge)
    return found


async def _round(node: Node, sight: Sight, people: Sight, found: Neighborhood, edge: Collection[UUID]) -> set[UUID]:
    """Meet the neighbors of some records; give those of them from which to look on."""
    least = found.model.review - found.model.prior - SLACK_BITS
    pairs = await near(node.reader, people.scope, edge, least=least, limit=_MOST_PAIRS)
    hints = [(pair.one, pair.other) for pair in pairs]
    judged = {j.pair: j for j in await judgments_on(node, sight, edge)}
    both = [*hints, *judged]
    new = {id for pair in both for id in pair} - found.met.keys()
    if new:
        found.take(views(node, people, await node.reader.current(people.scope, new)))
    found.judged.update(judged)
    found.weigh(hints)
    return {id for id in new if id in found.met and _leads_on(found, id, both, judged)}


def _leads_on(found: Neighborhood, id: UUID, pairs: Iterable[Pair], judged: Mapping[Pair, Judged]) -> bool:
    """Tell whether a record may be one with somebody met before: then its own neighbors matter too."""
    mine = [ordered(*pair) for pair in pairs if id in pair]
    same = any(judged[pair].verdict is Verdict.SAME for pair in mine if pair in judged)
    return same or any(found.bits.get(pair, float("-inf")) >= found.model.review for pair in mine)
