"""The ledger of hand-offs: what is queued for whom, and what became of it.

The log is the queue: how far it was handed out is a mark that moves in the same transaction as what it queues.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import NamedTuple
from uuid import UUID

import asyncpg

from comity.store.lost import reachable

_SOURCE = "acts/handing-out"
_BEGIN_MARK = """
-- Have a mark that can be held, before anything was handed out.
insert into import_progress (source, mark, at) values ($1, '-1', now()) on conflict do nothing
"""
_HOLD_MARK = "select mark from import_progress where source = $1 for update"
_MOVE_MARK = "update import_progress set mark = $2, at = $3 where source = $1"
_QUEUE = """
-- Queue what is owed; what was queued before stays as it is.
insert into hand_off (subscription, seq, record, event, queued_at)
select t.*, $5 from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[]) t on conflict do nothing
"""
_HANDED = """
-- Which subscriptions were given some records before.
select distinct subscription, record from hand_off
where record = any($1::uuid[]) and event <> 'recalled' and (number is not null or received_at is not null)
"""
_OWED = """
-- What a subscription that is pulled has not acknowledged, oldest first.
select seq, event, record from hand_off
where subscription = $1 and seq > $2 and received_at is null and dead_at is null order by seq, record limit $3
"""
_ACKNOWLEDGE = """
-- The subscriber has what was given up to a place in the log.
update hand_off set received_at = $3 where subscription = $1 and seq <= $2 and received_at is null
"""
_WITHDRAW = """
-- Forget what is owed and may not be seen any more: it was never given, so nobody misses a number.
delete from hand_off where subscription = $1 and number is null and seq = any($2::bigint[])
"""
_UNANSWERED = """
-- What was queued before a moment, is not acknowledged, and that nobody was told of.
select seq, queued_at from hand_off
where subscription = $1 and queued_at < $2 and received_at is null and late_at is null order by seq limit $3
"""
_LATE = "update hand_off set late_at = $3 where subscription = $1 and seq = any($2::bigint[])"
_LISTED = """
-- The hand-offs of a subscription after a place, oldest first, those of one state or all.
select seq, record, event, kind, number, queued_at, sent_at, received_at, acted_at, dead_at, attempts, fault
from hand_off
where subscription = $1 and seq > $2 and (not $4::boolean or dead_at is not null) order by seq, record limit $3
"""
_FIRST = """
-- Since when the oldest that is to go out has waited.
select min(queued_at) from hand_off
where subscription = $1 and sent_at is null and received_at is null and dead_at is null
"""
_QUEUED = """
-- What is owed and was not given yet, oldest first.
select seq from hand_off
where subscription = $1 and number is null and received_at is null and dead_at is null order by seq limit $2
"""
_TALLY = """
-- How much of a subscription is queued, sent, received, acted on and given up.
select count(*) filter (where number is null and received_at is null and dead_at is null) as queued,
    count(*) filter (where number is not null) as given, count(sent_at) as sent, count(received_at) as received,
    count(acted_at) as acted, count(dead_at) as dead, count(late_at) filter (where received_at is null) as overdue
from hand_off where subscription = $1
"""


class Which(Enum):
    """Which hand-offs are asked for."""

    ALL = auto()
    DEAD = auto()


class Owed(NamedTuple):
    """One thing that is owed to a subscription: the entry, the record, and what happened to it."""

    subscription: UUID
    seq: int
    record: UUID
    event: str


class Unanswered(NamedTuple):
    """An entry that was queued at a moment and is not acknowledged."""

    seq: int
    queued_at: datetime


@dataclass(frozen=True)
class Listed:
    """One hand-off and all that became of it."""

    seq: int
    record: UUID
    event: str
    kind: str | None
    number: int | None
    queued_at: datetime
    sent_at: datetime | None
    received_at: datetime | None
    acted_at: datetime | None
    dead_at: datetime | None
    attempts: int
    fault: str | None


@dataclass(frozen=True)
class Tally:
    """How many hand-offs of a subscription are in which state; ``given`` have a number."""

    queued: int
    given: int
    sent: int
    received: int
    acted: int
    dead: int
    overdue: int


async def hold_mark(connection: asyncpg.pool.PoolConnectionProxy) -> int:
    """Give how far the log is handed out, and keep others from handing out until the transaction ends."""
    await connection.execute(_BEGIN_MARK, _SOURCE)
    return int(await connection.fetchval(_HOLD_MARK, _SOURCE))


async def move_mark(connection: asyncpg.pool.PoolConnectionProxy, reached: int, at: datetime) -> None:
    """Say how far the log is handed out."""
    await connection.execute(_MOVE_MARK, _SOURCE, str(reached), at)


async def queue(connection: asyncpg.pool.PoolConnectionProxy, owed: Sequence[Owed], at: datetime) -> None:
    """Queue what is owed."""
    if owed:
        await connection.execute(_QUEUE, *(list(column) for column in zip(*owed, strict=True)), at)


async def handed(
    connection: asyncpg.pool.PoolConnectionProxy, records: Sequence[UUID]
) -> Mapping[UUID, frozenset[UUID]]:
    """Tell which subscriptions were given some records, by record."""
    found: dict[UUID, set[UUID]] = {}
    for row in await connection.fetch(_HANDED, records) if records else ():
        found.setdefault(row["record"], set()).add(row["subscription"])
    return {record: frozenset(subscriptions) for record, subscriptions in found.items()}


async def owed(pool: asyncpg.Pool, subscription: UUID, after: int, limit: int) -> list[Owed]:
    """Give what a subscription that is pulled has not acknowledged, oldest first."""
    async with reachable():
        rows = await pool.fetch(_OWED, subscription, after, limit)
    return [Owed(subscription, row["seq"], row["record"], row["event"]) for row in rows]


async def acknowledge(pool: asyncpg.Pool, subscription: UUID, upto: int, at: datetime) -> None:
    """Write down that a subscriber has everything up to a place in the log."""
    async with reachable():
        await pool.execute(_ACKNOWLEDGE, subscription, upto, at)


async def withdraw(pool: asyncpg.Pool, subscription: UUID, seqs: Iterable[int]) -> None:
    """Forget what was queued and never given."""
    async with reachable():
        await pool.execute(_WITHDRAW, subscription, list(seqs))


async def unanswered(pool: asyncpg.Pool, subscription: UUID, before: datetime, limit: int) -> list[Unanswered]:
    """Give what was queued before a moment and is not acknowledged, and nobody was told of, oldest first."""
    async with reachable():
        rows = await pool.fetch(_UNANSWERED, subscription, before, limit)
    return [Unanswered(row["seq"], row["queued_at"]) for row in rows]


async def told_late(pool: asyncpg.Pool, subscription: UUID, seqs: Sequence[int], at: datetime) -> None:
    """Write down that somebody was told that these are not acknowledged."""
    async with reachable():
        await pool.execute(_LATE, subscription, list(seqs), at)


async def listed(
    pool: asyncpg.Pool, subscription: UUID, *, after: int = -1, limit: int = 200, which: Which = Which.ALL
) -> list[Listed]:
    """Give the hand-offs of a subscription after a place, oldest first: all, or dead letters."""
    async with reachable():
        return [Listed(**row) for row in await pool.fetch(_LISTED, subscription, after, limit, which is Which.DEAD)]


async def tally(pool: asyncpg.Pool, subscription: UUID) -> Tally:
    """Count the hand-offs of a subscription by their states."""
    async with reachable():
        (row,) = await pool.fetch(_TALLY, subscription)
    return Tally(**row)


async def first_queued(pool: asyncpg.Pool, subscription: UUID) -> datetime | None:
    """Tell since when the oldest that is to go out to a subscription has waited; None when nothing is."""
    async with reachable():
        since: datetime | None = await pool.fetchval(_FIRST, subscription)
    return since


async def queued(pool: asyncpg.Pool, subscription: UUID, limit: int) -> list[int]:
    """Give the entries that are owed to a subscription and were not given yet, oldest first."""
    async with reachable():
        return [row["seq"] for row in await pool.fetch(_QUEUED, subscription, limit)]
