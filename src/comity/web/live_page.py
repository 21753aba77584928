"""What happens, as it happens: one stream a browser, which its tabs share (a browser holds few connections to a host).

A tab is told of the kinds that its desk watches, and that there is news for its reader; it fetches anew the part of its
page that is about what came.
"""

import asyncio

from starlette.types import ASGIApp, Send

from comity.acts.news import newest_owed
from comity.api.asking import queried
from comity.api.cursors import STREAM
from comity.api.streams import EventStream, Wish, require_room, send_events
from comity.following.streaming import Stream
from comity.web.site import Visit

_NEWS = b"event: news\ndata: {}\n\n"


async def stream(visit: Visit) -> ASGIApp:
    """Open the stream of a browser."""
    queried(visit.request, ())
    front, reader = visit.site.front, visit.reader
    last = visit.request.headers.get("last-event-id")
    after = front.cursors.place(reader.session, STREAM, last) if last else None
    require_room(front, reader.session)
    wish = Wish(reader.credentials, reader.desk.watched, None, after, follow=True)
    return BrowserStream(front, reader.session, wish, None)


class BrowserStream(EventStream):
    """The stream of a browser: entries of some kinds, and word that something is owed to its reader."""

    async def _follow(self, stream: Stream, send: Send) -> None:
        """Follow both until the stream ends."""
        telling = asyncio.create_task(self._tell_news(send))
        try:
            await super()._follow(stream, send)
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)

    async def _tell_news(self, send: Send) -> None:
        """Say that there is news whenever something newer is owed than before; what it is, the page asks for."""
        woken = self.front.streaming.open(self.session, frozenset(), woken=True)
        try:
            told = await newest_owed(self.front.node, self.session)
            while await woken.arrived.get() is not None:
                newest = await newest_owed(self.front.node, self.session)
                if newest > told:
                    await send_events(send, _NEWS)
                told = newest
        finally:
            self.front.streaming.close(woken)
