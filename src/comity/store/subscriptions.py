"""Standing subscriptions at hand: who waits for what, read from the record and kept up to date."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

import asyncpg

from comity.errors import Invalid
from comity.records.declaration import kind_name
from comity.records.governance.subscription import Subscription
from comity.store.classes import Classes
from comity.store.entries import Stored
from comity.store.keyring import Keyring
from comity.store.lost import reachable
from comity.store.pointing import of_classes
from comity.store.sealing import record_of

_KIND = kind_name(Subscription)
_BEGAN = """
-- Where in the log records began, and when.
select record, seq, recorded_at from entry where record = any($1::uuid[]) and version = 1
"""


@dataclass(frozen=True)
class Standing:
    """A member's subscription: its id, its version now, whose it is, what was wished for; ``first`` is where it began.

    ``first`` is a place in the log: what was entered before is not owed.
    """

    id: UUID
    version: int
    agency: str
    first: int
    began_at: datetime
    wish: Subscription

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds that are wanted; "" stands for all but those of governance."""
        return frozenset(self.wish.kinds or ("",))

    def lasts(self, now: datetime) -> bool:
        """Whether it has not ended; a paused one lasts."""
        return not self.wish.ended and (self.wish.until is None or now < self.wish.until)

    @property
    def ends(self) -> datetime | None:
        """When nothing is owed to it any more: it has ended, or nobody says any longer that it is needed."""
        return min((end for end in (self.wish.until, self.wish.validate_by) if end is not None), default=None)

    def waits(self, now: datetime) -> bool:
        """Whether something is owed to it now."""
        return not self.wish.ended and (self.ends is None or now < self.ends)


@dataclass(frozen=True)
class Wished:
    """The standing subscriptions that nobody has ended."""

    all: Mapping[UUID, Standing]

    @cached_property
    def pushed(self) -> Mapping[UUID, Standing]:
        """Those to which we bring what is owed; the others fetch it."""
        return {id: each for id, each in self.all.items() if each.wish.way.pushed}


@dataclass(frozen=True)
class Waiting:
    """The subscriptions to which something is owed, which are the same at any time between ``since`` and ``until``."""

    all: Mapping[UUID, Standing]
    since: datetime
    until: datetime | None

    def holds(self, now: datetime) -> bool:
        """Tell whether these are still those that wait."""
        return self.since <= now and (self.until is None or now < self.until)

    @cached_property
    def first(self) -> int | None:
        """Where in the log the first of them began: nothing earlier is owed to any. None where nobody waits."""
        return min((each.first for each in self.all.values()), default=None)

    @cached_property
    def by_kind(self) -> Mapping[str, Sequence[Standing]]:
        """Those of all records of a kind, which nothing narrows."""
        found: dict[str, list[Standing]] = defaultdict(list)
        for each in self.all.values():
            for kind in each.wish.kinds if each.wish.about is None else ():
                found[kind].append(each)
        return found

    @cached_property
    def kinds_about(self) -> frozenset[str]:
        """The kinds that those want which are about a record; "" stands for all but those of governance."""
        return frozenset(kind for each in self.all.values() if each.wish.about is not None for kind in each.kinds)


class Subscriptions:
    """Keeps the subscriptions at hand; whoever relies on them refreshes first, which costs little when none changed."""

    def __init__(self, pool: asyncpg.Pool, classes: Classes, keyring: Keyring) -> None:
        self._pool = pool
        self._classes = classes
        self._keyring = keyring
        self._seen = -1
        self._all: dict[UUID, Standing] = {}
        self._reading = asyncio.Lock()
        self.wished = Wished({})
        self._waiting: Waiting | None = None
        # One at a time hands the log out: two would wait for each other on the mark, with a connection each.
        self.handing_out = asyncio.Lock()

    async def refresh(self) -> Wished:
        """Take in what was begun, amended and ended since the last time, and give all that have not ended."""
        # One after the other: whoever read earlier must not put back what somebody else has taken in since.
        async with self._reading:
            newer = await of_classes(self._pool, self._classes, lambda each: each.kind == _KIND, after=self._seen)
            if newer:
                await self._take_all(newer)
            return self.wished

    async def _take_all(self, newer: Sequence[Stored]) -> None:
        async with reachable():
            began = {row["record"]: row for row in await self._pool.fetch(_BEGAN, [each.id for each in newer])}
        for stored in newer:
            self._take(stored, began[stored.id])
        self._seen = max(self._seen, newer[-1].seq)
        self.wished = Wished({id: each for id, each in self._all.items() if not each.wish.ended})
        self._waiting = None

    def _take(self, stored: Stored, began: asyncpg.Record) -> None:
        try:
            wish = record_of(self._keyring, stored)
        except Invalid:
            # One that cannot be read must not keep all others from being served; comity fsck tells of it.
            return
        if isinstance(wish, Subscription):
            self._all[stored.id] = Standing(
                stored.id, stored.version, stored.handling.owner, began["seq"], began["recorded_at"], wish
            )

    def waiting(self, now: datetime) -> Waiting:
        """Give those to which something is owed now, as they stood at the last refresh."""
        if self._waiting is None or not self._waiting.holds(now):
            some = {each.id: each for each in self.wished.all.values() if each.waits(now)}
            ends = [end for each in some.values() if (end := each.ends) is not None]
            self._waiting = Waiting(some, now, min(ends, default=None))
        return self._waiting

    def any(self, id: UUID) -> Standing | None:
        """Give a subscription by its id, ended or not."""
        return self._all.get(id)

    def of(self, agency: str, member: str) -> list[Standing]:
        """Give the subscriptions of a member that have not ended, oldest first."""
        mine = (each for each in self.wished.all.values() if (each.agency, each.wish.member) == (agency, member))
        return sorted(mine, key=lambda each: (each.began_at, each.id))
