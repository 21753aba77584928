"""Arrest, incident and charge referral reporting, and N-DEx 2.1: LEXS 3.1 digests with their payloads."""

from comity.exchange.ojbc.case_flow import CASE_FLOW
from comity.exchange.ojbc.exchange import Exchange
from comity.exchange.ojbc.shapes import Shape
from comity.records.justice.charge_referral import ChargeReferral
from comity.records.justice.filed_document import FiledDocument

_OJBC = "http://ojbc.org/IEPD/Exchange"
_NDEX = "http://fbi.gov/cjis/N-DEx/IncidentArrest/2.1"

_HISTORY = Shape(
    FiledDocument,
    ("FederalCriminalHistoryRecordDocument", "StateCriminalHistoryRecordDocument"),
    {"category_name": "name()", "files": "DocumentBinary/Base64BinaryObject"},
)

ARREST_REPORTING = Exchange("arrest-reporting", (f"{{{_OJBC}/ArrestReport/1.0}}ArrestReport",), (*CASE_FLOW, _HISTORY))
INCIDENT_REPORTING = Exchange("incident-reporting", (f"{{{_OJBC}/IncidentReport/1.0}}IncidentReport",), CASE_FLOW)
REFERRAL = Shape(
    ChargeReferral,
    ("ChargeReferralReport",),
    {
        "referral_number": "//PackageMetadata/DataItemID",
        "incident": "//Digest/EntityActivity/Activity",
        "referred_at": "//PDMessageMetadata/MessageDateTime",
        "charges": "//Incident/Charge",
    },
)
CHARGE_REFERRALS = Exchange(
    "charge-referral-reporting",
    (f"{{{_OJBC}/ChargeReferralReporting/1.0}}ChargeReferralReport",),
    (*CASE_FLOW, REFERRAL),
)
NATIONAL_EXCHANGE = Exchange(
    "n-dex-incident-arrest",
    (
        "{http://usdoj.gov/leisp/lexs/publishdiscover/3.1}doPublish",
        *(
            f"{{{_NDEX}}}{root}"
            for root in ("IncidentReport", "ArrestReport", "MissingPersonReport", "ServiceCallReport")
        ),
    ),
    CASE_FLOW,
)
