"""Open data of dispatch centers and police departments becomes calls, incidents and blocks."""

import csv
import io
import json

import pytest

from comity.errors import Invalid
from comity.exchange.calls.extracts import CallExtract, CrimeExtract
from comity.records.incidents.service_call import ServiceCall
from comity.records.justice.incident import Incident
from comity.records.justice.offense import Offense
from comity.records.parties.location import Location
from tests.corpus import corpus
from tests.exchange.comparing import dangling, told

CALL = {
    "callNumber": "P26-1",
    "callDateTime": 1783213500000,
    "priority": "Low",
    "description": "WELFARE CHECK",
    "incidentLocation": "100 MAIN ST",
    "location": "100 MAIN ST HART CITY",
    "Neighborhood": "Old Town",
    "NeedsSync": 1,
    "IsDeleted": 0,
}
CRIME = {
    "CrimeDateTime": 1783213500000,
    "CrimeCode": "3K",
    "Location": "100 MAIN ST",
    "Description": "ROBBERY - RESIDENCE",
    "Inside_Outside": "I",
    "Weapon": "KNIFE",
    "GeoLocation": "(39.5,-76.25)",
    "Premise": "DWELLING",
    "Total_Incidents": 1,
}


def extract(*rows: dict[str, object], dates: tuple[str, ...] = ("callDateTime", "CrimeDateTime")) -> bytes:
    fields = [{"name": n, "type": "esriFieldTypeDate" if n in dates else "esriFieldTypeString"} for n in rows[0]]
    return json.dumps({"fields": fields, "features": [{"attributes": row} for row in rows]}).encode()


def as_csv(*rows: dict[str, object]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows({**row, **{n: "2026-07-05T01:05:00Z" for n in row if n.endswith("DateTime")}} for row in rows)
    return text.getvalue().encode()


def test_a_call_comes_with_its_block_and_nothing_finer() -> None:
    raw = extract(CALL)
    assert CallExtract().recognizes(raw, "")
    assert not CrimeExtract().recognizes(raw, "")
    message = CallExtract().read(raw)
    block, call = (draft.record for draft in message.records)
    assert isinstance(block, Location)
    assert isinstance(call, ServiceCall)
    assert (call.call_number, call.received_at, call.nature) == ("P26-1", "2026-07-05T01:05:00Z", "WELFARE CHECK")
    assert (block.area, block.position, call.withdrawn) == ("Old Town", None, False)
    assert message.untaken == ("row 1/NeedsSync",)
    assert not dangling(message)


def test_a_crime_row_becomes_an_incident_with_its_offense() -> None:
    message = CrimeExtract().read(extract(CRIME))
    block, incident, offense = (draft.record for draft in message.records)
    assert isinstance(block, Location)
    assert isinstance(incident, Incident)
    assert isinstance(offense, Offense)
    assert block.position is not None
    assert block.position.latitude == 39.5
    assert (offense.text, offense.force, offense.indicators) == ("ROBBERY - RESIDENCE", ("KNIFE",), ("Inside",))
    assert message.untaken == ()


@pytest.mark.parametrize("row, connector", [(CALL, CallExtract()), (CRIME, CrimeExtract())])
def test_csv_with_the_same_columns_gives_the_same_records(
    row: dict[str, object], connector: CallExtract | CrimeExtract
) -> None:
    raw = as_csv(row)
    assert connector.recognizes(raw, "x.csv")
    assert told(connector.read(raw).records) == told(connector.read(extract(row)).records)


def test_a_row_without_a_time_is_refused_and_the_next_comes_in() -> None:
    message = CallExtract().read(extract({**CALL, "callDateTime": None}, CALL))
    (refusal,) = message.refusals
    assert refusal.place == "row 1"
    assert "received_at" in refusal.error.field
    assert len(message.records) == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"{}",
        b'{"fields": 1, "features": 2}',
        b'{"fields": [], "features": [{"attributes": 5}]}',
        b"a,b\n1\n",
        b"\xff\xfe,\n",
        b'a,"b',
    ],
)
def test_what_is_no_extract_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        CallExtract().read(raw)


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name, connector, rows, share",
    [
        ("baltimore-cfs-2021.json", CallExtract(), 2000, 0.95),
        ("baltimore-part1-crime-2021.json", CrimeExtract(), 1000, 1.0),
    ],
)
def test_a_real_city_comes_in(name: str, connector: CallExtract | CrimeExtract, rows: int, share: float) -> None:
    raw = (corpus("calls-for-service") / name).read_bytes()
    assert connector.recognizes(raw, name)
    message = connector.read(raw)
    assert message.refusals == ()
    assert message.taken / message.leaves >= share
    assert len({draft.id for draft in message.records}) == len(message.records) >= 2 * rows
