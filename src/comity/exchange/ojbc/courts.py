"""Where court cases, hearings, orders and warrants stand in NIEM messages."""

from comity.exchange.ojbc.paths import dated
from comity.exchange.ojbc.shapes import Shape, Table, way
from comity.records.declaration import Part
from comity.records.justice.court_case import CaseDates, CourtCase, Party
from comity.records.justice.court_order import BailTerms, CourtOrder
from comity.records.justice.filed_document import FiledDocument
from comity.records.justice.hearing import Appearance, Hearing
from comity.records.justice.warrant import Extradition, Warrant

_PERSON = "EntityPerson|EntityPersonReference|RoleOfPerson|RoleOfPersonReference"
_ATTACHED = "DocumentRendition/DocumentRenditionMetadata/DocumentAttachment"
_ORGANIZATION = "EntityOrganization|EntityOrganizationReference"

PARTS: dict[type[Part], Table] = {
    Party: {
        "role_text": "PartyRoleText|PartyCategoryText|CaseParticipantRoleCode|CaseOfficialRoleText"
        "|JudicialOfficialCategoryText",
        "person": _PERSON,
        "organization": _ORGANIZATION,
        "identifications": way("PartyIdentification", kind="party"),
        "confidential": "PartyConfidentialIndicator",
        "self_represented": "../CaseDefendantSelfRepresentationIndicator",
        "began_on": dated("CaseworkerAssignmentDateRange/StartDate"),
        "ended_on": dated("CaseworkerAssignmentDateRange/EndDate"),
    },
    CaseDates: {
        "speedy_trial_on": dated("CaseTrial/SpeedyTrialDate"),
        "advised_on": dated("CaseUnderAdvisementDate"),
        "remanded_on": dated("RemandDate"),
        "failure_to_appear_on": dated("FailureToAppearHoldDate"),
        "failure_to_pay_on": dated("FailureToPayHoldDate"),
        "failure_to_comply_on": dated("FailureToComplyHoldDate"),
        "referred_on": dated("CaseReferral/ActivityDate"),
        "disposed_on": dated("CaseDisposition/DispositionDate", "ActivityDisposition/DispositionDate"),
    },
    BailTerms: {
        "amount": "BailBondAmount/Amount|BailSetAmount/Amount|BailSetAmount|BondAmount",
        "category_text": "ActivityCategoryText",
        "description": "BondCommentsText",
    },
    Appearance: {"person": _PERSON},
    Extradition: {
        "extradites": "ExtraditionIndicator",
        "limit_code": "ExtraditionLimitCodeText",
        "limit": "WarrantExtraditionLimitationText",
        "requested": "WarrantExtraditionRequestedIndicator",
        "transport": "WarrantExtraditionTransportationInstructionsText",
        "pickup_radius": "SubjectPickupRadiusCodeText",
    },
}

COURT_CASE = Shape(
    CourtCase,
    ("Case", "CriminalCase", "JuvenileCase", "CitationCase", "CourtCase", "AppellateCase"),
    {
        "case_number": "CaseTrackingID|ActivityIdentification/IdentificationID",
        "docket_number": "CaseDocketID",
        "identifications": (
            way("CriminalTrackingNumber", kind="criminal-tracking"),
            way("CaseOtherIdentification"),
            way("CaseLineageCase/CaseTrackingID", kind="earlier-case"),
            way("^CycleTrackingIdentifierAssignment/CycleTrackingIdentification", kind="cycle"),
            way("ActivityIdentification"),
        ),
        "charges": "CaseCharge|^CycleTrackingIdentifierAssignment/Charge|CaseAmendedCharge|AddOnCharge",
        "parties": (
            way("CaseDefendantParty", role="defendant"),
            way("CaseInitiatingParty", role="petitioner"),
            way("CaseRespondentParty", role="respondent"),
            way("CaseJudge", role="judge"),
            way("CaseProsecutionAttorney", role="prosecutor"),
            way("CaseDefenseAttorney", role="defense"),
            way("CaseParticipant|CaseOfficial|CaseOtherEntityAttorney|JuvenileCaseCaseworker", role="other"),
            way("JuvenileCaseJuvenile", role="respondent"),
        ),
        "docketed_at": dated("CaseFiling/DocumentFiledDate", "CaseFiling/DocumentCreationDate", "ActivityDate"),
        "court": "CaseCourt",
        "title": "CaseTitleText",
        "short_title": "CaseShortTitleText",
        "category_text": "CaseGeneralCategoryText|ActivityCategoryText|CaseCategoryText",
        "sub_category": "CaseCategoryText",
        "general_category": "ActivityDescriptionText",
        "statuses": "ActivityStatus",
        "stage": "CaseStageCodeText",
        "initiation_method": "CaseInitiationMethodText",
        "filing_category": "CaseFiling/DocumentCategoryName|CaseFiling/DocumentCategoryDescriptionText",
        "disposition_text": "ActivityDisposition/DispositionText|ActivityDisposition/DispositionDescriptionText",
        "dates": ".",
        "domestic_violence": "CaseDomesticViolenceIndicator",
        "confidential": "CaseConfidentialIndicator",
        "sealed": "CaseSealedIndicator",
        "original_case": "~AppellateCase",
        "recommended_bail": "ProsecutionRecommendedBailText",
        "traits": (
            way(
                "ActivityDisposition/DispositionCategoryText|PreliminaryHearingEstimatedDuration"
                "|FailureToPayHoldIndefiniteIndicator|JuryRequestedIndicator|JuryVerdictIndicator"
                "|PoliceReportCount|PoliceReportNumber|CaseTrial/TrialByText|LanguageCode"
                "|VictimRights/VictimRightsAssertionText|VictimRights/VictimRightsAssertionCertificationIndicator"
            ),
            way(dated("FailureToPayVictimHoldDate"), name="FailureToPayVictimHoldDate"),
            way(dated("CaseFiling/DocumentReceivedDate"), name="DocumentReceivedDate"),
        ),
        "referring_office": "CaseReferral/ReferralEntity/EntityOrganization/OrganizationName",
    },
)

COURT_ACTION = Shape(
    CourtCase,
    ("CourtAction",),
    {
        "identifications": (
            way("ActivityIdentification"),
            way("CourtRecordIdentification", kind="court-record"),
        ),
        "charges": "CourtCharge",
        "docketed_at": dated("ActivityDate"),
        "court": "~Court",
        "category_text": "ActivityDescriptionText",
    },
)

PROSECUTION = Shape(
    CourtCase,
    ("Prosecution",),
    {
        "identifications": (
            way("ActivityIdentification"),
            way("ProsecutionAgencyRecordIdentification", kind="prosecution"),
        ),
        "charges": "ProsecutionCharge",
        "docketed_at": dated("ActivityDate"),
        "category_text": "ActivityDescriptionText",
    },
    {"stage": "prosecution"},
)

DOCUMENT = Shape(
    FiledDocument,
    (
        "PrimaryDocument",
        "SecondaryDocument",
        "FilingLeadDocument",
        "FilingConnectedDocument",
        "ProsecutionCaseQueryResultsAttachment",
        "ChargeReferralReportDocument",
    ),
    {
        "case": "../CriminalCase|../JuvenileCase|../CitationCase|../Case",
        "number": "DocumentIdentification/IdentificationID",
        "control_number": "DocumentFileControlID",
        "sequence": "DocumentSequenceID",
        "title": "DocumentTitleText",
        "description": "DocumentDescriptionText",
        "category_name": "DocumentCategoryName|DocumentIdentification/IdentificationCategoryText",
        "category_text": "DocumentCategoryText|DocumentCategoryDescriptionText",
        "language": "DocumentLanguageCode",
        "application": "DocumentApplicationName",
        "format": f"DocumentFormatText|{_ATTACHED}/BinaryDescriptionText",
        "format_standard": f"{_ATTACHED}/BinaryFormatStandardName",
        "created_on": dated("DocumentCreationDate"),
        "filed_on": dated("DocumentFiledDate"),
        "lead": "LeadDocumentIndicator",
        "hidden_from_public": "DocumentPublicViewingRestrictedIndicator",
        "hidden_from_parties": "DocumentPublicPartyViewingRestrictedIndicator",
        "earlier_docket_entry": "PreviouslyFiledDocketText",
        "related": "DocumentRelatedResourceText",
        "locations": f"{_ATTACHED}/BinaryLocationURI",
        "files": f"DocumentBinary/Base64BinaryObject|{_ATTACHED}/BinaryBase64Object"
        "|DocumentRendition/DocumentRenditionMetadata/DocumentBinary/BinaryBase64Object",
    },
)

HEARING = Shape(
    Hearing,
    ("CaseHearing", "CaseCourtEvent", "NextCourtEvent"),
    {
        "case": "^Case|^CriminalCase|~Case",
        "number": "ActivityIdentification/IdentificationID",
        "name": "ActivityName",
        "starts_at": dated(
            "ActivityDateRange/StartDate",
            "ActivityDate",
            "CourtEventAppearance/CourtAppearanceDate",
            "CourtEventSchedule/ScheduleDate",
            "FirstCourtAppearance/CourtAppearanceDate",
        ),
        "ended_at": dated("ActivityDateRange/EndDate"),
        "category_text": "ActivityCategoryText",
        "reason": "ActivityReasonText",
        "description": "ActivityDescriptionText",
        "courtroom": "CourtEventAppearance/CourtAppearanceCourt/CourtName",
        "court": "CourtEventCourt",
        "judge": "CourtEventJudge/RoleOfPerson/PersonName/PersonFullName",
        "result": "ActivityDisposition/DispositionDescriptionText",
        "minutes": "CourtEventCommentsText",
    },
)

BAIL = Shape(
    CourtOrder,
    ("BailBond", "Bail", "Bond"),
    {
        "order_number": "ActivityIdentification/IdentificationID",
        "case": "~Case|../Case",
        "subject": "~Person|../Booking/BookingSubject",
        "bail": ".",
        "status": "ActivityStatus",
    },
    {"kind": "bail"},
)

PROTECTION_ORDER = Shape(
    CourtOrder,
    ("Order",),
    {
        "identifications": "ActivityIdentification",
        "case": "CourtCase",
        "subject": "^RapSheet/RapSheetPerson",
        "issued_at": dated("ActivityDate"),
        "requested_on": dated("CourtOrderRequestDate"),
        "served_on": dated("CourtOrderServiceDate"),
        "expires_at": dated("ProtectionOrderExpirationDate", "CourtCase/ProtectionOrderExpirationDate"),
        "court": "CourtOrderIssuingCourt",
        "text": "ActivityDescriptionText",
    },
    {"kind": "protection"},
)

WARRANT = Shape(
    Warrant,
    ("Warrant",),
    {
        "warrant_number": "ActivityIdentification/IdentificationID",
        "identifications": (
            way("StateWarrantRepositoryIdentification", kind="repository"),
            way("TransactionControlNumberIdentification", kind="transaction-control"),
            way("CourtOrderEnforcementAgency/AgencyRecordIdentification", kind="agency-record"),
            way("../IssuingAgency/OrganizationORIIdentification", kind="issuing-agency"),
        ),
        "subject": "CourtOrderDesignatedSubject",
        "case": "~Case|../Case",
        "category_text": "WarrantCategoryText",
        "level": "WarrantLevelText",
        "status": "ActivityStatus|../eBWWarrantStatus|CourtOrderStatus",
        "issued_on": dated("CourtOrderIssuingDate"),
        "served_on": dated("CourtOrderServiceReceivedDate"),
        "expires_on": dated("ExpirationDate"),
        "court": "CourtOrderIssuingCourt",
        "agency": "CourtOrderEnforcementAgency",
        "requested_by": "CourtOrderRequestEntity/EntityPerson/PersonEmployeeIdentification/IdentificationID",
        "jurisdiction": "CourtOrderJurisdiction/JurisdictionText",
        "bail": "WarrantAppearanceBail/BailSetAmount/Amount",
        "extradition": ".",
        "entry_category": "WarrantEntryCategoryCodeText",
        "broadcast_area": "WarrantBroadcastCodeText",
        "description": "ActivityDescriptionText",
        "comment": "WarrantCommentText",
    },
)
