"""Criminal history query results: rap sheets, as XML or as documents."""

from comity.exchange.ojbc.case_flow import CASE_FLOW
from comity.exchange.ojbc.courts import COURT_ACTION, PROSECUTION, PROTECTION_ORDER
from comity.exchange.ojbc.exchange import Exchange
from comity.exchange.ojbc.histories import HISTORY

_OJBC = "http://ojbc.org/IEPD/Exchange"

CRIMINAL_HISTORIES = Exchange(
    "criminal-history-query-results",
    (
        f"{{{_OJBC}/CriminalHistory/1.0}}CriminalHistory",
        f"{{{_OJBC}/CriminalHistoryTextDocument/1.0}}CriminalHistoryTextDocument",
        "{http://nlets.org/niem2/rapsheet/1.0}RapSheet",
    ),
    (*CASE_FLOW, HISTORY, COURT_ACTION, PROSECUTION, PROTECTION_ORDER),
)
