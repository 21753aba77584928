"""Standing subscriptions: who waits for which kinds, and what is still owed to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

_ALL = (
    "select id, agency, member, purpose, kinds, created_at from subscription where ended_at is null order by created_at"
)
_ADD = """
-- Begin a standing subscription and wake the other processes, so that they queue for it too.
with begun as (
    insert into subscription (id, agency, member, purpose, kinds, created_at) values ($1, $2, $3, $4, $5, $6)
    on conflict (id) do nothing returning id
)
select pg_notify('comity_subscription', id::text) from begun
"""
_END = """
-- End a standing subscription; what it was owed is owed no more.
with ended as (update subscription set ended_at = $2 where id = $1 and ended_at is null returning id)
select pg_notify('comity_subscription', id::text) from ended
"""
_OWED = (
    "select seq from delivery where subscription = $1 and acknowledged_at is null and seq > $2 order by seq limit $3"
)
_ACKNOWLEDGE = """
-- The subscriber has what was delivered up to a place.
update delivery set acknowledged_at = $3 where subscription = $1 and seq <= $2 and acknowledged_at is null
"""
_WAITING = "select count(*) from delivery where subscription = $1 and acknowledged_at is null"


@dataclass(frozen=True)
class Subscription:
    """A standing wish of a member to be told of entries of some kinds, for a purpose."""

    id: UUID
    agency: str
    member: str
    purpose: str
    kinds: tuple[str, ...]
    created_at: datetime


class Subscriptions:
    """Keeps the standing subscriptions at hand for the writer, and what each is owed in the database."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self.standing: tuple[Subscription, ...] = ()
        self.version = 0

    async def refresh(self) -> None:
        """Read the standing subscriptions anew."""
        rows = await self._pool.fetch(_ALL)
        self.standing = tuple(
            Subscription(r["id"], r["agency"], r["member"], r["purpose"], tuple(r["kinds"]), r["created_at"])
            for r in rows
        )
        self.version += 1

    async def begin(self, subscription: Subscription) -> None:
        """Queue for a subscriber from now on; one that was begun before stays as it is."""
        s = subscription
        await self._pool.execute(_ADD, s.id, s.agency, s.member, s.purpose, list(s.kinds), s.created_at)
        await self.refresh()

    async def end(self, subscription: UUID, at: datetime) -> None:
        """Queue for a subscriber no more."""
        await self._pool.execute(_END, subscription, at)
        await self.refresh()

    async def owed(self, subscription: UUID, after: int, limit: int) -> Sequence[int]:
        """Give the places of what a subscriber has not acknowledged, oldest first."""
        return [row["seq"] for row in await self._pool.fetch(_OWED, subscription, after, limit)]

    async def acknowledge(self, subscription: UUID, upto: int, at: datetime) -> None:
        """Write down that a subscriber has everything up to a place."""
        await self._pool.execute(_ACKNOWLEDGE, subscription, upto, at)

    async def waiting(self, subscription: UUID) -> int:
        """Tell how much a subscriber is still owed."""
        count: int = await self._pool.fetchval(_WAITING, subscription)
        return count
