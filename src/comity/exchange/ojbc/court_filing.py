"""Court case filing: Electronic Court Filing 4.0 with the consortium's extensions."""

from comity.exchange.ojbc.case_flow import CASE_FLOW
from comity.exchange.ojbc.exchange import Exchange
from comity.exchange.ojbc.tickets import PAYMENT

_ECF = "urn:oasis:names:tc:legalxml-courtfiling"
_OJBC = "http://ojbc.org/IEPD/Exchange"

COURT_FILING = Exchange(
    "court-case-filing",
    (
        f"{{{_ECF}:wsdl:WebServicesProfile-Definitions-4.0}}ReviewFilingRequestMessage",
        f"{{{_ECF}:schema:xsd:CoreFilingMessage-4.0}}CoreFilingMessage",
        f"{{{_OJBC}/CriminalCaseDocument/1.0}}CoreFilingMessage",
        f"{{{_OJBC}/JuvenileCaseDocument/1.0}}CoreFilingMessage",
    ),
    (*CASE_FLOW, PAYMENT),
)
