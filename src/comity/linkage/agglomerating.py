"""Merges clusters on the evidence between them, component by component.

Weights are counted in whole 1,024ths of a bit, so that sums do not depend on the order in which edges came.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

from comity.linkage.candidates import MOST_SHARING
from comity.linkage.columns import Rows
from comity.linkage.joining import Joined, components

_GRAIN = 1024
Bits = NDArray[np.float64]
Edge = tuple[int, int, int]


@dataclass(frozen=True)
class Bounds:
    """How pairs that were not compared count, and over which mean clusters are merged, both in bits."""

    uncompared: float = -4.0
    merge: float = 0.0


@dataclass(frozen=True)
class Ruled:
    """The pairs that people judged, by the places of nodes, sorted."""

    same: tuple[tuple[int, int], ...] = ()
    different: tuple[tuple[int, int], ...] = ()


NOTHING_RULED = Ruled()
EVIDENCE = Bounds()


def labels_of(
    count: int, left: Rows, right: Rows, bits: Bits, *, ruled: Ruled = NOTHING_RULED, bounds: Bounds = EVIDENCE
) -> Rows:
    """Give each of ``count`` nodes the smallest node of its cluster."""
    same = np.asarray(ruled.same, dtype=np.int64).reshape(-1, 2)
    strong = bits > bounds.merge
    component = components(count, np.append(left[strong], same[:, 0]), np.append(right[strong], same[:, 1]))
    inside = component[left] == component[right]
    grains = np.rint(np.clip(bits[inside], -1e6, 1e6) * _GRAIN).astype(np.int64)
    left, right, grains = _each_once(left[inside], right[inside], grains)
    whole = _plainly_one(component, left, grains, ruled=ruled, bounds=bounds)
    labels = np.where(whole[component], component, np.arange(count))
    doubtful = ~whole[component[left]]
    _agglomerate_each(
        labels, component, (left[doubtful], right[doubtful], grains[doubtful]), ruled=ruled, bounds=bounds
    )
    return labels


def _each_once(left: Rows, right: Rows, grains: Rows) -> tuple[Rows, Rows, Rows]:
    """Keep one edge for each pair, the strongest, and none from a node to itself."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    pair = low << 32 | high
    if len(pair) < 2 or (np.all(pair[1:] > pair[:-1]) and not np.any(low == high)):  # noqa: PLR2004 - a pair of edges
        return (low, high, grains) if not np.any(low == high) else (low[:0], high[:0], grains[:0])
    order = np.lexsort((-grains, pair))
    kept = order[np.append(True, pair[order][1:] != pair[order][:-1])]
    kept = kept[low[kept] != high[kept]]
    return low[kept], high[kept], grains[kept]


def _plainly_one(component: Rows, left: Rows, grains: Rows, *, ruled: Ruled, bounds: Bounds) -> NDArray[np.bool_]:
    """Tell which components merge whole in whatever order: every pair was compared, and every one is over the bound."""
    sizes = np.bincount(component, minlength=len(component))
    edges = np.bincount(component[left], minlength=len(component))
    weak = np.bincount(component[left[grains <= bounds.merge * _GRAIN]], minlength=len(component))
    whole = np.asarray((edges == sizes * (sizes - 1) // 2) & (weak == 0))
    for one, other in (*ruled.same, *ruled.different):
        whole[component[one]] = whole[component[other]] = False
    return whole


def _agglomerate_each(
    labels: Rows, component: Rows, edges: tuple[Rows, Rows, Rows], *, ruled: Ruled, bounds: Bounds
) -> None:
    """Merge inside each component that is not plainly one, and write the result into ``labels``."""
    order = np.argsort(component[edges[0]], kind="stable")
    left, right, grains = (each[order] for each in edges)
    where = component[left]
    begins = np.flatnonzero(np.append(True, where[1:] != where[:-1])) if len(where) else where
    ends = np.append(begins[1:], len(where)) if len(where) else where
    lists = left.tolist(), right.tolist(), grains.tolist()
    same, different = _by_component(ruled.same, component), _by_component(ruled.different, component)
    done = set()
    for start, end in zip(begins.tolist(), ends.tolist(), strict=True):
        at = int(where[start])
        done.add(at)
        inside = zip(*(each[start:end] for each in lists), strict=True)
        for node, label in _agglomerated(inside, same.get(at, ()), different.get(at, ()), bounds).items():
            labels[node] = label
    for at, pairs in same.items():
        if at not in done:
            for node, label in _agglomerated((), pairs, different.get(at, ()), bounds).items():
                labels[node] = label


def _by_component(pairs: Iterable[tuple[int, int]], component: Rows) -> dict[int, list[tuple[int, int]]]:
    """Sort judged pairs by component; a pair across two components changes nothing."""
    found: dict[int, list[tuple[int, int]]] = {}
    for one, other in pairs:
        if component[one] == component[other]:
            found.setdefault(int(component[one]), []).append((one, other))
    return found


def _agglomerated(
    edges: Iterable[Edge], same: Iterable[tuple[int, int]], different: Iterable[tuple[int, int]], bounds: Bounds
) -> dict[int, int]:
    """Merge the two clusters with the strongest mean between them, again and again, while it is over the bound."""
    merging = _Merging(edges, same, different, bounds)
    while merging.waiting:
        _, one, other, age_one, age_other = heappop(merging.waiting)
        if merging.age.get(one) == age_one and merging.age.get(other) == age_other:
            merging.merge(one, other)
    return {node: first for first, members in merging.members.items() for node in members}


class _Merging:
    """One component while it is merged; a cluster is known by its smallest node."""

    def __init__(
        self,
        edges: Iterable[Edge],
        same: Iterable[tuple[int, int]],
        different: Iterable[tuple[int, int]],
        bounds: Bounds,
    ) -> None:
        self.uncompared = round(bounds.uncompared * _GRAIN)
        self.bound = bounds.merge * _GRAIN
        self.members: dict[int, list[int]] = {}
        self.age: dict[int, int] = {}
        # Between two clusters: the sum of all weights, and how many pairs were compared.
        self.between: dict[int, dict[int, tuple[int, int]]] = {}
        self.apart: dict[int, set[int]] = {}
        self.waiting: list[tuple[float, int, int, int, int]] = []
        for one, other, grains in edges:
            self._add(one)[other] = (grains, 1)
            self._add(other)[one] = (grains, 1)
        for one, other in different:
            self._add(one)
            self._add(other)
            self.apart.setdefault(one, set()).add(other)
            self.apart.setdefault(other, set()).add(one)
        self._join_judged(same)
        self._offer_all()

    def _add(self, node: int) -> dict[int, tuple[int, int]]:
        if node not in self.members:
            self.members[node] = [node]
            self.age[node] = 0
            self.between[node] = {}
        return self.between[node]

    def _join_judged(self, same: Iterable[tuple[int, int]]) -> None:
        """Merge what people say is the same, in the order of the nodes; not across what they say is different."""
        joined, pairs = Joined(), list(same)
        for node in (node for pair in pairs for node in pair):
            self._add(node)
        for one, other in pairs:
            first, second = sorted((joined.first(one), joined.first(other)))
            if first != second and second not in self.apart.get(first, ()):
                joined.join(first, second)
                self._unite(first, second)

    def _offer_all(self) -> None:
        self.waiting = [
            offer for one, others in self.between.items() for other in others if one < other
            if (offer := self._offer(one, other)) is not None
        ]  # fmt: skip
        heapify(self.waiting)

    def _offer(self, one: int, other: int) -> tuple[float, int, int, int, int] | None:
        """Give the place in the queue that the mean between two clusters earns; None under the bound, or kept apart."""
        total, compared = self.between[one][other]
        small, large = sorted((len(self.members[one]), len(self.members[other])))
        # Of somebody with more records than may share a key, not all could be compared: that speaks against nothing.
        pairs = max(compared, small * min(large, MOST_SHARING))
        mean = (total + (pairs - compared) * self.uncompared) / pairs
        if mean <= self.bound or other in self.apart.get(one, ()):
            return None
        low, high = sorted((one, other))
        return -mean, low, high, self.age[low], self.age[high]

    def merge(self, one: int, other: int) -> None:
        """Merge two clusters and offer what lies between the new one and its neighbors."""
        self._unite(one, other)
        for neighbor in self.between[one]:
            if (offer := self._offer(one, neighbor)) is not None:
                heappush(self.waiting, offer)

    def _unite(self, one: int, other: int) -> None:
        """Put the larger number's cluster into the smaller's."""
        self.members[one] += self.members.pop(other)
        self.age[one] += 1
        del self.age[other]
        mine, theirs = self.between[one], self.between.pop(other)
        for neighbor, (total, compared) in theirs.items():
            del self.between[neighbor][other]
            if neighbor == one:
                continue
            before = mine.get(neighbor, (0, 0))
            mine[neighbor] = self.between[neighbor][one] = (before[0] + total, before[1] + compared)
        for enemy in self.apart.pop(other, ()):
            self.apart[enemy].discard(other)
            self.apart[enemy].add(one)
            self.apart.setdefault(one, set()).add(enemy)
