"""Signs the head of the log at intervals, so that partners can hold the node to what it has said."""

import asyncio
import logging

from comity.errors import Unavailable, Unverified
from comity.store.lost import LOST
from comity.store.node import Node
from comity.store.postgres.cancelling import end_if_cancelled

_ALARM_SECONDS = 60.0

log = logging.getLogger("comity.publishing")


async def publish_at_intervals(node: Node, seconds: float) -> None:
    """Sign the head of the log whenever it has moved, at most once in ``seconds``; until cancelled.

    If the process dies in between, the next start signs what was not signed: the log itself is already durable.
    """
    while True:
        try:
            await node.log.publish()
        except (*LOST, Unavailable):
            # The database is away, or there is no directory to name the log yet: the next round tries again.
            end_if_cancelled()
            await asyncio.sleep(seconds)
        except Unverified as wrong:
            # Entries go on, under no new head: partners see that the node has fallen silent.
            log.exception("%s %s", wrong.message, wrong.remedy)
            await asyncio.sleep(_ALARM_SECONDS)
        await asyncio.sleep(seconds)
