"""Subscription and notification: partners ask to be told, and are told, bare or wrapped in WS-Notification 1.3."""

from comity.exchange.ojbc.case_flow import CASE_FLOW
from comity.exchange.ojbc.charges import PROSECUTION_DECISION
from comity.exchange.ojbc.exchange import Exchange
from comity.exchange.ojbc.watches import NOTICE, REQUESTS

_OJBC = "http://ojbc.org/IEPD/Exchange"
_WSN = "http://docs.oasis-open.org/wsn/b-2"

_WRAPPED = (
    "Notify",
    "Subscribe",
    "Modify",
    "Unsubscribe",
    "Validate",
    "SubscribeResponse",
    "ModifyResponse",
    "ValidateResponse",
    "SubscribeCreationFailedFault",
    "UnableToValidateSubscriptionFault",
    "UnableToDestroySubscriptionFault",
)

SUBSCRIPTIONS = Exchange(
    "subscription-notification",
    (
        f"{{{_OJBC}/NotificationMessage/1.0}}NotificationMessage",
        f"{{{_OJBC}/SubscriptionMessage/1.0}}SubscriptionMessage",
        f"{{{_OJBC}/SubscriptionModificationMessage/1.0}}SubscriptionModificationMessage",
        f"{{{_OJBC}/SubscriptionValidationMessage/1.0}}SubscriptionValidationMessage",
        f"{{{_OJBC}/UnsubscriptionMessage/1.0}}UnsubscriptionMessage",
        f"{{{_OJBC}/Subscription_Response/1.0}}SubscriptionResponseMessage",
        f"{{{_OJBC}/Subscription_Modification_Response/1.0}}SubscriptionModificationResponseMessage",
        f"{{{_OJBC}/Subscription_Validation_Response/1.0}}SubscriptionValidationResponseMessage",
        f"{{{_OJBC}/Subscription_Fault_Response/1.0}}SubscriptionFaultResponseMessage",
        f"{{{_OJBC}/Subscription_Fault_Response/1.0}}SubscriptionModificationFaultResponseMessage",
        f"{{{_OJBC}/Subscription_Fault_Response/1.0}}SubscriptionValidationFaultResponseMessage",
        *(f"{{{_WSN}}}{name}" for name in _WRAPPED),
    ),
    (*CASE_FLOW, NOTICE, PROSECUTION_DECISION, *REQUESTS),
)
