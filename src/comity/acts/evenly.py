"""Answer "there is nothing" at one moment, whether something is hidden or was never there."""

import asyncio

# Longer than it takes to find out: what is hidden is looked at, what is absent is not.
SAME_SECONDS = 0.01


def soonest() -> float:
    """Give the moment, on the clock of the event loop, before which nobody is told that there is nothing."""
    return asyncio.get_running_loop().time() + SAME_SECONDS


async def reached(moment: float) -> None:
    """Wait for a moment, unless it is over."""
    await asyncio.sleep(moment - asyncio.get_running_loop().time())
