"""Custody information: who is held, since when, on which arrest, where, and until when (Custody Query Results, NIEM 3).

A booking, a movement and a release are told of in the same message, which is of the booking.
"""

from comity.exchange.ojbc.outward.charges import charge_lines
from comity.exchange.ojbc.outward.exchange import OutwardExchange
from comity.exchange.ojbc.outward.forms import when
from comity.exchange.ojbc.outward.lines import each, group, inside, leaf, must, one, refer, thing
from comity.exchange.ojbc.outward.people import (
    BORN,
    CITY,
    ETHNICITY,
    EYES,
    HAIR,
    HEIGHT,
    MARKS,
    NAMED,
    POSTAL_CODE,
    RACE,
    SEX,
    STATE,
    WEIGHT,
    identities,
    identity_tie,
    named,
    number,
)
from comity.exchange.ojbc.outward.spaces import CUSTODY as SPACES

_HELD = "subject|arrest/subject"
_MORE = "j:SupervisionAugmentation"

_BOOKING = thing(
    "j:Booking",
    ".",
    must("nc:ActivityDate", "booked_at", when),
    inside("j:BookingAgency", "agency", NAMED),
    leaf("j:BookingAgencyRecordIdentification/nc:IdentificationID", "booking_number"),
    leaf("j:BookingDetentionFacility/nc:FacilityIdentification/nc:IdentificationID", "facility/name|facility_name"),
    refer("j:BookingSubject/nc:RoleOfPerson", _HELD),
    leaf("j:BookingSubject/j:SubjectIdentification/nc:IdentificationID", "subject_number"),
    refer("j:Arrest", "arrest"),
)
_DETENTION = thing(
    "j:Detention",
    "<custody-movement.booking",
    leaf("nc:ActivityCategoryText", "category_text|kind"),
    leaf("nc:ActivityDate", "moved_at", when),
    leaf("nc:SupervisionCustodyStatus/nc:StatusDescriptionText", "status.text"),
    leaf(f"{_MORE}/j:SupervisionReleaseEligibilityDate", "standing.release_eligible_on", when),
    leaf(f"{_MORE}/j:SupervisionAreaIdentification/nc:IdentificationID", "quarters.area"),
    leaf(f"{_MORE}/j:SupervisionBedIdentification/nc:IdentificationID", "quarters.bed"),
    leaf(f"{_MORE}/j:SupervisionCellIdentification/nc:IdentificationID", "quarters.cell"),
    each(f"{_MORE}/j:SupervisionCondition", "conditions", leaf("nc:ActivityDescriptionText", "text")),
    # So spelled by the schema.
    leaf("cq-res-ext:DetentiontImmigrationHoldIndicator", "standing.immigration_hold"),
    leaf("cq-res-ext:InmateWorkReleaseIndicator", "standing.work_release"),
    leaf("cq-res-ext:InmateWorkerIndicator", "standing.worker"),
    leaf("cq-res-ext:AllowAccountDepositIndicator", "standing.allows_account_deposit"),
)
_ARREST = thing(
    "j:Arrest",
    "arrest",
    leaf("nc:ActivityIdentification/nc:IdentificationID", "arrest_number"),
    leaf("nc:ActivityCategoryText", "category_text"),
    leaf("nc:ActivityDate", "occurred_at", when),
    leaf("nc:ActivityDescriptionText", "description"),
    leaf("j:ArrestAgency/nc:OrganizationName", "agency/name|agency_name"),
    each("j:ArrestCharge", "charges", *charge_lines("category_text count description highest sequence statutes")),
    refer("j:ArrestLocation", "location"),
)
_PERSON = one(
    "nc:Person",
    _HELD,
    BORN,
    leaf("j:PersonEthnicityCode", "ethnicity", ETHNICITY),
    EYES,
    HAIR,
    HEIGHT,
    named(),
    MARKS,
    leaf("j:PersonRaceCode", "race", RACE),
    leaf("j:PersonSexCode", "sex", SEX),
    number("nc:PersonSSNIdentification", "ssn"),
    WEIGHT,
    number("j:PersonAugmentation/j:DriverLicense/j:DriverLicenseIdentification", "driver-license"),
    number("j:PersonAugmentation/j:PersonFBIIdentification", "fbi"),
    number("j:PersonAugmentation/j:PersonStateFingerprintIdentification", "state-id"),
)
_LOCATION = thing(
    "nc:Location",
    "arrest/location",
    each(
        "nc:Address",
        "address",
        leaf("nc:AddressFullText", "full"),
        leaf("nc:AddressSecondaryUnitText", "unit"),
        leaf("nc:LocationStreet/nc:StreetNumberText", "street_number"),
        leaf("nc:LocationStreet/nc:StreetName", "street_name|street"),
        CITY,
        leaf("nc:LocationStateUSPostalServiceCode", "state", STATE),
        POSTAL_CODE,
    ),
)

CUSTODY = OutwardExchange(
    "ojbc-custody",
    ("booking", "custody-movement", "release"),
    "cq-res-doc:CustodyQueryResults",
    SPACES,
    (
        leaf("nc:DocumentCreationDate", "@recorded_at", when),
        leaf("nc:DocumentIdentification/nc:IdentificationID", "@id"),
        leaf("intel:SystemIdentification/nc:SystemName", "@owner"),
        group(
            "cq-res-ext:Custody",
            _BOOKING,
            _DETENTION,
            thing("nc:Release", "<release.booking", leaf("nc:ActivityDate", "released_at", when)),
            _ARREST,
            _PERSON,
            identities(_HELD),
            _LOCATION,
            identity_tie("nc:PersonAliasIdentityAssociation", _HELD),
        ),
        leaf("cq-res-ext:SourceSystemNameText", "@owner"),
    ),
    start="booking|=booking",
)

OUTWARD = (CUSTODY,)
