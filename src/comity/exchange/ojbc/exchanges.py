"""All exchanges of the consortium that we speak."""

from comity.exchange.ojbc.access_control import ACCESS_CONTROL
from comity.exchange.ojbc.audit_log import AUDIT_LOG
from comity.exchange.ojbc.behavioral_health import BEHAVIORAL_HEALTH
from comity.exchange.ojbc.consent_reporting import CONSENT_REPORTING
from comity.exchange.ojbc.court_filing import COURT_FILING
from comity.exchange.ojbc.criminal_histories import CRIMINAL_HISTORIES
from comity.exchange.ojbc.identification_reporting import IDENTIFICATION_REPORTING
from comity.exchange.ojbc.incident_reporting import (
    ARREST_REPORTING,
    CHARGE_REFERRALS,
    INCIDENT_REPORTING,
    NATIONAL_EXCHANGE,
)
from comity.exchange.ojbc.probation import PROBATION
from comity.exchange.ojbc.queries import COURT_CASES, CUSTODY_QUERIES, PERSON_WARRANTS, PROSECUTION_CASES
from comity.exchange.ojbc.subscriptions import SUBSCRIPTIONS
from comity.exchange.ojbc.warrants import WARRANT_REPORTING

CONNECTORS = (
    ACCESS_CONTROL,
    ARREST_REPORTING,
    CHARGE_REFERRALS,
    COURT_FILING,
    INCIDENT_REPORTING,
    NATIONAL_EXCHANGE,
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
