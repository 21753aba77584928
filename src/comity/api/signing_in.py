"""From a bearer token to its session: looked up at most once a second, so that a revocation counts within one."""

import asyncio
import hashlib
import re
from dataclasses import dataclass
from time import monotonic

from starlette.requests import Request

from comity.api.problems import MALFORMED, NOT_SIGNED_IN, Turned
from comity.errors import Refused
from comity.policy.sessions import PURPOSES, Session, open_session
from comity.store.access import Grant
from comity.store.node import Node

FRESH_SECONDS = 1.0
PURPOSE_PATTERN = rf"({'|'.join(PURPOSES)})(/[!-~]{{1,100}})?"
_MOST_KNOWN = 4096


@dataclass(frozen=True)
class Credentials:
    """What a request says of who asks: the token, and the purpose if it names one of its own."""

    bearer: str
    purpose: str | None


@dataclass
class _Known:
    grant: Grant
    checked_at: float
    directory: int
    sessions: dict[str | None, Session]


class Sessions:
    """Opens the session of a request, and remembers for a second that its token was valid."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._known: dict[bytes, _Known] = {}
        self._asking: dict[bytes, asyncio.Task[Grant]] = {}

    async def session(self, credentials: Credentials) -> Session:
        """Give the session that a token speaks for; Turned when it is not valid (any more)."""
        known = await self._known_for(credentials.bearer)
        if known.grant.expires_at <= self._node.clock():
            raise not_signed_in("The bearer token is not valid.")
        if credentials.purpose not in known.sessions:
            known.sessions[credentials.purpose] = self._opened(known.grant, credentials.purpose)
        return known.sessions[credentials.purpose]

    async def _known_for(self, bearer: str) -> _Known:
        digest = hashlib.sha256(bearer.encode()).digest()
        known = self._known.get(digest)
        if known is None or monotonic() - known.checked_at > FRESH_SECONDS:
            grant = await self._granted(digest, bearer)
            known = self._remember(digest, grant)
        if known.directory != self._node.directories.version or len(known.sessions) > len(PURPOSES):
            known.directory = self._node.directories.version
            known.sessions.clear()
        return known

    async def _granted(self, digest: bytes, bearer: str) -> Grant:
        """Ask the store once for all requests that wait for the same token."""
        asking = self._asking.get(digest)
        if asking is None:
            asking = self._asking[digest] = asyncio.create_task(self._node.access.grant(bearer))
            asking.add_done_callback(lambda _: self._asking.pop(digest))
        try:
            return await asyncio.shield(asking)
        except Refused as wrong:
            self._known.pop(digest, None)
            raise not_signed_in(wrong.message) from wrong

    def _remember(self, digest: bytes, grant: Grant) -> _Known:
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        earlier = self._known.get(digest)
        sessions = earlier.sessions if earlier and earlier.grant == grant else {}
        directory = earlier.directory if sessions and earlier else self._node.directories.version
        known = self._known[digest] = _Known(grant, monotonic(), directory, sessions)
        return known

    def _opened(self, grant: Grant, purpose: str | None) -> Session:
        try:
            return open_session(self._node.directory, grant.agency, grant.member, purpose or grant.purpose)
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
    return Credentials(bearer.strip(), purpose)


def not_signed_in(message: str) -> Turned:
    """Give the one answer for a missing, unknown, expired or revoked token."""
    return Turned(
        NOT_SIGNED_IN,
        message,
        remedy="Make a token with comity token, and send it as Authorization: Bearer cmt_live_….",
        headers={"WWW-Authenticate": 'Bearer realm="comity"'},
    )
