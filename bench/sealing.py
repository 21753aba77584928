"""What the log costs: the writer as it is, beside one that writes the same rows unsealed and without tree.

The other reaches into the writer where it plans a batch: nothing in the product is made to be measured.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from time import perf_counter

import asyncpg

from bench.place import Place, node_in, settle
from bench.rows import Row, compared
from bench.world import arrest, directory, made
from comity.ids import new_id
from comity.policy.clauses import HandlingClass
from comity.records.declaration import Record
from comity.records.parting import parted
from comity.records.reach import words_of
from comity.store import planning
from comity.store.entries import Draft, Entry
from comity.store.keyring import Keyring
from comity.store.log.tree import Frontier
from comity.store.node import Node
from comity.store.planning import _columns
from comity.store.sealing import Closed
from comity.store.tokens import found_by
from comity.store.writing import ClassIds, Writer, _Waiting

_WAITING = 32
_NO_COMMITMENT = bytes(32)


class _Unlogged(planning._Planning):  # noqa: SLF001 - as said above
    """Plans the same rows as the writer does: readable, and with nothing that binds them to one another."""

    def _row(self, draft: Draft) -> Entry:
        entry = Entry(self.start + len(self.rows), draft.id, 1, self.now)
        facts, protected = parted(draft.record)
        found = found_by(self.keyring.token_key, words_of(draft.record))
        self.rows.append(
            planning.Row(entry, draft, Closed(entry.seq, facts.decode(), protected, _NO_COMMITMENT, found), entry.seq)
        )
        return entry


def _planned(
    groups: Sequence[tuple[Draft, ...]],
    ledger: planning.Ledger,
    class_ids: Mapping[HandlingClass, int],
    keyring: Keyring,
    now: datetime,
) -> planning.Planned:
    unlogged = _Unlogged(ledger, keyring, now)
    outcomes = tuple(unlogged.decide(group) for group in groups)
    before = ledger.head
    head = planning.Head(Frontier(before.frontier.size + len(unlogged.rows), before.frontier.peaks), unlogged.series)
    return planning.Planned(outcomes, tuple(unlogged.rows), head, _columns(unlogged, before, head, class_ids))


class UnloggedWriter(Writer):
    """The writer without log, tree and encryption: the same statement, the same rows of nearly the same size."""

    def _planned(self, batch: list[_Waiting], ledger: planning.Ledger, class_ids: ClassIds) -> planning.Planned:
        return _planned([w.drafts for w in batch], ledger, class_ids, self._keyring, self._clock())


def _nobody(rows: Sequence[planning.Row]) -> None:
    """Tell nobody what was written."""


@asynccontextmanager
async def _unlogged(node: Node) -> AsyncIterator[UnloggedWriter]:
    async def connect() -> asyncpg.Connection:
        return await asyncpg.connect(node.dsn)

    writer = UnloggedWriter(
        connect, node.keyring, node.classes, linking=node.linking, clock=node.clock, written=_nobody
    )
    writing = asyncio.create_task(writer.run())
    yield writer
    writing.cancel()
    await asyncio.wait([writing])


def _drafts(record: Record) -> Draft:
    """Give a draft that differs from the others in its id and request only."""
    id = new_id()
    handling = HandlingClass("arrest", "police")
    return Draft(id, record, handling, "police", "officer", request=id.bytes, request_digest=id.bytes)


async def rate(writer: Writer, seconds: float) -> float:
    """Give how many drafts a second 32 who wait can append, one at a time each."""
    record = made("arrest", arrest(new_id(), new_id()))
    began = perf_counter()

    async def appending() -> int:
        count = 0
        while perf_counter() - began < seconds:
            await writer.append([_drafts(record)])
            count += 1
        return count

    counts = await asyncio.gather(*(appending() for _ in range(_WAITING)))
    return sum(counts) / (perf_counter() - began)


async def measure(place: Place) -> list[Row]:
    """Measure in turn, three times: the writer, and the writer without."""
    seconds = place.seconds(2.5)
    logged: list[float] = []
    bare: list[float] = []
    async with node_in(place, directory()) as node, node_in(place, directory()) as other, _unlogged(other) as unlogged:
        for writer in (node.writer, unlogged):
            await rate(writer, 0.3)
        for _ in range(3):
            logged.append(await rate(node.writer, seconds))
            bare.append(await rate(unlogged, seconds))
            await settle(place.dsn)
    return [
        compared(
            "log, tree and encryption, beside none",
            logged,
            bare,
            goal=">= 0.85",
            unit="a second",
            how="python -m bench sealing",
            note="32 waiting writers in one process; both write tokens for each row",
        )
    ]
