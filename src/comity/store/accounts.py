"""Accounts: who may sign in and by what; secrets only as digests, or encrypted under a key of the keyring."""

import hashlib
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from comity.errors import Unavailable
from comity.store.lost import reachable

_NONCE_BYTES = 12

_ALL = """
-- The accounts of an agency, or of all.
select * from account where member <> '' and ($1::text is null or agency = $1) order by agency, member
"""
_HOLD = """
-- One account, or that of nobody where there is none of this name; one question either way.
select * from account where member in ($1, '') order by member desc limit 1 for update
"""
_LEFT = """
-- Accounts of persons that were left, and any that have had their time.
select * from account where state <> 'disabled' and agency = $1
    and (sort = 'person' and state <> 'invited' and last_active <= $2 or temporary_until <= $3)
order by member
"""
_FIND = "select * from account where member = $1 and member <> ''"
_BY_SUBJECT = "select member from account where subject = $1"
_INVITE = """
-- Invite somebody, new or anew: what they signed in with before counts no more.
insert into account (member, agency, sort, state, temporary_until, last_active, invitation, invited_until, subject)
values ($1, $2, $3, 'invited', $4, $5, $6, $7, $8)
on conflict (member) do update set
    state = 'invited', reason = '', temporary_until = excluded.temporary_until, last_active = excluded.last_active,
    failures = '{}', invitation = excluded.invitation, invited_until = excluded.invited_until,
    subject = excluded.subject, secret = null, seed = null
"""
_FORGET_PASSKEYS = "delete from passkey where member = $1"
_SERVE = """
-- Let a service account work; it signs in with keys only.
insert into account (member, agency, sort, state, temporary_until, last_active)
values ($1, $2, 'service', 'active', $3, $4)
on conflict (member) do update set
    state = 'active', reason = '', temporary_until = excluded.temporary_until, last_active = excluded.last_active
"""
_DISABLE = """
-- Disable a member's account, also one that was never invited: all that they hold ends with it.
insert into account (member, agency, sort, state, reason, last_active) values ($1, $2, 'person', 'disabled', $3, $4)
on conflict (member) do update set state = 'disabled', reason = excluded.reason, invitation = '{}'
"""
_END_SIGN_INS = "update sign_in set ended_at = $2 where member = $1 and ended_at is null"
_REVOKE_TOKENS = "update access_token set revoked_at = $2 where member = $1 and revoked_at is null"
_STATE = "update account set state = $2, reason = $3, failures = '{}', last_active = $4 where member = $1"
_FAILED = "update account set failures = $2, state = $3, reason = $4 where member = $1"
_SUCCEEDED = """
-- A good logon: the count of failed ones begins again, and whoever was invited has come.
update account set failures = '{}', state = 'active', last_active = $2, last_step = $3, invitation = '{}'
where member = $1
"""
_TAKE_FACTORS = "update account set secret = $2, seed = $3, last_step = 0, invitation = '{}' where member = $1"
_TAKE_PASSKEY = """
-- Keep a public key, unless its authenticator is registered already; the invitation is spent.
with spent as (update account set invitation = '{}' where member = $2)
insert into passkey (id, member, public_key, sign_count, added_at) values ($1, $2, $3, $4, $5)
on conflict (id) do nothing returning id
"""
_PASSKEY = "select id, member, public_key, sign_count from passkey where id = $1"
_PASSKEY_USED = "update passkey set sign_count = $2, last_used_at = $3 where id = $1"
_USE_ONCE = "insert into used_once (digest, until) values ($1, $2) on conflict (digest) do nothing returning until"
_FORGET_USED = "delete from used_once where until < $1"


class Sort(StrEnum):
    """Who an account is for: a person, or a program, which has keys and never signs in."""

    PERSON = "person"
    SERVICE = "service"


class State(StrEnum):
    """How an account stands."""

    INVITED = "invited"
    ACTIVE = "active"
    LOCKED = "locked"
    DISABLED = "disabled"


@dataclass(frozen=True)
class Account:
    """How one member of the directory signs in; ``subject`` is what the issuer of an OIDC sign-in calls them."""

    member: str
    agency: str
    sort: Sort
    state: State
    reason: str
    temporary_until: datetime | None
    last_active: datetime
    failures: tuple[datetime, ...]
    invitation: tuple[bytes, ...]
    invited_until: datetime | None
    subject: str | None
    secret: bytes | None
    seed: bytes | None
    last_step: int


@dataclass(frozen=True)
class Invited:
    """Who is invited, for how long, and by the digests of which halves, of which each administrator has one."""

    member: str
    agency: str
    subject: str | None
    temporary_until: datetime | None
    halves: tuple[bytes, bytes]
    until: datetime


@dataclass(frozen=True)
class Passkey:
    """An authenticator's public key, and how often it says that it was used."""

    id: bytes
    member: str
    public_key: bytes
    sign_count: int


class Held:
    """One account, held so that no other attempt to sign in to it is judged at the same time."""

    def __init__(self, connection: PoolConnectionProxy, account: Account) -> None:
        self._connection = connection
        self.account = account

    async def failed(self, failures: Sequence[datetime], state: State, reason: str) -> None:
        """Keep the failed logons that count, and the state that they lead to."""
        await self._connection.execute(_FAILED, self.account.member, list(failures), state, reason)

    async def succeeded(self, at: datetime, step: int) -> None:
        """Keep that this was a good logon, and the step of its one-time code."""
        await self._connection.execute(_SUCCEEDED, self.account.member, at, step)

    async def take_secret(self, secret: str, sealed_seed: bytes) -> None:
        """Keep a first factor and the seed of the second; the invitation is spent."""
        await self._connection.execute(_TAKE_FACTORS, self.account.member, digest_of(secret), sealed_seed)

    async def take_passkey(self, passkey: Passkey, at: datetime) -> bool:
        """Keep a public key, and tell whether it is new; the invitation is spent."""
        taken = await self._connection.fetchval(
            _TAKE_PASSKEY, passkey.id, passkey.member, passkey.public_key, passkey.sign_count, at
        )
        return taken is not None

    async def passkey_used(self, passkey: Passkey, sign_count: int, at: datetime) -> None:
        """Keep how often an authenticator says that it was used."""
        await self._connection.execute(_PASSKEY_USED, passkey.id, sign_count, at)


class Accounts:
    """Keeps the accounts of the node."""

    def __init__(self, pool: asyncpg.Pool, account_key: bytes) -> None:
        self._pool = pool
        self._sealing = AESGCM(account_key)

    async def find(self, member: str) -> Account | None:
        """Give an account, if the member has one."""
        async with reachable():
            row = await self._pool.fetchrow(_FIND, member)
        return None if row is None else _account(row)

    async def of(self, agency: str | None) -> list[Account]:
        """Give the accounts of an agency, or all."""
        return [_account(row) for row in await self._pool.fetch(_ALL, agency)]

    async def left(self, agency: str, since: datetime, now: datetime) -> list[Account]:
        """Give the accounts of an agency that nobody used since then, or that have had their time."""
        return [_account(row) for row in await self._pool.fetch(_LEFT, agency, since, now)]

    async def member_called(self, subject: str) -> str | None:
        """Give the member whom the issuer calls by this name, if anybody is."""
        member: str | None = await self._pool.fetchval(_BY_SUBJECT, subject)
        return member

    @asynccontextmanager
    async def held(self, member: str) -> AsyncIterator[Held]:
        """Hold an account for the block, nobody's where there is none; what is written counts at its end."""
        async with reachable(), self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(_HOLD, member)
            if row is None:
                raise Unavailable("The account of nobody is missing.", remedy="Restore the database.")
            yield Held(connection, _account(row))

    async def invite(self, invited: Invited, at: datetime) -> None:
        """Invite somebody; whatever they signed in with before, and is still signed in, ends."""
        async with self._pool.acquire() as connection, connection.transaction():
            halves = list(invited.halves)
            until, subject = invited.until, invited.subject
            await connection.execute(
                _INVITE,
                invited.member,
                invited.agency,
                Sort.PERSON,
                invited.temporary_until,
                at,
                halves,
                until,
                subject,
            )
            await connection.execute(_FORGET_PASSKEYS, invited.member)
            await connection.execute(_END_SIGN_INS, invited.member, at)

    async def serve(self, member: str, agency: str, temporary_until: datetime | None, at: datetime) -> None:
        """Let a service account work."""
        await self._pool.execute(_SERVE, member, agency, temporary_until, at)

    async def disable(self, member: str, agency: str, reason: str, at: datetime) -> None:
        """Disable an account and end its sign-ins and tokens, all in one."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_DISABLE, member, agency, reason, at)
            await connection.execute(_END_SIGN_INS, member, at)
            await connection.execute(_REVOKE_TOKENS, member, at)

    async def restate(self, member: str, state: State, reason: str, at: datetime) -> None:
        """Put an account into a state, its failed logons forgotten."""
        await self._pool.execute(_STATE, member, state, reason, at)

    async def passkey(self, id: bytes) -> Passkey | None:
        """Give an authenticator's public key, if it was ever registered."""
        async with reachable():
            row = await self._pool.fetchrow(_PASSKEY, id)
        return None if row is None else Passkey(row["id"], row["member"], row["public_key"], row["sign_count"])

    async def use_once(self, challenge: bytes, until: datetime, now: datetime) -> bool:
        """Tell whether a challenge is answered for the first time; it never is again."""
        await self._pool.execute(_FORGET_USED, now - timedelta(minutes=1))
        return await self._pool.fetchval(_USE_ONCE, hashlib.sha256(challenge).digest(), until) is not None

    def sealed(self, seed: bytes, member: str) -> bytes:
        """Encrypt the seed of an account's one-time codes for the database."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._sealing.encrypt(nonce, seed, member.encode())

    def opened(self, sealed: bytes, member: str) -> bytes:
        """Decrypt the seed of an account's one-time codes."""
        return self._sealing.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], member.encode())


def digest_of(secret: str) -> bytes:
    """Give the digest under which a secret of full strength is kept."""
    return hashlib.sha256(secret.encode()).digest()


def _account(row: asyncpg.Record) -> Account:
    return Account(
        row["member"],
        row["agency"],
        Sort(row["sort"]),
        State(row["state"]),
        row["reason"],
        row["temporary_until"],
        row["last_active"],
        tuple(row["failures"]),
        tuple(row["invitation"]),
        row["invited_until"],
        row["subject"],
        row["secret"],
        row["seed"],
        row["last_step"],
    )
