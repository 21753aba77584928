"""The one writer of a process: requests that wait share one statement and one commit, and get their places.

Whoever appends must move the head of the log from the size that it read. So positions have no gaps, the order of
commits is the order of the log, and whatever a batch was decided on (versions, numbers, request keys) still held when
it was written.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

import asyncpg

from comity.clock import Clock
from comity.errors import ComityError, Conflict, Unavailable
from comity.policy.clauses import HandlingClass
from comity.store.classes import Classes
from comity.store.comparing import Batch
from comity.store.entries import Draft, Entry
from comity.store.keyring import Keyring
from comity.store.linking import Linking
from comity.store.log.tree import Frontier
from comity.store.lost import LOST, REFUSED
from comity.store.planning import Head, Ledger, Newest, Planned, Row, plan
from comity.store.postgres.cancelling import end_if_cancelled
from comity.store.replaced import Replaced

LARGEST_BATCH = 512
# So many share a commit before anybody is left for the next.
SMALL_BATCH = 16

ClassIds = Mapping[HandlingClass, int]
# Whoever keeps something up to the log is given what was written, before whoever entered it is told.
Written = Callable[[Sequence[Row]], None]
# Entries of earlier requests by the digest of their keys, each with the digest of its body.
Requests = Mapping[bytes, tuple[bytes, Entry]]

_HEAD = "select frontier from log_head"
_HOLD = "select frontier from log_head for update"

_VERSIONS = """
-- What the records to be corrected are now, and where in the log they began.
select r.id, r.version, e.slot, began.seq as first
from record r join entry e on e.seq = r.seq join entry began on began.record = r.id and began.version = 1
where r.id = any($1::uuid[])
"""

_REQUESTS = """
-- What was entered before under the same request keys.
select seq, record, version, recorded_at, request, request_digest from entry where request = any($1::bytea[])
"""

_SERIES = """
-- The next numbers of the series that this batch mints from.
select owner, series, year, next from number_series where (owner, series, year) in (
    select * from unnest($1::text[], $2::text[], $3::int[])
)
"""

_APPEND = """
-- Append a batch if the head is still where the batch was planned for and no request key was used; else write nothing.
with head as (
    update log_head set size = $2, frontier = $3
    where size = $1 and not exists (select from entry where request = any($14::bytea[])) returning size
), appended as (
    select $1 + t.n - 1 as seq, t.*
    from head, unnest($5::text::uuid[], $6::text::int[], $7::text::int[], $8::text::bigint[], $9::text[], $10::text[],
        $11::text[], $12::bytea[], $13::bytea[], $14::bytea[], $15::bytea[], $16::text[], $22::text[], $23::bigint[],
        $24::bytea[], $25::text[])
        with ordinality as t (record, version, class_id, slot, agency, member, facts, sealed, commitment, request,
                              request_digest, tokens, names, first, features, keys, n)
), written as (
    insert into entry (seq, record, version, class_id, recorded_at, agency, member, slot, facts, sealed, commitment,
                       request, request_digest)
    select seq, record, version, class_id, $4, agency, member, slot, facts::json, sealed, commitment, request,
           request_digest
    from appended
), current as (
    insert into record as r (id, seq, version, class_id, tokens)
    select record, seq, version, class_id, tokens::bigint[] from appended where tokens is not null
    on conflict (id) do update
        set seq = excluded.seq, version = excluded.version, class_id = excluded.class_id, tokens = excluded.tokens
), named as (
    insert into name_key (seq, key, class_id)
    select seq, unnest(names::bigint[]), class_id from appended where names is not null
), renamed as (
    -- As an array, because the planner would go through all names to join them.
    delete from name_key where seq = any(array(
        select r.seq from appended a join record r on r.id = a.record where a.version > 1
    ))
), parted as (
    -- What linkage holds of records that are entered anew goes.
    delete from linkable where record = any(array(select record from appended where version > 1))
    returning number, keys
), unkeyed as (
    delete from link_key k using parted p where k.number = p.number and k.key = any(p.keys)
), before as (
    delete from link_edge where one = any(array(select number from parted))
), behind as (
    delete from link_edge where other = any(array(select number from parted))
), compared as (
    -- What linkage compares, the keys by which it is found, and what comparing it came to.
    insert into linkable (number, record, version, first, slot, features, keys)
    select seq, record, version, first, slot, features, keys::bigint[] from appended where features is not null
), keyed as (
    insert into link_key (key, number)
    select unnest(keys::bigint[]), seq from appended where features is not null
), linked as (
    insert into link_edge (one, other, bits)
    select t.* from head, unnest($26::bigint[], $27::bigint[], $28::real[]) t
), minted as (
    insert into number_series (owner, series, year, next)
    select t.* from head, unnest($17::text[], $18::text[], $19::int[], $20::bigint[]) t
    on conflict (owner, series, year) do update set next = excluded.next
), moved as (
    update policy_epoch set epoch = epoch + 1 from head where $21::boolean returning pg_notify('comity_policy', '')
)
select size, pg_notify('comity_entry', size::text) from head
"""


@dataclass
class _Waiting:
    drafts: tuple[Draft, ...]
    done: asyncio.Future[tuple[Entry, ...]] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Writer:
    """Appends drafts to the log: all of a group or none, many groups to a commit."""

    def __init__(
        self,
        connect: Callable[[], Awaitable[asyncpg.Connection]],
        keyring: Keyring,
        classes: Classes,
        *,
        linking: Linking,
        clock: Clock,
        written: Written,
    ) -> None:
        self._connect = connect
        self._keyring = keyring
        self._classes = classes
        self._linking = linking
        self._clock = clock
        self._written = written
        self._queue: list[_Waiting] = []
        self._wake = asyncio.Event()
        self._connection: asyncpg.Connection | None = None
        self._head: Head | None = None
        self._shared = False
        self._ended = False
        self.replaced = Replaced()

    @property
    def reached(self) -> int:
        """How far this process knows the log to reach; 0 before it has written anything."""
        return self._head.frontier.size if self._head else 0

    async def append(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Give each draft its place in the log; when this returns, all have it for good.

        Conflict when a correction rests on an older version, or a request key was used for another body.
        Unavailable when the database went away: the outcome is then unknown, and only a retry with the same key tells.
        """
        if self._ended:
            raise _gone()
        waiting = _Waiting(tuple(drafts))
        self._queue.append(waiting)
        self._wake.set()
        return await waiting.done

    async def run(self) -> None:
        """Write what waits, batch after batch, until cancelled; then whoever still waits is told to retry."""
        try:
            while True:
                await self._wake.wait()
                batch = self._next_batch()
                if batch:
                    await self._settle(batch)
                    end_if_cancelled()
                else:
                    self._wake.clear()
        finally:
            self._ended = True
            self._fail(self._queue, _gone())
            await self._disconnect()

    def _next_batch(self) -> list[_Waiting]:
        """Take those who wait longest: at most half of all, unless they are few."""
        # If all went at once, all would come back at once, and database and process would wait for each other in turn.
        half = sum(len(waiting.drafts) for waiting in self._queue) // 2
        most = min(LARGEST_BATCH, max(SMALL_BATCH, half))
        count = taken = 0
        for waiting in self._queue:
            count += len(waiting.drafts)
            if taken and count > most:
                break
            taken += 1
        batch, self._queue = self._queue[:taken], self._queue[taken:]
        return batch

    async def _settle(self, batch: list[_Waiting]) -> None:
        try:
            await self._write(batch)
        except ComityError as wrong:
            self._fail(batch, wrong)
        except REFUSED as wrong:
            await self._settle_apart(batch, wrong)
        except LOST:
            self._fail(batch, _gone())
            await self._disconnect()
        except Exception as wrong:  # noqa: BLE001 - the writer must outlive any fault in what it carries
            await self._settle_apart(batch, wrong)
        finally:
            # Only whoever was cut off is not told yet.
            self._fail(batch, _gone())

    async def _settle_apart(self, batch: list[_Waiting], wrong: Exception) -> None:
        """Write each group by itself: one that cannot be written must not stop the others."""
        if len(batch) == 1:
            self._fail(batch, _refusal(wrong))
            return
        for waiting in batch:
            await self._settle([waiting])

    async def _write(self, batch: list[_Waiting]) -> None:
        class_ids = {d.handling: await self._classes.id_of(d.handling) for w in batch for d in w.drafts}
        connection = await self._connected()
        planned = None if self._shared else await self._appended_at_once(connection, batch, class_ids)
        if planned is None:
            planned = await self._appended_holding(connection, batch, class_ids)
        self._written(planned.rows)
        for waiting, outcome in zip(batch, planned.outcomes, strict=True):
            # Before anybody is told: once a sealing is acknowledged, nothing that waits goes out as it was.
            self._note_replaced(waiting, outcome)
            _tell(waiting, outcome)

    def _note_replaced(self, waiting: _Waiting, outcome: tuple[Entry, ...] | ComityError) -> None:
        if isinstance(outcome, tuple):
            for draft, entry in zip(waiting.drafts, outcome, strict=True):
                if draft.replaces:
                    self.replaced.note(entry.id, entry.seq)

    async def _appended_at_once(
        self, connection: asyncpg.Connection, batch: list[_Waiting], class_ids: ClassIds
    ) -> Planned | None:
        """Decide without looking for retries, which are few; None where that could be wrong, and nothing is written."""
        ledger = await self._ledger(connection, batch, {})
        comparing = asyncio.create_task(self._linking.compare(connection, [d for w in batch for d in w.drafts]))
        try:
            # The database looks for candidates while the batch is planned.
            await asyncio.sleep(0)
            planned = self._planned(batch, ledger, class_ids)
        finally:
            alike = await comparing
        if any(isinstance(outcome, ComityError) for outcome in planned.outcomes):
            return None
        return planned if await self._sent(connection, planned, alike) else None

    async def _appended_holding(
        self, connection: asyncpg.Connection, batch: list[_Waiting], class_ids: ClassIds
    ) -> Planned:
        """Decide and append while no other process can: else both would decide in vain by turns."""
        mine = self._head.frontier.size if self._head else None
        async with connection.transaction():
            self._head = Head(Frontier.decoded(await connection.fetchval(_HOLD)), {})
            self._shared = self._head.frontier.size != mine
            ledger = await self._ledger(connection, batch, await self._earlier(connection, batch))
            planned = self._planned(batch, ledger, class_ids)
            # Only what is written: of two who correct one version at once, one is refused.
            alike = await self._linking.compare(connection, [row.draft for row in planned.rows])
            sent = await self._sent(connection, planned, alike)
        if not sent:
            raise Unavailable("The log is busy.", remedy="Send the request again with the same Idempotency-Key.")
        return planned

    async def _ledger(self, connection: asyncpg.Connection, batch: list[_Waiting], earlier: Requests) -> Ledger:
        if self._head is None:
            self._head = Head(Frontier.decoded(await connection.fetchval(_HEAD)), {})
        drafts = [d for w in batch for d in w.drafts]
        corrected = [d.id for d in drafts if d.replaces]
        versions = await connection.fetch(_VERSIONS, corrected) if corrected else []
        await self._read_series(connection, self._head, drafts)
        current = {row["id"]: Newest(row["version"], row["slot"], row["first"]) for row in versions}
        return Ledger(head=self._head, versions=current, requests=earlier)

    def _planned(self, batch: list[_Waiting], ledger: Ledger, class_ids: ClassIds) -> Planned:
        return plan([w.drafts for w in batch], ledger, class_ids, keyring=self._keyring, now=self._clock())

    async def _sent(self, connection: asyncpg.Connection, planned: Planned, alike: Batch) -> bool:
        """Append what was planned; False when another process appended first, or a request was entered before."""
        if planned.rows and not await self._append(connection, planned, alike):
            self._head = None
            return False
        self._head = planned.head
        return True

    async def _append(self, connection: asyncpg.Connection, planned: Planned, alike: Batch) -> bool:
        """Write the rows, each with whom it is linked; False when they cannot be now."""
        links = self._linking.links(planned.rows, alike)
        if await connection.fetchrow(_APPEND, *planned.columns, *links.columns) is None:
            return False
        self._linking.count(links)
        return True

    async def _earlier(self, connection: asyncpg.Connection, batch: list[_Waiting]) -> Requests:
        requests = [d.request for w in batch for d in w.drafts if d.request]
        rows = await connection.fetch(_REQUESTS, requests) if requests else []
        return {
            row["request"]: (
                row["request_digest"],
                Entry(row["seq"], row["record"], row["version"], row["recorded_at"], replayed=True),
            )
            for row in rows
        }

    async def _read_series(self, connection: asyncpg.Connection, head: Head, drafts: list[Draft]) -> None:
        needed = {(m.owner, m.series, m.year) for d in drafts if (m := d.minting)} - head.series.keys()
        if needed:
            head.series.update(dict.fromkeys(needed, 1))
            owners, series, years = zip(*needed, strict=True)
            for row in await connection.fetch(_SERIES, owners, series, years):
                head.series[row["owner"], row["series"], row["year"]] = row["next"]

    async def _connected(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            self._head = None
            self._connection = await self._connect()
        return self._connection

    async def _disconnect(self) -> None:
        connection, self._connection, self._head = self._connection, None, None
        if connection is not None:
            connection.terminate()

    def _fail(self, batch: list[_Waiting], error: ComityError) -> None:
        for waiting in batch:
            _tell(waiting, error)


def _tell(waiting: _Waiting, outcome: tuple[Entry, ...] | ComityError) -> None:
    if waiting.done.done():
        return
    if isinstance(outcome, ComityError):
        waiting.done.set_exception(outcome)
    else:
        waiting.done.set_result(outcome)


def _refusal(wrong: Exception) -> ComityError:
    # What the database says may quote the entry: only the sort of error is passed on.
    if isinstance(wrong, asyncpg.UniqueViolationError):
        return Conflict(
            "There is a record of this id, or an entry of this request, already.",
            remedy="Give a new record a new id; correct the one that is there.",
        )
    return ComityError(
        f"The entry cannot be written ({type(wrong).__name__}).", remedy="Report this; nothing was entered."
    )


def _gone() -> Unavailable:
    return Unavailable(
        "The connection to the database was lost: whether the entry was written is unknown.",
        remedy="Send the request again with the same Idempotency-Key; it is entered once.",
    )
