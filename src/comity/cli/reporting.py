"""What an import came to: for a person, for a program, and for whoever mends what was refused."""

from collections import Counter
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from comity.errors import ComityError
from comity.exchange.entering import SetAside
from comity.exchange.importing import Imported
from comity.exchange.importing_rows import RowsImported
from comity.records.codec import encode

_SHOWN = 10


class Refusal(Struct, frozen=True, omit_defaults=True):
    """One thing that was not entered: where it stands, why, and what to do."""

    place: str
    reason: str
    remedy: str
    kind: str = ""
    field: str = ""
    rule: str = ""
    column: str = ""


class FileReport(Struct, frozen=True, kw_only=True):
    """What one file came to: records entered by kind, how many were there already, what was not understood.

    ``refusals`` counts what was refused; of a table ``refused`` lists the first thousand, the set-aside file all.
    ``leaves`` counts the message's values and ``in_fields`` those that stand in a field; ``untaken`` names the others.
    """

    file: str
    connector: str = ""
    rehearsed: bool = False
    entered: dict[str, int] = {}
    already: int = 0
    corrected: int = 0
    rows: int = 0
    leaves: int = 0
    in_fields: int = 0
    reviews: dict[str, int] = {}
    refusals: int = 0
    refused: tuple[Refusal, ...] = ()
    untaken: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many records were entered."""
        return sum(self.entered.values())

    @property
    def coverage(self) -> str:
        """How much of the message stands in fields."""
        return f"{100 * self.in_fields / self.leaves:.1f} %" if self.leaves else ""


def reported(file: str, imported: Imported, *, rehearsed: bool) -> FileReport:
    """Give the report on a message."""
    return FileReport(
        file=file,
        connector=imported.connector,
        rehearsed=rehearsed,
        entered=imported.kinds,
        already=imported.already,
        leaves=imported.leaves,
        in_fields=imported.taken,
        reviews=dict(sorted(Counter(imported.outcome.reviews).items())),
        refusals=len(imported.outcome.refused),
        refused=tuple(refusal(aside) for aside in imported.outcome.refused),
        untaken=imported.untaken,
    )


def tabled(file: str, imported: RowsImported, *, rehearsed: bool) -> FileReport:
    """Give the report on a table."""
    return FileReport(
        file=file,
        connector="mapping",
        rehearsed=rehearsed,
        entered=dict(sorted(imported.entered.items())),
        already=imported.unchanged,
        corrected=imported.corrected,
        rows=imported.rows,
        reviews=dict(sorted(imported.reviews.items())),
        refused=tuple(refusal(aside) for aside in imported.refused),
        refusals=imported.refusals,
    )


def refusal(aside: SetAside) -> Refusal:
    """Give the line on something that was set aside."""
    error = aside.error
    return Refusal(
        place=aside.place,
        reason=error.message,
        remedy=error.remedy,
        kind=aside.offered.kind if aside.offered else "",
        field=getattr(error, "field", ""),
        rule=getattr(error, "rule", ""),
        column=aside.column,
    )


def unreadable(file: str, error: ComityError) -> FileReport:
    """Give the report on a file of which nothing could be made."""
    return FileReport(file=file, refusals=1, refused=(refusal(SetAside("the whole file", error)),))


def row_of(report: FileReport) -> Sequence[object]:
    """Give a file's line in the table of an import."""
    cells = (report.total, report.already, report.corrected, report.coverage, report.refusals)
    return (report.file, report.connector, *cells)


def lines_of(report: FileReport) -> list[str]:
    """Give the first refusals of a file as a person reads them."""
    shown = [f"{report.file}: {each.place}: {each.reason} {each.remedy}" for each in report.refused[:_SHOWN]]
    more = report.refusals - _SHOWN
    return [*shown, f"{report.file}: and {more} more; --set-aside keeps all."] if more > 0 else shown


class Aside(Struct, frozen=True, omit_defaults=True):
    """A line of the file of what was set aside: the refusal, and the record or cells, to be mended and sent again."""

    file: str
    refusal: Refusal
    record: msgspec.Raw = msgspec.Raw(b"null")
    cells: dict[str, str] = {}


def aside_line(file: str, aside: SetAside) -> Aside:
    """Give the line for something set aside, with its record where one could be made."""
    record = msgspec.Raw(encode(aside.offered.record)) if aside.offered else msgspec.Raw(b"null")
    return Aside(file, refusal(aside), record, dict(aside.cells))
