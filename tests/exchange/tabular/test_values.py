"""Cells become values of the kind: times with their zone, flags, numbers, lists."""

from pathlib import Path

import pytest

from comity.records.incidents.service_call import ServiceCall
from tests.exchange.tabular.scenes import all_rows, mapped

pytestmark = pytest.mark.anyio

CALLS = """
name = "cad"
zone = "America/New_York"

[source]
csv = "calls.csv"

[[record]]
name = "block"
kind = "location"
key = ["CALL_NO"]
when = "BLOCK"

[record.fields]
"address.street" = "BLOCK"
"position.latitude" = "LAT"
"position.longitude" = "LON"

[[record]]
kind = "service-call"
key = ["CALL_NO"]

[record.fields]
call_number = "CALL_NO"
received_at = { column = "RECEIVED", time = "%m/%d/%Y %H:%M" }
closed_at = { column = "CLOSED_MS", time = "epoch-milliseconds" }
nature = { columns = ["TYPE", "SUBTYPE"], join = " - " }
withdrawn = "CANCELLED"
location = { record = "block" }
"""
HEADER = "CALL_NO,RECEIVED,CLOSED_MS,TYPE,SUBTYPE,CANCELLED,BLOCK,LAT,LON\n"


async def test_a_call_comes_with_its_block_and_the_time_of_its_zone(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(
        HEADER + "P1,07/04/2026 21:05,1783213500000,WELFARE,CHECK,N,100 MAIN ST,39.3,-76.6\n"
    )
    (row,) = await all_rows(mapped(tmp_path, CALLS))
    assert row.refused is None
    block, call = row.drafts
    assert isinstance(call.record, ServiceCall)
    assert call.record.received_at == "2026-07-04T21:05:00-04:00"
    assert call.record.closed_at == "2026-07-05T01:05:00+00:00"
    assert call.record.nature == "WELFARE - CHECK"
    assert call.record.withdrawn is False
    assert call.record.location is not None
    assert call.record.location.id == block.id


async def test_a_record_that_depends_on_a_blank_column_is_left_out(tmp_path: Path) -> None:
    text = CALLS.replace('location = { record = "block" }\n', "")
    (tmp_path / "calls.csv").write_text(HEADER + "P1,07/04/2026 21:05,,WELFARE,,,,,\n")
    (row,) = await all_rows(mapped(tmp_path, text))
    assert [draft.key for draft in row.drafts] == ["cad/service-call/P1"]


@pytest.mark.parametrize(
    "line, reason",
    [
        ("P1,03/08/2026 02:30,,X,,N,B,1,2", "clocks were put forward"),
        ("P1,07/04/2026 21:05,soon,X,,N,B,1,2", "is not written as 'epoch-milliseconds'"),
        ("P1,07/04/2026 21:05,,X,,maybe,B,1,2", "neither yes nor no"),
        ("P1,07/04/2026 21:05,,X,,N,B,north,2", "is no number"),
    ],
)
async def test_a_value_that_cannot_be_is_refused(tmp_path: Path, line: str, reason: str) -> None:
    (tmp_path / "calls.csv").write_text(HEADER + line + "\n")
    (row,) = await all_rows(mapped(tmp_path, CALLS))
    assert row.refused is not None
    assert reason in row.refused.reason
