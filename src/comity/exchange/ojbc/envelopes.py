"""Where the outside of a message stands: sender, number, time, handling, attachments."""

from comity.exchange.ojbc.paths import dated, within
from comity.exchange.ojbc.shapes import Shape, Table, joined
from comity.records.declaration import Part
from comity.records.governance.access_request import Employment
from comity.records.governance.exchange_answer import Denial, ExchangeAnswer, Failure
from comity.records.governance.message_envelope import (
    Attachment,
    Community,
    MessageEnvelope,
    MessageParty,
    Rendering,
)

_AMERICAN = ("TelephoneAreaCodeID", "TelephoneExchangeID", "TelephoneLineID")

PARTS: dict[type[Part], Table] = {
    MessageParty: {
        "organization": "OrganizationName|SystemIdentifier/OrganizationName|DataOwnerIdentifier/OrganizationName",
        "branch": "OrganizationBranchName",
        "ori": "SystemIdentifier/ORI|DataOwnerIdentifier/ORI",
        "system": "SystemIdentifier/SystemID|DataOwnerIdentifier/SystemID",
        "contact_given_name": "*/PersonGivenName|PersonGivenName",
        "contact_surname": "*/PersonSurName|PersonSurName",
        "contact_name": "*/PersonFullName|PersonFullName",
        "telephone": (
            "ContactTelephoneNumber/TelephoneNumberFullID|*/ContactTelephoneNumber/TelephoneNumberFullID",
            joined(*(f"ContactTelephoneNumber/{piece}" for piece in _AMERICAN), by="-"),
            joined(*(f"*/ContactTelephoneNumber/{piece}" for piece in _AMERICAN), by="-"),
        ),
        "extension": "ContactTelephoneNumber/TelephoneSuffixID|*/ContactTelephoneNumber/TelephoneSuffixID",
    },
    Attachment: {
        "uri": "AttachmentURI|BinaryLocationURI",
        "body": "Binary/BinaryBase64Object|BinaryBase64Object|DocumentBinary/BinaryBase64Object",
        "description": "BinaryDescriptionText|Binary/BinaryDescriptionText",
        "format": "Binary/BinaryFormatID",
        "format_standard": "BinaryFormatStandardName|Binary/BinaryFormatStandardName",
        "sort": "BinaryCategoryCode|Binary/BinaryCategoryText",
        "captured_on": "Binary/BinaryCaptureDate/Date",
        "viewable": "AttachmentViewableIndicator",
    },
    Employment: {"employer": "Employer/EntityOrganization", "position": "EmployeePositionName"},
    Rendering: {"method": "RenderingMethod", "description": "RenderingDescription"},
    Community: {"uri": "CommunityURI", "description": "CommunityDescription", "version": "CommunityVersion"},
    Denial: {
        "denied": "InformationAccessDenialIndicator|AccessDenialIndicator",
        "system": "InformationAccessDenyingSystemNameText|AccessDenyingSystemNameText",
        "reason": "InformationAccessDenialReasonText|AccessDenialReasonText",
    },
    Failure: {
        "message": "ErrorText",
        "system": "SystemIdentification/SystemName|SystemName",
        "request": "QueryRequestIdentification|PersonRecordRequestIdentification",
        "too_many": "SearchResultsExceedThresholdError/SearchResultsRecordCount",
    },
}

_ENVELOPE: Table = {
    "format": "name()",
    "about": "Warrant|*/Warrant",
    "document_number": within("*", "DocumentIdentification/IdentificationID"),
    "control_number": "DocumentFileControlID",
    "created_on": dated("DocumentCreationDate", "*/DocumentCreationDate"),
    "effective_on": dated("*/DocumentEffectiveDate"),
    "filed_on": dated("*/DocumentFiledDate"),
    "posted_on": dated("DocumentPostDate", "*/DocumentPostDate"),
    "cut_off_on": dated("DocumentInformationCutOffDate", "*/DocumentInformationCutOffDate"),
    "updated_on": dated("Metadata/LastUpdatedDate"),
    "sent_at": "//PDMessageMetadata/MessageDateTime",
    "sequence": "//PDMessageMetadata/MessageSequenceNumber",
    "format_version": "//PDMessageMetadata/LEXSVersion",
    "profiles": within("*", "SendingMDEProfileCode"),
    "sender_addresses": within("*", "SendingMDELocationID/IdentificationID"),
    "system_name": "SystemIdentification/SystemName|SystemName|*/CourtCaseReportingSystem/IdentificationID",
    "system_id": "SystemIdentification/IdentificationID",
    "source_system": "SourceSystemNameText",
    "result_category": "QueryResultCategoryText",
    "category": "//DataItemCategory/DataItemCategoryText|NIBRSReportCategoryCode",
    "status": "//DataItemStatus",
    "instruction": "//DataItemPublishInstruction",
    "sensitivity": "//PDMessageMetadata/DataSensitivity",
    "confidential": within("*", "FilingConfidentialityIndicator"),
    "item_numbers": "//DataItemID|//DataItemReferenceID",
    "item_on": "//DataItemDate",
    "dissemination": "//DisseminationCriteriaDomainText|//DisseminationCriteriaText",
    "deletion_reason": "//DomainAttribute/*",
    "parties": "InformationOwningOrganization|//DataSubmitterMetadata|//DataOwnerMetadata|//DataItemContact",
    "communities": "//StructuredPayload/StructuredPayloadMetadata",
    "attachments": "//Attachment|//AttachmentLink",
    "renderings": "//RenderingInstructions",
    "includes": "//StructuredPayload/include/@href",
}

_ANSWER: Table = {
    "denials": "//InformationAccessDenial|//AccessDenial",
    "failures": "*/QueryRequestError|*/SearchRequestError|*/SearchErrors|PersonQueryResultError"
    "|SubscriptionRequestError|*/SubscriptionRequestError",
    "at": "Timestamp|*/CurrentTime",
    "subscription": within("*", "SubscriptionIdentification"),
    "created": within("*", "SubscriptionCreatedIndicator"),
    "modified": within("*", "SubscriptionModifiedIndicator"),
    "validated": within("*", "SubscriptionValidatedIndicator"),
    "unknown_subscription": within("*", "InvalidSubscriptionIdentifierIndicator"),
    "invalid_addresses": within("*", "InvalidEmailAddressList/EmailRecipientAddressID"),
    "invalid_token": within("*", "InvalidSecurityToken/InvalidSecurityTokenIndicator"),
    "invalid_token_reason": within("*", "InvalidSecurityToken/InvalidSecurityTokenDescriptionText"),
    "topic_missing": within("*", "SubscriptionRequestError/SubscriptionTopicNotSpecifiedIndicator"),
    "fingerprint_number_missing": within(
        "*", "SubscriptionRequestError/SubscriptionSubjectFingerprintIdentificationNotSpecifiedIndicator"
    ),
    "name_missing": within("*", "SubscriptionRequestError/SubscriptionSubjectNameNotSpecifiedIndicator"),
    "start_missing": within("*", "SubscriptionRequestError/SubscriptionStartDateNotSpecifiedIndicator"),
    "address_missing": within("*", "SubscriptionRequestError/SubscriptionEmailAddressNotSpecifiedIndicator"),
    "ends_before_start": within("*", "SubscriptionRequestError/SubscriptionEndDateBeforeStartDateIndicator"),
    "system_address": "*/Address",
}

ENVELOPE = Shape(MessageEnvelope, (), _ENVELOPE, always=True)
ANSWER = Shape(ExchangeAnswer, (), _ANSWER)
