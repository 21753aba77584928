"""A prosecutor's filing with a court: Electronic Court Filing 4.0, a review of a core filing of a criminal case.

There are only samples of it: no element is written that stands in none of them.
"""

from comity.exchange.ojbc.outward.charges import charge_lines, filed_charges
from comity.exchange.ojbc.outward.exchange import OutwardExchange
from comity.exchange.ojbc.outward.forms import moment
from comity.exchange.ojbc.outward.lines import Each, fixed, group, inside, leaf, must, refer, thing
from comity.exchange.ojbc.outward.people import BORN, COURT_NAMED, SEX, named, number
from comity.exchange.ojbc.outward.spaces import FILING

_ACCUSED = "referral/accused.person"
_CASE = "j:CaseAugmentation"

_PERSON = (
    BORN,
    named("prefix given_name middle_name surname suffix"),
    leaf("nc:PersonRaceText", "race"),
    leaf("nc:PersonSexCode", "sex", SEX),
    number("nc:PersonStateIdentification", "state-id"),
    number(
        "ecf:PersonAugmentation/ecf:PersonDriverLicense/nc:DriverLicenseIdentification",
        "driver-license",
    ),
)
_CHARGE = (
    *charge_lines("description"),
    leaf("j:ChargeSequenceID/nc:IdentificationID", "sequence"),
    *charge_lines("severity_level statutes charge_tracking_number", "code description offense"),
    leaf("criminal:ChargeAmendedIndicator", "amended"),
)

COURT_FILING = OutwardExchange(
    "ojbc-court-filing",
    ("charging-decision",),
    "review:ReviewFilingRequestMessage",
    FILING,
    (
        leaf("ecf:SendingMDELocationID/nc:IdentificationID", "@owner"),
        group(
            "core:CoreFilingMessage",
            leaf("nc:DocumentIdentification/nc:IdentificationID", "decision_number|@id"),
            must("nc:DocumentPostDate", "decided_at", moment),
            leaf("ecf:SendingMDELocationID/nc:IdentificationID", "@owner"),
            group(
                "criminal:CriminalCase",
                inside(f"{_CASE}/j:CaseCourt", "referral/court", COURT_NAMED),
                inside(f"{_CASE}/j:CaseDefendantParty", _ACCUSED, refer("nc:EntityPersonReference", ".")),
                inside(
                    "ecf:CaseAugmentation/ecf:CaseParticipant",
                    _ACCUSED,
                    thing("ecf:EntityPerson", ".", *_PERSON),
                    fixed("ecf:CaseParticipantRoleCode", "Defendant"),
                ),
                inside(
                    "criminal:CaseArrest",
                    "referral/accused.arrest",
                    leaf("nc:ActivityDate", "occurred_at", moment),
                    leaf("j:ArrestAgency/nc:OrganizationName", "agency/name|agency_name"),
                    leaf("j:ArrestAgencyRecordIdentification/nc:IdentificationID", "arrest_number"),
                    refer("j:ArrestSubject/nc:RoleOfPersonReference", "subject"),
                ),
                Each("criminal:CaseCharge", filed_charges, _CHARGE, {}, needs="choices"),
            ),
        ),
    ),
)

OUTWARD = (COURT_FILING,)
