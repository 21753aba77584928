"""Tells those who acted on records when they come to mean one person, or no longer do.

The judgments and the links themselves are the queue: how far they have been told is kept in the database, and each
agency is told once however often it is tried. If the process dies, the next one goes on from there.
"""

from comity.acts.tell_links import tell_of_judgments, tell_of_links
from comity.store.node import Node


async def tell_links(node: Node) -> None:
    """Tell of every judgment and every link that nobody was told of yet."""
    await tell_of_judgments(node)
    await tell_of_links(node)
