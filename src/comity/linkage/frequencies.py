"""How common values are, as coarsely as a model may tell it: no share moves by one record that a reader may not see."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log2

import numpy as np

from comity.linkage.columns import Columns, Source
from comity.linkage.model import Model

# What fewer records have counts as rare, all rare values alike.
LEAST_COUNT = 10
_STEPS_A_DOUBLING = 2


def shares(columns: Columns, model: Model) -> tuple[Mapping[str, Mapping[str, float]], Mapping[str, float]]:
    """Give, for each field whose rareness counts, the shares of common values, and the share of a rare one."""
    common: dict[str, Mapping[str, float]] = {}
    rare: dict[str, float] = {}
    for source, field in _counted(model):
        counts = _counts(columns, columns.sources[source], field)
        common[field], rare[field] = coarse(counts)
    return common, rare


def coarse(counts: Mapping[str, int]) -> tuple[Mapping[str, float], float]:
    """Give shares from counts: those of 10 and more rounded to powers of the square root of 2, one for all the rest.

    The share of the rest is the one with which two records that agree on such a value do so by chance.
    """
    total = coarse_count(max(1, sum(counts.values())))
    common = {text: coarse_count(count) / total for text, count in counts.items() if count >= LEAST_COUNT}
    few = [count for count in counts.values() if count < LEAST_COUNT]
    chance = sum(count * count for count in few) / sum(few) if few else 1.0
    return common, coarse_count(chance) / total


def coarse_count(count: float) -> float:
    """Give the nearest power of the square root of 2."""
    return float(2 ** (round(log2(count) * _STEPS_A_DOUBLING) / _STEPS_A_DOUBLING))


def _counted(model: Model) -> Sequence[tuple[str, str]]:
    return tuple(
        dict.fromkeys(
            (comparison.source, level.frequency.field)
            for comparison in model.comparisons
            for level in comparison.levels
            if level.frequency is not None
        )
    )


def _counts(columns: Columns, source: Source, field: str) -> Counter[str]:
    """Count each value once for each record that has it."""
    codes = source.parts[field]
    owners = np.repeat(np.arange(columns.size), np.diff(source.starts))
    once = np.unique(owners.astype(np.int64) << 32 | codes) & 0xFFFFFFFF
    distinct, counts = np.unique(once[once > 0], return_counts=True)
    texts = columns.texts
    return Counter({texts[code]: count for code, count in zip(distinct.tolist(), counts.tolist(), strict=True)})
