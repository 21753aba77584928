"""Does again and again what must be done some time: what fails now is done at the next turn."""

import asyncio
from collections.abc import Awaitable, Callable

from comity.errors import ComityError
from comity.store.lost import LOST
from comity.store.postgres.cancelling import end_if_cancelled

HOUR = 3600.0


async def at_intervals(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do some work at once and again ``seconds`` after each turn, until cancelled; what fails is tried again then."""
    while True:
        try:
            await work()
        except (*LOST, ComityError):
            end_if_cancelled()
        await asyncio.sleep(seconds)
