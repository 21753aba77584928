"""From a bearer token to its session: looked up at most once a second, so that a revocation counts within one."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from starlette.requests import Request

from comity.acts.signed_in import Granted, granted, hold_time, session_opened
from comity.api.endings import Endings, Wake
from comity.api.problems import MALFORMED, NOT_SIGNED_IN, REFUSED, Turned
from comity.errors import Refused
from comity.policy.sessions import PURPOSES, Session
from comity.store.access import Scope
from comity.store.accounts import digest_of
from comity.store.node import Node

FRESH_SECONDS = 1.0
PURPOSE_PATTERN = rf"({'|'.join(PURPOSES)})(/[!-~]{{1,100}})?"
_MOST_KNOWN = 4096
_READING = ("GET", "HEAD")
# To wait for what one may read is to read.
_READ_BY_POST = "/v1/subscriptions"


@dataclass(frozen=True)
class Credentials:
    """What a request says of who asks: the token, the purpose if it names one of its own, and what it would do."""

    bearer: str
    purpose: str | None
    scope: Scope


@dataclass
class _Known:
    granted: Granted
    checked_at: float
    last_request: datetime
    directory: int
    sessions: dict[str | None, Session]


class Sessions:
    """Opens the session of a request, and remembers for a second that its token was valid."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._known: dict[bytes, _Known] = {}
        self._asking: dict[bytes, asyncio.Task[Granted]] = {}
        self._endings = Endings(node)

    async def session(self, credentials: Credentials) -> Session:
        """Give the session that a token speaks for; Turned when it is not valid (any more).

        It counts as something that a person did: the idle time of a sign-in begins again.
        """
        known, fresh = await self._known_for(credentials.bearer)
        self._hold(known, credentials.scope)
        if known.granted.sign_in is not None:
            known.last_request = self._node.clock()
            if fresh:
                await self._node.sign_ins.touch(credentials.bearer, known.last_request)
        return self._session(known, credentials.purpose)

    async def session_left_idle(self, credentials: Credentials) -> Session:
        """Give the session for what a page fetches by itself: nothing that a person did, so the idle time runs on."""
        known, _ = await self._known_for(credentials.bearer)
        self._hold(known, credentials.scope)
        return self._session(known, credentials.purpose)

    async def still(self, credentials: Credentials) -> None:
        """Turned when a token is not valid any more; asking is nothing that a person did."""
        if (digest := digest_of(credentials.bearer)) in self._endings.ended:
            self._known.pop(digest, None)
        known, _ = await self._known_for(credentials.bearer)
        self._hold(known, credentials.scope)
        self._session(known, credentials.purpose)

    def forget(self, bearer: str) -> None:
        """Look a token up anew at its next use."""
        self._known.pop(digest_of(bearer), None)

    @contextmanager
    def watched(self, credentials: Credentials, wake: Wake) -> Iterator[None]:
        """Call ``wake`` within the block when the token is not valid any more; ``still`` then tells why."""
        with self._endings.watched(credentials.bearer, wake):
            yield

    async def _known_for(self, bearer: str) -> tuple[_Known, bool]:
        """Give what is known of a token, and whether it was just looked up."""
        digest = digest_of(bearer)
        known = self._known.get(digest)
        fresh = known is None or monotonic() - known.checked_at > FRESH_SECONDS
        if known is None or fresh:
            known = self._remember(digest, await self._granted(digest, bearer))
        if known.directory != self._node.directories.version or len(known.sessions) > len(PURPOSES):
            known.directory = self._node.directories.version
            known.sessions.clear()
        return known, fresh

    async def _granted(self, digest: bytes, bearer: str) -> Granted:
        """Ask the store once for all requests that wait for the same token."""
        asking = self._asking.get(digest)
        if asking is None:
            asking = self._asking[digest] = asyncio.create_task(granted(self._node, bearer))
            asking.add_done_callback(lambda _: self._asking.pop(digest))
        try:
            return await asyncio.shield(asking)
        except Refused as wrong:
            self._known.pop(digest, None)
            raise not_signed_in(wrong.message) from wrong

    def _remember(self, digest: bytes, granted: Granted) -> _Known:
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        earlier = self._known.get(digest)
        same = earlier is not None and earlier.granted.grant == granted.grant
        sessions = earlier.sessions if earlier and same else {}
        directory = earlier.directory if sessions and earlier else self._node.directories.version
        last_request = granted.sign_in.last_request if granted.sign_in else self._node.clock()
        if earlier is not None:
            last_request = max(last_request, earlier.last_request)
        known = self._known[digest] = _Known(granted, monotonic(), last_request, directory, sessions)
        return known

    def _hold(self, known: _Known, scope: Scope) -> None:
        try:
            hold_time(self._node, known.granted, known.last_request)
        except Refused as wrong:
            raise not_signed_in(wrong.message) from wrong
        if scope not in known.granted.grant.scopes:
            raise Turned(REFUSED, "This key may only read.", remedy="Use a key with the scope 'enter'.")

    def _session(self, known: _Known, purpose: str | None) -> Session:
        if purpose not in known.sessions:
            known.sessions[purpose] = self._opened(known.granted, purpose)
        return known.sessions[purpose]

    def _opened(self, granted: Granted, purpose: str | None) -> Session:
        try:
            return session_opened(self._node, granted, purpose)
        except Refused as wrong:
            if wrong.field:
                raise Turned(MALFORMED, wrong.message, remedy=wrong.remedy, field=wrong.field) from wrong
            raise not_signed_in(wrong.message) from wrong


def credentials_of(request: Request) -> Credentials:
    """Read who asks from the headers; Turned when they do not say."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not bearer.strip():
        raise not_signed_in("The request carries no bearer token.")
    purpose = request.headers.get("comity-purpose")
    if purpose is not None and not re.fullmatch(PURPOSE_PATTERN, purpose):
        raise Turned(
            MALFORMED,
            "Comity-Purpose cannot be read.",
            remedy=f"Name one of: {', '.join(PURPOSES)}.",
            field="Comity-Purpose",
        )
    reading = request.method in _READING or request.scope["path"].startswith(_READ_BY_POST)
    return Credentials(bearer.strip(), purpose, Scope.READ if reading else Scope.ENTER)


def not_signed_in(message: str) -> Turned:
    """Give the one answer for a missing, unknown, expired or revoked token."""
    return Turned(
        NOT_SIGNED_IN,
        message,
        remedy="Sign in, or make a token with comity token, and send it as Authorization: Bearer …",
        headers={"WWW-Authenticate": 'Bearer realm="comity"'},
    )
