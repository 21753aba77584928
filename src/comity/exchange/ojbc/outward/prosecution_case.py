"""A case with how its charges ended, for prosecutors (Prosecution Case Query Results, NIEM 3)."""

from comity.exchange.ojbc.outward.charges import charge_lines, decided_charges
from comity.exchange.ojbc.outward.exchange import OutwardExchange
from comity.exchange.ojbc.outward.forms import when
from comity.exchange.ojbc.outward.lines import Each, Record, each, group, inside, leaf, must, refer, thing, tie
from comity.exchange.ojbc.outward.people import BORN, COURT_NAMED, NAMED, SEX, identities, identity_tie, named, number
from comity.exchange.ojbc.outward.spaces import PROSECUTION

_NAMES = "prefix given_name middle_name surname suffix full_name"
_CASE = "j:CaseAugmentation"
_PARTIES = "parties.person|charging_decision/referral/accused.person"
_ENDED = "<disposition.charge_tracking_number=charge_tracking_number"
_SENTENCE = inside(
    "j:ChargeSentence",
    f"{_ENDED}/<sentence.dispositions",
    leaf("nc:ActivityIdentification/nc:IdentificationID", "sentence_number"),
    leaf("nc:ActivityDate", "imposed_at", when),
    each("j:SentenceTerm", "components", leaf("j:TermDuration", "term"), kind="confinement"),
    each("j:SupervisionFineAmount", "components", leaf("nc:Amount", "amount"), kind="fine"),
)
_CHARGE = (
    *charge_lines("applicability category_text count description"),
    inside(
        "j:ChargeDisposition",
        _ENDED,
        leaf("nc:DispositionDate", "disposed_at", when),
        leaf("nc:DispositionText", "texts|ending"),
        leaf("j:ChargeDispositionOtherText", "other_text"),
    ),
    *charge_lines("filed_on qualifier"),
    _SENTENCE,
    *charge_lines(
        "sequence severity_level severity statutes text charge_tracking_number", "code section description offense"
    ),
)
_PERSON = (
    BORN,
    named(_NAMES),
    leaf("j:PersonSexCode", "sex", SEX),
    number("nc:PersonSSNIdentification", "ssn"),
    number("j:PersonAugmentation/j:DriverLicense/j:DriverLicenseIdentification", "driver-license"),
    number("j:PersonAugmentation/j:PersonStateFingerprintIdentification", "state-id"),
)

PROSECUTION_CASE = OutwardExchange(
    "ojbc-prosecution-case",
    ("court-case",),
    "pcq-res-doc:ProsecutionCaseQueryResults",
    PROSECUTION,
    (
        group(
            "pcq-res-ext:ProsecutionCase",
            thing(
                "nc:Case",
                ".",
                must("nc:ActivityIdentification/nc:IdentificationID", "case_number"),
                leaf("nc:ActivityCategoryText", "category_text"),
                leaf("nc:ActivityDescriptionText", "general_category"),
                leaf("nc:CaseTitleText", "title"),
                leaf("nc:CaseCategoryText", "sub_category"),
                leaf("nc:CaseDocketID", "docket_number"),
                leaf("nc:CaseFiling/nc:DocumentFiledDate", "docketed_at", when),
                Each(f"{_CASE}/j:CaseCharge", decided_charges, _CHARGE, {}),
                inside(f"{_CASE}/j:CaseCourt", "court", COURT_NAMED),
                each(
                    f"{_CASE}/j:CaseDefendantParty",
                    "parties",
                    refer("nc:EntityPerson", "person"),
                    leaf("pcq-res-ext:PartyRoleText", "role_text"),
                    role="defendant",
                ),
                leaf(f"{_CASE}/j:CaseDomesticViolenceIndicator", "domestic_violence"),
            ),
            thing(
                "nc:Incident",
                "charging_decision/referral/incident",
                leaf("nc:ActivityIdentification/nc:IdentificationID", "incident_number"),
                leaf("nc:ActivityCategoryText", "category_text"),
                leaf("nc:ActivityDate", "occurred_at", when),
                leaf("nc:ActivityDescriptionText", "description"),
            ),
            thing(
                "j:Arrest",
                "charging_decision/referral/accused.arrest",
                leaf("nc:ActivityDate", "occurred_at", when),
                leaf("j:ArrestAgency/nc:OrganizationName", "agency/name|agency_name"),
                refer("j:ArrestSubject", "subject"),
                leaf("pcq-res-ext:ArrestTrackingNumberIdentification/nc:IdentificationID", "arrest_number"),
            ),
            Record("nc:Person", _PARTIES, _PERSON, thing=True, required=True),
            identities(_PARTIES, _NAMES),
            thing("nc:Organization", "parties.organization", NAMED),
            identity_tie("nc:PersonIdentityAssociation", _PARTIES),
            tie(
                "j:ActivityCaseAssociation",
                refer("nc:Activity", "charging_decision/referral/incident"),
                refer("nc:Activity", "charging_decision/referral/accused.arrest"),
                refer("nc:Case", "."),
            ),
        ),
    ),
)

OUTWARD = (PROSECUTION_CASE,)
