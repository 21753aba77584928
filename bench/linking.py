"""Linkage in bulk beside Splink: the quality of pairs and clusters on labelled sets, and the pass over a population.

Each tool does each step in a process of its own, one after the other. Splink has the settings of its own tutorials and
links from a chance of 0.95 on, as they do; we train on each set without its truth, with one plan for all, and link from
the threshold that calibration gives. Needs the sets in ../shared/standards/linkage: without them only one row remains.
"""

import asyncio
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from msgspec import json
from numpy.typing import NDArray

from bench.linking_order import SEEDS, arrived, moved
from bench.linking_ours import kept_columns
from bench.linking_sets import Labelled, labelled, there
from bench.linking_splink import Took, raw_table
from bench.place import Place
from bench.rows import Row, shortened
from comity.demo.entries import entries
from comity.linkage.columns import columns_of_table
from comity.linkage.features import features_of
from comity.linkage.measuring import best_threshold, cluster_quality, pair_quality, true_pairs
from comity.linkage.model import Model, default_model
from comity.linkage.scoring import score, score_pairs
from comity.linkage.splink_settings import frequency_columns, from_splink

SMALL = ("fake_1000", "febrl3")
WHOLE = (*SMALL, "febrl4", "historical_50k", "synth50k", "synth500k")
OTHERS = 30
_HOW = "python -m bench linking"
_WHOLE_SCALE = 0.5
# What the cluster F1 of a set shall be above Splink's.
_ABOVE = {"historical_50k": 0.06}
# Larger sets are not entered in two orders.
_MOST_ORDERED = 100_000


@dataclass(frozen=True)
class _Pairs:
    """Pairs of records with their bits, by the places of rows."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    bits: NDArray[np.float64]
    clusters: NDArray[np.int64]


async def measure(place: Place) -> list[Row]:
    """Measure one score, then, where the labelled sets are, their quality and the pass over the largest."""
    rows = [_one_score(place)]
    if there():
        names = WHOLE if place.scale >= _WHOLE_SCALE else SMALL
        for name in names:
            rows += await _set(name, place.folder)
        rows += _pass(names[-1], place.folder)
    return rows


def _one_score(place: Place) -> Row:
    """Score one record beside thirty others with the shipped model."""
    features = [found for entry in entries("bench", 40) if (found := features_of(entry.person))]
    model, times = default_model("person"), []
    for at in range(place.count(400, 20)):
        one = features[at % len(features)]
        began = perf_counter()
        score(model, one, (features * 2)[:OTHERS])
        times.append(perf_counter() - began)
    return Row(
        name=f"one record scored beside {OTHERS}",
        ours=shortened(float(np.median(times)) * 1e3),
        unit="ms",
        how=_HOW,
        note=f"median of {len(times)}; {np.percentile(times, 95) * 1e3:.2f} ms at the 95th percentile",
    )


async def _set(name: str, folder: Path) -> list[Row]:
    """Let both tools do all steps on one set, and compare what came out."""
    for module, step in (("splink", "train"), ("splink", "link"), ("ours", "prepare"), ("ours", "link")):
        await _done(f"bench.linking_{module}", step, name, folder)
    data = labelled(name)
    ours, theirs = (_read(folder / f"{name}.{tool}.npz") for tool in ("ours", "splink"))
    model = json.decode((folder / f"{name}.model.json").read_bytes(), type=Model)
    return [
        _same_keys(data, theirs, (folder / f"{name}.json").read_bytes()),
        _clusters(data, ours, theirs),
        _threshold(data, ours, model),
        *_orders(data, model, folder),
    ]


async def _done(module: str, step: str, name: str, folder: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, step, name, str(folder), cwd=Path(__file__).parents[1]
    )
    if await process.wait():
        raise RuntimeError(f"{module} {step} {name} failed")


def _read(path: Path) -> _Pairs:
    held = np.load(path)
    return _Pairs(held["left"], held["right"], held["bits"], held["clusters"])


def _same_keys(data: Labelled, theirs: _Pairs, settings: bytes) -> Row:
    """Score Splink's own pairs with Splink's own weights, by our code."""
    table = raw_table(data)
    model = from_splink(settings, _frequencies(table, settings), records=data.size)
    columns = columns_of_table({name: values for name, values in table.items() if name != "unique_id"})
    bits = score_pairs(model, columns, theirs.left, theirs.right)
    ours, other = (_best(data, theirs.left, theirs.right, each) for each in (bits, theirs.bits))
    return Row(
        name=f"best pair F1 with Splink's keys and weights, {data.name}",
        ours=round(ours, 4),
        other=round(other, 4),
        ratio=round(ours / other, 4),
        goal=f">= {(other - 0.002) / other:.4f}",
        unit="F1",
        how=_HOW,
        note=f"{len(bits)} pairs, imported with from_splink",
    )


def _frequencies(table: dict[str, list[str | None]], settings: bytes) -> dict[str, dict[str, float]]:
    found = {}
    for column in frequency_columns(settings):
        counts = Counter(value for value in table[column] if value)
        found[column] = {value: count / counts.total() for value, count in counts.items()}
    return found


def _best(data: Labelled, left: NDArray[np.int64], right: NDArray[np.int64], bits: NDArray[np.float64]) -> float:
    among = true_pairs(data.truth, data.side)
    return best_threshold(left, right, bits, truth=data.truth, among=among).quality.f1


def _clusters(data: Labelled, ours: _Pairs, theirs: _Pairs) -> Row:
    mine, other = (cluster_quality(each.clusters, data.truth) for each in (ours, theirs))
    return Row(
        name=f"cluster F1, {data.name}",
        ours=round(mine.f1, 4),
        other=round(other.f1, 4),
        ratio=round(mine.f1 / other.f1, 4),
        goal=f">= {(other.f1 + _ABOVE.get(data.name, 0)) / other.f1:.4f}",
        unit="F1",
        how=_HOW,
        note=f"precision {mine.precision:.4f}, recall {mine.recall:.4f}; Splink's, connected from a chance of 0.95 on, "
        f"{other.precision:.4f} and {other.recall:.4f}",
    )


def _threshold(data: Labelled, ours: _Pairs, model: Model) -> Row:
    """Compare the threshold that calibration gave with the best that the truth would have given."""
    across = np.ones(len(ours.left), dtype=bool) if data.side is None else data.side[ours.left] != data.side[ours.right]
    left, right, bits = ours.left[across], ours.right[across], ours.bits[across]
    best, linked = _best(data, left, right, bits), bits >= model.link
    own = pair_quality(left[linked], right[linked], data.truth, among=true_pairs(data.truth, data.side))
    return Row(
        name=f"pair F1 at our own threshold beside the best, {data.name}",
        ours=round(own.f1, 4),
        other=round(best, 4),
        ratio=round(own.f1 / best, 4),
        goal=">= 0.97",
        unit="F1",
        how=_HOW,
        note=f"{len(bits)} pairs; linked from {model.link:.2f} bits on",
    )


def _orders(data: Labelled, model: Model, folder: Path) -> list[Row]:
    """Enter a set one by one in two orders, as a node would; not the largest, which would take minutes."""
    if data.size > _MOST_ORDERED:
        return []
    held = np.load(folder / f"{data.name}.keys.npz")
    columns, keys = kept_columns(folder / data.name), (held["keys"], held["owners"])
    one, other = (arrived(model, columns, keys, data.truth, seed=seed) for seed in SEEDS)
    low, high = sorted((one.quality.f1, other.quality.f1))
    return [
        Row(
            name=f"cluster F1 by two orders of arrival, {data.name}",
            ours=round(low, 4),
            other=round(high, 4),
            ratio=round(low / high, 4),
            goal=f">= {(high - 0.002) / high:.4f}",
            unit="F1",
            how=_HOW,
            note=f"entered one by one, linked from even odds on; {moved(one.labels, other.labels)} of {data.size} "
            f"records stand in another cluster; {one.kept} and {other.kept} pairs are kept",
        )
    ]


def _pass(name: str, folder: Path) -> list[Row]:
    """Compare time and memory of finding, scoring and clustering the largest set."""
    ours, theirs, prepared, trained = (
        json.decode((folder / f"{name}.{part}.json").read_bytes(), type=Took)
        for part in ("ours", "splink", "prepare", "train")
    )
    mine, other = (sum(took.seconds.values()) for took in (ours, theirs))
    beside = {**prepared.seconds, "Splink's training": trained.seconds["train"]}
    return [
        Row(
            name=f"linking pass over {name}",
            ours=shortened(mine),
            other=shortened(other),
            ratio=shortened(mine / other),
            goal="<= 1.5",
            unit="s",
            how=_HOW,
            note=f"{_said(ours.seconds)}; Splink: {_said(theirs.seconds)}; beside it: {_said(beside)}",
        ),
        Row(
            name=f"memory of the pass over {name}",
            ours=shortened(ours.memory),
            other=shortened(theirs.memory),
            ratio=shortened(ours.memory / theirs.memory),
            goal="<= 0.5",
            unit="MB",
            how=_HOW,
            note="the most that each process held, its input included",
        ),
    ]


def _said(seconds: dict[str, float]) -> str:
    return ", ".join(f"{step} {took:.1f} s" for step, took in seconds.items())
