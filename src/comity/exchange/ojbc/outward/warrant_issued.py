"""Warrant issued report: a court's warrant on its way to the state's repository (Warrant Issued Reporting, NIEM 3)."""

from comity.exchange.ojbc.outward.exchange import OutwardExchange
from comity.exchange.ojbc.outward.forms import day
from comity.exchange.ojbc.outward.lines import each, first, inside, leaf, must, one, refer, thing, tie
from comity.exchange.ojbc.outward.people import (
    BORN,
    EYES,
    HAIR,
    HEIGHT,
    MARKS,
    ORI,
    WEIGHT,
    identities,
    identity_tie,
    named,
    number,
)
from comity.exchange.ojbc.outward.spaces import WARRANT_ISSUED as SPACES

_MORE = "wir-ext:WarrantAugmentation"
_NAMES = "given_name middle_name surname suffix full_name"

_CASE = thing(
    "nc:Case",
    ".",
    leaf("nc:ActivityIdentification/nc:IdentificationID", "case/case_number"),
    leaf("nc:CaseDocketID", "case/docket_number"),
    each(
        "j:CaseAugmentation/j:CaseCharge",
        "charges",
        leaf("wir-ext:GeneralOffenseCharacterDescriptionText", "text|description"),
        leaf("wir-ext:ChargeCodeText", "offense"),
        first("wir-ext:ChargeCodeText", "local_codes", leaf(".", "value"), kind="charge"),
    ),
)
_WARRANT = thing(
    "j:Warrant",
    ".",
    leaf("nc:ActivityIdentification/nc:IdentificationID", "warrant_number"),
    refer("j:CourtOrderDesignatedSubject/nc:RoleOfPerson", "subject"),
    inside("j:CourtOrderEnforcementAgency", "agency", ORI),
    inside("j:CourtOrderIssuingCourt", "court", ORI),
    must("j:CourtOrderIssuingDate", "issued_on", day),
    leaf(
        "j:CourtOrderRequestEntity/nc:EntityPerson/wir-ext:PersonEmployeeIdentification/nc:IdentificationID",
        "requested_by",
    ),
    leaf("j:WarrantAppearanceBail/j:BailSetAmount/nc:Amount", "bail"),
    leaf(f"{_MORE}/nc:ExpirationDate", "expires_on", day),
    leaf(f"{_MORE}/wir-ext:ExtraditionIndicator", "extradition.extradites"),
    leaf(f"{_MORE}/wir-ext:ExtraditionLimitCodeText", "extradition.limit_code"),
    leaf(f"{_MORE}/wir-ext:SubjectPickupRadiusCodeText", "extradition.pickup_radius"),
    leaf(f"{_MORE}/wir-ext:WarrantBroadcastCodeText", "broadcast_area"),
    leaf(f"{_MORE}/wir-ext:WarrantCommentText", "comment"),
    leaf(f"{_MORE}/wir-ext:WarrantEntryCategoryCodeText", "entry_category"),
)
_PERSON = one(
    "nc:Person",
    "subject",
    BORN,
    leaf("nc:PersonEthnicityText", "ethnicity"),
    EYES,
    HAIR,
    HEIGHT,
    named(_NAMES),
    MARKS,
    leaf("nc:PersonRaceText", "race"),
    leaf("nc:PersonSexText", "sex"),
    number("nc:PersonSSNIdentification", "ssn"),
    number("nc:PersonStateIdentification", "state-id"),
    WEIGHT,
    number("j:PersonAugmentation/j:DriverLicense/j:DriverLicenseIdentification", "driver-license"),
    number("j:PersonAugmentation/j:PersonFBIIdentification", "fbi"),
    leaf("wir-ext:PersonCautionCodeText", "cautions"),
)

WARRANT_ISSUED = OutwardExchange(
    "ojbc-warrant-issued",
    ("warrant",),
    "wir-doc:WarrantIssuedReport",
    SPACES,
    (
        inside("wir-ext:IssuingAgency", "court", ORI),
        _CASE,
        _WARRANT,
        _PERSON,
        identities("subject", _NAMES),
        tie("j:ActivityWarrantAssociation", refer("nc:Activity", ".", "Case"), refer("j:Warrant", ".", "Warrant")),
        identity_tie("nc:PersonAliasIdentityAssociation", "subject"),
    ),
)

OUTWARD = (WARRANT_ISSUED,)
