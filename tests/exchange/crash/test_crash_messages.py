"""A crash message, in XML or in JSON, becomes a crash that refers to its driver and its place."""

import json

import pytest
from lxml import etree

from comity.errors import Invalid
from comity.exchange.connector import Message
from comity.exchange.crash.messages import CrashDocument, CrashMessage
from comity.records.incidents.crash import Crash
from comity.records.parties.location import Location
from comity.records.parties.person import Person
from tests.corpus import corpus
from tests.exchange.comparing import dangling, mutated, told, unmoved

DOCUMENT = {
    "@context": {"j": "https://docs.oasis-open.org/niemopen/ns/model/domains/justice/6.0/"},
    "exch:CrashDriverInfo": {
        "nc:Person": {
            "@id": "#P1",
            "nc:PersonBirthDate": {"nc:Date": "1990-02-03"},
            "nc:PersonName": {"nc:PersonGivenName": "Bo", "nc:PersonMiddleName": ["A", "C"], "nc:PersonSurName": "Lee"},
        },
        "j:Crash": {
            "nc:ActivityDate": {"nc:Date": "2026-10-11"},
            "nc:Location": {
                "nc:Location2DGeospatialCoordinate": {
                    "nc:GeographicCoordinateLatitude": {"nc:LatitudeDegreeValue": 39, "nc:LatitudeMinuteValue": 30},
                    "nc:GeographicCoordinateLongitude": {"nc:LongitudeDegreeValue": -76, "nc:LongitudeMinuteValue": 15},
                }
            },
            "j:CrashVehicle": {
                "j:CrashDriver": {
                    "nc:RoleOfPerson": {"@id": "#P1"},
                    "j:DriverLicense": {"j:DriverLicenseCardIdentification": {"nc:IdentificationID": "Z99"}},
                }
            },
            "j:CrashPerson": [
                {
                    "nc:RoleOfPerson": {"@id": "#P1"},
                    "j:CrashPersonInjury": [{"nc:InjuryDescriptionText": "Bruise", "j:InjurySeverityCode": "4"}],
                }
            ],
        },
        "j:PersonChargeAssociation": {
            "nc:Person": {"@id": "#P1"},
            "j:Charge": {"@id": "#C1"},
            "j:JuvenileAsAdultIndicator": False,
        },
        "j:Charge": {"@id": "#C1", "j:ChargeDescriptionText": "Speeding", "j:ChargeFelonyIndicator": False},
    },
}


def read(document: object) -> Message:
    return CrashDocument().read(json.dumps(document).encode())


def test_everything_said_under_one_identity_is_one_person() -> None:
    message = read(DOCUMENT)
    assert (message.taken, message.untaken) == (message.leaves, ())
    assert not dangling(message)
    person, place, crash = (draft.record for draft in message.records)
    assert isinstance(person, Person)
    assert isinstance(place, Location)
    assert isinstance(crash, Crash)
    assert (person.names[0].middle_name, person.identifications[0].value) == ("A C", "Z99")
    assert place.position is not None
    assert (place.position.latitude, place.position.longitude) == (39.5, -76.25)
    assert crash.people[0].drove_vehicle == 1
    assert crash.injuries[0].person == crash.people[0].person == crash.charges[0].person


def test_what_counts_as_taken_makes_a_difference() -> None:
    text = json.dumps(DOCUMENT)
    leaves = ["1990-02-03", "Bo", "Lee", "2026-10-11", "Z99", "Bruise", '"4"', "Speeding", "39", "30", "15", "-76"]
    changed = [
        (leaf, text.replace(leaf, mutated(leaf.strip('"')) if '"' not in leaf else '"5"', 1).encode())
        for leaf in leaves
    ]
    assert unmoved(CrashDocument(), text.encode(), changed) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b'{"exch:CrashDriverInfo": []}',
        b'{"exch:CrashDriverInfo": {}, "another": {}}',
        b'{"exch:CrashDriverInfo": {"j:Crash": {}}}',
        b'{"exch:CrashDriverInfo": {"j:Crash": {"nc:ActivityDate": {"nc:Date": "soon"}}}}',
        b'{"exch:CrashDriverInfo": {"not a name": 1}}',
        b'{"exch:CrashDriverInfo": {"a": {"@id": "\\u0001", "b": 1}}}',
        b'{"a":' * 300 + b"1" + b"}" * 300,
    ],
)
def test_what_is_no_crash_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        CrashDocument().read(raw)


@pytest.mark.corpus
def test_the_published_examples_come_in_whole() -> None:
    folder = corpus("niem")
    paths = [*folder.glob("crash-driver-6.0/examples/*.xml"), *folder.glob("crash-driver-json/training.xml")]
    paths += [folder / "crash-driver-json" / name for name in ("CrashDriver.json", "training.json")]
    assert len(paths) == 5
    for path in paths:
        raw = path.read_bytes()
        (connector,) = [c for c in (CrashMessage(), CrashDocument()) if c.recognizes(raw, path.name)]
        message = connector.read(raw)
        assert message.taken / message.leaves > 0.9, (path.name, message.untaken)
        assert not dangling(message)


@pytest.mark.corpus
def test_the_example_gives_the_same_records_whatever_its_namespaces_are_called() -> None:
    raw = (corpus("niem") / "crash-driver-6.0" / "examples" / "iep2.xml").read_bytes()
    again = etree.tostring(etree.fromstring(raw.replace(b"nc:", b"core:").replace(b":nc=", b":core=")))
    assert told(CrashMessage().read(raw).records) == told(CrashMessage().read(again).records)
