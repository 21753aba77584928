"""Where a partner's watch over a person stands: asking for it, changing it, and the news that it brings."""

from comity.exchange.ojbc.paths import dated, within
from comity.exchange.ojbc.shapes import Shape, Table
from comity.records.declaration import Part
from comity.records.justice.notification import FederalNotice, Notification, TriggeringEvent
from comity.records.justice.subscription_request import FederalSubscription, SubscriptionRequest

PARTS: dict[type[Part], Table] = {
    FederalSubscription: {
        "number": "SubscriptionFBIIdentification/IdentificationID",
        "starts_on": "DateRange/StartDate/Date",
        "ends_on": "DateRange/EndDate/Date",
        "reason": "CriminalSubscriptionReasonCode",
        "term": "SubscriptionTerm/TermDuration",
    },
    TriggeringEvent: {
        "code": "FederalTriggeringEventCode",
        "text": "RapBackEventText",
        "on": dated("RapBackEventDate"),
    },
    FederalNotice: {
        "subscription_number": "RecordRapBackSubscriptionIdentification/IdentificationID",
        "qualifier_number": "SubscriptionQualifierIdentification/IdentificationID",
        "notice_number": "RapBackActivityNotificationIdentification/IdentificationID",
        "subscribed_on": dated("RapBackSubscriptionDate"),
        "expires_on": dated("RapBackExpirationDate"),
        "term": "RapBackSubscriptionTermCode",
        "term_ends_on": dated("RapBackTermDate"),
        "attention": "RapBackAttentionText",
        "events": "TriggeringEvent",
    },
}

_ASKED: Table = {
    "topic": within("..", "Filter/TopicExpression", "TopicExpression"),
    "topic_dialect": within("..", "Filter/TopicExpression/@Dialect", "TopicExpression/@Dialect"),
    "consumer_address": "../ConsumerReference/Address",
    "subscription_number": "SubscriptionIdentification/IdentificationID",
    "subscription_source": "SubscriptionIdentification/IdentificationSourceText",
    "qualifier_number": "SubscriptionQualifierIdentification/IdentificationID",
    "transaction_number": "FingerprintIdentificationTransactionIdentification/IdentificationID",
    "case_number": "SubscriptionRelatedCaseIdentification/IdentificationID"
    "|Case/ActivityIdentification/IdentificationID",
    "subject": "Subject",
    "organization": within("Subject", "SubscribingOrganization"),
    "system_name": "SystemName",
    "emails": "ContactEmailID",
    "starts_on": "DateRange/StartDate/Date",
    "ends_on": "DateRange/EndDate/Date",
    "new_end": "SubscriptionModification/DateRange/EndDate/Date",
    "criminal_reasons": "CriminalSubscriptionReasonCode",
    "civil_reasons": "CivilSubscriptionReasonCode",
    "triggering_events": "TriggeringEvents/FederalTriggeringEventCode",
    "federal": "RelatedFBISubscription|FBISubscription",
    "rap_sheet_disclosed": "FederalRapSheetDisclosure/FederalRapSheetDisclosureIndicator",
    "disclosure_attention": "FederalRapSheetDisclosure/FederalRapSheetDisclosureAttentionDesignationText",
    "fingerprints": "FingerprintDocument/DocumentBinary/Base64BinaryObject",
    "sending_state": "SendingStateText",
    "receiving_state": "ReceivingStateText",
}

REQUESTS = tuple(
    Shape(SubscriptionRequest, (element,), _ASKED, {"action": action})
    for element, action in (
        ("SubscriptionMessage", "subscribe"),
        ("SubscriptionModificationMessage", "modify"),
        ("UnsubscriptionMessage", "unsubscribe"),
        ("SubscriptionValidationMessage", "validate"),
    )
)

NOTICE = Shape(
    Notification,
    (
        "NotifyingArrest",
        "NotifyingIncident",
        "NotifyingWarrant",
        "NotifyingWanted",
        "NotifyingCourtDispositionUpdate",
        "NotifyingCriminalHistoryUpdate",
        "NotifyingFederalCriminalHistoryUpdate",
        "NotifyingProsecutionDecisionUpdate",
        "NotifyingVehicleCrash",
    ),
    {
        "event": "name()",
        "topic": "^Notify/NotificationMessage/Topic",
        "topic_dialect": "^Notify/NotificationMessage/Topic/@Dialect",
        "subscription_address": "^Notify/NotificationMessage/SubscriptionReference/Address",
        "producer_address": "^Notify/NotificationMessage/ProducerReference/Address",
        "system_name": "NotifyingActivityReportingSystemNameText",
        "system_address": "NotifyingActivityReportingSystemURI",
        "organization": "NotifyingActivityReportingOrganization|NotifyingOrganizationReference|~Organization",
        "originator": "*/OriginatorOrganizationReference",
        "prosecutor": "*/ProsecutionAttorneyOrganizationReference",
        "subject": "Arrest/ArrestSubject|Arrest/Booking/BookingSubject|Warrant/CourtOrderDesignatedSubject"
        "|*/Charge/~Person|~Person",
        "subscribed_person": "^NotificationMessage/SubscriptionIdentity/Person",
        "about": "Arrest|Incident|Offense|Warrant|VehicleCrash|ProsecutionDecisionUpdate"
        "|*/Case|*/Disposition|*/Sentence",
        "cycle_tracking_number": "*/CycleTrackingIdentification/IdentificationID",
        "cycle_assigned_on": dated("CycleTrackingIdentifierAssignment/ActivityDate"),
        "attorney_general_case": "AttorneyGeneralCaseDetails/AttorneyGeneralCaseIndicator",
        "federal": "RelatedFBISubscription",
        "histories": "CriminalHistoryRecordDocument/DocumentBinary/Base64BinaryObject",
    },
)
