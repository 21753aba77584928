"""Walks the whole log from its first entry, a page at a time, at bounded memory."""

from collections.abc import AsyncIterator

from comity.store.entries import Stored
from comity.store.node import Node

PAGE = 2000


async def walk(node: Node, *, upto: int) -> AsyncIterator[list[Stored]]:
    """Give all entries below a place, in order, in pages."""
    after = -1
    while after < upto - 1:
        found = await node.holding.since(after, upto - 1, PAGE)
        if not found:
            return
        yield found
        after = found[-1].seq
