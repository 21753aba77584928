"""Decides what a batch writes, from what the log holds now: replays, conflicts, numbers and positions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from msgspec.structs import replace as with_field

from comity.errors import ComityError, Conflict, Reused
from comity.policy.clauses import HandlingClass
from comity.records.declaration import Record
from comity.store.entries import Draft, Entry
from comity.store.keyring import Keyring
from comity.store.log.tree import Frontier, leaf_hash
from comity.store.sealing import Closed, Header, close

Series = dict[tuple[str, str, int], int]


@dataclass(frozen=True)
class Head:
    """The state that whoever moves the head may rely on: the tree's right edge, and the next numbers read so far."""

    frontier: Frontier
    series: Series


class Newest(NamedTuple):
    """The newest version of a record, the slot of its key, and the place in the log of its first version."""

    version: int
    slot: int
    first: int


_NEVER = Newest(0, 0, 0)


@dataclass(frozen=True)
class Ledger:
    """What the log holds of what a batch speaks of: the newest versions, earlier requests."""

    head: Head
    versions: Mapping[UUID, Newest]
    requests: Mapping[bytes, tuple[bytes, Entry]]


@dataclass(frozen=True)
class Row:
    """One entry to be written; ``first`` is the place in the log of the record's first version."""

    entry: Entry
    draft: Draft
    closed: Closed
    first: int


@dataclass(frozen=True)
class Planned:
    """What a batch comes to: an outcome a group, the rows to write, and the head after them."""

    outcomes: tuple[tuple[Entry, ...] | ComityError, ...]
    rows: tuple[Row, ...]
    head: Head
    columns: tuple[Any, ...]


def plan(
    groups: Sequence[tuple[Draft, ...]],
    ledger: Ledger,
    class_ids: Mapping[HandlingClass, int],
    *,
    keyring: Keyring,
    now: datetime,
) -> Planned:
    """Decide each group in order; a group that conflicts is told so and takes nothing of the log."""
    planning = _Planning(ledger, keyring, now)
    outcomes = tuple(planning.decide(group) for group in groups)
    leaves = [leaf_hash(row.closed.commitment) for row in planning.rows]
    head = Head(ledger.head.frontier.extended(leaves), planning.series)
    return Planned(outcomes, tuple(planning.rows), head, _columns(planning, ledger.head, head, class_ids))


class _Planning:
    """The state of one decision about a batch."""

    def __init__(self, ledger: Ledger, keyring: Keyring, now: datetime) -> None:
        self.keyring = keyring
        self.now = now
        self.start = ledger.head.frontier.size
        self.series: Series = dict(ledger.head.series)
        self.versions = dict(ledger.versions)
        self.requests = dict(ledger.requests)
        self.rows: list[Row] = []

    def decide(self, group: tuple[Draft, ...]) -> tuple[Entry, ...] | ComityError:
        replays = [self._replayed(draft) for draft in group]
        new = [draft for draft, replay in zip(group, replays, strict=True) if replay is None]
        if conflict := next((r for r in replays if isinstance(r, Conflict)), None) or self._stale(new):
            return conflict
        return tuple(r if isinstance(r, Entry) else self._row(draft) for draft, r in zip(group, replays, strict=True))

    def _replayed(self, draft: Draft) -> Entry | Conflict | None:
        if draft.request is None or draft.request not in self.requests:
            return None
        digest, entry = self.requests[draft.request]
        if digest != draft.request_digest:
            return Reused(
                "This Idempotency-Key was used for another request.", remedy="Use a new key for a new request."
            )
        return replace(entry, replayed=True)

    def _stale(self, group: Sequence[Draft]) -> Conflict | None:
        """Tell whether a correction rests on another version than the newest, those of its own group counted."""
        entered: dict[UUID, int] = {}
        for draft in group:
            newest = entered.get(draft.id, self.versions.get(draft.id, _NEVER).version)
            if draft.replaces and newest != draft.replaces:
                return Conflict(
                    "The record has been corrected since you read it.",
                    remedy="Read it again and correct the newest version.",
                )
            entered[draft.id] = draft.replaces + 1
        return None

    def _row(self, draft: Draft) -> Entry:
        version = draft.replaces + 1
        slot = self._slot(draft)
        header = Header(draft.id, version, draft.handling, self.now, draft.agency, draft.member)
        record = self._numbered(draft)
        closed = close(self.keyring, header, record, slot)
        entry = Entry(self.start + len(self.rows), draft.id, version, self.now, record=record)
        first = self.versions[draft.id].first if draft.replaces else entry.seq
        self.rows.append(Row(entry, draft, closed, first))
        self.versions[draft.id] = Newest(version, slot[0], first)
        if draft.request is not None and draft.request_digest is not None:
            self.requests[draft.request] = (draft.request_digest, entry)
        return entry

    def _slot(self, draft: Draft) -> tuple[int, bytes]:
        if not draft.replaces:
            return self.keyring.new_slot()
        number = self.versions[draft.id].slot
        return number, self.keyring.secret(number)

    def _numbered(self, draft: Draft) -> Record:
        minting = draft.minting
        if minting is None:
            return draft.record
        key = (minting.owner, minting.series, minting.year)
        sequence = self.series[key]
        if minting.taken is not None:
            self.series[key] = max(sequence, minting.taken + 1)
            return draft.record
        self.series[key] = sequence + 1
        number = minting.format.format(agency=minting.code, year=minting.year, sequence=sequence)
        return with_field(draft.record, **{minting.field: number}).numbered()


def _columns(planning: _Planning, before: Head, after: Head, class_ids: Mapping[HandlingClass, int]) -> tuple[Any, ...]:
    """Lay the rows out as the columns that the append statement takes."""
    rows = planning.rows
    minted = [(*key, value) for key, value in after.series.items() if before.series.get(key) != value]
    return (
        before.frontier.size,
        after.frontier.size,
        after.frontier.encoded(),
        planning.now,
        # As text, because the driver looks into every item of a list.
        _array(row.entry.id for row in rows),
        _array(row.entry.version for row in rows),
        _array(class_ids[row.draft.handling] for row in rows),
        _array(row.closed.slot for row in rows),
        *_transposed([_entry_columns(row) for row in rows], 7),
        _tokens_of_current(rows),
        *_transposed(minted, 4),
        any(row.draft.record.decisive for row in rows),
        _names_of_current(rows),
    )


def _entry_columns(row: Row) -> tuple[Any, ...]:
    draft, closed = row.draft, row.closed
    return (
        draft.agency,
        draft.member,
        closed.facts,
        closed.sealed,
        closed.commitment,
        draft.request,
        draft.request_digest,
    )


def _tokens_of_current(rows: Sequence[Row]) -> list[str | None]:
    """Give the tokens of each row; None where a record is corrected in the same batch, and so is not current here."""
    last = {row.entry.id: row.entry.seq for row in rows}
    return [_array(row.closed.found.tokens) if last[row.entry.id] == row.entry.seq else None for row in rows]


def _names_of_current(rows: Sequence[Row]) -> list[str | None]:
    """Give the keys of the names of each row that is current; None where it has none."""
    last = {row.entry.id: row.entry.seq for row in rows}
    return [
        _array(row.closed.found.names) if row.closed.found.names and last[row.entry.id] == row.entry.seq else None
        for row in rows
    ]


def _array(values: Iterable[object]) -> str:
    """Write an array as PostgreSQL reads it."""
    return "{" + ",".join(map(str, values)) + "}"


def _transposed(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    if not rows:
        return [[] for _ in range(width)]
    flat = list(chain.from_iterable(rows))
    return [flat[n::width] for n in range(width)]
