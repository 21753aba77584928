"""Watches over a started cluster: notices the server's death at once and brings it back."""

import asyncio
import logging

import asyncpg

from comity.errors import Unavailable
from comity.store.postgres.cancelling import end_if_cancelled
from comity.store.postgres.cluster import Cluster
from comity.store.postgres.starting import CUT_OFF

LONGEST_PAUSE = 5.0

log = logging.getLogger("comity.postgres")


async def supervise(cluster: Cluster) -> None:
    """Start ``cluster`` and bring its server back whenever it dies, until it is stopped or this is cancelled.

    A restart that fails is reported to the log ``comity.postgres`` and tried again, at most 5 seconds apart.
    """
    dsn = await cluster.start()
    while cluster.is_started:
        await _until_lost(dsn)
        await _bring_back(cluster)


async def _until_lost(dsn: str) -> None:
    """Return when the server ends. An idle connection hears of it in milliseconds: each one watches its parent."""
    lost = asyncio.Event()
    try:
        connection = await asyncpg.connect(dsn, timeout=30, server_settings={"application_name": "comity supervisor"})
    except (asyncpg.PostgresError, OSError, *CUT_OFF):
        end_if_cancelled()
        return
    try:
        connection.add_termination_listener(lambda _: lost.set())
        await lost.wait()
    finally:
        connection.terminate()


async def _bring_back(cluster: Cluster) -> None:
    pause = 0.1
    while cluster.is_started:
        try:
            await cluster.revive()
        except Unavailable as wrong:
            end_if_cancelled()
            log.exception("%s %s", wrong.message, wrong.remedy)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            return
