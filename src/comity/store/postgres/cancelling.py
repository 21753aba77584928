"""Heeds a cancellation that the database driver answered itself."""

import asyncio


def end_if_cancelled() -> None:
    """Raise CancelledError if this task was told to end.

    Told to end while it connects, asyncpg may raise that the connection was lost; a loop that then tries again would
    never end, and neither would whoever waits for it.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
