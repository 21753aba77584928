"""Audit log search results: what a partner's log says that its users did."""

from comity.exchange.ojbc.exchange import Exchange
from comity.exchange.ojbc.paths import dated
from comity.exchange.ojbc.people import PERSON
from comity.exchange.ojbc.places import ORGANIZATION
from comity.exchange.ojbc.shapes import Shape
from comity.records.governance.partner_audit_entry import PartnerAuditEntry

_EXPUNGED = "Request/AuditedRequestMessage/ExpungeRequest/Arrest"

AUDIT_LOG = Exchange(
    "audit-log-search-results",
    ("{http://ojbc.org/IEPD/Exchange/AuditLogSearchResults/1.0}AuditLogSearchResults",),
    (
        PERSON,
        ORGANIZATION,
        Shape(
            PartnerAuditEntry,
            ("AuditLogSearchResult",),
            {
                "member": "UserPersonName",
                "organization": "Organization",
                "action": "UserActionPerformedText",
                "at": dated("UserActionPerformedDate"),
                "system_name": "SourceSystemNameText|SystemIdentification/SystemName",
                "system_id": "SystemIdentification/IdentificationID",
                "request_number": "Request/RequestIdentification/IdentificationID",
                "request_category": "Request/RequestCategoryText",
                "arrest": f"{_EXPUNGED}/ArrestAgencyRecordIdentification",
                "charge_number": f"{_EXPUNGED}/ArrestCharge/ChargeIdentification/IdentificationID"
                f"|{_EXPUNGED}/ArrestAgencyRecordIdentification/ArrestCharge/ChargeIdentification/IdentificationID",
                "disposed_on": dated(
                    f"{_EXPUNGED}/ArrestCharge/ChargeDisposition/DispositionDate",
                    f"{_EXPUNGED}/ArrestAgencyRecordIdentification/ArrestCharge/ChargeDisposition/DispositionDate",
                ),
            },
        ),
    ),
)
