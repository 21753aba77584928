"""What passes between police and laboratory: exhibits from hand to hand, questions, reports."""

from datetime import datetime, timedelta

from comity.demo.city import moment
from comity.demo.police_work import Reported
from comity.demo.tales import Tale
from comity.records.justice.custody_handoff import CustodyHandoff
from comity.records.justice.lab_report import LabReport
from comity.records.justice.lab_request import LabRequest

_ANALYSTS = ("lena", "tomas")
_METHODS = ("GC-MS", "STR profiling", "comparison microscopy", "latent print development", "headspace GC")
_LABORATORY = "state-crime-laboratory"
_POLICE = "hart-city-police"
# Offenses with a longer mean sentence, in days, go first.
_GRAVE = 1000


def examine(tale: Tale, reported: Reported) -> None:
    """Send exhibits to the laboratory with a question, and have it answered, as far as that has happened."""
    chance, happening = tale.chance, reported.happening
    asked_at = chance.later(reported.registered_at + timedelta(hours=1), hours=60)
    if not reported.exhibits or not chance.happens(happening.lab) or tale.over(asked_at):
        return
    analyst = chance.one_of(_ANALYSTS)
    act = tale.by(reported.officer)
    request = act.enter(
        LabRequest(
            exhibits=reported.exhibits,
            requested_at=moment(asked_at),
            laboratory=_LABORATORY,
            question=happening.question,
            priority="urgent" if happening.confinement > _GRAVE else "routine",
        ),
        reported.markings,
    )
    received_at = chance.later(asked_at, hours=48)
    if tale.over(received_at):
        return
    _hand_over(tale, reported, analyst, received_at)
    signed_at = chance.later(received_at, hours=24 * 35)
    act = tale.by(analyst)
    act.enter(
        LabReport(
            lab_number=act.number("lab", received_at),
            request=request,
            exhibits=reported.exhibits,
            received_at=moment(received_at),
            analyst=analyst,
            method=chance.one_of(_METHODS),
            result=None if tale.over(signed_at) else happening.finding,
            signed_by=None if tale.over(signed_at) else analyst,
            signed_at=None if tale.over(signed_at) else moment(signed_at),
        ),
        reported.markings,
    )


def _hand_over(tale: Tale, reported: Reported, analyst: str, at: datetime) -> None:
    act = tale.by(reported.officer)
    for exhibit in reported.exhibits:
        act.enter(
            CustodyHandoff(
                exhibit=exhibit,
                handed_at=moment(at),
                from_member=reported.officer,
                from_agency=_POLICE,
                to_member=analyst,
                to_agency=_LABORATORY,
                purpose="examination",
                sealed=True,
            ),
            reported.markings,
        )
