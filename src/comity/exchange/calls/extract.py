"""An extract of open data as rows of text: the JSON of an ArcGIS feature service, or CSV with the same columns.

Esri REST API, "Query (Feature Service/Layer)": ``fields`` tells the types, ``features[].attributes`` the values; dates
are milliseconds since 1970-01-01 UTC.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from comity.errors import Invalid
from comity.records.codec import read_json

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class ExtractRow:
    """One row: its number from 1, its values as text, and which of them went into a record."""

    number: int
    values: dict[str, str]
    taken: set[str] = field(default_factory=set)

    def take(self, name: str) -> str | None:
        """Take a value; None where it is blank or there is no such column."""
        said = self.values.get(name, "").strip()
        if not said:
            return None
        self.taken.add(name)
        return said

    def leaves(self) -> list[str]:
        """Name the columns that hold something."""
        return [name for name, value in self.values.items() if value.strip()]

    def untaken(self) -> list[str]:
        """Name the columns whose value went into no record."""
        return [f"row {self.number}/{name}" for name in self.leaves() if name not in self.taken]


def columns(raw: bytes) -> frozenset[str]:
    """Tell the columns of an extract without reading all of it; none where the bytes are no extract."""
    head = raw[:4096].decode("utf-8-sig", "replace")
    if head.lstrip().startswith("{"):
        return frozenset(piece.split('"')[0] for piece in head.replace(" ", "").split('"name":"')[1:])
    return frozenset(name.strip() for name in next(csv.reader(io.StringIO(head, newline="")), []))


def rows(raw: bytes) -> Iterator[ExtractRow]:
    """Give each row of an extract; Invalid when the bytes are neither ArcGIS JSON nor CSV with a header."""
    yield from _json_rows(raw) if raw.lstrip()[:1] == b"{" else _csv_rows(raw)


def _json_rows(raw: bytes) -> Iterator[ExtractRow]:
    said = read_json(raw)
    try:
        dates = {f["name"] for f in said["fields"] if f["type"] == "esriFieldTypeDate"}
        attributes = [feature["attributes"] for feature in said["features"]]
        pairs = [[(name, _text(value, is_date=name in dates)) for name, value in row.items()] for row in attributes]
    except (KeyError, TypeError, AttributeError, OverflowError) as wrong:
        raise Invalid("The JSON is no ArcGIS feature set.", remedy="Send fields and features[].attributes.") from wrong
    for number, row in enumerate(pairs, start=1):
        yield ExtractRow(number, dict(row))


def _text(value: Any, *, is_date: bool) -> str:
    if value is None:
        return ""
    if is_date and isinstance(value, int):
        return (EPOCH + timedelta(milliseconds=value)).isoformat().replace("+00:00", "Z")
    return str(value)


def _csv_rows(raw: bytes) -> Iterator[ExtractRow]:
    try:
        lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise Invalid(f"The bytes are no CSV: {wrong}", remedy="Send UTF-8 CSV with a header line.") from wrong
    header, *body = lines or [[]]
    for number, line in enumerate((line for line in body if line), start=1):
        if len(line) != len(header):
            raise Invalid(
                f"Row {number} has {len(line)} cells, the header {len(header)}.",
                remedy="Quote cells that hold a comma.",
            )
        yield ExtractRow(number, dict(zip(header, line, strict=True)))
