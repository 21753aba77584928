"""Consent decision reporting: what a person answered at booking when asked for consent."""

from comity.exchange.ojbc.exchange import Exchange
from comity.exchange.ojbc.paths import dated
from comity.exchange.ojbc.people import PERSON
from comity.exchange.ojbc.shapes import Shape
from comity.records.services.consent_decision import ConsentDecision

CONSENT_REPORTING = Exchange(
    "consent-decision-reporting",
    ("{http://ojbc.org/IEPD/Exchange/ConsentDecisionReporting/1.0}ConsentDecisionReport",),
    (
        PERSON,
        Shape(
            ConsentDecision,
            ("ConsentDecision",),
            {
                "person": "../Booking/BookingSubject",
                "decision_number": "ActivityIdentification/IdentificationID",
                "decided_on": dated("ActivityDate"),
                "decision": "ConsentDecisionCode",
                "purpose": "ConsentPurposeCode",
                "comment": "Narrative/CommentText",
                "booking_number": "../Booking/BookingAgencyRecordIdentification/IdentificationID",
                "custody_number": "../Booking/BookingSubject/SubjectIdentification/IdentificationID",
                "recorded_by": "ConsentDecisionRecordingEntity/EntityPerson",
                "recorded_as": "ConsentDecisionRecordingEntity/RecordingEntityUsernameText",
            },
        ),
    ),
)
