"""Where rap sheets and their cycles stand in messages."""

from comity.exchange.ojbc.paths import dated, within
from comity.exchange.ojbc.shapes import Shape, Table
from comity.records.declaration import Part
from comity.records.justice.criminal_history import Caveat, CriminalHistory, HistoryCycle

_BINARY = "Base64BinaryObject"

HISTORY = Shape(
    CriminalHistory,
    ("RapSheet", "CriminalHistoryTextDocument"),
    {
        "subject": "RapSheetPerson",
        "purpose": "Introduction/RapSheetRequest/PurposeCode",
        "attention": "Introduction/RapSheetRequest/Attention",
        "requested": "Introduction/RapSheetRequest/RapSheetPerson",
        "reported_on": dated("Metadata/ReportedDate"),
        "reported_by": "Metadata/ReportingOrganizationText",
        "source_numbers": "Metadata/SourceIDText",
        "comments": "Metadata/CommentText",
        "format_version": "Metadata/Version",
        "index_status": "Metadata/TripleIStatusText",
        "caveats": "Introduction/Caveat",
        "cycles": "RapSheetCycle",
        "tracking_number": "PersonTrackingIdentification/IdentificationID",
        "state_number": "PersonStateFingerprintIdentification/IdentificationID",
        "federal_documents": f"FederalCriminalHistoryRecordDocument/{_BINARY}",
        "state_documents": f"StateCriminalHistoryRecordDocument/{_BINARY}",
        "alternate_number_at_arrest": "AlternateArrestStateFingerprintIdentifierIndicator",
        "no_arrest_found": "NoArrestFoundIndicator",
        "state_number_at_arrest": "ArrestStateFingerprintIdentifierExistsIndicator",
        "corrected": "ArrestReportCorrectiveActionIndicator",
    },
)

PARTS: dict[type[Part], Table] = {
    Caveat: {
        "text": "CaveatText",
        "on": dated("CaveatReferenceDate") + "|CaveatReferenceDate",
        "authority": "CaveatIssuingAuthorityText",
    },
    HistoryCycle: {
        "tracking_number": "CycleTrackingIdentificationID",
        "earliest_on": dated("CycleEarliestDate"),
        "incident_on": dated("Incident/ActivityDate"),
        "events": "Arrest|Prosecution|CourtAction|Sentencing/Sentence|Supervision",
        "alerts": within("Arrest", "ChargeAlertDescriptionText"),
    },
}
