"""All exchanges of the consortium that we speak."""

from comity.exchange.ojbc.access_control import ACCESS_CONTROL
from comity.exchange.ojbc.audit_log import AUDIT_LOG
from comity.exchange.ojbc.behavioral_health import BEHAVIORAL_HEALTH
from comity.exchange.ojbc.consent_reporting import CONSENT_REPORTING
from comity.exchange.ojbc.criminal_histories import CRIMINAL_HISTORIES
from comity.exchange.ojbc.identification_reporting import IDENTIFICATION_REPORTING
from comity.exchange.ojbc.probation import PROBATION
from comity.exchange.ojbc.queries import COURT_CASES, CUSTODY_QUERIES, PERSON_WARRANTS, PROSECUTION_CASES
from comity.exchange.ojbc.subscriptions import SUBSCRIPTIONS
from comity.exchange.ojbc.warrants import WARRANT_REPORTING

CONNECTORS = (
    ACCESS_CONTROL,
    AUDIT_LOG,
    BEHAVIORAL_HEALTH,
    CONSENT_REPORTING,
    COURT_CASES,
    CRIMINAL_HISTORIES,
    CUSTODY_QUERIES,
    IDENTIFICATION_REPORTING,
    PERSON_WARRANTS,
    PROBATION,
    PROSECUTION_CASES,
    SUBSCRIPTIONS,
    WARRANT_REPORTING,
)
