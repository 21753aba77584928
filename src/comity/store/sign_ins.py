"""Sign-ins: who is signed in, by the digest of the token that stands for it, and when they last did something."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from comity.policy.session_rules import Workstation
from comity.store.accounts import digest_of
from comity.store.lost import reachable

PREFIX = "cms_"

_BEGIN = """
-- Somebody has signed in.
insert into sign_in (digest, member, agency, purpose, second_factor, workstation, address, signed_in_at, last_request)
values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
"""
_FIND = """
-- A sign-in that was not ended, of an account that may still be used.
select s.member, s.agency, s.purpose, s.second_factor, s.workstation, s.signed_in_at, s.last_request, a.temporary_until
from sign_in s join account a on a.member = s.member
where s.digest = $1 and s.ended_at is null and a.state <> 'disabled'
"""
_TOUCH = "update sign_in set last_request = greatest(last_request, $2) where digest = $1"
_END = "update sign_in set ended_at = $2 where digest = $1 and ended_at is null"
_ALIVE = """
-- Which of these tokens still stand for somebody, and when each was last used by a person.
select s.digest, s.last_request from sign_in s join account a on a.member = s.member
where s.digest = any($1::bytea[]) and s.ended_at is null and a.state <> 'disabled'
    and (a.temporary_until is null or a.temporary_until > $2)
union all
select t.digest, $2 from access_token t left join account a on a.member = t.member
where t.digest = any($1::bytea[]) and t.revoked_at is null and t.expires_at > $2 and a.state is distinct from 'disabled'
    and (a.temporary_until is null or a.temporary_until > $2)
"""


@dataclass(frozen=True)
class SignIn:
    """Who is signed in, for what, from where, since when, and until when at most where the account is temporary."""

    member: str
    agency: str
    purpose: str
    second_factor: bool
    workstation: Workstation
    signed_in_at: datetime
    last_request: datetime
    temporary_until: datetime | None


class SignIns:
    """Keeps who is signed in."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def begin(self, sign_in: SignIn, address: str) -> str:
        """Begin a sign-in and give its token; it is shown here and nowhere again."""
        bearer = PREFIX + secrets.token_urlsafe(32)
        s = sign_in
        await self._pool.execute(
            _BEGIN,
            digest_of(bearer),
            s.member,
            s.agency,
            s.purpose,
            s.second_factor,
            s.workstation,
            address,
            s.signed_in_at,
        )
        return bearer

    async def find(self, bearer: str) -> SignIn | None:
        """Give a sign-in that was not ended; the rules of time are the caller's to hold to."""
        async with reachable():
            row = await self._pool.fetchrow(_FIND, digest_of(bearer))
        if row is None:
            return None
        return SignIn(
            row["member"],
            row["agency"],
            row["purpose"],
            row["second_factor"],
            Workstation(row["workstation"]),
            row["signed_in_at"],
            row["last_request"],
            row["temporary_until"],
        )

    async def touch(self, bearer: str, at: datetime) -> None:
        """Keep that somebody did something; the idle time counts from here."""
        async with reachable():
            await self._pool.execute(_TOUCH, digest_of(bearer), at)

    async def end(self, bearer: str, at: datetime) -> None:
        """Sign out."""
        await self._pool.execute(_END, digest_of(bearer), at)

    async def alive(self, digests: Collection[bytes], now: datetime) -> dict[bytes, datetime]:
        """Give which of these tokens still stand for somebody, each with the last request of a sign-in."""
        async with reachable():
            rows = await self._pool.fetch(_ALIVE, list(digests), now)
        return {row["digest"]: row["last_request"] for row in rows}
