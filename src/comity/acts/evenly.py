"""Answer "there is nothing" at one moment, whether something is hidden or was never there."""

import asyncio
from time import monotonic

# Longer than it takes to find out: what is hidden is looked at, what is absent is not.
SAME_SECONDS = 0.01
# Timers of an event loop are rounded to milliseconds from when they are set, which would tell when that was: the last
# two are waited for turn by turn.
_TURNS_SECONDS = 0.002


def soonest() -> float:
    """Give the moment before which nobody is told that there is nothing."""
    return monotonic() + SAME_SECONDS


async def reached(moment: float) -> None:
    """Wait for a moment, unless it is over."""
    await asyncio.sleep(moment - _TURNS_SECONDS - monotonic())
    while monotonic() < moment:  # noqa: ASYNC110 - a moment sets no event
        await asyncio.sleep(0)
