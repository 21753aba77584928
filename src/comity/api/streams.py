"""Entries as they happen, as server-sent events (HTML, 9.2): replayed from the last id, ended when the server stops."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from comity.acts.subscribe import owed, own
from comity.acts.viewing import View
from comity.api.answers import PRIVATE
from comity.api.asking import is_id, queried, require_acceptable, said_true
from comity.api.cursors import STREAM
from comity.api.front import Front
from comity.api.problems import MALFORMED, TOO_MANY, Turned, problem_of
from comity.api.resources import log_fault
from comity.api.signing_in import Credentials, credentials_of
from comity.api.views import encoder
from comity.errors import ComityError, Unavailable
from comity.following.streaming import WOKEN, Stream
from comity.policy.sessions import Session
from comity.records.registry import kind_named, kinds

RECONNECT_MILLISECONDS = 1000
MOST_STREAMS = 10
# A reader that takes nothing for this long is gone, or as good as gone.
_SLOWEST_SECONDS = 30.0
_EVENT_STREAM = "text/event-stream"
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
_LATER = b'event: later\ndata: {"remedy":"Come back with your last id."}\n\n'
_HEARTBEAT = b": still here\n\n"


@dataclass(frozen=True)
class Wish:
    """What a reader waits for: entries of some kinds, or what a subscription owes; ``after`` a place, if any."""

    credentials: Credentials
    kinds: frozenset[str]
    subscription: UUID | None
    after: int | None
    follow: bool


async def stream(front: Front, request: Request) -> ASGIApp:
    """Open a stream of entries."""
    session = await front.session(request)
    query = queried(request, ("kinds", "subscription", "follow"))
    require_acceptable(request, _EVENT_STREAM)
    last = request.headers.get("last-event-id")
    wish = Wish(
        credentials_of(request),
        *await _wanted(front, session, query.get("kinds"), query.get("subscription")),
        front.cursors.place(session, STREAM, last) if last else None,
        said_true(query, "follow", usual="true"),
    )
    if request.method == "HEAD":
        return Response(headers={"Content-Type": _EVENT_STREAM, **PRIVATE})
    require_room(front, session)
    past = None if wish.follow else await front.streaming.until_now(session, wish.kinds)
    return EventStream(front, session, wish, past)


def require_room(front: Front, session: Session) -> None:
    """Turned when a reader has as many streams open as anybody may; Unavailable when the server is stopping."""
    if front.closing.is_set():
        raise Unavailable("The server is stopping.", remedy="Come back with your last id.")
    reader = (session.agency.key, session.member.key)
    if front.open_streams.get(reader, 0) >= MOST_STREAMS:
        raise Turned(
            TOO_MANY,
            f"You have {MOST_STREAMS} streams open.",
            remedy="Share one stream, or close another first.",
            headers={"Retry-After": "5"},
        )


async def _wanted(
    front: Front, session: Session, names: str | None, subscription: str | None
) -> tuple[frozenset[str], UUID | None]:
    named = frozenset(kinds() if names is None else (kind_named(name).name for name in names.split(",")))
    if subscription is not None:
        if not is_id(subscription):
            raise _malformed("subscription is no id.", "GET /v1/subscriptions lists yours.", "subscription")
        mine = await own(front.node, session, UUID(subscription))
        return named.intersection(mine.wish.kinds or named), mine.id
    return named, None


@dataclass
class EventStream:
    """One open stream, from its first byte until its reader, its right or the server goes."""

    front: Front
    session: Session
    wish: Wish
    past: Stream | None
    last: int = field(default=-1, init=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send events until somebody goes."""
        del scope
        reader = (self.session.agency.key, self.session.member.key)
        self.front.open_streams[reader] = self.front.open_streams.get(reader, 0) + 1
        stream = self.past or self._opened()
        running = [asyncio.ensure_future(_gone(receive)), asyncio.ensure_future(self._send_all(stream, send))]
        try:
            await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.front.streaming.close(stream)
            self.front.open_streams[reader] -= 1
            for task in running:
                task.cancel()
            for ended in await asyncio.gather(*running, return_exceptions=True):
                if isinstance(ended, Exception) and not isinstance(ended, TimeoutError):
                    log_fault(ended)

    def _opened(self) -> Stream:
        """Wait for what comes; what a subscription is owed is fetched by it, which knows more than kinds."""
        return self.front.streaming.open(self.session, self.wish.kinds, woken=self.wish.subscription is not None)

    async def _send_all(self, stream: Stream, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        try:
            # An ended token wakes the stream, which then finds out that it has ended.
            with self.front.sessions.watched(self.wish.credentials, lambda: stream.arrived.put_nowait(WOKEN)):
                await self._send_events(stream, send)
        except ComityError as wrong:
            await send_events(send, b"event: ended\ndata: " + encoder.encode(problem_of(wrong)) + b"\n\n")
        await send({"type": "http.response.body", "body": b""})

    async def _send_events(self, stream: Stream, send: Send) -> None:
        await send_events(send, self._greeting(stream))
        async for views in self._missed(stream):
            await self.front.sessions.still(self.wish.credentials)
            await send_events(send, self._events(views))
        if self.wish.follow:
            await self._follow(stream, send)
        await send_events(send, _LATER)

    def _greeting(self, stream: Stream) -> bytes:
        """Give a first id, so that a reader who is cut off before the first entry misses none."""
        after = stream.start if self.wish.after is None else self.wish.after
        self.last = -1 if self.wish.subscription and self.wish.after is None else after
        cursor = self.front.cursors.cursor(self.session, STREAM, after)
        return f"retry: {RECONNECT_MILLISECONDS}\nid: {cursor}\n\n".encode()

    async def _missed(self, stream: Stream) -> AsyncIterator[Sequence[View]]:
        if self.wish.subscription is None:
            async for views in self.front.streaming.catch_up(stream, self.last):
                yield views
            return
        while missed := await owed(self.front.node, self.session, self.wish.subscription, after=self.last):
            yield missed

    async def _follow(self, stream: Stream, send: Send) -> None:
        """Send what arrives, and say at intervals that the stream lives; until the stream is ended."""
        clock = asyncio.get_running_loop()
        check_at = clock.time() + self.front.heartbeat_seconds
        while True:
            try:
                async with asyncio.timeout_at(check_at):
                    arrived = await stream.arrived.get()
            except TimeoutError:
                await send_events(send, _HEARTBEAT)
                arrived = WOKEN
            if arrived is None:
                return
            if clock.time() >= check_at or not arrived.views:
                check_at = clock.time() + self.front.heartbeat_seconds
                await self.front.sessions.still(self.wish.credentials)
            if self.wish.subscription is not None:
                async for missed in self._missed(stream):
                    await send_events(send, self._events(missed))
            elif arrived.views:
                await send_events(send, self._events(await self.front.streaming.still_seen(stream, arrived)))

    def _events(self, views: Iterable[View]) -> bytes:
        events = []
        for view in views:
            # Another process may have been ahead of this one when it gave the last id.
            if view.seq > self.last:
                self.last = view.seq
                cursor = self.front.cursors.cursor(self.session, STREAM, view.seq)
                events.append(b"event: entry\nid: %b\ndata: %b\n\n" % (cursor.encode(), self.front.encoded(view)))
        return b"".join(events)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def send_events(send: Send, events: bytes) -> None:
    """Send events; TimeoutError for a reader that takes nothing."""
    if not events:
        return
    async with asyncio.timeout(_SLOWEST_SECONDS):
        await send({"type": "http.response.body", "body": events, "more_body": True})


def _malformed(message: str, remedy: str, name: str) -> Turned:
    return Turned(MALFORMED, message, remedy=remedy, field=name)
