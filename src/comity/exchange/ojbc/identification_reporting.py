"""Identification reporting: a bureau is asked who somebody is, and answers."""

from comity.exchange.ojbc.exchange import Exchange
from comity.exchange.ojbc.people import PERSON
from comity.exchange.ojbc.places import ORGANIZATION
from comity.exchange.ojbc.shapes import Shape, Table
from comity.records.justice.identification_request import IdentificationRequest
from comity.records.justice.identification_result import IdentificationResult

_REQUEST = "http://ojbc.org/IEPD/Exchange/PersonIdentificationRequest/1.0"
_RESULTS = "http://ojbc.org/IEPD/Exchange/PersonIdentificationResults/1.0"
_IMAGE = "DocumentBinary/Base64BinaryObject"

_SHARED: Table = {
    "transaction_number": "TransactionIdentification/IdentificationID",
    "transaction_category": "TransactionCategoryText",
    "subject": "Subject",
    "applicant": "IdentificationApplicantOrganization",
    "civil_reason": "CivilIdentificationReasonCode",
    "criminal_reason": "CriminalIdentificationReasonCode",
}
_ASKED: Table = _SHARED | {
    "fingerprints": f"FederalFingerprintBasedIdentificationRequestDocument/{_IMAGE}"
    f"|StateFingerprintBasedIdentificationRequestDocument/{_IMAGE}",
}
_ANSWERED: Table = _SHARED | {
    "search_results": f"FBIIdentificationSearchResultDocument/{_IMAGE}"
    f"|StateIdentificationSearchResultDocument/{_IMAGE}",
    "histories": f"FBIIdentityHistorySummaryDocument/{_IMAGE}|StateCriminalHistoryRecordDocument/{_IMAGE}",
    "registry_extracts": f"NationalSexOffenderRegistryDemographicsDocument/{_IMAGE}"
    f"|NationalSexOffenderRegistrySearchResultDocument/{_IMAGE}",
}

IDENTIFICATION_REPORTING = Exchange(
    "identification-reporting",
    (
        f"{{{_REQUEST}}}PersonFederalIdentificationRequest",
        f"{{{_REQUEST}}}PersonStateIdentificationRequest",
        f"{{{_RESULTS}}}PersonFederalIdentificationResults",
        f"{{{_RESULTS}}}PersonStateIdentificationResults",
    ),
    (
        PERSON,
        ORGANIZATION,
        Shape(IdentificationRequest, ("PersonFederalIdentificationRequest",), _ASKED, {"scope": "federal"}),
        Shape(IdentificationRequest, ("PersonStateIdentificationRequest",), _ASKED, {"scope": "state"}),
        Shape(IdentificationResult, ("PersonFederalIdentificationResults",), _ANSWERED, {"scope": "federal"}),
        Shape(IdentificationResult, ("PersonStateIdentificationResults",), _ANSWERED, {"scope": "state"}),
    ),
)
