"""What is no person is linked by comparisons of its own: vehicles, organizations, places, lines and accounts."""

import pytest

from bench.linking_things import THINGS, in_force, linked
from comity.demo.chance import Chance
from comity.linkage.deciding import Decision, decision
from comity.linkage.features import features_of
from comity.linkage.keys import keys_of
from comity.linkage.scoring import score
from comity.records.declaration import Record, kind_name
from comity.records.parties.addresses import Address
from comity.records.parties.contacts import Contact
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
    model = in_force(kind_name(type(one)), 0)
    return decision(model, float(score(model, first, [second])[0]))


def vehicle(
    plate: str | None = None, make: str | None = None, color: str | None = None, vin: str | None = None
) -> Vehicle:
    plates = (Registration(plate=plate),) if plate else ()
    return Vehicle(registrations=plates, vin=vin, detail=ThingDetail(make=make, colors=(color,) if color else ()))


# Floors a little under what is reached by 1,000 things of each kind on this seed: precision and recall of clusters.
FLOORS = {
    "organization": (0.98, 0.71),
    "location": (0.98, 0.94),
    "vehicle": (0.98, 0.74),
    "phone-account": (0.98, 0.66),
}


@pytest.mark.parametrize("kind", THINGS)
def test_what_several_agencies_enter_of_one_thing_is_linked_and_what_stands_beside_it_is_not(kind: str) -> None:
    reached = linked(kind, "tests", 1_000).clusters
    print(f"precision {reached.precision:.4f}, recall {reached.recall:.4f}, F1 {reached.f1:.4f}")
    assert reached.precision >= FLOORS[kind][0]
    assert reached.recall >= FLOORS[kind][1]


@pytest.mark.parametrize("kind", THINGS)
def test_the_same_seed_gives_the_same_entries_of_things(kind: str) -> None:
    made = THINGS[kind](Chance("seed"), 50)
    assert made == THINGS[kind](Chance("seed"), 50)
    assert len({each.thing for each in made}) >= 45


def test_a_vehicle_is_the_same_by_its_number() -> None:
    number = "1HGCM82633A004352"
    assert decided(vehicle(vin=number), vehicle("HB 1234", "Honda", vin=number.lower())) is Decision.LINK


def test_a_plate_and_what_it_stands_on_make_a_vehicle_the_same() -> None:
    assert decided(vehicle("HB-1234", "Honda", "red"), vehicle("hb1234", "Honda", "red")) is Decision.LINK


def test_a_plate_that_moved_to_another_make_is_not_linked() -> None:
    assert decided(vehicle("HB-1234", "Honda", "red"), vehicle("HB-1234", "Ford", "blue")) is not Decision.LINK


def test_a_plate_read_with_a_letter_for_the_digit_that_looks_like_it_is_the_same() -> None:
    assert decided(vehicle("HB-1280", "Honda", "red"), vehicle("HB-12BO", "HOND", "RED")) is Decision.LINK


def test_two_cars_of_one_fleet_with_plates_one_after_the_other_are_for_a_person() -> None:
    one, other = vehicle("HB-1234", "Ford", "white"), vehicle("HB-1235", "Ford", "white")
    assert decided(one, other) is not Decision.LINK


def test_a_plate_alone_is_for_a_person() -> None:
    assert decided(vehicle("HB-1234"), vehicle("HB-1234", "Honda")) is Decision.REVIEW


def test_two_vehicle_numbers_part_what_one_plate_joins() -> None:
    first, second = "1HGCM82633A004352", "2FTRX18W1XCA01234"
    one, other = vehicle("HB-1234", "Honda", "red", first), vehicle("HB-1234", "Honda", "red", second)
    assert decided(one, other) is not Decision.LINK


@pytest.mark.parametrize("said", ["Chevy", "CHEV", "chevrolet"])
def test_a_make_is_the_same_by_its_code_and_its_everyday_name(said: str) -> None:
    assert decided(vehicle("HB-1234", "Chevrolet"), vehicle("HB-1234", said)) is Decision.LINK


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


@pytest.mark.parametrize(
    "said",
    ["THE HART BROS TOWING", "Hart Brothers Towing, Inc.", "Hart Bros. Towing Incorporated", "Hart Bros Twoing"],
)
def test_an_organization_is_the_same_however_its_name_is_shortened(said: str) -> None:
    one = Organization(name="Hart Brothers Towing Co.", address=Address(street="4 Harbor Road", city="Harbor"))
    other = Organization(name=said, address=Address(street="4 HARBOR RD, Suite 2", city="Harbor"))
    assert decided(one, other) is Decision.LINK


def test_two_branches_of_one_company_are_not_one() -> None:
    one = Organization(name="Quill Pharmacy", address=Address(street="4 Harbor Road", city="Harbor"))
    other = Organization(name="Quill Pharmacy", address=Address(street="90 Oak Street", city="Harbor"))
    assert decided(one, other) is not Decision.LINK


def test_a_branch_under_the_telephone_of_its_head_office_is_for_a_person() -> None:
    line = (Contact(telephone="415-555-0142"),)
    here, there = Address(street="4 Harbor Road", city="Harbor"), Address(street="90 Oak Street", city="Harbor")
    one = Organization(name="Quill Pharmacy", address=here, contacts=line)
    assert decided(one, Organization(name="Quill Pharmacy", address=there, contacts=line)) is Decision.REVIEW


def test_an_organization_is_the_same_by_its_number() -> None:
    number = (Identification(value="IL0840000", kind="ori"),)
    one = Organization(name="Hart City Police Department", identifications=number)
    assert decided(one, Organization(name="Hart City PD", identifications=number)) is Decision.LINK


def test_an_address_is_the_same_however_its_street_is_split() -> None:
    whole = Location(address=Address(street="12 Oak Street", city="Harbor", postal_code="62704"))
    split = Location(address=Address(street_number="12", street_name="Oak Street", city="Harbor", postal_code="62704"))
    assert decided(whole, split) is Decision.LINK


@pytest.mark.parametrize(
    "flat",
    [
        Address(street="12 OAK ST", unit="Apartment 4B", city="Harbor"),
        Address(street="12 Oak St. Apt 4B", city="Harbor"),
        Address(street="12 Oak Street #4B", city="Harbor"),
        Address(street_number="12", street_name="Oak", street_category="ST", unit="4-B", city="Harbor"),
        Address(street_number="12", street_name="Oak Street", street_category="ST", unit="#4b", city="Harbor"),
    ],
)
def test_a_flat_is_the_same_wherever_its_number_stands(flat: Address) -> None:
    one = Location(address=Address(street="12 Oak Street", unit="4B", city="Harbor"))
    assert decided(one, Location(address=flat)) is Decision.LINK
    assert decided(Location(address=Address(street="12 Oak Street", unit="5", city="Harbor")), one) is Decision.NONE


def test_a_house_and_a_flat_in_it_are_for_a_person() -> None:
    one = Location(address=Address(street="12 Oak Street", city="Harbor", postal_code="62704"))
    other = Location(address=Address(street="12 Oak St Apt 4", city="Harbor", postal_code="62704-1234"))
    assert decided(one, other) is Decision.REVIEW


@pytest.mark.parametrize("other", ["12 Oak Avenue", "12 South Oak Street", "14 North Oak Street"])
def test_one_number_in_two_streets_of_one_name_is_two_places(other: str) -> None:
    one = Location(address=Address(street="12 N. Oak St", city="Harbor", postal_code="62704"))
    assert (
        decided(one, Location(address=Address(street=other, city="Harbor", postal_code="62704"))) is not Decision.LINK
    )


def test_two_houses_of_one_street_are_not_one() -> None:
    one = Location(address=Address(street="12 Oak Street", city="Harbor", postal_code="62704"))
    other = Location(address=Address(street="14 Oak Street", city="Harbor", postal_code="62704"))
    assert decided(one, other) is Decision.NONE


def test_a_line_is_the_same_by_its_number() -> None:
    line = PhoneAccount(telephone="+1 (415) 555-0142")
    assert decided(line, PhoneAccount(telephone="415.555.0142")) is Decision.LINK
    assert decided(line, PhoneAccount(telephone="415.555.0143")) is Decision.NONE


def test_a_device_is_the_same_with_and_without_its_check_digit() -> None:
    one, other = PhoneAccount(device_number="35-209900-176148-1"), PhoneAccount(device_number="35209900176148")
    assert decided(one, other) is Decision.LINK


def test_one_name_on_two_services_is_two_accounts_and_without_a_service_it_is_for_a_person() -> None:
    one = PhoneAccount(account_name="night_river7", provider="ChatNow")
    assert decided(one, PhoneAccount(account_name="@Night_River7", provider="Chatnow")) is Decision.LINK
    assert decided(one, PhoneAccount(account_name="night_river7", provider="PhotoBox")) is Decision.NONE
    assert decided(one, PhoneAccount(account_name="night_river7")) is Decision.REVIEW


def test_seven_digits_without_an_area_code_are_for_nobody_to_link() -> None:
    assert decided(PhoneAccount(telephone="555-0142"), PhoneAccount(telephone="555.0142")) is not Decision.LINK


def test_a_line_stays_one_when_its_carrier_changes() -> None:
    one = PhoneAccount(telephone="415-555-0142", provider="Lakeside Wireless")
    assert decided(one, PhoneAccount(telephone="+1 415 555 0142", provider="Union Telephone")) is Decision.LINK


def test_a_kind_without_comparisons_is_not_linked() -> None:
    assert features_of(Weapon()) is None
