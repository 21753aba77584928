"""Rows to records: each row of a foreign table becomes the records that the mapping draws from it, or a refusal."""

import hashlib
import hmac
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

from comity.errors import Invalid
from comity.exchange.tabular.mapping import Draft, Mapping, Origin, Reference
from comity.exchange.tabular.paths import Parts, path_parts, tree
from comity.exchange.tabular.sources import Cells, read_table
from comity.exchange.tabular.values import value_of
from comity.records.codec import build
from comity.records.declaration import Record
from comity.records.registry import kind_named

LONGEST_NUMBER = 60
PLACE = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class Drafted:
    """A record made of a row: ``key`` is the same on every run and serves as the idempotency key."""

    key: str
    id: UUID
    record: Record


@dataclass(frozen=True)
class Row:
    """What became of one row: its records, or why not; ``number`` counts from 1 as the first row below the header."""

    number: int
    drafts: tuple[Drafted, ...]
    refused: "RefusedRow | None" = None
    watermark: str = ""


@dataclass(frozen=True)
class RefusedRow:
    """Why a row was refused, and the row itself, so that it can be corrected and sent again."""

    column: str
    field: str
    reason: str
    remedy: str
    cells: Cells


class Finder(Protocol):
    """Finds a record by a number, as the one who imports may see it."""

    async def find(self, kind: str, field: str, number: str) -> UUID | None:
        """Give the id of the one record whose field holds the number; None when there is none."""
        ...


@dataclass(frozen=True)
class Step:
    """How one field of a draft is filled: where it stands, what its value comes from, what the kind holds there."""

    path: str
    parts: Parts
    origin: Origin
    shape: Any


@dataclass(frozen=True)
class Run:
    """What a run knows: the mapping, the node's secret (16 bytes or more), and how records are found by number."""

    mapping: Mapping
    secret: bytes
    finder: Finder

    @cached_property
    def steps(self) -> dict[str, tuple[Step, ...]]:
        """Give the steps of each draft by its name, worked out once."""
        return {_name(draft): tuple(_steps(draft)) for draft in self.mapping.record}

    def id_for(self, key: str) -> UUID:
        """Give the id of the record under a key: always the same here, and random to whoever lacks the secret."""
        digest = hmac.digest(self.secret, b"comity/tabular/" + key.encode(), hashlib.sha256)
        return UUID(bytes=digest[:16], version=4)


def _name(draft: Draft) -> str:
    return draft.name or draft.kind


def _steps(draft: Draft) -> Iterator[Step]:
    leaves = [leaf for field in kind_named(draft.kind).fields for leaf in field.leaves]
    for path, origin in draft.origins().items():
        parts = path_parts(path)
        wanted = tuple("*" if isinstance(step, int) else step for step in parts)
        shape = next((leaf.shape for leaf in leaves if leaf.path == wanted), None)
        yield Step(path, parts, origin, shape)


async def read_rows(run: Run, *, since: str = "") -> AsyncIterator[Row]:
    """Give each row of the mapping's table, in order, holding one at a time; ``since`` is the last run's watermark.

    Rows whose watermark is before ``since`` are passed over; equal ones come again, and their keys make that harmless.
    """
    number = 0
    async for cells in read_table(run.mapping.source, since):
        number += 1
        if isinstance(cells, Invalid):
            yield Row(number, (), RefusedRow("", "", cells.message, cells.remedy, {}))
            continue
        mark = cells.get(run.mapping.watermark, "") if run.mapping.watermark else ""
        if mark >= since:
            yield await _row(run, number, cells, mark)


async def _row(run: Run, number: int, cells: Cells, mark: str) -> Row:
    """Make the records of a row; one that cannot be made refuses the whole row."""
    drafts = []
    for draft in run.mapping.record:
        if draft.when and not cells.get(draft.when, "").strip():
            continue
        try:
            drafts.append(await _drafted(run, draft, cells))
        except Invalid as wrong:
            column = _column(draft, wrong.field, cells)
            refused = RefusedRow(column, wrong.field, wrong.message, wrong.remedy, cells)
            return Row(number, (), refused, mark)
    return Row(number, tuple(drafts), None, mark)


def key_of(run: Run, draft: Draft, cells: Cells) -> str:
    """Give the key of a record: the mapping's name, the draft's name and the cells that identify the row."""
    return _key(run.mapping.name, _name(draft), draft.key, cells)


def _key(mapping: str, name: str, columns: tuple[str, ...], cells: Cells) -> str:
    found = [cells.get(column, "").strip().replace("%", "%25").replace("/", "%2F") for column in columns]
    if not all(found):
        message = f"the row has no key: {', '.join(columns)} must all be filled in"
        raise Invalid(message, remedy="Fill in the key, or choose other key columns.", field=columns[0])
    return "/".join((mapping, name, *found))


async def _drafted(run: Run, draft: Draft, cells: Cells) -> Drafted:
    key = key_of(run, draft, cells)
    values: dict[Parts, Any] = {}
    constants: dict[Parts, Any] = {("provenance", "source_system"): run.mapping.name}
    for step in run.steps[_name(draft)]:
        value = await _value(run, step, cells)
        if value is not None:
            (constants if step.origin.constant is not None else values)[step.parts] = value
    values["provenance", "source_id"] = _short(key)
    filled = {parts[:-1] for parts in values} | {()}
    values |= {parts: constant for parts, constant in constants.items() if parts[:-1] in filled}
    return Drafted(key, run.id_for(key), build(kind_named(draft.kind).kind, tree(values)))


def _short(key: str) -> str:
    """Give the key without the mapping's name, as long as a number may be."""
    return key.partition("/")[2][:LONGEST_NUMBER]


async def _value(run: Run, step: Step, cells: Cells) -> Any:
    """Give one field's value; an Invalid leaves here with the path of the field."""
    origin = step.origin
    try:
        if origin.record or origin.of:
            if origin.key and not all(cells.get(name, "").strip() for name in origin.key):
                return None
            return str(run.id_for(_pointed(run, origin, cells)))
        value = value_of(run.mapping, origin, cells, step.shape)
        if value is None or origin.reference is None:
            return value
        return await _found(run, origin.reference, str(value))
    except Invalid as wrong:
        raise Invalid(f"{step.path}: {wrong.message}", remedy=wrong.remedy, field=step.path) from wrong


def _pointed(run: Run, origin: Origin, cells: Cells) -> str:
    """Give the key of the record pointed at: another draft of this row, or a row of another mapping."""
    if origin.of:
        return _key(origin.of, origin.record, origin.key, cells)
    target = next(d for d in run.mapping.record if _name(d) == origin.record)
    return key_of(run, target, cells)


async def _found(run: Run, reference: Reference, number: str) -> str:
    found = await run.finder.find(reference.kind, reference.by, number)
    if found is None:
        message = f"no {reference.kind} has {reference.by} {number!r}"
        raise Invalid(message, remedy="Import the record that it points at first, or correct the number.")
    return str(found)


def _column(draft: Draft, field: str, cells: Cells) -> str:
    """Tell the columns behind a field; places in a list are not compared, because empty ones were left out."""
    if field in cells:
        return field
    wanted = PLACE.sub("", field)
    near = [o for path, o in draft.origins().items() if wanted and PLACE.sub("", path).startswith(wanted)]
    filled = [o for o in near if any(cells.get(name, "").strip() for name in o.reads)]
    return ", ".join((filled or near)[0].reads) if near else ""
