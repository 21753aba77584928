"""Goes on with relief that was confirmed and not finished, and purges intelligence whose period has ended.

What was confirmed is the queue: if the process dies, the next one begins where it stopped, and does nothing twice.
"""

from comity.acts.purge import purge
from comity.acts.relieve import resume
from comity.store.node import Node


async def relieve(node: Node) -> None:
    """Finish the relief that was confirmed, then purge what is past its clock."""
    await resume(node)
    await purge(node)
