"""The namespaces of the exchanges, as their schemas name them; nothing is fetched from them."""

NIEM_2 = {
    "nc": "http://niem.gov/niem/niem-core/2.0",
    "j": "http://niem.gov/niem/domains/jxdm/4.1",
    "s": "http://niem.gov/niem/structures/2.0",
}
# LEXS 3.1 and ECF 4.0 were made with the justice domain before.
NIEM_2_EARLIER = NIEM_2 | {"j": "http://niem.gov/niem/domains/jxdm/4.0"}
NIEM_3 = {
    "nc": "http://release.niem.gov/niem/niem-core/3.0/",
    "j": "http://release.niem.gov/niem/domains/jxdm/5.1/",
    "intel": "http://release.niem.gov/niem/domains/intelligence/3.1/",
    "scr": "http://release.niem.gov/niem/domains/screening/3.1/",
    "s": "http://release.niem.gov/niem/structures/3.0/",
}

_EXCHANGE = "http://ojbc.org/IEPD/Exchange"
_EXTENSION = "http://ojbc.org/IEPD/Extensions"

NOTIFICATION = NIEM_2 | {
    "notfm-doc": f"{_EXCHANGE}/NotificationMessage/1.0",
    "notfm-ext": f"{_EXTENSION}/Notification/1.0",
    "cdu": f"{_EXTENSION}/CourtDispositionUpdate/1.0",
}
CUSTODY = NIEM_3 | {
    "cq-res-doc": f"{_EXCHANGE}/CustodyQueryResults/1.0",
    "cq-res-ext": f"{_EXTENSION}/CustodyQueryResultsExtension/1.0",
}
WARRANT_ISSUED = NIEM_3 | {
    "wir-doc": f"{_EXCHANGE}/WarrantIssuedReport/1.0",
    "wir-ext": f"{_EXTENSION}/WarrantIssuedReportingExtension/1.0",
}
WARRANTS = NIEM_2 | {"warrant": f"{_EXCHANGE}/Warrants/1.0", "warrant-ext": f"{_EXTENSION}/Warrants/1.0"}
PROSECUTION = NIEM_3 | {
    "pcq-res-doc": f"{_EXCHANGE}/ProsecutionCaseQueryResults/1.0",
    "pcq-res-ext": "http://ojbc.org/IEPD/Extension/ProsecutionCaseQueryResults/1.0",
}
COURT_CASE = NIEM_3 | {
    "ccq-res-doc": f"{_EXCHANGE}/CourtCaseQueryResults/1.0",
    "ccq-res-ext": f"{_EXTENSION}/CourtCaseQueryResultsExtension/1.0",
}
REFERRAL = NIEM_2_EARLIER | {
    "crr-doc": f"{_EXCHANGE}/ChargeReferralReporting/1.0",
    "inc-ext": f"{_EXTENSION}/IncidentReportStructuredPayload/1.0",
    "lexs": "http://usdoj.gov/leisp/lexs/3.1",
    "lexspd": "http://usdoj.gov/leisp/lexs/publishdiscover/3.1",
    "lexsdigest": "http://usdoj.gov/leisp/lexs/digest/3.1",
    "lexslib": "http://usdoj.gov/leisp/lexs/library/3.1",
    "ndexia": "http://fbi.gov/cjis/N-DEx/IncidentArrest/2.1",
}
_FILING = "urn:oasis:names:tc:legalxml-courtfiling"
FILING = NIEM_2_EARLIER | {
    "review": f"{_FILING}:wsdl:WebServicesProfile-Definitions-4.0",
    "core": f"{_FILING}:schema:xsd:CoreFilingMessage-4.0",
    "ecf": f"{_FILING}:schema:xsd:CommonTypes-4.0",
    "criminal": f"{_FILING}:schema:xsd:CriminalCase-4.0",
}
