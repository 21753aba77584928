"""Whether the order in which records arrive changes who is one: a set entered one by one, twice, each in its order.

A node compares what is entered with all that share a key with it, or, of a key that more than sixty share, with the
twenty oldest (``_NEAR`` in store/comparing.py). Here the same rule picks the pairs of a whole set at once; a test holds
it to what a node keeps of the same records (tests/linking/test_arrival.py).
"""

from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from comity.linkage.agglomerating import labels_of
from comity.linkage.candidates import MOST_SHARING
from comity.linkage.clustering import bounds_of
from comity.linkage.columns import Columns
from comity.linkage.measuring import Quality, cluster_quality
from comity.linkage.model import Model
from comity.linkage.scoring import score_pairs
from comity.store.comparing import LEAST_KEPT_BITS, OLDEST
from comity.store.linking import EVEN_ODDS

Numbers = NDArray[np.int64]
SEEDS = (1, 2)


@dataclass(frozen=True)
class Arrived:
    """Who is one after all have arrived, how good that is, and how many pairs were kept on the way."""

    labels: Numbers
    quality: Quality
    kept: int


def arrival(size: int, seed: int) -> Numbers:
    """Give which record comes when: the place in the queue of each of so many, in an order of the seed's own."""
    return np.random.default_rng(seed).permutation(size)


def pairs_as_entered(keys: Numbers, owners: Numbers, place: Numbers) -> tuple[Numbers, Numbers]:
    """Give each pair once that a node compares while records come in the order of their places, the smaller first.

    ``keys[n]`` is one key of record ``owners[n]``.
    """
    order = np.lexsort((place[owners], keys))
    key, owner = keys[order], owners[order]
    begins = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    begin = np.repeat(begins, np.diff(np.append(begins, len(key))))
    before = np.arange(len(key)) - begin
    met = np.where(before > MOST_SHARING, OLDEST, before)
    later = np.repeat(np.arange(len(key)), met)
    earlier = np.arange(len(later)) - np.repeat(np.cumsum(met) - met - begin, met)
    one, other = owner[later], owner[earlier]
    pairs = np.unique(np.minimum(one, other) << 32 | np.maximum(one, other))
    return pairs >> 32, pairs & 0xFFFFFFFF


def kept_as_entered(
    model: Model, columns: Columns, keys: tuple[Numbers, Numbers], place: Numbers
) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
    """Give the pairs that a node keeps of what it compares, with their bits."""
    left, right = pairs_as_entered(*keys, place)
    bits = score_pairs(model, columns, left, right)
    kept = bits - model.prior >= LEAST_KEPT_BITS
    return left[kept], right[kept], bits[kept]


def arrived(model: Model, columns: Columns, keys: tuple[Numbers, Numbers], truth: Numbers, *, seed: int) -> Arrived:
    """Enter all records one by one in the order of a seed, and cluster what a node would have kept, as it would."""
    sure = replace(model, link=max(model.link, EVEN_ODDS))
    left, right, bits = kept_as_entered(sure, columns, keys, arrival(columns.size, seed))
    labels = labels_of(columns.size, left, right, bits, bounds=bounds_of(sure))
    return Arrived(labels, cluster_quality(labels, truth), len(left))


def moved(one: Numbers, other: Numbers) -> int:
    """Count the records whose cluster is another set of records in one outcome than in the other."""
    both = _sizes(one << 32 | other)
    return int(((_sizes(one) != both) | (_sizes(other) != both)).sum())


def _sizes(labels: Numbers) -> Numbers:
    """Give, for every record, how many share its label."""
    _, inverse, counts = np.unique(labels, return_inverse=True, return_counts=True)
    return counts[inverse]
