"""Bearer tokens: made once, shown once, kept only as their digest."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from comity.clock import Clock
from comity.errors import Refused
from comity.store.lost import reachable

PREFIX = "cmt_live_"

_ADD = (
    "insert into access_token (digest, agency, member, purpose, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)"
)
_FIND = "select agency, member, purpose, expires_at, revoked_at from access_token where digest = $1"
_REVOKE = "update access_token set revoked_at = $2 where digest = $1 and revoked_at is null"


@dataclass(frozen=True)
class Grant:
    """For whom a token speaks, and until when."""

    agency: str
    member: str
    purpose: str
    expires_at: datetime


class Access:
    """Makes, finds and revokes tokens."""

    def __init__(self, pool: asyncpg.Pool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    async def issue(self, agency: str, member: str, purpose: str, lifetime: timedelta) -> str:
        """Give a new token; it is shown here and nowhere again."""
        bearer = PREFIX + secrets.token_urlsafe(32)
        created = self._clock()
        await self._pool.execute(_ADD, _digest(bearer), agency, member, purpose, created, created + lifetime)
        return bearer

    async def grant(self, bearer: str) -> Grant:
        """Tell for whom a token speaks; Refused when it is unknown, expired or revoked, without saying which."""
        async with reachable():
            row = await self._pool.fetchrow(_FIND, _digest(bearer))
        if row is None or row["revoked_at"] is not None or row["expires_at"] <= self._clock():
            raise Refused("The bearer token is not valid.", remedy="Make a new one with comity token.")
        return Grant(row["agency"], row["member"], row["purpose"], row["expires_at"])

    async def revoke(self, bearer: str) -> None:
        """End a token at once."""
        await self._pool.execute(_REVOKE, _digest(bearer), self._clock())


def _digest(bearer: str) -> bytes:
    return hashlib.sha256(bearer.encode()).digest()
