"""Sweeps accounts at intervals, so that what was left does not stay open until somebody tries it."""

import asyncio

from comity.acts.sweep import sweep
from comity.errors import ComityError
from comity.store.lost import LOST
from comity.store.node import Node
from comity.store.postgres.cancelling import end_if_cancelled

EVERY_SECONDS = 3600.0


async def sweep_at_intervals(node: Node, seconds: float) -> None:
    """Disable what is due, each ``seconds``, until cancelled; whatever one round misses, the next one finds."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await sweep(node)
        except (*LOST, ComityError):
            end_if_cancelled()
