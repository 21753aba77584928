"""The tables of other systems, one row at a time: CSV files, SQLite and PostgreSQL queries."""

import csv
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import asyncpg

from comity.errors import Invalid, Unavailable
from comity.exchange.tabular.mapping import Table

Cells = dict[str, str]
LONGEST_CELL = 1 << 20
AT_ONCE = 500


async def read_table(table: Table, since: str) -> AsyncIterator[Cells | Invalid]:
    """Give each row as text by column; a row that cannot be read comes as the Invalid that says why."""
    if table.csv:
        for cells in csv_rows(Path(table.csv), table):
            yield cells
        return
    url = _database(table)
    if url.startswith("sqlite:"):
        for cells in sqlite_rows(url.removeprefix("sqlite://"), table.query, since):
            yield cells
        return
    async for cells in postgres_rows(url, table.query, since):
        yield cells


def _database(table: Table) -> str:
    if not table.database.startswith("$"):
        return table.database
    url = os.environ.get(table.database[1:], "")
    if not url:
        message = f"The environment has no {table.database[1:]}."
        raise Unavailable(message, remedy="Set it to the URL of the database to import from.")
    return url


def csv_rows(path: Path, table: Table) -> Iterator[Cells | Invalid]:
    """Read a CSV file with a header line; ragged, undecodable and endless rows are refused one by one."""
    try:
        file = path.open(encoding=table.encoding, errors="surrogateescape", newline="")
    except (OSError, LookupError) as wrong:
        message = f"Cannot read {path.name}: {wrong}"
        raise Unavailable(message, remedy="Correct the path or the encoding in the mapping file.") from wrong
    with file:
        csv.field_size_limit(LONGEST_CELL)
        lines = csv.reader(file, delimiter=table.delimiter, quotechar=table.quote)
        header = _header(lines)
        yield from (_cells(header, line) for line in _lines(lines))


def _header(lines: Iterator[list[str]]) -> list[str]:
    header = [name.strip() for name in next(lines, [])]
    if not header or len(set(header)) != len(header):
        message = "The first line must name every column once."
        raise Invalid(message, remedy="Give the file a header line with names that differ.")
    return header


def _lines(lines: Iterator[list[str]]) -> Iterator[list[str] | Invalid]:
    """Give the lines that are not empty; a line that the CSV rules do not allow comes as Invalid."""
    while True:
        try:
            line = next(lines)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield Invalid(f"the line is not CSV: {wrong}", remedy="Correct the quotes of this line.")
            continue
        if line:
            yield line


def _cells(header: list[str], line: list[str] | Invalid) -> Cells | Invalid:
    if isinstance(line, Invalid):
        return line
    if len(line) != len(header):
        reason = f"the row has {len(line)} cells, the header {len(header)}"
        return Invalid(reason, remedy="Quote cells that hold the delimiter or a line break.")
    if any("\udc80" <= character <= "\udcff" for cell in line for character in cell):
        return Invalid("the row has bytes that the encoding does not know", remedy="Set encoding in the mapping file.")
    return dict(zip(header, line, strict=True))


def sqlite_rows(path: str, query: str, since: str) -> Iterator[Cells]:
    """Read a query on a SQLite file, which is opened for reading only; ``$1`` is the watermark."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            cursor = connection.execute(query, {"1": since or None} if "$1" in query else {})
            names = [column[0] for column in cursor.description]
            for line in cursor:
                yield {name: _text(value) for name, value in zip(names, line, strict=True)}
    except sqlite3.Error as wrong:
        raise _unanswered(wrong) from wrong


async def postgres_rows(url: str, query: str, since: str) -> AsyncIterator[Cells]:
    """Read a query on PostgreSQL through a cursor in a read-only transaction; ``$1`` is the watermark as text."""
    try:
        connection = await asyncpg.connect(url)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as wrong:
        raise _unanswered(wrong) from wrong
    try:
        async with connection.transaction(readonly=True):
            arguments = [since or None] if "$1" in query else []
            async for line in connection.cursor(query, *arguments, prefetch=AT_ONCE):
                yield {name: _text(value) for name, value in line.items()}
    except asyncpg.PostgresError as wrong:
        raise _unanswered(wrong) from wrong
    finally:
        await connection.close()


def _unanswered(wrong: Exception) -> Unavailable:
    return Unavailable(f"The database did not answer: {wrong}", remedy="Check URL and query in the mapping file.")


def _text(value: object) -> str:
    """Give a database's value as the text that a CSV file would have; times in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.hex()
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)
