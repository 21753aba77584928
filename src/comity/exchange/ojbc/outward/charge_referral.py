"""A charge referral to the prosecutor: LEXS 3.1.4 digest with the consortium's payload (Charge Referral Reporting 1.0).

There is only a sample of it: no element is written that does not stand in it. It has no element for a charge tracking
number; each charge referred is an offense in the digest, which bears the number as its own.
"""

from comity.exchange.ojbc.outward.charges import charge_lines, referred_charges
from comity.exchange.ojbc.outward.exchange import OutwardExchange
from comity.exchange.ojbc.outward.forms import instant, moment
from comity.exchange.ojbc.outward.lines import Each, Refer, each, fixed, group, inside, leaf, must, refer, thing, tie
from comity.exchange.ojbc.outward.people import (
    BORN,
    CITY,
    NAMED,
    POSTAL_CODE,
    RACE,
    SEX,
    STREET,
    aliases,
    named,
    number,
)
from comity.exchange.ojbc.outward.spaces import REFERRAL

_NAMES = "given_name middle_name surname suffix full_name"
_ADDRESS = "nc:LocationAddress/nc:StructuredAddress"

_PERSON = (
    aliases("nc:PersonAlternateName", _NAMES),
    BORN,
    named(_NAMES),
    leaf("nc:PersonRaceCode", "race", RACE),
    leaf("nc:PersonSexCode", "sex", SEX),
    number("nc:PersonSSNIdentification", "ssn"),
    number("j:PersonAugmentation/nc:DriverLicense/nc:DriverLicenseIdentification", "driver-license"),
    number("j:PersonAugmentation/j:PersonFBIIdentification", "fbi"),
    number("j:PersonAugmentation/j:PersonStateFingerprintIdentification", "state-id"),
)
_PLACE = each(_ADDRESS, "address", *STREET, CITY, leaf("nc:LocationStateName", "state"), POSTAL_CODE)
_INCIDENT = inside(
    "lexsdigest:EntityActivity",
    "incident",
    thing(
        "nc:Activity",
        ".",
        leaf("nc:ActivityIdentification/nc:IdentificationID", "incident_number"),
        fixed("nc:ActivityCategoryText", "Incident"),
        leaf("nc:ActivityDate", "occurred_at", moment),
        leaf("nc:ActivityDescriptionText", "description"),
    ),
)
_OFFENSE = Each(
    "lexsdigest:EntityActivity",
    referred_charges,
    (
        Each(
            "nc:Activity",
            ".",
            (
                leaf("nc:ActivityIdentification/nc:IdentificationID", "charge_tracking_number"),
                fixed("nc:ActivityCategoryText", "Offense"),
                leaf("nc:ActivityDescriptionText", "description|text"),
            ),
            {},
            thing=True,
        ),
    ),
    {},
)
_ACTIVITY = refer("nc:ActivityReference", "incident", "Activity")
_DIGEST = group(
    "lexs:Digest",
    _INCIDENT,
    _OFFENSE,
    inside("lexsdigest:EntityPerson", "accused.person", thing("lexsdigest:Person", ".", *_PERSON)),
    inside("lexsdigest:EntityLocation", "accused.person/residences", thing("nc:Location", ".", _PLACE)),
    inside("lexsdigest:EntityLocation", "incident/location", thing("nc:Location", ".", _PLACE)),
    inside("lexsdigest:EntityOrganization", "incident/organization", thing("nc:Organization", ".", NAMED)),
    group(
        "lexsdigest:Associations",
        tie("lexsdigest:IncidentLocationAssociation", _ACTIVITY, refer("nc:LocationReference", "incident/location")),
        each(
            "lexsdigest:IncidentSubjectPersonAssociation",
            "accused",
            refer("nc:ActivityReference", "./incident", "Activity"),
            refer("nc:PersonReference", "person"),
        ),
        tie(
            "nc:ActivityReportingOrganizationAssociation",
            _ACTIVITY,
            refer("nc:OrganizationReference", "incident/organization"),
        ),
        Each(
            "nc:RelatedActivityAssociation",
            referred_charges,
            (refer("nc:ActivityReference", "./incident", "Activity"), Refer("nc:ActivityReference", ".", "Activity")),
            {},
        ),
        inside(
            "nc:ResidenceAssociation",
            "accused.person",
            refer("nc:PersonReference", "."),
            refer("nc:LocationReference", "residences"),
        ),
    ),
)
_CHARGE = (*charge_lines("count degree ncic_code severity"), leaf("j:ChargeText", "text|description"))
_PAYLOAD = group(
    "lexs:StructuredPayload",
    group(
        "inc-ext:IncidentReport",
        group(
            "inc-ext:Incident",
            Each("inc-ext:Charge", referred_charges, _CHARGE, {}),
            refer("lexslib:SameAsDigestReference", "incident", "Activity"),
        ),
    ),
)

CHARGE_REFERRAL = OutwardExchange(
    "ojbc-charge-referral",
    ("charge-referral",),
    "crr-doc:ChargeReferralReport",
    REFERRAL,
    (
        group(
            "lexspd:doPublish/lexs:PublishMessageContainer/lexs:PublishMessage",
            leaf("lexs:PDMessageMetadata/lexs:MessageDateTime", "referred_at", instant),
            leaf("lexs:DataSubmitterMetadata/lexs:SystemIdentifier/nc:OrganizationName", "@owner"),
            group(
                "lexs:DataItemPackage",
                must("lexs:PackageMetadata/lexs:DataItemID", "referral_number"),
                leaf("lexs:PackageMetadata/lexs:DataItemReferenceID", "@id"),
                fixed("lexs:PackageMetadata/lexs:DataItemPublishInstruction", "Insert"),
                _DIGEST,
                _PAYLOAD,
            ),
        ),
    ),
)

OUTWARD = (CHARGE_REFERRAL,)
