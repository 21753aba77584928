"""Query results: what a partner's court, prosecutor, jail or warrant system answers about a person or case."""

from comity.exchange.ojbc.case_flow import CASE_FLOW
from comity.exchange.ojbc.exchange import Exchange

_OJBC = "http://ojbc.org/IEPD/Exchange"

CUSTODY_QUERIES = Exchange(
    "custody-query-results", (f"{{{_OJBC}/CustodyQueryResults/1.0}}CustodyQueryResults",), CASE_FLOW
)
COURT_CASES = Exchange(
    "court-case-query-results", (f"{{{_OJBC}/CourtCaseQueryResults/1.0}}CourtCaseQueryResults",), CASE_FLOW
)
PROSECUTION_CASES = Exchange(
    "prosecution-case-query-results",
    (f"{{{_OJBC}/ProsecutionCaseQueryResults/1.0}}ProsecutionCaseQueryResults",),
    CASE_FLOW,
)
PERSON_WARRANTS = Exchange("person-query-results-warrants", (f"{{{_OJBC}/Warrants/1.0}}Warrants",), CASE_FLOW)
