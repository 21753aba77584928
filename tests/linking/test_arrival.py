"""Two orders of arrival give a labelled set the same clusters: by the rule that picks candidates, and on a node."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bench.linking_order import Numbers, arrival, arrived, kept_as_entered, moved
from bench.linking_ours import keys_and_owners
from bench.linking_sets import NOBODY, Labelled, labelled
from comity.linkage.agglomerating import labels_of
from comity.linkage.calibrating import calibrated
from comity.linkage.candidates import MOST_SHARING, candidate_pairs
from comity.linkage.clustering import bounds_of
from comity.linkage.columns import columns_of
from comity.linkage.features import Features, features_of
from comity.linkage.measuring import cluster_quality
from comity.linkage.model import Model, default_model, rescaled
from comity.linkage.scoring import sources_of
from comity.records.parties.person import Person
from comity.store.node import Node, open_node
from tests.conftest import Server
from tests.corpus import corpus
from tests.linking.worlds import WITH_BUREAU
from tests.store.drafting import draft_for

pytestmark = [pytest.mark.corpus, pytest.mark.anyio]

# By so much may cluster F1 differ between two orders.
MOST = 0.002
# Whoever has most records, so many that the late ones are compared with the twenty oldest, and some others.
AROUND = 150


def a_set(name: str) -> Labelled:
    corpus("linkage")
    return labelled(name)


@pytest.mark.parametrize("name", ["febrl3", "fake_1000"])
def test_two_orders_of_arrival_give_a_labelled_set_the_same_clusters(name: str) -> None:
    data = a_set(name)
    features = data.features()
    columns, keys = columns_of(features, sources_of(default_model("person"))), keys_and_owners(features)
    model = calibrated(rescaled(default_model("person"), data.size), columns, *candidate_pairs(*keys))
    one, other = (arrived(model, columns, keys, data.truth, seed=seed) for seed in (1, 2))
    print(f"cluster F1 {one.quality.f1:.4f}, {other.quality.f1:.4f}; {moved(one.labels, other.labels)} moved")
    assert abs(one.quality.f1 - other.quality.f1) <= MOST
    assert moved(one.labels, other.labels) <= data.size / 100


def by_rule(model: Model, features: Sequence[Features], place: Numbers) -> set[tuple[int, int]]:
    """Give the pairs that a node should keep of those who come in this order."""
    columns = columns_of(features, sources_of(model))
    left, right, _ = kept_as_entered(model, columns, keys_and_owners(features), place)
    return set(zip(left.tolist(), right.tolist(), strict=True))


async def on_a_node(node: Node, persons: Sequence[Person], place: Numbers) -> dict[tuple[int, int], float]:
    """Enter persons one by one in an order; give the pairs that the node keeps of them, with their bits."""
    number: dict[int, int] = {}
    for n in np.argsort(place).tolist():
        (entry,) = await node.writer.append([draft_for(persons[n])])
        number[entry.seq] = n
    kept = await node.pool.fetch("select one, other, bits from link_edge")
    pairs = {(number[each["one"]], number[each["other"]]): each["bits"] for each in kept}
    return {(min(pair), max(pair)): bits for pair, bits in pairs.items()}


def f1(model: Model, kept: dict[tuple[int, int], float], truth: Numbers) -> float:
    left, right = np.asarray(list(kept), dtype=np.int64).T
    bits = np.asarray(list(kept.values())) + model.prior
    return cluster_quality(labels_of(len(truth), left, right, bits, bounds=bounds_of(model)), truth).f1


async def test_a_node_keeps_of_those_who_come_one_by_one_what_the_rule_says(server: Server, place: Path) -> None:
    data = a_set("synth50k")
    most = np.flatnonzero(data.truth == np.bincount(data.truth).argmax())
    rows = sorted({*most.tolist(), *range(AROUND)})
    assert len(most) > MOST_SHARING
    persons = [data.person(row) for at, row in enumerate(data.rows()) if at in rows]
    features = [features_of(each) or NOBODY for each in persons]
    reached, kept = [], []
    for seed in (1, 2):
        async with open_node(await server.new_database(), place / f"keyring{seed}") as node:
            await node.directories.activate(WITH_BUREAU)
            order = arrival(len(rows), seed)
            found = await on_a_node(node, persons, order)
            model = node.linking.model("person")
        assert found.keys() == by_rule(model, features, order)
        reached.append(f1(model, found, data.truth[rows]))
        kept.append(found.keys())
    print(f"cluster F1 {reached}, pairs kept {[len(each) for each in kept]}")
    assert kept[0] != kept[1]
    assert abs(reached[0] - reached[1]) <= MOST
