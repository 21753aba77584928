"""Warrants of a person, as a warrant system answers (Person Query Results - Warrants, NIEM 2.1)."""

from comity.exchange.ojbc.outward.exchange import OutwardExchange
from comity.exchange.ojbc.outward.forms import day
from comity.exchange.ojbc.outward.lines import Must, first, group, inside, leaf, must, one, refer
from comity.exchange.ojbc.outward.people import (
    BORN_SURELY,
    CITY,
    POSTAL_CODE,
    RACE,
    SEX,
    number,
)
from comity.exchange.ojbc.outward.spaces import WARRANTS as SPACES

_PERSON = one(
    "j:Person",
    "subject",
    BORN_SURELY,
    Must(leaf("nc:PersonName/nc:PersonGivenName", "names.given_name", most=1)),
    leaf("nc:PersonName/nc:PersonMiddleName", "names.middle_name", most=1),
    Must(leaf("nc:PersonName/nc:PersonSurName", "names.surname", most=1)),
    leaf("nc:PersonRaceCode", "race", RACE),
    leaf("nc:PersonSexCode", "sex", SEX),
    number("nc:PersonSSNIdentification", "ssn"),
    number("j:PersonAugmentation/nc:DriverLicense/nc:DriverLicenseIdentification", "driver-license"),
    number("j:PersonAugmentation/j:PersonFBIIdentification", "fbi"),
    number("j:PersonAugmentation/j:PersonStateFingerprintIdentification", "state-id"),
)
_RESIDENCE = inside(
    "nc:Location",
    "subject/residences",
    first(
        "nc:LocationAddress/nc:StructuredAddress",
        "address",
        leaf("nc:LocationStreet/nc:StreetNumberText", "street_number"),
        leaf("nc:LocationStreet/nc:StreetName", "street_name|street"),
        CITY,
        POSTAL_CODE,
    ),
)
_RESULT = group(
    "warrant-ext:eBWResult",
    group("j:Case", must("nc:CaseDocketID", "case/docket_number|case/case_number")),
    leaf("warrant-ext:eBWWarrantStatus", "status.text"),
    leaf("j:Bail/j:BailSetAmount", "bail"),
    group(
        "j:Warrant",
        leaf("nc:ActivityIdentification/nc:IdentificationID", "warrant_number"),
        refer("j:CourtOrderDesignatedSubject/nc:RoleOfPersonReference", "subject"),
        must("j:CourtOrderIssuingDate", "issued_on", day),
        must("j:CourtOrderJurisdiction/nc:JurisdictionText", "jurisdiction|court/name"),
        must("j:CourtOrderStatus/nc:StatusDescriptionText", "status.text"),
        must("j:WarrantLevelText", "level|category_text"),
    ),
)

PERSON_WARRANTS = OutwardExchange(
    "ojbc-person-warrants",
    ("warrant",),
    "warrant:Warrants",
    SPACES,
    (group("warrant-ext:eBWResults", _PERSON, _RESIDENCE, _RESULT),),
)

OUTWARD = (PERSON_WARRANTS,)
