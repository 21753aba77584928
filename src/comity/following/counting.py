"""Keeps up to date how common names are, so that a common one never counts as a rare one.

If the process dies, the next one sees that the counts are old and makes them.
"""

from comity.acts.recount import recount
from comity.store.node import Node


async def count_anew(node: Node) -> None:
    """Count anew what has become old."""
    await node.linking.refresh(node.pool)
    await recount(node)
