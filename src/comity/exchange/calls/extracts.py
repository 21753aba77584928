"""The connectors for open data: calls for service, and crime rows."""

from collections.abc import Callable
from uuid import UUID

from comity.errors import Invalid
from comity.exchange.calls import calls, crimes
from comity.exchange.calls.extract import ExtractRow, columns, rows
from comity.exchange.checked import checked
from comity.exchange.connector import Drafted, Message, Refusal
from comity.records.declaration import Record

Making = Callable[[ExtractRow], list[tuple[UUID, Record]]]


class CallExtract:
    """Reads calls for service with Baltimore's columns, as ArcGIS JSON or CSV."""

    name = "calls-for-service"

    def recognizes(self, raw: bytes, filename: str) -> bool:
        """Tell by the columns."""
        del filename
        return columns(raw) >= calls.COLUMNS

    def read(self, raw: bytes) -> Message:
        """Read an extract; Invalid when it is neither form."""
        return _message(self.name, raw, calls.call)


class CrimeExtract:
    """Reads crime rows with Baltimore's columns, as ArcGIS JSON or CSV."""

    name = "crime-rows"

    def recognizes(self, raw: bytes, filename: str) -> bool:
        """Tell by the columns."""
        del filename
        return columns(raw) >= crimes.COLUMNS

    def read(self, raw: bytes) -> Message:
        """Read an extract; Invalid when it is neither form."""
        return _message(self.name, raw, crimes.crime)


def _message(name: str, raw: bytes, making: Making) -> Message:
    """Make the records of every row; a row that gives none is refused and the rest stands."""
    found = list(rows(raw))
    drafts: list[Drafted] = []
    refused: list[Refusal] = []
    for row in found:
        try:
            drafts += checked(making(row))
        except Invalid as wrong:
            row.taken.clear()
            refused.append(Refusal(f"row {row.number}", wrong))
    return Message(
        connector=name,
        media_type="application/json" if raw.lstrip()[:1] == b"{" else "text/csv",
        original=raw,
        records=tuple(drafts),
        leaves=sum(len(row.leaves()) for row in found),
        taken=sum(len(row.taken) for row in found),
        untaken=tuple(path for row in found for path in row.untaken()),
        refusals=tuple(refused),
    )
