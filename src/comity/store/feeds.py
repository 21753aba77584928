"""What goes out to each subscriber: numbered without gaps before it leaves, tried again, and receipted.

A number and a hash are given once, so that a retry is the same hand-off. A subscriber that cannot be reached keeps
nobody else waiting: the state of each is its own.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from uuid import UUID

import asyncpg

from comity.store.ledger.differing import Given
from comity.store.ledger.parcels import Parcel
from comity.store.log.tree import Frontier
from comity.store.lost import reachable

_OPEN = """
-- What goes out next to a subscription, in order: first what has a number and has not arrived.
select seq, record, event, queued_at, number, version, kind, salt, digest, attempts from hand_off
where subscription = $1 and sent_at is null and received_at is null and dead_at is null order by seq, record limit $2
"""
_FEEDS = """
-- To which of some subscriptions something is to go out now; what waits for others to fetch it is not looked through.
select a.subscription from unnest($1::uuid[]) a (subscription) left join feed f using (subscription)
where f.disabled_at is null and (f.next_at is null or f.next_at <= $2) and exists (
    select from hand_off h where h.subscription = a.subscription
        and h.sent_at is null and h.received_at is null and h.dead_at is null
)
"""
_FEED = """
-- The state of one feed.
select sent, frontier, received, attempts, next_at, down_since, fault, disabled_at, note
from feed where subscription = $1
"""
_HOLD_FEED = """
-- Hold the state of one feed; a new one is empty.
insert into feed (subscription, frontier) values ($1, $2) on conflict (subscription) do update set sent = feed.sent
returning sent, frontier
"""
_NUMBER = """
-- Give numbers and hashes to what goes out.
update hand_off h set number = t.number, version = t.version, kind = t.kind, salt = t.salt, digest = t.digest,
    leaf = t.leaf
from unnest($2::bigint[], $3::uuid[], $4::bigint[], $5::int[], $6::text[], $7::bytea[], $8::text[], $9::bytea[])
    t (seq, record, number, version, kind, salt, digest, leaf)
where h.subscription = $1 and h.seq = t.seq and h.record = t.record and h.number is null
"""
_GROWN = "update feed set sent = $2, frontier = $3 where subscription = $1"
_ARRIVED = """
-- What went out has arrived; the subscriber can be reached.
with reached as (
    update feed set attempts = 0, next_at = null, down_since = null, fault = null where subscription = $1
)
update hand_off set sent_at = $3, fault = null, received_at = case when $4::boolean then $3::timestamptz end
where subscription = $1 and number = any($2::bigint[])
"""
_FAILED = """
-- What went out was refused; after so many refusals it is a dead letter, and what follows goes on.
update hand_off set attempts = attempts + 1, fault = $3,
    dead_at = case when attempts + 1 >= $4 then $5::timestamptz end
where subscription = $1 and number = $2 returning dead_at
"""
_DOWN = """
-- The subscriber cannot be reached: nothing goes out to it until a moment; $5 is when it is given up.
update feed set attempts = attempts + 1, next_at = $3, fault = $2, down_since = coalesce(down_since, $4::timestamptz),
    disabled_at = case when $5::boolean then $4::timestamptz else disabled_at end
where subscription = $1 returning attempts, down_since
"""
_DOWN_LONG = """
-- Which subscribers cannot be reached since before a moment, and what was given and receipted.
select subscription, sent, received from feed where down_since < $1
"""
_REVIVE = """
-- Try again at once, with what was given up too.
with revived as (
    update feed set attempts = 0, next_at = null, disabled_at = null where subscription = $1
)
update hand_off set dead_at = null, attempts = 0
where subscription = $1 and dead_at is not null and ($2::bigint[] is null or number = any($2::bigint[]))
"""
_LEAVES = """
-- The leaves of what was given, in the order of their numbers, of one day of queueing or of all.
select number, leaf from hand_off
where subscription = $1 and number > $2 and number <= $3
  and ($4::timestamptz is null or queued_at >= $4) and ($5::timestamptz is null or queued_at < $5)
  and (not $6::boolean or sent_at is not null)
order by number
"""
_RECEIVED = """
-- The subscriber's receipt covers all up to a number.
with moved as (update feed set received = greatest(received, $2) where subscription = $1)
update hand_off set received_at = $3 where subscription = $1 and number <= $2 and received_at is null
"""
_NOTICED = "update feed set fault = $2 where subscription = $1"
_ASKED = """
-- Whose outsiders were asked whether the address is theirs.
select subscription from feed where subscription = any($1::uuid[]) and asked_at is not null
"""
_NOTE_ASKED = """
-- An outsider was asked whether the address is theirs, or cannot be: $3 says why.
insert into feed (subscription, frontier, asked_at, fault) values ($1, $4, $2, nullif($3, ''))
on conflict (subscription) do update set asked_at = excluded.asked_at, fault = excluded.fault
"""
_NOTE = "update feed set note = coalesce($2, note) where subscription = $1"
_ACTED = """
-- The subscriber has acted on these.
update hand_off set acted_at = $3, received_at = coalesce(received_at, $3)
where subscription = $1 and number = any($2::bigint[]) and acted_at is null
"""


class Reached(Enum):
    """How far hand-offs have come that are asked for."""

    GIVEN = auto()
    ARRIVED = auto()


@dataclass(frozen=True)
class Open:
    """What is to go out: as it was queued, and its number, version, salt and digest if it was given before."""

    seq: int
    record: UUID
    event: str
    queued_at: datetime
    number: int | None
    version: int | None
    kind: str | None
    salt: bytes | None
    digest: str
    attempts: int


@dataclass(frozen=True)
class Numbered:
    """A hand-off that got its number: which entry it is of, of which kind, and the salt of its digest."""

    seq: int
    parcel: Parcel
    kind: str
    salt: bytes | None


@dataclass(frozen=True)
class Feed:
    """The state of what goes to one subscription."""

    sent: int
    frontier: Frontier
    received: int
    attempts: int
    next_at: datetime | None
    down_since: datetime | None
    fault: str | None
    disabled_at: datetime | None
    note: str | None


async def open_of(pool: asyncpg.Pool, subscription: UUID, limit: int) -> list[Open]:
    """Give what goes out next to a subscription, in order."""
    async with reachable():
        return [Open(**row) for row in await pool.fetch(_OPEN, subscription, limit)]


async def feeds(pool: asyncpg.Pool, asked: Collection[UUID], now: datetime) -> list[UUID]:
    """Give those of some subscriptions to which something is to go out now."""
    if not asked:
        return []
    async with reachable():
        rows = await pool.fetch(_FEEDS, list(asked), now)
    return [row["subscription"] for row in rows]


async def feed_of(pool: asyncpg.Pool, subscription: UUID) -> Feed:
    """Give the state of a feed; one to which nothing was given is empty."""
    async with reachable():
        row = await pool.fetchrow(_FEED, subscription)
    if row is None:
        return Feed(0, Frontier(), 0, 0, None, None, None, None, None)
    return Feed(**{**row, "frontier": Frontier.decoded(row["frontier"])})


async def number(pool: asyncpg.Pool, subscription: UUID, given: Sequence[Numbered]) -> None:
    """Keep under which numbers things go out, which were drawn after ``next_number``."""
    if not given:
        return
    rows = [
        (n.seq, n.parcel.record, n.parcel.number, n.parcel.version, n.kind, n.salt, n.parcel.digest, n.parcel.leaf())
        for n in given
    ]
    async with reachable(), pool.acquire() as connection, connection.transaction():
        (held,) = await connection.fetch(_HOLD_FEED, subscription, Frontier().encoded())
        frontier = Frontier.decoded(held["frontier"]).extended(row[-1] for row in rows)
        await connection.execute(_NUMBER, subscription, *(list(column) for column in zip(*rows, strict=True)))
        await connection.execute(_GROWN, subscription, frontier.size, frontier.encoded())


async def arrived(
    pool: asyncpg.Pool, subscription: UUID, numbers: Sequence[int], at: datetime, *, acknowledged: bool
) -> None:
    """Write down that hand-offs have gone out; ``acknowledged`` where that is all that their subscriber ever says."""
    async with reachable():
        await pool.execute(_ARRIVED, subscription, list(numbers), at, acknowledged)


async def refused(pool: asyncpg.Pool, subscription: UUID, number: int, fault: str, *, most: int, at: datetime) -> bool:
    """Write down that a hand-off was refused; gives whether it is a dead letter now."""
    async with reachable():
        return await pool.fetchval(_FAILED, subscription, number, fault, most, at) is not None


async def down(pool: asyncpg.Pool, subscription: UUID, fault: str, *, until: datetime | None, at: datetime) -> datetime:
    """Write down that a subscriber cannot be reached until a moment, None for ever; gives since when it is so."""
    async with reachable():
        row = await pool.fetchrow(_DOWN, subscription, fault, until, at, until is None)
    since: datetime = row["down_since"] if row else at
    return since


async def revive(pool: asyncpg.Pool, subscription: UUID, numbers: Sequence[int] | None = None) -> None:
    """Have a subscriber tried again at once; what was given up too, all or some numbers."""
    async with reachable():
        await pool.execute(_REVIVE, subscription, None if numbers is None else list(numbers))


async def leaves(
    pool: asyncpg.Pool,
    subscription: UUID,
    *,
    after: int = 0,
    upto: int = 2**62,
    since: datetime | None = None,
    before: datetime | None = None,
    which: Reached = Reached.GIVEN,
) -> list[Given]:
    """Give what was given to a subscription, between numbers or moments of queueing, in the order of the numbers."""
    async with reachable():
        rows = await pool.fetch(_LEAVES, subscription, after, upto, since, before, which is Reached.ARRIVED)
    return [Given(row["number"], row["leaf"]) for row in rows]


async def received(pool: asyncpg.Pool, subscription: UUID, upto: int, at: datetime) -> None:
    """Write down that a receipt covers all up to a number."""
    async with reachable():
        await pool.execute(_RECEIVED, subscription, upto, at)


async def acted(pool: asyncpg.Pool, subscription: UUID, numbers: Sequence[int], at: datetime) -> None:
    """Write down on which hand-offs a subscriber has acted."""
    async with reachable():
        await pool.execute(_ACTED, subscription, list(numbers), at)


async def keep_note(pool: asyncpg.Pool, subscription: UUID, note: str | None) -> None:
    """Keep the newest signed receipt of a subscriber, for whoever wants to verify it."""
    async with reachable():
        await pool.execute(_NOTE, subscription, note)


async def noticed(pool: asyncpg.Pool, subscription: UUID, fault: str) -> None:
    """Write down what is wrong with what a subscriber answers, though everything goes out."""
    async with reachable():
        await pool.execute(_NOTICED, subscription, fault)


async def down_since(pool: asyncpg.Pool, before: datetime) -> dict[UUID, tuple[int, int]]:
    """Give which subscribers cannot be reached since before a moment, with how much was given and receipted."""
    async with reachable():
        rows = await pool.fetch(_DOWN_LONG, before)
    return {row["subscription"]: (row["sent"], row["received"]) for row in rows}


async def asked_before(pool: asyncpg.Pool, subscriptions: Sequence[UUID]) -> frozenset[UUID]:
    """Tell whose outsiders were asked whether the address is theirs."""
    async with reachable():
        rows = await pool.fetch(_ASKED, list(subscriptions)) if subscriptions else []
    return frozenset(row["subscription"] for row in rows)


async def note_asked(pool: asyncpg.Pool, subscription: UUID, at: datetime, fault: str) -> None:
    """Write down that an outsider was asked, or why they cannot be."""
    async with reachable():
        await pool.execute(_NOTE_ASKED, subscription, at, fault, Frontier().encoded())
