"""Lets agencies that work on the same person know of one another, where clauses of both say so.

The log is the queue: how far it has been looked at is kept in the database, and each is told once of each pair of
interests however often it is tried. If the process dies, the next one goes on from there.
"""

from comity.acts.deconflict import deconflict, deconflict_again
from comity.store.node import Node


async def deconflict_new(node: Node) -> None:
    """Look at the interests that what was entered since the last time may concern."""
    await deconflict(node)


async def deconflict_all(node: Node) -> None:
    """Look at all interests, for what changes without an entry: the hour, what is agreed, how links are weighed."""
    await deconflict_again(node)
