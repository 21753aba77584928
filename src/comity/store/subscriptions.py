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

    def lasts(self, now: datetime) -> bool:
        """Whether it has not ended; a paused one lasts."""
        return not self.wish.ended and (self.wish.until is None or now < self.wish.until)

    def waits(self, now: datetime) -> bool:
        """Whether something is owed to it now: it lasts, and somebody still says that it is needed."""
        return self.lasts(now) and (self.wish.validate_by is None or now < self.wish.validate_by)


@dataclass(frozen=True)
class Wished:
    """Standing subscriptions by what they are of: by kind where nothing narrows them, and by what they are about."""

    all: Mapping[UUID, Standing]

    @cached_property
    def by_kind(self) -> Mapping[str, Sequence[Standing]]:
        """Those of all records of a kind."""
        found: dict[str, list[Standing]] = defaultdict(list)
        for each in self.all.values():
            for kind in each.wish.kinds if each.wish.about is None else ():
                found[kind].append(each)
        return found

    @cached_property
    def by_about(self) -> Mapping[UUID, Sequence[Standing]]:
        """Those of what is about a record."""
        found: dict[UUID, list[Standing]] = defaultdict(list)
        for each in self.all.values():
            if each.wish.about is not None:
                found[each.wish.about.id].append(each)
        return found


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

    def any(self, id: UUID) -> Standing | None:
        """Give a subscription by its id, ended or not."""
        return self._all.get(id)

    def of(self, agency: str, member: str) -> list[Standing]:
        """Give the subscriptions of a member that have not ended, oldest first."""
        mine = (each for each in self.wished.all.values() if (each.agency, each.wish.member) == (agency, member))
        return sorted(mine, key=lambda each: (each.began_at, each.id))
