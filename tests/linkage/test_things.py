"""What is no person is linked by comparisons of its own: vehicles, organizations, places, lines and accounts."""

from comity.linkage.deciding import Decision, decision
from comity.linkage.features import features_of
from comity.linkage.keys import keys_of
from comity.linkage.model import default_model
from comity.linkage.scoring import score
from comity.records.declaration import Record, kind_name
from comity.records.parties.addresses import Address
from comity.records.parties.identifications import Identification
from comity.records.parties.location import Location
from comity.records.parties.organization import Organization
from comity.records.parties.phone_account import PhoneAccount
from comity.records.parties.things import ThingDetail
from comity.records.parties.vehicle import Registration, Vehicle
from comity.records.parties.weapon import Weapon


def decided(one: Record, other: Record) -> Decision:
    first, second = features_of(one), features_of(other)
    assert first is not None
    assert second is not None
    if set(keys_of(first)).isdisjoint(keys_of(second)):
        return Decision.NONE
    model = default_model(kind_name(type(one)))
    return decision(model, float(score(model, first, [second])[0]))


def vehicle(
    plate: str | None = None, make: str | None = None, color: str | None = None, vin: str | None = None
) -> Vehicle:
    plates = (Registration(plate=plate),) if plate else ()
    return Vehicle(registrations=plates, vin=vin, detail=ThingDetail(make=make, colors=(color,) if color else ()))


def test_a_vehicle_is_the_same_by_its_number() -> None:
    number = "1HGCM82633A004352"
    assert decided(vehicle(vin=number), vehicle("HB 1234", "Honda", vin=number.lower())) is Decision.LINK


def test_a_plate_and_what_it_stands_on_make_a_vehicle_the_same() -> None:
    assert decided(vehicle("HB-1234", "Honda", "red"), vehicle("hb1234", "Honda", "red")) is Decision.LINK


def test_a_plate_that_moved_to_another_make_is_not_linked() -> None:
    assert decided(vehicle("HB-1234", "Honda", "red"), vehicle("HB-1234", "Ford", "blue")) is not Decision.LINK


def test_two_red_hondas_are_not_one() -> None:
    assert decided(vehicle("HB-1234", "Honda", "red"), vehicle("KX-9876", "Honda", "red")) is Decision.NONE


def test_an_organization_is_the_same_by_its_name_and_place() -> None:
    here = Address(street="4 Harbor Road", postal_code="62704")
    one = Organization(name="Hart City Towing, Inc.", address=here)
    assert decided(one, Organization(name="Hart City Towing Inc", address=here)) is Decision.LINK


def test_two_companies_at_one_address_are_not_one() -> None:
    here = Address(street="4 Harbor Road", postal_code="62704")
    one = Organization(name="Hart City Towing", address=here)
    assert decided(one, Organization(name="Bluebird Bakery", address=here)) is not Decision.LINK


def test_an_organization_is_the_same_by_its_number() -> None:
    number = (Identification(value="IL0840000", kind="ori"),)
    one = Organization(name="Hart City Police Department", identifications=number)
    assert decided(one, Organization(name="Hart City PD", identifications=number)) is Decision.LINK


def test_an_address_is_the_same_however_its_street_is_split() -> None:
    whole = Location(address=Address(street="12 Oak Street", city="Harbor", postal_code="62704"))
    split = Location(address=Address(street_number="12", street_name="Oak Street", city="Harbor", postal_code="62704"))
    assert decided(whole, split) is Decision.LINK


def test_two_houses_of_one_street_are_not_one() -> None:
    one = Location(address=Address(street="12 Oak Street", city="Harbor", postal_code="62704"))
    other = Location(address=Address(street="14 Oak Street", city="Harbor", postal_code="62704"))
    assert decided(one, other) is Decision.NONE


def test_a_line_is_the_same_by_its_number() -> None:
    line = PhoneAccount(telephone="+1 (415) 555-0142")
    assert decided(line, PhoneAccount(telephone="415.555.0142")) is Decision.LINK
    assert decided(line, PhoneAccount(telephone="415.555.0143")) is Decision.NONE


def test_a_kind_without_comparisons_is_not_linked() -> None:
    assert features_of(Weapon()) is None
