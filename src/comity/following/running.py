"""A node put together and at work: database, keys, followers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from random import SystemRandom
from types import MappingProxyType

from comity.acts.chase import chase
from comity.acts.deliver import Formats
from comity.following.alerting import alert_searchers
from comity.following.carrying import Outside, outside_of
from comity.following.confirming import EVERY_SECONDS as EVERY_SECONDS_ASKED
from comity.following.confirming import confirm_addresses
from comity.following.counting import count_anew
from comity.following.deconflicting import deconflict_all, deconflict_new
from comity.following.delivering import Delivering
from comity.following.expecting import watch_over
from comity.following.intervals import HOUR, at_intervals
from comity.following.publishing import publish_at_intervals
from comity.following.recalling import chase_up, recall
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

CHASING_SECONDS = 5.0
_NONE: Formats = MappingProxyType({})


@dataclass(frozen=True)
class App:
    """A node at work, with the follower that brings entries to open streams, and the formats that it can send."""

    node: Node
    streaming: Streaming
    formats: Formats = field(default_factory=dict)


@asynccontextmanager
async def run_app(
    settings: Settings, *, formats: Formats = _NONE, outside: Outside | None = None
) -> AsyncIterator[App]:
    """Give a node at work; at the end, streams are ended, what waits is written, and the database is left cleanly.

    ``formats`` are those in which subscribers may be sent records; ``outside`` is how the world outside is reached, as
    the settings say unless it is given.
    """
    async with (
        opened(home=settings.home, url=settings.database_url) as dsn,
        open_node(dsn, settings.keyring, request_days=settings.request_days) as node,
    ):
        streaming = Streaming(node)
        reached = outside or outside_of(settings)
        delivering = Delivering(node, reached, formats, SystemRandom())
        following = [
            asyncio.create_task(streaming.run()),
            asyncio.create_task(delivering.run()),
            asyncio.create_task(at_intervals(CHASING_SECONDS, partial(chase, node))),
            asyncio.create_task(at_intervals(EVERY_SECONDS_ASKED, partial(confirm_addresses, node, reached))),
            asyncio.create_task(watch_over(node)),
            asyncio.create_task(publish_at_intervals(node, settings.checkpoint_seconds)),
            asyncio.create_task(at_intervals(settings.checkpoint_seconds, partial(recall, node))),
            asyncio.create_task(at_intervals(settings.checkpoint_seconds, partial(tell_links, node))),
            asyncio.create_task(at_intervals(settings.checkpoint_seconds, partial(deconflict_new, node))),
            asyncio.create_task(at_intervals(settings.checkpoint_seconds, partial(alert_searchers, node))),
            asyncio.create_task(at_intervals(NAMES_SECONDS, partial(learn_names, node))),
            asyncio.create_task(at_intervals(HOUR, partial(relieve, node))),
            asyncio.create_task(at_intervals(HOUR, partial(count_anew, node))),
            asyncio.create_task(at_intervals(HOUR, partial(deconflict_all, node))),
            asyncio.create_task(at_intervals(HOUR, partial(remind, node))),
            asyncio.create_task(at_intervals(HOUR, partial(chase_up, node))),
            asyncio.create_task(sweep_at_intervals(node, EVERY_SECONDS)),
        ]
        try:
            yield App(node, streaming, formats)
        finally:
            streaming.end_all()
            for task in following:
                task.cancel()
            await asyncio.wait(following)
