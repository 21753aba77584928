"""Where incidents, offenses, arrests and custody stand in NIEM messages."""

from comity.exchange.ojbc.paths import dated
from comity.exchange.ojbc.shapes import Shape, Table, Way, spoken, way
from comity.records.declaration import Part
from comity.records.incidents.service_call import ServiceCall
from comity.records.justice.arrest import Arrest, ArrestConduct, Intoxication
from comity.records.justice.booking import Booking, BookingBiometrics
from comity.records.justice.custody_movement import CustodyMovement, CustodyStanding, Quarters
from comity.records.justice.incident import Clearance, Incident
from comity.records.justice.offense import Offense
from comity.records.justice.release import Release
from comity.records.justice.supervision import Supervision

_ARRESTED = "~~ArrestSubjectAssociation/PersonReference"
_START = dated("ActivityDate", "ActivityDateRange/StartDate")
_END = dated("ActivityDateRange/EndDate")


def _rate(which: str, element: str) -> tuple[Way, ...]:
    """Name the ways to a speed and its unit, with which speed it is."""
    speed = f"{element}/MeasureText|{element}Measure/MeasureValueText"
    unit = f"{element}/MeasureUnitText|{element}Measure/MeasureUnitText"
    return way(speed, name=f"{which} speed"), way(unit, name=f"unit of {which} speed")


PARTS: dict[type[Part], Table] = {
    ArrestConduct: {
        "resisted": "ArrestResistedIndicator",
        "armed_with": (
            f"{_ARRESTED}/ArresteeArmedWithCode",
            *spoken(armed="ArrestSubject/SubjectArmedIndicator"),
        ),
        "cleared": f"{_ARRESTED}/ArresteeClearanceIndicator",
        "count_code": f"{_ARRESTED}/ArrestSubjectCountCode",
        "sequence": f"{_ARRESTED}/ArrestSequenceID/IdentificationID",
        "juvenile_disposition": f"{_ARRESTED}/ArresteeJuvenileDispositionCode",
        "disposition": "ActivityDisposition/DispositionText",
        "disposition_on": dated("ActivityDisposition/DispositionDate"),
        "disposition_category": "ActivityDisposition/DispositionCategoryText",
        "disposition_description": "ActivityDisposition/DispositionDescriptionText",
        "bail_recommendation": "ArrestBailRecommendationText",
        "status": "ActivityStatus/StatusText|ActivityStatus/StatusDescriptionText",
        "attorney_general_case": "AttorneyGeneralCaseIndicator",
    },
    Intoxication: {
        "intoxicant_involved": "ArrestIntoxicantInvolvedIndicator",
        "blood_alcohol": "ArrestBloodAlcoholContentNumberText",
    },
    BookingBiometrics: {"images": "BookingSubject/PersonDigitalImage/Base64BinaryObject"},
    Quarters: {
        "area": "SupervisionAreaIdentification/IdentificationID",
        "cell": "SupervisionCellIdentification/IdentificationID",
        "bed": "SupervisionBedIdentification/IdentificationID",
    },
    CustodyStanding: {
        "release_eligible_on": dated("SupervisionReleaseEligibilityDate"),
        "immigration_hold": "DetentiontImmigrationHoldIndicator",
        "work_release": "InmateWorkReleaseIndicator",
        "worker": "InmateWorkerIndicator",
        "allows_account_deposit": "AllowAccountDepositIndicator",
    },
    Clearance: {
        "exceptional": "IncidentExceptionalClearanceCode",
        "exceptional_on": dated("IncidentExceptionalClearanceDate"),
    },
}

ARREST = Shape(
    Arrest,
    ("Arrest", "CaseArrest"),
    {
        "arrest_number": "ArrestTrackingNumberIdentification/IdentificationID",
        "identifications": (
            way("ArrestAgencyRecordIdentification", kind="agency-record"),
            way("ActivityIdentification", kind="arrest"),
        ),
        "incident": "~Incident|../Incident",
        "subject": "ArrestSubject|~~ArrestSubjectAssociation/PersonReference|Booking/BookingSubject"
        "|../Booking/BookingSubject|^NotifyingArrest/~Person|^RapSheet/RapSheetPerson|^CriminalHistory/RapSheet/RapSheetPerson",
        "occurred_at": _START,
        "charges": f"ArrestCharge|{_ARRESTED}",
        "warrant": "ArrestWarrant|~Warrant",
        "officials": "ArrestOfficial|~~ArrestOfficerAssociation/PersonReference",
        "agency": "ArrestAgency|~Agency|~~ActivityReportingOrganizationAssociation/OrganizationReference",
        "case_number": "ArrestCaseNumberText",
        "location": "ArrestLocation|~Location",
        "category_text": "ArrestCategoryCode|ActivityCategoryText",
        "description": "ActivityDescriptionText",
        "probable_cause": "ArrestProbableCauseText",
        "conduct": ".",
        "intoxication": ".",
    },
)

BOOKING = Shape(
    Booking,
    ("Booking",),
    {
        "booking_number": "BookingAgencyRecordIdentification/IdentificationID|ActivityIdentification/IdentificationID",
        "identifications": "ActivityIdentification",
        "arrest": "Arrest|^Arrest|~Arrest",
        "subject": "BookingSubject|^Arrest/ArrestSubject",
        "subject_number": "BookingSubject/SubjectIdentification/IdentificationID",
        "booked_at": dated("ActivityDate"),
        "facility_name": "BookingDetentionFacility/FacilityIdentification/IdentificationID",
        "agency": "BookingAgency",
        "biometrics": ".",
    },
)

INCIDENT = Shape(
    Incident,
    ("Incident", "DrivingIncident", "VehicleCrash", "MissingPersonOccurrence"),
    {
        "identifications": (
            way("ActivityIdentification", kind="incident"),
            way("IncidentCaseNumberText|MissingPersonOccurrenceCaseNumberText", kind="case"),
            way("Citation/ActivityIdentification", kind="citation"),
        ),
        "registered_at": dated("CrashReportingDate", "ReportedDate"),
        "occurred_at": _START,
        "occurred_until": _END,
        "updated_on": dated("LastUpdatedDate"),
        "location": "IncidentLocation|Location|~Location",
        "officials": "IncidentReportingOfficial|~~IncidentReportingOfficialAssociation/PersonReference"
        "|~~ActivityEnforcementOfficialAssociation/PersonReference",
        "organization": "IncidentJurisdictionalOrganization|IncidentReportingOfficial/EnforcementOfficialUnit",
        "reporting_organization": "~~ActivityReportingOrganizationAssociation/OrganizationReference"
        "|IncidentReportingOfficial/EnforcementOfficialUnit",
        "unit": "ReportingAgencyCodeText",
        "category_text": "ActivityCategoryText",
        "description": "ActivityDescriptionText",
        "narrative": "ReportingOfficerNarrativeAccountDescriptionText",
        "status": "ActivityStatus",
        "clearance": ".",
        "lighting": "IncidentLightingCode|IncidentLightingText",
        "weather": "IncidentWeatherCode|IncidentWeatherText",
        "evidence_held": "IncidentEvidenceHeldIndicator",
        "traffic_accident": "IncidentTrafficAccidentInvolvedIndicator|DrivingIncidentCollisionIndicator",
        "traits": (
            *_rate("recorded", "DrivingIncidentRecordedSpeedRate"),
            *_rate("legal", "DrivingIncidentLegalSpeedRate"),
            way(
                "CivilReliefActIndicator|CivilReliefActJuvenileIndicator|CivilReliefActOtherIndicator"
                "|CivilReliefActOtherText|DrivingAccidentFatalityIndicator|SeatBeltViolationCount"
                "|SeatBeltViolationIndicator|IncidentZeroReportPeriod|AmberAlertIssuedIndicator"
                "|ActivityAgencyNotificationIndicator|IncidentCaseLinkage/IncidentCaseLinkageNumberText"
            ),
        ),
    },
)

_PASSAGES = (
    "PassagePointMethodCode",
    "PassagePointMethodOfAccessCode",
    "MethodOfAccessText",
    "PassagePointCode",
    "PassagePointText",
    "PassagePointSecurityCategoryCode",
    "PassagePointSecurityCategoryText",
    "PassagePointSecurityStatusCode",
)

OFFENSE = Shape(
    Offense,
    ("Offense", "ChargeOffense"),
    {
        "incident": "~Incident|../Incident",
        "number": "ActivityIdentification/IdentificationID",
        "local_codes": "OffenseFBINDEXCode|OffenseCode|OffenseCodeText",
        "text": "ActivityDescriptionText|OffenseText",
        "category_text": "OffenseCategoryText|ActivityCategoryText",
        "statute": "Statute|OffenseViolatedStatute",
        "occurred_at": _START,
        "occurred_until": _END,
        "location": "~Location",
        "completed": "OffenseCompletedIndicator",
        "bias": "OffenseBiasMotivationCode|OffenseBiasMotivationText"
        "|OffenseBiasMotivationCauseCode|OffenseBiasMotivationCauseText",
        "criminal_activity": "CriminalActivityCategoryCode|CriminalActivityCategoryText",
        "factors": "IncidentFactor/IncidentFactorCode|IncidentFactor/IncidentFactorText",
        "force": "IncidentForce/ForceCategoryCode",
        "structures_entered": "IncidentStructuresEnteredQuantity",
        "motive": "OffenseMOCrimeAndMotiveText|OffenseMOCrimeAndMotiveCode",
        "indicators": spoken(
            domestic_violence="OffenseDomesticViolenceIndicator",
            cargo_theft="OffenseCargoTheftIndicator",
            home_invasion="OffenseHomeInvasionIndicator",
            identity_theft="OffenseIdentityTheftIndicator",
            racketeering="OffenseRICOIndicator",
            terrorism="OffenseTerrorismIndicator",
        ),
        "entry_points": "|".join(f"OffenseEntryPoint/{each}" for each in _PASSAGES),
        "exit_points": "|".join(f"OffenseExitPoint/{each}" for each in _PASSAGES),
        "traits": "OffenseFineAmountMinimum|OffenseFineAmountMaximum|RelatedCriminalChargeIndicator"
        "|OffenseGangInvolvementCategoryCode|DrivingOffensePoints",
    },
)

CUSTODY = Shape(
    CustodyMovement,
    ("Detention",),
    {
        "booking": "../Booking|~Booking",
        "subject": "~Person|../Booking/BookingSubject",
        "moved_at": _START,
        "ended_at": _END,
        "category_text": "ActivityCategoryText",
        "facility_name": "SupervisionFacility/FacilityIdentification/IdentificationID",
        "quarters": ".",
        "status": "SupervisionCustodyStatus",
        "standing": ".",
        "conditions": "SupervisionCondition",
        "officials": "SupervisionSupervisor/EntityPerson",
    },
    {"kind": "status"},
)

RELEASE = Shape(
    Release,
    ("Release",),
    {"booking": "../Booking", "subject": "../Booking/BookingSubject", "released_at": dated("ActivityDate")},
)

SUPERVISION = Shape(
    Supervision,
    ("Supervision", "Probation"),
    {
        "number": "ActivityIdentification/IdentificationID|SupervisionIdentification/IdentificationID",
        "subject": "SupervisionPerson|Probationer|~Person|^RapSheet/RapSheetPerson",
        "category_text": "ActivityCategoryText|ActivityDescriptionText|SupervisionSupervisor/SupervisorCategoryText",
        "level": "SupervisionLevelText",
        "status": "SupervisionCustodyStatus|SupervisionPersonStatus",
        "starts_on": dated(
            "ActivityDate",
            "ActivityDateRange/StartDate",
            "SupervisionAssignedTerm/ActivityDateRange/StartDate",
            "SupervisionDateRange/StartDate",
        ),
        "ends_on": dated("ActivityDateRange/EndDate", "SupervisionDateRange/EndDate"),
        "released_on": dated("SupervisionRelease/ActivityDate", "SupervisionReleaseDate"),
        "term": "SupervisionAssignedTerm/TermMinimumDuration|SupervisionAssignedTerm/TermDuration",
        "conditions": "SupervisionCondition",
        "charges": "SupervisionCharge",
        "officials": "SupervisionSupervisor/EntityPerson|SupervisionSupervisor",
        "organization": "SupervisionSupervisor/EntityOrganization|~Agency",
    },
)


CALL = Shape(
    ServiceCall,
    ("ServiceCall",),
    {
        "other_numbers": way("ActivityIdentification", kind="call"),
        "received_at": dated("ActivityDate"),
        "nature": "ServiceCallCategoryCode|ServiceCallCategoryText",
        "location": "~Location",
        "dispatched_at": dated("ServiceCallDispatchedDate"),
        "closed_at": dated("ActivityStatus/StatusDate"),
        "outcome": "ServiceCallClearanceCategoryCode|ServiceCallClearanceText|ActivityStatus/IncidentStatusCode",
        "narrative": "ActivityDescriptionText|ServiceCallClearanceText",
    },
)
