"""Where the points of a network are drawn: on rings by their hops, near those who lead to them; the same every time."""

import math
from collections import defaultdict
from typing import NamedTuple

from comity.desks.analysis.network import Network

# Between the centers of two points, and between two rings, in the chart's own units.
_APART = 46.0
_RING = 190.0


class Spot(NamedTuple):
    """Where a point is drawn, the start being at (0, 0)."""

    x: float
    y: float


def spots(shown: Network) -> dict[str, Spot]:
    """Give the spot of each point by its key: rings wide enough that no two points touch, whatever their number."""
    rings: dict[int, list[str]] = defaultdict(list)
    for point in shown.points:
        rings[point.hop].append(point.key)
    beside: dict[str, list[str]] = defaultdict(list)
    for link in shown.links:
        beside[link.one].append(link.other)
        beside[link.other].append(link.one)
    turns = {shown.start: 0.0}
    placed = {shown.start: Spot(0.0, 0.0)}
    radius = 0.0
    for hop in sorted(rings.keys() - {0}):
        radius = max(radius + _RING, len(rings[hop]) * _APART / math.tau)
        around = sorted(rings[hop], key=lambda key: (_mean([turns[k] for k in beside[key] if k in turns]), key))
        for at, key in enumerate(around):
            turn = math.tau * at / len(around)
            placed[key] = Spot(round(radius * math.cos(turn), 1), round(radius * math.sin(turn), 1))
            turns[key] = turn
    return placed


def _mean(turns: list[float]) -> float:
    return sum(turns) / len(turns) if turns else math.tau
