"""The prosecution's desk: a decision on each referred charge, and what is unlinked or overdue."""

from collections.abc import Iterator

from comity.desks.desk import Desk, Queue, Start, Step
from comity.desks.unfinished import files
from comity.records.justice.arrest import Arrest
from comity.records.justice.charge_referral import ChargeReferral
from comity.records.justice.charging_decision import ChargeChoice, ChargingDecision, Choice
from comity.records.justice.court_case import CourtCase
from comity.records.justice.court_order import CourtOrder
from comity.records.justice.disposition import Disposition
from comity.records.justice.hearing import Hearing
from comity.records.justice.lab_report import LabReport
from comity.records.justice.warrant import Warrant
from comity.records.pillars import Pillar


def _referred(start: Start, referral: ChargeReferral) -> Iterator[str]:
    """Give the charges of a referral, arrest by arrest, without those that it does not refer."""
    left_out = {each.charge_tracking_number for each in referral.not_referred}
    arrests = (start.at(each.arrest) for each in referral.accused)
    charges = [*(charge for arrest in arrests if arrest for charge in arrest.charges), *referral.charges]
    numbers = dict.fromkeys(each.charge_tracking_number for each in charges if each.charge_tracking_number)
    yield from (number for number in numbers if number not in left_out)


def _decision(start: Start) -> ChargingDecision:
    referral = start.record
    numbers = _referred(start, referral) if isinstance(referral, ChargeReferral) else ()
    return ChargingDecision(
        referral=start.ref,
        decided_at=start.now,
        prosecutor=start.member,
        choices=tuple(ChargeChoice(charge_tracking_number=number, choice=Choice.FILE) for number in numbers),
    )


DESK = Desk(
    name="prosecution",
    title="Prosecution desk",
    pillars=frozenset({Pillar.PROSECUTION}),
    queues=(
        Queue("Referrals to decide", ChargeReferral, "File, amend or decline each charge.", (ChargingDecision,)),
        Queue("Decisions not yet docketed", ChargingDecision, "The court has these.", (CourtCase,), files),
        Queue("Newest cases", CourtCase, "What was docketed last."),
    ),
    steps=(Step(ChargeReferral, ChargingDecision, _decision),),
    asked={
        ChargingDecision: (
            "referral", "decided_at", "choices.charge_tracking_number", "choices.choice", "choices.reason",
            "choices.amended.offense", "choices.amended.text", "prosecutor", "note",
        ),
    },
    pages=(("/docket", "Docket"),),
    watches=(Arrest, CourtOrder, Disposition, Hearing, LabReport, Warrant),
)  # fmt: skip
