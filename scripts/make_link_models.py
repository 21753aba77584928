"""Train the model of persons that is shipped, on the entries of the generated Hart City, without their truth.

``python scripts/make_link_models.py`` writes src/comity/linkage/models/person.json anew, from the plan beside it
(person.toml). Only what any node could do by itself is done: what is the same is learned from the entries alone. The
truth is read once, at the end, to say how well it went. Other kinds are shipped with weights set by hand.
"""

import sys
from pathlib import Path

import numpy as np
from msgspec import json
from msgspec.structs import replace

from comity.demo.entries import entries
from comity.linkage.agglomerating import labels_of
from comity.linkage.clustering import bounds_of
from comity.linkage.columns import columns_of
from comity.linkage.features import Features, features_of
from comity.linkage.measuring import cluster_quality
from comity.linkage.model import plan
from comity.linkage.scoring import score_pairs, sources_of
from comity.linkage.training import pairs_of, trained

SEED = "hart-city-1"
PEOPLE = 20_000
VERSION = "hart-city-1"
OUT = Path(__file__).parents[1] / "src" / "comity" / "linkage" / "models" / "person.json"


def main() -> int:
    """Train, write, and say what the model reaches on the city that it learned from."""
    made = entries(SEED, PEOPLE)
    features = [features_of(entry.person) or Features("person") for entry in made]
    model = replace(trained(plan("person"), features, seed=1), version=VERSION)
    OUT.write_bytes(json.format(json.encode(model), indent=1) + b"\n")
    left, right = pairs_of(features)
    columns = columns_of(features, sources_of(model))
    bits = score_pairs(model, columns, left, right)
    labels = labels_of(len(features), left, right, bits, bounds=bounds_of(model))
    quality = cluster_quality(labels, np.asarray([entry.human.number for entry in made]))
    print(f"{len(features)} entries of {PEOPLE} people; link from {model.link:.2f} bits on")
    print(f"clusters: precision {quality.precision:.4f}, recall {quality.recall:.4f}, F1 {quality.f1:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
