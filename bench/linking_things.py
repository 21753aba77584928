"""How well organizations, places, vehicles and accounts are linked: the shipped models on generated entries with truth.

Each kind is linked as a node would link it, at its own threshold, from a seed on which nothing was chosen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace

from bench.linking_ours import keys_and_owners
from bench.place import Place
from bench.rows import Row
from comity.demo.chance import Chance
from comity.demo.things.entered import Entered
from comity.demo.things.lines import lines
from comity.demo.things.organizations import organizations
from comity.demo.things.places import places
from comity.demo.things.vehicles import vehicles
from comity.linkage.agglomerating import labels_of
from comity.linkage.candidates import candidate_pairs
from comity.linkage.clustering import bounds_of
from comity.linkage.columns import columns_of
from comity.linkage.features import Features, features_of
from comity.linkage.measuring import Quality, cluster_quality, pair_quality, true_pairs
from comity.linkage.model import Model, default_model, rescaled
from comity.linkage.scoring import score_pairs, sources_of
from comity.store.linking import EVEN_ODDS, LEAST_POPULATION

THINGS: Mapping[str, Callable[[Chance, int], list[Entered]]] = {
    "organization": organizations,
    "location": places,
    "vehicle": vehicles,
    "phone-account": lines,
}
COUNT = 2_000
_SEED = "another Hart City"
_HOW = "python -m bench linking_things"


@dataclass(frozen=True)
class Linked:
    """How good the links of one kind are; ``asked`` is the share of true pairs that are linked or put to a person."""

    records: int
    pairs: Quality
    clusters: Quality
    asked: float


def linked(kind: str, seed: str, count: int) -> Linked:
    """Link what agencies entered of so many things, as a node would, and hold it against the truth."""
    made = THINGS[kind](Chance(seed), count)
    features = [features_of(each.record) or Features(kind) for each in made]
    truth = np.asarray([each.thing for each in made], dtype=np.int64)
    model = in_force(kind, len(made))
    left, right = candidate_pairs(*keys_and_owners(features))
    bits = score_pairs(model, columns_of(features, sources_of(model)), left, right)
    labels = labels_of(len(made), left, right, bits, bounds=bounds_of(model))
    among, sure, worth = true_pairs(truth), bits >= model.link, bits >= model.review
    return Linked(
        len(made),
        pair_quality(left[sure], right[sure], truth, among=among),
        cluster_quality(labels, truth),
        pair_quality(left[worth], right[worth], truth, among=among).recall,
    )


def in_force(kind: str, records: int) -> Model:
    """Give the shipped model as a node with so many records of a kind has it."""
    model = rescaled(default_model(kind), max(LEAST_POPULATION, records))
    return replace(model, link=max(model.link, EVEN_ODDS))


async def measure(place: Place) -> list[Row]:
    """Measure all four kinds."""
    return [_row(kind, linked(kind, _SEED, place.count(COUNT, 100))) for kind in THINGS]


def _row(kind: str, found: Linked) -> Row:
    pairs, clusters = found.pairs, found.clusters
    return Row(
        name=f"cluster F1 of kind {kind}, generated",
        ours=round(clusters.f1, 4),
        unit="F1",
        how=_HOW,
        note=f"{found.records} records; clusters: precision {clusters.precision:.4f}, recall {clusters.recall:.4f}; "
        f"pairs: {pairs.precision:.4f}, {pairs.recall:.4f}, F1 {pairs.f1:.4f}; "
        f"{found.asked:.4f} of the true pairs are linked or put to a person",
    )
