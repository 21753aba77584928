"""Who is one person, from all pairs that were compared and all that people have judged: merging on the evidence.

Two clusters are merged where the mean weight of the pairs between them is over a bound, pairs that were not compared
counting against, for each record at most as many as may share a key; what people say ("same", "different") outranks
every weight. Clusters are a function of edges and judgments alone: what is taken back leaves no trace.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Protocol, TypeVar

import numpy as np

from comity.linkage.agglomerating import Bounds, Ruled, labels_of
from comity.linkage.joining import Joined
from comity.linkage.model import Model


class Sortable(Protocol):
    """What has an order, such as an id."""

    def __lt__(self, other: Any, /) -> bool:  # noqa: ANN401 - each sort of id knows its own kind only
        """Tell whether this one comes first."""
        ...

    def __hash__(self) -> int:
        """Give the same number for the same id."""
        ...


N = TypeVar("N", bound=Sortable)


class Verdict(StrEnum):
    """What a person says of two records; "unsure" changes nothing."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


EVIDENCE = Bounds()


def bounds_of(model: Model) -> Bounds:
    """Give the bounds of a model: clusters become one over the mean weight that links a single pair."""
    return Bounds(merge=model.link)


def clusters(
    nodes: Iterable[N],
    edges: Iterable[tuple[N, N, float]],
    judgments: Iterable[tuple[N, N, Verdict]] = (),
    *,
    bounds: Bounds = EVIDENCE,
) -> tuple[tuple[N, ...], ...]:
    """Give the clusters, each sorted, in the order of their first nodes; the same for every order of what is given.

    An edge is (one, other, bits). Nodes without edges stand alone. Judgments that contradict each other keep apart.
    """
    ordered = sorted(set(nodes))
    place = {node: at for at, node in enumerate(ordered)}
    weighed = [(place[one], place[other], bits) for one, other, bits in edges if one in place and other in place]
    ruled = _ruled(place, judgments)
    left = np.asarray([edge[0] for edge in weighed], dtype=np.int64)
    right = np.asarray([edge[1] for edge in weighed], dtype=np.int64)
    bits = np.asarray([edge[2] for edge in weighed], dtype=np.float64)
    together: dict[int, list[N]] = {}
    for node, label in zip(
        ordered, labels_of(len(ordered), left, right, bits, ruled=ruled, bounds=bounds), strict=True
    ):
        together.setdefault(int(label), []).append(node)
    return tuple(tuple(members) for members in together.values())


def contradictions(judgments: Iterable[tuple[N, N, Verdict]]) -> tuple[tuple[N, N], ...]:
    """Give the pairs judged different that other judgments make the same, each sorted, in order."""
    said = list(judgments)
    place = {node: at for at, node in enumerate(sorted({node for one, other, _ in said for node in (one, other)}))}
    joined = Joined()
    for one, other, verdict in said:
        if verdict is Verdict.SAME:
            joined.join(place[one], place[other])
    apart = {
        tuple(sorted((one, other)))
        for one, other, verdict in said
        if verdict is Verdict.DIFFERENT and joined.first(place[one]) == joined.first(place[other])
    }
    return tuple(sorted(apart))  # type: ignore[arg-type]  # a sorted pair is a pair


def _ruled(place: dict[N, int], judgments: Iterable[tuple[N, N, Verdict]]) -> Ruled:
    """Give what people said about the nodes at hand, by place, in an order of its own."""
    by_verdict: dict[Verdict, set[tuple[int, int]]] = {verdict: set() for verdict in Verdict}
    for one, other, verdict in judgments:
        if one in place and other in place and one != other:
            low, high = sorted((place[one], place[other]))
            by_verdict[verdict].add((low, high))
    return Ruled(tuple(sorted(by_verdict[Verdict.SAME])), tuple(sorted(by_verdict[Verdict.DIFFERENT])))
