"""What dispatchers, victim advocates and clinicians enter: help, each on their own record."""

from datetime import timedelta

from comity.demo.city import moment
from comity.demo.mistakes import CLINIC, DESK
from comity.demo.police_work import Reported, when
from comity.demo.tales import Tale
from comity.records.incidents.service_call import ServiceCall
from comity.records.justice.involvement import Involvement, SubjectCategory
from comity.records.services.behavioral_health_evaluation import BehavioralHealthEvaluation

_PRIVATE = ("vsp",)
_FINDINGS = (
    ("depressive episode", "counseling"),
    ("post-traumatic stress", "trauma therapy"),
    ("anxiety", "counseling"),
    ("alcohol use disorder", "outpatient program"),
    ("opioid use disorder", "buprenorphine"),
)
_SUPPORTED = 0.12
_SUBSTANCES = "use disorder"


def take_call(tale: Tale) -> None:
    """Enter a call for service that leads to nothing further on record."""
    at = when(tale)
    tale.by("dee").enter(
        ServiceCall(
            call_number=f"HFR-{at:%Y%m%d}-{tale.number:06d}",
            received_at=moment(at),
            nature=tale.chance.one_of(("medical", "fire alarm", "traffic hazard", "welfare check")),
            priority=tale.chance.one_of(("1", "2", "3")),
            dispatched_at=moment(at + timedelta(minutes=2)),
            arrived_at=moment(at + timedelta(minutes=tale.chance.between(6, 22))),
            outcome=tale.chance.one_of(("assisted", "no action needed", "transported")),
        )
    )


def support(tale: Tale, reported: Reported) -> None:
    """Have a victim come to the advocates, who enter them anew: nothing of it leaves their office."""
    if reported.victim is None or not tale.chance.happens(_SUPPORTED) or "juvenile" in reported.markings:
        return
    at = tale.chance.later(reported.registered_at, hours=60)
    if tale.over(at):
        return
    act = tale.by("vicky")
    survivor = act.person(reported.victim, DESK, _PRIVATE)
    act.enter(
        Involvement(
            activity=reported.incident,
            victim=survivor,
            subject_category=SubjectCategory.VICTIM,
            role="supported by an advocate",
            began_at=moment(at),
            account="Safety plan made; wants to be told of hearings.",
        ),
        (*reported.markings, *_PRIVATE),
    )


def treat(tale: Tale) -> None:
    """Enter an evaluation at the clinic, of somebody of the city who came by themselves."""
    at = when(tale)
    act = tale.by("cleo")
    patient = act.person(tale.city.somebody(), CLINIC)
    diagnosis, treatment = tale.chance.one_of(_FINDINGS)
    act.enter(
        BehavioralHealthEvaluation(
            person=patient,
            evaluated_on=at.date().isoformat(),
            diagnosis=diagnosis,
            treatment=treatment,
            serious_mental_illness=tale.chance.happens(0.1),
        ),
        ("part2",) if _SUBSTANCES in diagnosis else (),
    )
