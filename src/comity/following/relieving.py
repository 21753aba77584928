"""Goes on with relief that was confirmed and not finished, and purges intelligence whose period has ended.

What was confirmed is the queue: if the process dies, the next one begins where it stopped, and does nothing twice.
"""

import asyncio

from comity.acts.purge import purge
from comity.acts.relieve import resume
from comity.errors import ComityError
from comity.store.lost import LOST
from comity.store.node import Node
from comity.store.postgres.cancelling import end_if_cancelled

HOUR = 3600.0


async def relieve_at_intervals(node: Node, seconds: float = HOUR) -> None:
    """Finish relief and purge, at once and again after each interval, until cancelled; what fails is tried again."""
    while True:
        try:
            await resume(node)
            await purge(node)
        except (*LOST, ComityError):
            end_if_cancelled()
        await asyncio.sleep(seconds)
