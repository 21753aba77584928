"""Signs the head of the log at intervals, so that partners can hold the node to what it has said."""

import asyncio

from comity.errors import Unavailable
from comity.store.lost import LOST
from comity.store.node import Node


async def publish_at_intervals(node: Node, seconds: float) -> None:
    """Sign the head of the log whenever it has moved, at most once in ``seconds``; until cancelled.

    If the process dies in between, the next start signs what was not signed: the log itself is already durable.
    """
    while True:
        try:
            await node.log.publish()
        except (*LOST, Unavailable):
            # The database is away, or there is no directory to name the log yet: the next round tries again.
            await asyncio.sleep(seconds)
        await asyncio.sleep(seconds)
