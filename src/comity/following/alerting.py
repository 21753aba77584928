"""Tells members of what matches the searches that they saved.

The log is the queue: how far it has been told is kept in the database, and each version of a record is told once to
each search. If the process dies, the next one goes on from there.
"""

from comity.acts.alert import alert
from comity.store.node import Node


async def alert_searchers(node: Node) -> None:
    """Tell of all that was entered since the last time."""
    await alert(node)
