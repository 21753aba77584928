"""Streets, businesses and vehicles in one form, however an agency writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.linkage.features import features_of
from comity.linkage.keys import keys_of
from comity.records.parties.addresses import Address
from comity.records.parties.location import Location
from comity.records.parties.organization import Organization
from comity.records.spelling.businesses import business_name
from comity.records.spelling.streets import bare_unit, posted_street, street_name
from comity.records.spelling.vehicles import as_seen, color_name, make_name


@pytest.mark.parametrize(
    "said,street,unit",
    [
        ("12 north oak street", "12 n oak st", ""),
        ("12 oak st apt 4 b", "12 oak st", "4b"),
        ("12 oak avenue suite 200", "12 oak ave", "200"),
        ("12 oak st 4", "12 oak st", "4"),
        ("12 highway 9", "12 hwy 9", ""),
        ("12 5th avenue", "12 5th ave", ""),
        ("oak street", "oak st", ""),
        ("", "", ""),
    ],
)
def test_a_street_is_parted_from_the_unit_behind_it(said: str, street: str, unit: str) -> None:
    assert posted_street(said) == (street, unit)


def test_a_unit_and_the_name_of_a_street_stand_by_themselves() -> None:
    assert (bare_unit("apartment 4b"), bare_unit("no 7"), bare_unit("rear")) == ("4b", "7", "rear")
    assert (street_name("12 n oak st"), street_name("12 ave")) == ("oak", "12 ave")


@pytest.mark.parametrize(
    "said,meant",
    [
        ("The Quill Brothers Towing Company, Inc.", "quill bros towing"),
        ("QUILL BROS TOWING L.L.C.", "quill bros towing"),
        ("J. & J. Towing", "jj towing"),
        ("Harbor Police Department", "harbor police dept"),
        ("Harbor PD", "harbor police dept"),
        ("Hart County Sheriff's Office", "hart cnty sheriffs ofc"),
        ("Saint Mary Hospital", "st mary hosp"),
        ("The Company", "company"),
        ("The", "the"),
        ("Inc", "inc"),
    ],
)
def test_a_business_is_called_by_what_tells_it_from_others(said: str, meant: str) -> None:
    assert business_name(said) == meant


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_said_of_a_thing_it_can_be_looked_for(name: str, street: str) -> None:
    for made in (
        Organization(name=name or "x", address=Address(street=street or None)),
        Location(address=Address(street=street or None, unit=name or None, postal_code="62704")),
    ):
        found = features_of(made)
        assert found is None or keys_of(found) is not None


def test_a_vehicle_is_called_by_its_make_and_color_and_its_plate_by_how_it_looks() -> None:
    assert [make_name(said) for said in ("chevy", "chev", "mercedes benz", "lada")] == [
        "chevrolet",
        "chevrolet",
        "mercedes",
        "lada",
    ]
    assert (color_name("sil"), color_name("teal")) == ("silver", "teal")
    assert as_seen("HB12O8") == as_seen("H8I20B")
