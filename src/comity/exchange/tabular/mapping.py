"""The mapping file: which column of a foreign table is which field of which kind, written in TOML."""

from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from comity.errors import Absent, Invalid
from comity.exchange.tabular.paths import path_parts
from comity.records.registry import kind_named

REMEDY = "Correct the mapping file; docs/how-to/import-your-own-system.md shows one."


class _Declared(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the mapping file; an unknown name in it is an error, never skipped."""


class Table(_Declared, frozen=True):
    """Where the rows come from: a CSV file, or a query on SQLite or PostgreSQL.

    ``database`` is ``sqlite:///path``, ``postgresql://...``, or ``$NAME`` of an environment variable that holds one.
    ``query`` may use ``$1``: the watermark of the last run as text, null on the first.
    """

    csv: str = ""
    query: str = ""
    database: str = ""
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    quote: str = '"'


class Reference(_Declared, frozen=True):
    """A pointer at a record that is known by a number, such as ``{kind = "incident", by = "incident_number"}``."""

    kind: str
    by: str


class Origin(_Declared, frozen=True):
    """Where one field's value comes from, and how it is turned.

    One of ``column``, ``columns``, ``constant`` and ``record`` stands for the value. ``codes`` names a crosswalk;
    ``time`` and ``date`` are formats of ``strptime``, or "iso", "epoch" and "epoch-milliseconds". ``split`` parts a
    cell into a list. ``reference`` finds a record by a number. ``record`` points at the record of that name in the
    same row, where the columns of ``key`` are filled in; with ``of``, at what the mapping ``of`` made under that key.
    """

    column: str = ""
    columns: tuple[str, ...] = ()
    join: str = " "
    constant: str | int | float | bool | None = None
    codes: str = ""
    time: str = ""
    date: str = ""
    split: str = ""
    reference: Reference | None = None
    record: str = ""
    of: str = ""
    key: tuple[str, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns that this value is made of."""
        return (self.column,) if self.column else self.columns or self.key


class Draft(_Declared, frozen=True):
    """One record made of each row: its kind, the columns that identify it at the source, and its fields."""

    kind: str
    key: tuple[str, ...]
    fields: dict[str, str | Origin]
    name: str = ""
    when: str = ""

    def origins(self) -> dict[str, Origin]:
        """Give each field's origin; a plain text names a column."""
        return {path: Origin(column=o) if isinstance(o, str) else o for path, o in self.fields.items()}


class Crosswalk(_Declared, frozen=True):
    """Their codes to ours, inline or in a CSV file of two columns; ``otherwise`` says what an unknown code does."""

    table: dict[str, str] = {}
    file: str = ""
    otherwise: Literal["refuse", "keep", "omit"] = "refuse"


class Mapping(_Declared, frozen=True):
    """A whole mapping file. ``zone`` (IANA) is where times without an offset were written down."""

    name: str
    source: Table
    record: tuple[Draft, ...]
    zone: str = "UTC"
    watermark: str = ""
    blank: tuple[str, ...] = ("", "NULL", "null")
    codes: dict[str, Crosswalk] = {}


def read_mapping(raw: bytes, folder: Path) -> Mapping:
    """Give the mapping that a TOML file holds; Invalid names what is wrong in it. Files are sought in ``folder``."""
    try:
        mapping = msgspec.toml.decode(raw, type=Mapping)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        message = f"The mapping file is not right: {wrong}"
        raise Invalid(message, remedy=REMEDY) from wrong
    _check_source(mapping)
    for draft in mapping.record:
        _check_draft(mapping, draft)
    walks = {name: _loaded(walk, folder) for name, walk in mapping.codes.items()}
    source = mapping.source
    csv = str(folder / source.csv) if source.csv else ""
    return msgspec.structs.replace(mapping, codes=walks, source=msgspec.structs.replace(source, csv=csv))


def _wrong(message: str, field: str) -> Invalid:
    return Invalid(f"{field}: {message}.", remedy=REMEDY, field=field)


def _check_source(mapping: Mapping) -> None:
    if bool(mapping.source.csv) == bool(mapping.source.query):
        raise _wrong("give either csv, or query with database", "source")
    if not mapping.record:
        raise _wrong("at least one [[record]] is needed", "record")
    try:
        ZoneInfo(mapping.zone)
    except (ZoneInfoNotFoundError, ValueError) as wrong:
        raise _wrong(f"{mapping.zone!r} is no time zone such as America/Chicago", "zone") from wrong


def _check_draft(mapping: Mapping, draft: Draft) -> None:
    """Check that kinds, fields, crosswalks and names that a draft speaks of exist."""
    try:
        spec = kind_named(draft.kind)
    except Absent as wrong:
        raise _wrong(wrong.message, "record.kind") from wrong
    if not draft.key:
        raise _wrong("name the columns that identify a row", f"record.{draft.kind}.key")
    fields = {field.name for field in spec.fields}
    for path, origin in draft.origins().items():
        place = f"record.{draft.kind}.fields.{path}"
        if path_parts(path)[0] not in fields:
            raise _wrong(f"{draft.kind} has no field {path_parts(path)[0]!r}", place)
        _check_origin(mapping, origin, place)


def _check_origin(mapping: Mapping, origin: Origin, place: str) -> None:
    said = [bool(origin.column), bool(origin.columns), origin.constant is not None, bool(origin.record)]
    if origin.of and not (origin.record and origin.key):
        raise _wrong("of needs record, the name of the record there, and key, its columns here", place)
    if sum(said) != 1:
        raise _wrong("say one of column, columns, constant and record", place)
    if origin.codes and origin.codes not in mapping.codes:
        raise _wrong(f"there is no [codes.{origin.codes}]", place)
    names = {draft.name or draft.kind for draft in mapping.record}
    if origin.record and not origin.of and origin.record not in names:
        raise _wrong(f"no record of this file is called {origin.record!r}", place)


def _loaded(walk: Crosswalk, folder: Path) -> Crosswalk:
    """Give a crosswalk with the rows of its file in its table; lines of the file are ``theirs,ours``."""
    if not walk.file:
        return walk
    try:
        lines = (folder / walk.file).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as wrong:
        raise _wrong(f"cannot read {walk.file}", "codes") from wrong
    pairs = [line.split(",", 1) for line in lines if line.strip() and not line.startswith("#")]
    if any(len(pair) != 2 for pair in pairs):  # noqa: PLR2004 - theirs and ours
        raise _wrong(f"every line of {walk.file} needs two columns", "codes")
    found = {theirs.strip(): ours.strip() for theirs, ours in pairs}
    return msgspec.structs.replace(walk, table={**found, **walk.table})
