"""Locks that die with their holder: whoever is killed holds nothing, with no list of process ids to mend."""

import asyncio
import fcntl
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from comity.errors import Unavailable
from comity.store.postgres.accounts import Account, open_private

# One holder may be waiting for a long recovery; the next in turn waits as long, and a little more.
PATIENCE = 660.0


@asynccontextmanager
async def turn(lock: Path, account: Account) -> AsyncIterator[None]:
    """One process at a time gets past here; a killed one frees the way."""
    descriptor = open_private(lock, 0, account)
    try:
        await _exclusive(descriptor, lock)
        yield
    finally:
        os.close(descriptor)


class Share:
    """One process's part in something that lasts as long as anybody has a part in it."""

    def __init__(self, lock: Path, account: Account) -> None:
        self._descriptor = open_private(lock, 0, account)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def leave(self) -> None:
        """Give the part back."""
        os.close(self._descriptor)

    def is_last(self) -> bool:
        """Whether nobody else has a part; ask only within a ``turn``, and leave next, whatever the answer."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


async def _exclusive(descriptor: int, lock: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            await asyncio.sleep(0.02)
        else:
            return
    raise Unavailable(
        f"Another process has held {lock} for {PATIENCE:.0f} seconds.",
        remedy="See what starts or stops the database there; end that process if it hangs, then try again.",
    )
