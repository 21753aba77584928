"""Which nodes hang together: union and find, for a few nodes one by one and for millions at once."""

import numpy as np

from comity.linkage.columns import Rows


class Joined:
    """Nodes by number; those that were joined have the same first node, the smallest of them."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def first(self, node: int) -> int:
        """Give the smallest node that hangs together with this one."""
        way = []
        while (above := self._above.get(node, node)) != node:
            way.append(node)
            node = above
        for passed in way:
            self._above[passed] = node
        return node

    def join(self, one: int, other: int) -> None:
        """Let two nodes, and all that hang together with them, hang together."""
        first, second = sorted((self.first(one), self.first(other)))
        self._above[second] = first


def components(count: int, left: Rows, right: Rows) -> Rows:
    """Give each of ``count`` nodes the smallest node of its connected component."""
    first = np.arange(count, dtype=np.int64)
    while len(left):
        low, high = np.minimum(first[left], first[right]), np.maximum(first[left], first[right])
        open_edges = low != high
        if not open_edges.any():
            break
        left, right, low, high = left[open_edges], right[open_edges], low[open_edges], high[open_edges]
        np.minimum.at(first, high, low)
        # Point every node at the end of its chain, halving the way each time.
        while True:
            further = first[first]
            if np.array_equal(further, first):
                break
            first = further
    return first
