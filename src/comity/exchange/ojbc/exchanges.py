"""All exchanges of the consortium that we speak."""

from comity.exchange.ojbc.access_control import ACCESS_CONTROL
from comity.exchange.ojbc.audit_log import AUDIT_LOG
from comity.exchange.ojbc.behavioral_health import BEHAVIORAL_HEALTH
from comity.exchange.ojbc.consent_reporting import CONSENT_REPORTING
from comity.exchange.ojbc.identification_reporting import IDENTIFICATION_REPORTING
from comity.exchange.ojbc.subscriptions import SUBSCRIPTIONS

EXCHANGES = (
    ACCESS_CONTROL,
    AUDIT_LOG,
    BEHAVIORAL_HEALTH,
    CONSENT_REPORTING,
    IDENTIFICATION_REPORTING,
    SUBSCRIPTIONS,
)
