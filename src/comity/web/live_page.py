"""What happens, as it happens: one stream a browser, which its tabs share (a browser holds few connections to a host).

A tab is told of the kinds that its desk watches, and fetches anew the part of its page that is about what came.
"""

from starlette.types import ASGIApp

from comity.api.asking import queried
from comity.api.cursors import STREAM
from comity.api.streams import EventStream, Wish, require_room
from comity.records.registry import kind_named
from comity.web.site import Visit


async def stream(visit: Visit) -> ASGIApp:
    """Open the stream of a browser."""
    query = queried(visit.request, ("kinds",))
    front, reader = visit.site.front, visit.reader
    named = query.get("kinds", "")
    kinds = frozenset(kind_named(name).name for name in named.split(",")) if named else reader.desk.watched
    last = visit.request.headers.get("last-event-id")
    after = front.cursors.place(reader.session, STREAM, last) if last else None
    require_room(front, reader.session)
    return EventStream(front, reader.session, Wish(reader.credentials, kinds, None, after, follow=True), None)
