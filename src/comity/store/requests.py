"""What was asked for in the last days: noted in memory, written down a moment later, and forgotten in the end.

Whoever asks never waits for it. If the process dies, what was noted in the last quarter of a second is lost: it is the
disclosure log, not this one, that says what was shown to whom.
"""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import asyncpg

from comity.clock import Clock
from comity.policy.clauses import Operation
from comity.policy.requests import Counted, Request
from comity.policy.sessions import Profile
from comity.store.lost import LOST, reachable
from comity.store.postgres.cancelling import end_if_cancelled

FLUSH_SECONDS = 0.25
MOST_WAITING = 500
# What a database that is away keeps waiting; what comes beyond is not noted.
_MOST_KEPT = 50_000
_PRUNE_SECONDS = 3600

_COLUMNS = (
    "at", "agency", "member", "roles", "certificates", "second_factor", "emergency",
    "purpose", "operation", "kinds", "record", "shown", "times",
)  # fmt: skip
_SINCE = """
-- What was asked for since a moment, alike questions together.
select agency, member, roles, certificates, second_factor, emergency, purpose, operation, kinds, record,
       sum(times)::bigint as times
from request where at >= $1 group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 order by times desc, agency, member
"""
_PRUNE = "delete from request where at < $1"


class Requests:
    """Notes what is asked for, keeps it for some days, and tells it to whoever holds a draft against it."""

    def __init__(self, pool: asyncpg.Pool, clock: Clock, *, days: float) -> None:
        self._pool = pool
        self._clock = clock
        self._kept = timedelta(days=days)
        self._waiting: dict[tuple[Request, int], int] = {}
        self._some = asyncio.Event()
        self._many = asyncio.Event()
        self._pruned: datetime | None = None

    def note(self, request: Request, shown: int) -> None:
        """Note a question and how many records it was answered with; it is written down a moment later."""
        key = (request, shown)
        waiting = self._waiting
        if key not in waiting and len(waiting) >= _MOST_KEPT:
            return
        waiting[key] = waiting.get(key, 0) + 1
        self._some.set()
        if len(waiting) >= MOST_WAITING:
            self._many.set()

    async def run(self) -> None:
        """Write down what waits, each quarter of a second or as soon as much waits, until cancelled."""
        try:
            while True:
                await self._some.wait()
                with suppress(TimeoutError):
                    async with asyncio.timeout(FLUSH_SECONDS):
                        await self._many.wait()
                try:
                    await self.flush()
                    await self.prune()
                except LOST:
                    end_if_cancelled()
                    await asyncio.sleep(FLUSH_SECONDS)
        finally:
            with suppress(*LOST):
                await self.flush()

    async def flush(self) -> None:
        """Write down what waits now; when this returns, it counts."""
        batch, self._waiting = self._waiting, {}
        self._some.clear()
        self._many.clear()
        if not batch:
            return
        at = self._clock()
        rows = [_row(at, request, shown, times) for (request, shown), times in batch.items()]
        try:
            await self._pool.copy_records_to_table("request", records=rows, columns=_COLUMNS)
        except LOST:
            self._waiting = {**batch, **self._waiting}
            self._some.set()
            raise

    async def since(self, moment: datetime) -> tuple[Counted, ...]:
        """Give what was asked for since a moment, what was asked most often first."""
        await self.flush()
        async with reachable():
            rows = await self._pool.fetch(_SINCE, moment)
        return tuple(Counted(_request(row), row["times"]) for row in rows)

    async def prune(self) -> None:
        """Forget what was asked for too long ago; at most once an hour."""
        now = self._clock()
        if self._pruned is None or (now - self._pruned).total_seconds() >= _PRUNE_SECONDS:
            await self._pool.execute(_PRUNE, now - self._kept)
            self._pruned = now


def _row(at: datetime, request: Request, shown: int, times: int) -> tuple[object, ...]:
    who, kinds = request.profile, request.kinds
    return (
        at,
        who.agency,
        request.member,
        list(who.roles),
        list(who.certificates),
        who.second_factor,
        who.emergency,
        who.purpose,
        str(request.operation),
        None if kinds is None else list(kinds),
        request.record,
        shown,
        times,
    )


def _request(row: asyncpg.Record) -> Request:
    profile = Profile(
        row["agency"],
        tuple(row["roles"]),
        row["purpose"],
        tuple(row["certificates"]),
        row["second_factor"],
        row["emergency"],
    )
    kinds = None if row["kinds"] is None else tuple(row["kinds"])
    return Request(profile, row["member"], Operation(row["operation"]), kinds, row["record"])
