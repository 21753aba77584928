"""Behavioral health evaluation reporting: a clinic tells what it found about a person in custody."""

from comity.exchange.ojbc.exchange import Exchange
from comity.exchange.ojbc.paths import dated
from comity.exchange.ojbc.people import PERSON
from comity.exchange.ojbc.shapes import Shape
from comity.records.services.behavioral_health_evaluation import BehavioralHealthEvaluation

BEHAVIORAL_HEALTH = Exchange(
    "behavioral-health-evaluation",
    ("{http://ojbc.org/IEPD/Exchange/BehavioralHealthEvaluationRecord/1.0}BehavioralHealthEvaluationRecord",),
    (
        PERSON,
        Shape(
            BehavioralHealthEvaluation,
            ("BehavioralHealthEvaluation",),
            {
                "person": "~Person",
                "evaluated_on": dated("ActivityDate"),
                "provider": "EvaluationProvider/EntityPerson",
                "diagnosis": "EvaluationDiagnosisDescriptionText",
                "referral": "EvaluationReferralDescriptionText",
                "treatment": "EvaluationTreatmentServiceCodeText",
                "serious_mental_illness": "SeriousMentalHealthIndicator",
                "category": "SeriousMentalHealthCategoryText",
                "encounter": "SeriousMentalHealthEncounterDescriptionText",
                "encountered_on": dated("SeriousMentalHealthEncounterDate"),
            },
        ),
    ),
)
