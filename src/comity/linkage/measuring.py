"""How good linkage is, against known truth: pairs, clusters and groups of people.

Precision is the share of what was linked that is right, recall the share of what is right that was linked, F1 their
harmonic mean. B-cubed (Bagga and Baldwin, 1998) asks both for every record and takes the mean.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from msgspec import Struct

from comity.linkage.columns import Rows
from comity.linkage.scoring import Bits


class Quality(Struct, frozen=True):
    """Precision, recall and F1, each 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Best(Struct, frozen=True):
    """The threshold, in bits, that gives the best F1, and what it gives."""

    bits: float
    quality: Quality


class GroupErrors(Struct, frozen=True):
    """Errors within one group of people: the share of its linked pairs that are wrong, and of its true ones missed."""

    group: str
    records: int
    wrong: float
    missed: float


def true_pairs(truth: Rows, side: Rows | None = None) -> int:
    """Count the pairs of records that are one person's; with ``side``, only those across two files."""
    whole = _pairs_in(truth)
    if side is None:
        return whole
    return whole - sum(_pairs_in(truth[side == half]) for half in np.unique(side))


def pair_quality(left: Rows, right: Rows, truth: Rows, *, among: int) -> Quality:
    """Give the quality of linked pairs, of which each stands there once; ``among`` is how many there should be."""
    right_ones = int(np.count_nonzero(truth[left] == truth[right]))
    return Quality(right_ones / max(1, len(left)), right_ones / max(1, among))


def best_threshold(left: Rows, right: Rows, bits: Bits, *, truth: Rows, among: int) -> Best:
    """Find the threshold at which pairs with at least so many bits have the best F1."""
    order = np.argsort(-bits, kind="stable")
    ordered = bits[order]
    hits = np.cumsum(truth[left[order]] == truth[right[order]])
    count = np.arange(1, len(order) + 1)
    score = np.where(np.append(ordered[1:] != ordered[:-1], True), 2 * hits / (count + among), 0)
    at = int(score.argmax())
    return Best(float(ordered[at]), Quality(float(hits[at] / count[at]), float(hits[at] / among)))


def cluster_quality(labels: Rows, truth: Rows) -> Quality:
    """Give the quality of clusters by the pairs of records that stand in one."""
    joint = _pairs_in(_both(labels, truth))
    return Quality(joint / max(1, _pairs_in(labels)), joint / max(1, _pairs_in(truth)))


def b_cubed(labels: Rows, truth: Rows) -> Quality:
    """Give the mean, over records, of how much of their cluster is theirs and how much of theirs is in it."""
    cluster, person, both = (_sizes(each) for each in (labels, truth, _both(labels, truth)))
    return Quality(float(np.mean(both / cluster)), float(np.mean(both / person)))


def errors_by_group(labels: Rows, truth: Rows, groups: Sequence[str]) -> tuple[GroupErrors, ...]:
    """Give the errors for each group of people, largest first, by the records that belong to it."""
    cluster, person, both = (_sizes(each) for each in (labels, truth, _both(labels, truth)))
    named = np.asarray(groups)
    found = [_errors(name, cluster[named == name], person[named == name], both[named == name]) for name in set(groups)]
    return tuple(sorted(found, key=lambda each: (-each.records, each.group)))


def _errors(name: str, cluster: Rows, person: Rows, both: Rows) -> GroupErrors:
    linked, should = int((cluster - 1).sum()), int((person - 1).sum())
    right = int((both - 1).sum())
    return GroupErrors(name, len(cluster), (linked - right) / max(1, linked), (should - right) / max(1, should))


def numbered(labels: Iterable[object]) -> Rows:
    """Give labels of any sort as whole numbers, the same for the same label."""
    return np.unique(np.asarray([str(label) for label in labels]), return_inverse=True)[1].astype(np.int64)


def _both(one: Rows, other: Rows) -> Rows:
    """Label records by what both labels say."""
    return one.astype(np.int64) << 32 | other.astype(np.int64)


def _sizes(labels: Rows) -> Rows:
    """Give, for every record, how many share its label."""
    _, inverse, counts = np.unique(labels, return_inverse=True, return_counts=True)
    return counts[inverse]


def _pairs_in(labels: Rows) -> int:
    _, counts = np.unique(labels, return_counts=True)
    return int((counts * (counts - 1) // 2).sum())
