"""Probation events: supervision begins, ends, or passes to another officer."""

from comity.exchange.ojbc.case_flow import CASE_FLOW
from comity.exchange.ojbc.exchange import Exchange

_OJBC = "http://ojbc.org/IEPD/Exchange"

PROBATION = Exchange(
    "probation-event",
    (
        f"{{{_OJBC}/ProbationCaseInitiation/1.0}}ProbationCaseInitiation",
        f"{{{_OJBC}/ProbationCaseTermination/1.0}}ProbationCaseTermination",
        f"{{{_OJBC}/ProbationCaseOfficerChange/1.0}}ProbationCaseOfficerChange",
    ),
    CASE_FLOW,
)
