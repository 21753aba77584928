"""Records as lines of JSON, and as rows of a table that a spreadsheet opens without harm."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from comity.acts.viewing import View
from comity.api.views import encoder, shown
from comity.records.registry import kind_named

ABOUT = ("id", "kind", "owner", "version", "recorded_at", "recorded_by")
# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def as_line(view: View) -> bytes:
    """Give a record as a line of JSON, in the very shape in which the API shows it."""
    return encoder.encode(shown(view)) + b"\n"


def harmless(text: str) -> str:
    """Put a quotation mark before what a spreadsheet would carry out (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(FORMULA) else text


class Sheet:
    """A table of some kinds: a column for each field that any of them has, lists and parts as JSON in their cell."""

    def __init__(self, kinds: Sequence[str]) -> None:
        names = (field.name for kind in kinds for field in kind_named(kind).fields)
        self._fields = tuple(dict.fromkeys(names))

    def head(self) -> bytes:
        """Give the line of the columns' names."""
        return _line([*ABOUT, *self._fields, "withheld", "notices"])

    def row(self, view: View) -> bytes:
        """Give a record's line."""
        about = [getattr(view, name) for name in ABOUT]
        return _line([*about, *(view.fields.get(name) for name in self._fields), list(view.withheld), _told(view)])


def _told(view: View) -> str:
    """Give the notices of a record in one cell, each on a line of its own."""
    return "\n".join(f"{notice.clause}: {notice.text}" for notice in view.notices)


def _line(cells: Sequence[object]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow([_cell(cell) for cell in cells])
    return text.getvalue().encode()


def _cell(value: object) -> str:
    if value is None or value in ([], (), {}):
        return ""
    match value:
        case str():
            return harmless(value)
        case datetime():
            return value.isoformat()
        case UUID():
            return str(value)
        case _:
            return msgspec.json.encode(value).decode()
