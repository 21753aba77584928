"""What decisions rest on, at hand: the matrix in force, and the consents, orders, assignments and certificates.

It is read from the log and kept in memory; the database holds an epoch that moves in the same commit as anything that
changes it, and every query for a person compares that epoch. So no process ever decides by what was.
"""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from uuid import UUID

import asyncpg

from comity.clock import Clock
from comity.errors import Unavailable
from comity.policy.clauses import Decision
from comity.policy.grounds import NO_GROUNDS, Ground, Notice, Serving
from comity.policy.matrix import Matrix
from comity.policy.rules import in_force
from comity.policy.weighing import Held, Kept, Weighed, certificates_from, notices_with
from comity.records.governance.agreement import Agreement
from comity.records.governance.agreement_step import AgreementStep
from comity.records.governance.training_certificate import TrainingCertificate
from comity.records.registry import kind_named
from comity.store.classes import Classes
from comity.store.directories import Directories
from comity.store.entries import Stored
from comity.store.keyring import Keyring
from comity.store.lost import reachable
from comity.store.reading import ENTRY_COLUMNS, stored
from comity.store.sealing import record_of

_EPOCH = "select epoch, (select max(signed_at) from checkpoint) as signed_at from policy_epoch"
_DECISIVE = f"""
-- Records that decisions rest on, which are newer than a place in the log.
select {ENTRY_COLUMNS} from record r join entry e on e.seq = r.seq
where r.class_id = any($1::int[]) and r.seq > $2 order by r.seq
"""  # noqa: S608 - constants only
_MOST_NOTICES = 4096
_MOST_SERVED = 4096
# What rules are made of; all other records that decisions rest on are grounds for single records.
_RULING = (Agreement, AgreementStep, TrainingCertificate)
_COUNT = "select count(*) from record where class_id = any($1::int[])"


class Rulebook:
    """Keeps what decisions rest on at hand.

    ``epoch`` is the epoch that it was read at, ``serial`` counts how often it came to other rules.
    """

    def __init__(
        self, pool: asyncpg.Pool, classes: Classes, directories: Directories, *, keyring: Keyring, clock: Clock
    ) -> None:
        self._pool = pool
        self._classes = classes
        self._directories = directories
        self._keyring = keyring
        self._clock = clock
        self._latest = datetime.min.replace(tzinfo=UTC)
        self._kept: dict[UUID, Kept] = {}
        self._place = -1
        self._reading = asyncio.Lock()
        self._matrix: Matrix | None = None
        self._until: datetime | None = None
        self._ruling: dict[UUID, Kept] = {}
        self._weighed = Weighed()
        self._serving: dict[tuple[str, str, str], tuple[datetime | None, Serving]] = {}
        self._certificates: Mapping[str, tuple[Held, ...]] = {}
        self._notices: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[Notice, ...]] = {}
        self.epoch = 0
        self.serial = 0
        directories.whenever_activated(self.refresh)

    @property
    def matrix(self) -> Matrix:
        """The matrix in force now; Unavailable while the node has no directory."""
        if self._until is not None and self.now() >= self._until:
            self._compile()
        if self._matrix is None:
            raise Unavailable(
                "This node has no directory of agencies yet.",
                remedy="Load one with comity init, or the example with comity demo.",
            )
        return self._matrix

    def state(self) -> tuple[int, int]:
        """Give what tells one state of the rulebook from another: of rules and grounds, and of time."""
        _ = self._matrix and self.matrix
        return self.epoch, self.serial

    def notices(self, decision: Decision) -> tuple[Notice, ...]:
        """Give what must go with what a decision lets be shown."""
        if not decision.obliged and not decision.grounds:
            return ()
        key = (decision.obliged, decision.grounds)
        found = self._notices.get(key)
        if found is None:
            if len(self._notices) > _MOST_NOTICES:
                self._notices.clear()
            found = self._notices[key] = notices_with(decision, self.matrix, self._kept)
        return found

    def now(self) -> datetime:
        """Give the moment by which expiry is judged: it never goes back, whatever the clock of the machine does."""
        self._latest = max(self._latest, self._clock())
        return self._latest

    def serving(self, agency: str, member: str, purpose: str) -> Serving:
        """Give the grounds that count now for a member of an agency, for a purpose; found once until time tells."""
        now, key = self.now(), (agency, member, purpose)
        until, found = self._serving.get(key, (now, NO_GROUNDS))
        if until is not None and until <= now:
            if len(self._serving) > _MOST_SERVED:
                self._serving.clear()
            near = [ground for ground in self._weighed.of(agency) if ground.meant_for(member, purpose)]
            moments = [m for ground in near for m in (ground.begins, ground.ends) if m is not None and m > now]
            found = Serving(ground for ground in near if ground.counts(now)) if near else NO_GROUNDS
            self._serving[key] = (min(moments, default=None), found)
        return found

    def grounds_of(self, agency: str, member: str, purpose: str) -> tuple[Ground, ...]:
        """Give the grounds that count now for a member of an agency, for a purpose."""
        return self.serving(agency, member, purpose).grounds

    def certificates_of(self, member: str) -> tuple[str, ...]:
        """Give the training certificates that a member holds and that are valid now, sorted."""
        held = self._certificates.get(member, ())
        now = self.now() if held else None
        return tuple(sorted({each.course for each in held if now and each.begins <= now < each.ends}))

    def kept(self) -> Mapping[UUID, Kept]:
        """Give the records that decisions rest on, by their ids."""
        return self._kept

    async def refresh(self) -> None:
        """Read what has changed, if the epoch has moved; when this returns, all that was committed before counts."""
        async with self._reading, reachable(), self._pool.acquire() as connection:
            # One snapshot: a consent must not come to count before the ending that was entered with it.
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                (row,) = await connection.fetch(_EPOCH)
                if row["epoch"] == self.epoch:
                    return
                # Read after the snapshot: of every record in it the class is known then.
                await self._classes.refresh()
                await self._directories.refresh()
                place, found = await self._newer(connection)
            self._take(place, found)
            # Judged by the latest signed head too: a clock that was turned back must not revive what has expired.
            self._latest = max(self._latest, row["signed_at"] or self._latest)
            self._weigh()
            self.epoch = row["epoch"]

    async def _newer(self, connection: asyncpg.pool.PoolConnectionProxy) -> tuple[int, list[Kept]]:
        """Give what decisions rest on and is newer than the place up to which all is known; and that place."""
        classes = [n for n, handling in self._classes.all().items() if kind_named(handling.kind).kind.decisive]
        place, rows = self._place, await connection.fetch(_DECISIVE, classes, self._place)
        known = len(self._kept) + sum(row["record"] not in self._kept for row in rows)
        if known != await connection.fetchval(_COUNT, classes):
            # One has been expunged, or the log was turned back: nothing that is gone may count.
            place, rows = -1, await connection.fetch(_DECISIVE, classes, -1)
        return place, [_kept(self._keyring, await stored(row, self._classes)) for row in rows]

    def _take(self, place: int, found: Iterable[Kept]) -> None:
        if place < 0:
            self._kept, self._ruling, self._weighed = {}, {}, Weighed()
        for kept in found:
            self._kept[kept.id] = kept
            self._weighed.add(kept)
            if isinstance(kept.record, _RULING):
                self._ruling[kept.id] = kept
            self._place = kept.seq

    def _weigh(self) -> None:
        self._serving.clear()
        self._notices.clear()
        self._certificates = certificates_from(self._ruling.values())
        if self._directories.version:
            self._compile()

    def _compile(self) -> None:
        """Put the rules together; only others than before make what was computed from them stale."""
        found = in_force(self._directories.current, self._ruling.values(), self._certificates, self.now())
        self._until = found.until
        if found.matrix != self._matrix:
            self._matrix = found.matrix
            self.serial += 1


def _kept(keyring: Keyring, found: Stored) -> Kept:
    record = record_of(keyring, found)
    return Kept(found.id, found.seq, found.handling.owner, found.member, found.recorded_at, record)
