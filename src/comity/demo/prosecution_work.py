"""What the District Attorney enters: one decision on each charge referred."""

from dataclasses import dataclass
from datetime import datetime

from comity.demo.city import moment
from comity.demo.police_work import Arrested, refer
from comity.demo.tales import Tale
from comity.records.justice.charges import Charge
from comity.records.justice.charging_decision import ChargeChoice, ChargingDecision, Choice
from comity.records.references import Ref

_PROSECUTORS = ("pia", "ward", "sato")
_REASONS = (
    "The evidence is not sufficient.",
    "The complainant does not wish to proceed.",
    "Referred to a diversion program before filing.",
    "In the interest of justice.",
)
_DECLINED = 0.17
_CHILD_DECLINED = 0.6
_AMENDED = 0.06


@dataclass(frozen=True)
class Filed:
    """A charging decision on record; ``charges`` are those that go to court, none when all were declined."""

    arrested: Arrested
    decision: Ref[ChargingDecision]
    at: datetime
    prosecutor: str
    charges: tuple[str, ...]


def decide(tale: Tale, arrested: Arrested, since: datetime) -> Filed | None:
    """Have the police refer, some time after ``since``, and the prosecutor decide, as far as that has happened."""
    brought = refer(tale, arrested, since)
    if brought is None:
        return None
    referral, referred_at, numbers = brought
    at = tale.chance.later(referred_at, hours=40)
    if tale.over(at):
        return None
    declined = tale.chance.happens(_CHILD_DECLINED if "juvenile" in arrested.reported.markings else _DECLINED)
    choices = tuple(_choice(tale, number, n, declined=declined) for n, number in enumerate(numbers))
    act = tale.by(tale.chance.one_of(_PROSECUTORS))
    decision = act.enter(
        ChargingDecision(
            decision_number=act.number("referral", at),
            referral=referral,
            decided_at=moment(at),
            choices=choices,
            prosecutor=act.member,
            note="Witnesses to be interviewed again before trial." if tale.chance.happens(0.2) else None,
        ),
        arrested.reported.markings,
    )
    filed = tuple(str(each.charge_tracking_number) for each in choices if each.choice is not Choice.DECLINE)
    return Filed(arrested, decision, at, act.member, filed)


def _choice(tale: Tale, number: str, place: int, *, declined: bool) -> ChargeChoice:
    chance = tale.chance
    if declined or (place > 0 and chance.happens(0.4)):
        return ChargeChoice(charge_tracking_number=number, choice=Choice.DECLINE, reason=chance.one_of(_REASONS))
    if chance.happens(_AMENDED):
        return ChargeChoice(charge_tracking_number=number, choice=Choice.AMEND, amended=Charge(offense="90Z"))
    return ChargeChoice(charge_tracking_number=number, choice=Choice.FILE)
