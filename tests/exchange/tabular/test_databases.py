"""Another system's database is read by a query, from where the last run ended, a few rows at a time."""

import shutil
import sqlite3
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from comity.errors import Unavailable
from comity.exchange.tabular.mapping import Mapping
from comity.exchange.tabular.rows import Run, read_rows
from comity.records.justice.offense import Offense
from comity.store.postgres.opening import opened
from tests.exchange.tabular.scenes import SECRET, Numbers, all_rows, mapped

pytestmark = pytest.mark.anyio

OFFENSES = """
name = "rms-offenses"
watermark = "updated"

[source]
database = "{url}"
query = '''
select id, incident_no, ucr, attempted, updated from offense
where $1{cast} is null or updated >= $1{cast} order by updated, id
'''

[[record]]
kind = "offense"
key = ["id"]

[record.fields]
incident = {{ column = "incident_no", reference = {{ kind = "incident", by = "incident_number" }} }}
offense = "ucr"
attempted = "attempted"
"""
ROWS = [(1, "I-1", "220", "N", "2026-01-01T08:00:00"), (2, "I-2", "13A", "Y", "2026-01-02T08:00:00")]
INCIDENT = UUID("6f5d0a52-6b5e-4b2c-9c0e-2f6b1a7d8e90")
KNOWN = {("incident", "incident_number", "I-1"): INCIDENT, ("incident", "incident_number", "I-2"): INCIDENT}


@pytest.fixture
def place() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="comity-test-"))
    place.chmod(0o711)
    yield place
    shutil.rmtree(place)


def from_sqlite(folder: Path, rows: list[tuple[int, str, str, str, str]]) -> Mapping:
    with sqlite3.connect(folder / "rms.db") as connection:
        connection.execute(
            "create table offense (id integer, incident_no text, ucr text, attempted text, updated text)"
        )
        connection.executemany("insert into offense values (?, ?, ?, ?, ?)", rows)
    connection.close()
    return mapped(folder, OFFENSES.format(url=f"sqlite://{folder / 'rms.db'}", cast=""))


async def test_a_sqlite_query_gives_records_that_refer_by_number(tmp_path: Path) -> None:
    mapping = from_sqlite(tmp_path, ROWS)
    first, second = await all_rows(mapping, known=KNOWN)
    offense = first.drafts[0].record
    assert isinstance(offense, Offense)
    assert offense.incident is not None
    assert (offense.incident.id, offense.offense, offense.attempted) == (INCIDENT, "220", False)
    assert second.watermark == "2026-01-02T08:00:00"
    assert [row.watermark for row in await all_rows(mapping, known=KNOWN, since=second.watermark)] == [second.watermark]


async def test_a_number_that_nobody_knows_refuses_its_row(tmp_path: Path) -> None:
    first, second = await all_rows(from_sqlite(tmp_path, ROWS), known=dict(list(KNOWN.items())[:1]))
    assert first.refused is None
    assert second.refused is not None
    assert second.refused.column == "incident_no"
    assert "no incident has incident_number 'I-2'" in second.refused.reason


async def test_a_database_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        await all_rows(mapped(tmp_path, OFFENSES.format(url="sqlite:///no/such.db", cast="")))
    with pytest.raises(Unavailable):
        await all_rows(mapped(tmp_path, OFFENSES.format(url="postgresql://127.0.0.1:1/x", cast="::text")))
    with pytest.raises(Unavailable, match="COMITY_TEST_NOWHERE"):
        await all_rows(mapped(tmp_path, OFFENSES.format(url="$COMITY_TEST_NOWHERE", cast="")))


async def test_a_postgresql_query_gives_the_same_records(place: Path) -> None:
    async with opened(home=place / "home", url=None) as dsn:
        connection = await asyncpg.connect(dsn)
        await connection.execute(
            "create table offense (id integer, incident_no text, ucr text, attempted text, updated text)"
        )
        await connection.executemany("insert into offense values ($1, $2, $3, $4, $5)", ROWS)
        await connection.close()
        mapping = mapped(place, OFFENSES.format(url=dsn, cast="::text"))
        rows = await all_rows(mapping, known=KNOWN)
        assert await all_rows(mapping, known=KNOWN, since="2026-01-02T00:00:00") == [
            type(rows[1])(1, rows[1].drafts, None, rows[1].watermark)
        ]
    (place / "other").mkdir()
    assert rows == await all_rows(from_sqlite(place / "other", ROWS), known=KNOWN)


async def test_many_rows_need_little_memory(tmp_path: Path) -> None:
    mapping = from_sqlite(tmp_path, [(n, "I-1", "220", "N", "2026") for n in range(20_000)])
    tracemalloc.start()
    count = 0
    async for row in read_rows(Run(mapping, SECRET, Numbers(KNOWN))):
        count += len(row.drafts)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 4_000_000
