"""A node put together and at work: database, keys, followers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from comity.following.alerting import alert_searchers
from comity.following.counting import count_anew
from comity.following.deconflicting import deconflict_all, deconflict_new
from comity.following.intervals import HOUR, at_intervals
from comity.following.publishing import publish_at_intervals
from comity.following.recalling import recall_ended
from comity.following.relieving import relieve
from comity.following.reminding import remind
from comity.following.spelling import EVERY_SECONDS as NAMES_SECONDS
from comity.following.spelling import learn_names
from comity.following.streaming import Streaming
from comity.following.sweeping import EVERY_SECONDS, sweep_at_intervals
from comity.following.telling_links import tell_links
from comity.settings import Settings
from comity.store.node import Node, open_node
from comity.store.postgres.opening import opened


@dataclass(frozen=True)
class App:
    """A node at work, with the follower that brings entries to open streams."""

    node: Node
    streaming: Streaming


@asynccontextmanager
async def run_app(settings: Settings) -> AsyncIterator[App]:
    """Give a node at work; at the end, streams are ended, what waits is written, and the database is left cleanly."""
    async with (
        opened(home=settings.home, url=settings.database_url) as dsn,
        open_node(dsn, settings.keyring, request_days=settings.request_days) as node,
    ):
        streaming = Streaming(node)
        following = [
            asyncio.create_task(streaming.run()),
            asyncio.create_task(publish_at_intervals(node, settings.checkpoint_seconds)),
            asyncio.create_task(at_intervals(settings.checkpoint_seconds, partial(recall_ended, node))),
            asyncio.create_task(at_intervals(settings.checkpoint_seconds, partial(tell_links, node))),
            asyncio.create_task(at_intervals(settings.checkpoint_seconds, partial(deconflict_new, node))),
            asyncio.create_task(at_intervals(settings.checkpoint_seconds, partial(alert_searchers, node))),
            asyncio.create_task(at_intervals(NAMES_SECONDS, partial(learn_names, node))),
            asyncio.create_task(at_intervals(HOUR, partial(relieve, node))),
            asyncio.create_task(at_intervals(HOUR, partial(count_anew, node))),
            asyncio.create_task(at_intervals(HOUR, partial(deconflict_all, node))),
            asyncio.create_task(at_intervals(HOUR, partial(remind, node))),
            asyncio.create_task(sweep_at_intervals(node, EVERY_SECONDS)),
        ]
        try:
            yield App(node, streaming)
        finally:
            streaming.end_all()
            for task in following:
                task.cancel()
            await asyncio.wait(following)
