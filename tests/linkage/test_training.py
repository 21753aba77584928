"""Training by Splink: without truth, repeatable, and good enough to link by."""

import numpy as np
import pytest
from msgspec import json

from comity.demo.entries import entries
from comity.linkage.agglomerating import labels_of
from comity.linkage.clustering import bounds_of
from comity.linkage.columns import columns_of
from comity.linkage.features import Features, features_of
from comity.linkage.measuring import cluster_quality
from comity.linkage.model import plan
from comity.linkage.scoring import score_pairs, sources_of

training = pytest.importorskip("comity.linkage.training")


def test_training_is_repeatable_and_links_what_it_learned_from() -> None:
    made = entries("training", 300)
    features = [features_of(entry.person) or Features("person") for entry in made]
    model = training.trained(plan("person"), features, seed=1)
    assert json.encode(training.trained(plan("person"), features, seed=1)) == json.encode(model)
    left, right = training.pairs_of(features)
    bits = score_pairs(model, columns_of(features, sources_of(model)), left, right)
    labels = labels_of(len(features), left, right, bits, bounds=bounds_of(model))
    assert cluster_quality(labels, np.asarray([entry.human.number for entry in made])).f1 >= 0.93
