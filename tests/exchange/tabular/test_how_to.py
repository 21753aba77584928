"""The example of the how-to runs as it says."""

import re
from pathlib import Path

import pytest

from comity.records.incidents.service_call import ServiceCall
from tests.exchange.tabular.scenes import all_rows, mapped

pytestmark = pytest.mark.anyio

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "import-your-own-system.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


async def test_the_how_to_runs_as_it_says(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(blocks("csv")[0])
    first, second, third, fourth = await all_rows(mapped(tmp_path, blocks("toml")[0]))
    block, call = first.drafts
    assert isinstance(call.record, ServiceCall)
    assert (call.record.received_at, call.record.priority) == ("2026-11-03T21:05:00-05:00", "urgent")
    assert call.record.location is not None
    assert call.record.location.id == block.id
    (alone,) = second.drafts
    assert isinstance(alone.record, ServiceCall)
    assert (alone.record.location, alone.record.withdrawn) == (None, True)
    assert third.refused is not None
    assert fourth.refused is not None
    assert (third.refused.column, fourth.refused.column) == ("RECEIVED", "PRIO")


def test_the_query_of_the_how_to_is_a_source(tmp_path: Path) -> None:
    csv_source = '[source]\ncsv = "calls.csv"                  # or a query, see below\n'
    whole = blocks("toml")[0]
    assert csv_source in whole
    assert mapped(tmp_path, whole.replace(csv_source, blocks("toml")[1])).source.database == "$RMS_URL"
