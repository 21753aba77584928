"""Our linkage on the labelled sets; each step in a process of its own, so that its memory is its own.

``python -m bench.linking_ours prepare SET FOLDER`` does what happens as records are entered, features and keys, and
trains the model; ``... link SET FOLDER`` is the linking pass: candidates, scores, clusters.
"""

import resource
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from time import perf_counter

import numpy as np
from msgspec import json, msgpack
from msgspec.structs import replace
from numpy.typing import NDArray

from bench.linking_sets import Labelled, labelled
from bench.linking_splink import Took
from comity.linkage.agglomerating import labels_of
from comity.linkage.candidates import candidate_pairs
from comity.linkage.clustering import bounds_of
from comity.linkage.columns import Columns, Source, columns_of, source_of
from comity.linkage.features import Features
from comity.linkage.keys import keys_of
from comity.linkage.lexicon import Lexicon
from comity.linkage.model import Comparison, Frequency, Level, Likeness, Model, plan
from comity.linkage.scoring import score_pairs, sources_of
from comity.linkage.training import trained

SEED = 1
_OCCUPATION = Comparison(
    "occupation",
    "occupation",
    "occupation",
    (
        Level("missing", "An occupation is missing.", ((Likeness("missing", ("occupation",)),),), neutral=True),
        Level(
            "exact",
            "The occupations are the same: {one}.",
            ((Likeness("equal", ("occupation",)),),),
            m=0.8,
            u=0.05,
            frequency=Frequency("occupation", least=0.001),
        ),
        Level("other", "The occupations are different: {one}, {other}.", m=0.2, u=0.95),
    ),
)


def start_of(data: Labelled) -> Model:
    """Give the plan for persons; a set with a column that no person is linked by gets a comparison for it."""
    model = plan("person")
    if not data.label:
        return model
    guards = tuple(replace(guard, without=(*guard.without, data.label)) for guard in model.guards)
    return replace(model, comparisons=(*model.comparisons, _OCCUPATION), guards=guards)


def prepare(name: str, folder: Path) -> None:
    """Make features, keys and columns of one set, train its model, and leave all of it in the folder."""
    data = labelled(name)
    began = perf_counter()
    features = data.features()
    derived = perf_counter()
    keys, owners = keys_and_owners(features)
    keyed = perf_counter()
    model = trained(start_of(data), features, seed=SEED)
    took = {"features": derived - began, "keys": keyed - derived, "training": perf_counter() - keyed}
    (folder / f"{name}.model.json").write_bytes(json.encode(model))
    (folder / f"{name}.prepare.json").write_bytes(json.encode(Took(took, _memory())))
    began = perf_counter()
    columns = columns_of(features, sources_of(model))
    took["columns"] = perf_counter() - began
    (folder / f"{name}.prepare.json").write_bytes(json.encode(Took(took, _memory())))
    _keep_columns(columns, folder / name)
    np.savez(folder / f"{name}.keys.npz", keys=keys, owners=owners)


def keys_and_owners(features: Sequence[Features]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give all keys as numbers, as the store has them, and whose they are."""
    numbers: dict[str, int] = {}
    made = [[numbers.setdefault(key, len(numbers)) for key in keys_of(each)] for each in features]
    owners = np.repeat(np.arange(len(made)), [len(keys) for keys in made])
    return np.fromiter(chain.from_iterable(made), dtype=np.int64, count=len(owners)), owners


def link(name: str, folder: Path) -> None:
    """Find candidates, score them and cluster, and leave pairs, clusters and what it took in the folder."""
    columns = kept_columns(folder / name)
    model = json.decode((folder / f"{name}.model.json").read_bytes(), type=Model)
    held = np.load(folder / f"{name}.keys.npz")
    keys, owners = held["keys"], held["owners"]
    began = perf_counter()
    left, right = candidate_pairs(keys, owners)
    # They have done their part; the store would not keep them either.
    del keys, owners
    found = perf_counter()
    bits = score_pairs(model, columns, left, right)
    scored = perf_counter()
    labels = labels_of(columns.size, left, right, bits, bounds=bounds_of(model))
    took = {"candidates": found - began, "scores": scored - found, "clusters": perf_counter() - scored}
    (folder / f"{name}.ours.json").write_bytes(json.encode(Took(took, _memory())))
    np.savez(folder / f"{name}.ours.npz", left=left, right=right, bits=bits, clusters=labels)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _keep_columns(columns: Columns, path: Path) -> None:
    path.with_suffix(".texts").write_bytes(msgpack.encode(columns.texts))
    arrays: dict[str, NDArray[np.int64] | NDArray[np.int32]] = {
        f"{name}/": source.starts for name, source in columns.sources.items()
    }
    for name, source in columns.sources.items():
        arrays |= {f"{name}/{part}": codes for part, codes in source.parts.items()}
    np.savez(path.with_suffix(".columns.npz"), **arrays)  # type: ignore[arg-type]  # each is an array


def kept_columns(path: Path) -> Columns:
    """Give the columns that ``prepare`` has left beside a path."""
    texts = msgpack.decode(path.with_suffix(".texts").read_bytes(), type=list[str])
    held = np.load(path.with_suffix(".columns.npz"))
    sources: dict[str, Source] = {}
    for name in (each.rstrip("/") for each in held.files if each.endswith("/")):
        parts = {
            each.split("/")[1]: held[each] for each in held.files if each.startswith(f"{name}/") and each[-1] != "/"
        }
        sources[name] = source_of(held[f"{name}/"], parts)
    size = len(next(iter(sources.values())).starts) - 1
    return Columns(size, Lexicon(texts, {text: code for code, text in enumerate(texts)}), sources)


STEPS = {"prepare": prepare, "link": link}

if __name__ == "__main__":
    STEPS[sys.argv[1]](sys.argv[2], Path(sys.argv[3]))
