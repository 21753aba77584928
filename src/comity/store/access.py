"""Bearer tokens: made once, shown once, kept only as their digest."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import asyncpg

from comity.clock import Clock
from comity.errors import Refused
from comity.store.accounts import digest_of
from comity.store.lost import reachable

PREFIX = "cmt_live_"
# So much of a token is kept to tell it from others; the rest is known to its holder alone.
_SHOWN = len(PREFIX) + 8

_ADD = """
-- Keep a new token by its digest.
insert into access_token (digest, agency, member, purpose, created_at, expires_at, prefix, scopes)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_FIND = """
-- For whom a token speaks, and how their account stands if they have one.
select t.agency, t.member, t.purpose, t.expires_at, t.revoked_at, t.scopes, a.state, a.temporary_until
from access_token t left join account a on a.member = t.member where t.digest = $1
"""
_REVOKE = "update access_token set revoked_at = $2 where digest = $1 and revoked_at is null"
_KEYS = """
-- The tokens of a member that are still valid, oldest first.
select prefix, purpose, scopes, created_at, expires_at from access_token
where member = $1 and revoked_at is null and expires_at > $2 and prefix is not null order by created_at, prefix
"""
_REVOKE_KEY = """
-- End the token of a member that begins so.
update access_token set revoked_at = $3 where member = $1 and prefix = $2 and revoked_at is null returning prefix
"""


class Scope(StrEnum):
    """What a token may be used for: to read, or to enter and correct as well. None may administer accounts."""

    READ = "read"
    ENTER = "enter"


EVERY_SCOPE = frozenset(Scope)


@dataclass(frozen=True)
class Grant:
    """For whom a token speaks, and until when."""

    agency: str
    member: str
    purpose: str
    expires_at: datetime
    scopes: frozenset[Scope] = EVERY_SCOPE


@dataclass(frozen=True)
class Key:
    """What is told of a token after it was shown: how it begins, for what it is, and until when."""

    prefix: str
    purpose: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime


class Access:
    """Makes, finds and revokes tokens."""

    def __init__(self, pool: asyncpg.Pool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    async def issue(self, agency: str, member: str, purpose: str, lifetime: timedelta) -> str:
        """Give a new token for everything; it is shown here and nowhere again."""
        return await self.issue_for(Grant(agency, member, purpose, self._clock() + lifetime))

    async def issue_for(self, grant: Grant) -> str:
        """Give a new token for some uses; it is shown here and nowhere again."""
        bearer = PREFIX + secrets.token_urlsafe(32)
        g = grant
        scopes = sorted(g.scopes)
        created, shown = self._clock(), bearer[:_SHOWN]
        await self._pool.execute(
            _ADD, digest_of(bearer), g.agency, g.member, g.purpose, created, g.expires_at, shown, scopes
        )
        return bearer

    async def grant(self, bearer: str) -> Grant:
        """Tell for whom a token speaks; Refused when it is unknown, expired or revoked, without saying which."""
        async with reachable():
            row = await self._pool.fetchrow(_FIND, digest_of(bearer))
        now = self._clock()
        if row is None or row["revoked_at"] is not None or row["expires_at"] <= now or row["state"] == "disabled":
            raise _not_valid()
        until = row["temporary_until"]
        if until is not None and until <= now:
            raise _not_valid()
        scopes = frozenset(map(Scope, row["scopes"]))
        expires = row["expires_at"] if until is None else min(until, row["expires_at"])
        return Grant(row["agency"], row["member"], row["purpose"], expires, scopes)

    async def revoke(self, bearer: str) -> None:
        """End a token at once."""
        await self._pool.execute(_REVOKE, digest_of(bearer), self._clock())

    async def keys(self, member: str) -> list[Key]:
        """Give the valid tokens of a member, without what would let anybody use them."""
        rows = await self._pool.fetch(_KEYS, member, self._clock())
        return [
            Key(row["prefix"], row["purpose"], tuple(map(Scope, row["scopes"])), row["created_at"], row["expires_at"])
            for row in rows
        ]

    async def revoke_key(self, member: str, prefix: str) -> bool:
        """End the token of a member that begins so, and tell whether there was one."""
        return await self._pool.fetchval(_REVOKE_KEY, member, prefix, self._clock()) is not None


def _not_valid() -> Refused:
    return Refused("The bearer token is not valid.", remedy="Make a new one with comity token.")
