"""Warrant reporting: a warrant is issued, changed, accepted, rejected or cancelled."""

from comity.exchange.ojbc.case_flow import CASE_FLOW
from comity.exchange.ojbc.exchange import Exchange

_OJBC = "http://ojbc.org/IEPD/Exchange"

WARRANT_REPORTING = Exchange(
    "warrant-issued-reporting",
    tuple(
        f"{{{_OJBC}/{name}/1.0}}{name}"
        for name in (
            "WarrantIssuedReport",
            "WarrantModificationReport",
            "WarrantAcceptedReport",
            "WarrantRejectedReport",
            "WarrantCancelledReport",
        )
    ),
    CASE_FLOW,
)
