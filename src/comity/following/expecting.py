"""Watches over what is expected: every minute it takes in what was entered, and does what is due.

What it knows is derived from the log and every task has a key: if the process dies, the next one goes on.
"""

import asyncio

from comity.acts.expect_in_time import expect_in_time
from comity.errors import ComityError
from comity.store.lost import LOST
from comity.store.node import Node
from comity.store.postgres.cancelling import end_if_cancelled

_MINUTE = 60.0
# Between two turns while there is more to do, so that whoever enters something is not kept waiting.
_REST_SECONDS = 1.0


async def watch_over(node: Node) -> None:
    """Do it until cancelled, the first time a minute from now; what fails is tried again then."""
    rest = _MINUTE
    while True:
        await asyncio.sleep(rest)
        rest = _MINUTE
        try:
            if await expect_in_time(node):
                rest = _REST_SECONDS
        except (*LOST, ComityError):
            end_if_cancelled()
