"""Where charges, pleas, dispositions and sentences stand in NIEM messages."""

from comity.exchange.ojbc.paths import dated, within
from comity.exchange.ojbc.shapes import Shape, Table, spoken, way
from comity.records.declaration import Part
from comity.records.justice.charges import Charge, Enhancement, Plea
from comity.records.justice.charging_decision import ChargeChoice, ChargingDecision
from comity.records.justice.disposition import Disposition
from comity.records.justice.sentence import Component, Condition, Sentence
from comity.records.justice.statutes import StatuteCited

CHARGES = "ArrestCharge|CaseCharge|CourtCharge|ProsecutionCharge|SentenceCharge|SupervisionCharge|Charge"

_CODE = "StatuteCodeIdentification"
_SECTION = "StatuteCodeSectionIdentification"
_NUMBER = "ChargeTrackingIdentification/IdentificationID"

PARTS: dict[type[Part], Table] = {
    StatuteCited: {
        "code": f"{_CODE}/IdentificationID|MunicipalityOrdinanceIdentification/IdentificationID",
        "code_text": f"{_CODE}/IdentificationCategoryDescriptionText",
        "section": f"{_SECTION}/IdentificationID",
        "offense": "StatuteOffenseIdentification/IdentificationID",
        "text": "StatuteText",
        "description": "StatuteDescriptionText",
        "level": "StatuteLevelText",
        "jurisdiction": f"StatuteJurisdiction/LocationStateName|{_CODE}/IdentificationJurisdictionText"
        f"|{_CODE}/IdentificationJurisdiction/JurisdictionText|{_SECTION}/IdentificationJurisdictionText",
    },
    Enhancement: {"code": "ChargeEnhancingFactorCode", "description": "ChargeEnhancingFactorDescriptionText"},
    Plea: {
        "plea": "PleaCategoryCode",
        "description": "PleaDescriptionText",
        "recommendation": "PleaRecommendationText",
        "entered_on": dated("ActivityDate"),
    },
    Charge: {
        "charge_tracking_number": _NUMBER,
        "text": "ChargeText|GeneralOffenseCharacterDescriptionText|OffenseText",
        "description": "ChargeDescriptionText",
        "number": "ChargeIdentification/IdentificationID",
        "sequence": within("ChargeSequenceID", "IdentificationID") + "|ChargeSequenceID",
        "count": "ChargeCountQuantity",
        "statutes": "ChargeStatute|Statute",
        "severity": "ChargeSeverityText",
        "severity_level": "ChargeSeverityLevel/SeverityLevelDescriptionText",
        "category_text": "ChargeCategoryDescriptionText",
        "degree": "ChargeDegreeText",
        "ncic_code": "ChargeNCICCode",
        "ucr_code": "ChargeUCRCode",
        "local_codes": (
            way("ChargeCodeText", kind="charge"),
            way("OriginalOffenseCodeText", kind="original-offense"),
            way("ProsecutionChargeCodeText", kind="prosecution"),
        ),
        "qualifier": "ChargeQualifierText",
        "applicability": "ChargeApplicabilityText",
        "special_allegation": "ChargeSpecialAllegationText",
        "enhancements": "ChargeEnhancingFactor",
        "highest": "ChargeHighestIndicator",
        "amended": "ChargeAmendedIndicator",
        "domestic_violence": "ChargeDomesticViolenceIndicator",
        "filed_on": dated("ChargeFilingDate"),
        "plea": "ChargePlea",
        "hold_for": "HoldForAgency/OrganizationName",
    },
    ChargeChoice: {
        "charge_tracking_number": _NUMBER,
        "choice": spoken(file="ChargeToCourtIndicator"),
        "ends_cycle": "EndProsecutorChargeCycleIndicator",
        "amended": ".",
    },
    Condition: {
        "text": "ActivityDescriptionText",
        "fee": "ConditionDisciplinaryAction/DisciplinaryActionFee/ObligationDueAmount",
        "restitution": "ConditionDisciplinaryAction/DisciplinaryActionRestitution/ObligationDueAmount",
    },
    Component: {
        "text": ".|../SentenceConfinementCategoryText|../SentenceTermCategoryCode",
        "term": "TermDuration",
        "minimum_term": "TermMinimumDuration",
        "maximum_term": "TermMaximumDuration",
        "life": "TermLifeIndicator",
        "amount": "Amount|ObligationDueAmount|.",
        "currency": "Amount/@currencyCode|@currencyCode",
        "starts_on": dated("../ActivityDateRange/StartDate"),
        "ends_on": dated("../ActivityDateRange/EndDate"),
        "work_release": "../SentenceWorkReleaseIndicator",
    },
}

_OF_CHARGE = f"../{_NUMBER}|../ChargeIdentification/IdentificationID|~Charge/{_NUMBER}"

DISPOSITION = Shape(
    Disposition,
    ("ChargeDisposition", "Disposition"),
    {
        "case": "^Case|^CriminalCase|^CourtAction|^Prosecution",
        "charge_tracking_number": _OF_CHARGE,
        "disposed_at": dated("DispositionDate"),
        "number": "DispositionIdentification/IdentificationID",
        "subject": "^CourtDispositionUpdate/Charge/~Person|^RapSheet/RapSheetPerson",
        "charge": "~Charge|^CourtDispositionUpdate/Charge",
        "texts": "DispositionText",
        "description": "DispositionDescriptionText",
        "other_text": "ChargeDispositionOtherText",
        "court": "DispositionCourtOrganizationReference",
        "docket_number": "DispositionDocketIdentification/IdentificationID",
        "court_action_code": "CourtActionCode",
    },
)

SENTENCE = Shape(
    Sentence,
    ("ChargeSentence", "Sentence"),
    {
        "sentence_number": "ActivityIdentification/IdentificationID",
        "case": "^Case|^CriminalCase",
        "subject": "^CourtDispositionUpdate/Charge/~Person|^RapSheet/RapSheetPerson|^Custody/Booking/BookingSubject",
        "charge_tracking_numbers": _OF_CHARGE,
        "charges": "SentenceCharge",
        "imposed_at": dated("ActivityDate", "^Sentencing/ActivityDate"),
        "components": (
            way("SentenceTerm", kind="confinement"),
            way("SupervisionFineAmount|SentenceFineAmount", kind="fine"),
            way("SentenceConfinementComment", kind="confinement"),
            way("SentenceDescriptionText", kind="other"),
        ),
        "conditions": "SentenceCondition",
        "description": "ActivityDescriptionText",
        "category_text": "ActivityCategoryText",
        "grouping": "SentenceGroupingText",
        "status": "ActivityStatus/StatusDescriptionText|ActivityDisposition/DispositionDescriptionText",
        "deferred_on": dated("SentenceDeferredDate"),
        "court": "SentenceCourtOrganizationReference",
        "docket_number": "SentenceDocketIdentification/IdentificationID"
        "|^Sentencing/SentencingCourtRecordIdentification/IdentificationID",
        "traits": "SentenceParentEventText",
    },
)

PROSECUTION_DECISION = Shape(
    ChargingDecision,
    ("ProsecutionDecisionUpdate",),
    {"choices": "Charge", "office": "ProsecutionAttorneyOrganizationReference"},
)
