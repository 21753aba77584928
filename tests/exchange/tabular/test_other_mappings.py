"""Rows of one table point at what another mapping made."""

from pathlib import Path

import pytest

from comity.records.justice.incident import Incident
from comity.records.justice.offense import Offense
from tests.exchange.tabular.scenes import all_rows, mapped

pytestmark = pytest.mark.anyio

INCIDENTS = """
name = "incidents"
[source]
csv = "incidents.csv"
[[record]]
kind = "incident"
key = ["NO"]
[record.fields]
incident_number = "NO"
offenses = { column = "CODES", split = ";" }
"""
OFFENSES = """
name = "offenses"
[source]
csv = "offenses.csv"
[[record]]
kind = "offense"
key = ["NO", "LINE"]
[record.fields]
incident = { of = "incidents", record = "incident", key = ["NO"] }
offense = "CODE"
location = { of = "places", record = "location", key = ["PLACE"] }
"""


async def test_an_offense_finds_the_incident_of_another_table(tmp_path: Path) -> None:
    (tmp_path / "incidents.csv").write_text("NO,CODES\nI-1,220; 240;\n")
    (tmp_path / "offenses.csv").write_text("NO,LINE,CODE,PLACE\nI-1,1,220,\nI-1,2,240,P9\n")
    (incident,) = (await all_rows(mapped(tmp_path, INCIDENTS)))[0].drafts
    drafts = [row.drafts[0] for row in await all_rows(mapped(tmp_path, OFFENSES))]
    records = [draft.record for draft in drafts if isinstance(draft.record, Offense)]
    assert [record.incident.id for record in records if record.incident] == [incident.id] * 2
    assert [record.location is None for record in records] == [True, False]
    assert isinstance(incident.record, Incident)
    assert incident.record.offenses == ("220", "240")
