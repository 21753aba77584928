"""Which records of one case belong together, as far as whoever looks may see them: from a case back to its arrests."""

from collections.abc import Iterator

from comity.desks.expected import Looking
from comity.records.declaration import Record
from comity.records.justice.arrest import Arrest
from comity.records.justice.charge_referral import ChargeReferral
from comity.records.justice.charges import tracking_numbers
from comity.records.justice.charging_decision import ChargingDecision, Choice, filed
from comity.records.justice.court_case import CourtCase
from comity.records.justice.incident import Incident
from comity.records.references import Ref


def key(ref: Ref[Record]) -> str:
    """Give the key of a record."""
    return ref.id.hex


def arrests_of(referral: ChargeReferral | None, look: Looking) -> Iterator[tuple[Ref[Arrest], Arrest]]:
    """Give the arrests that a referral names."""
    for accused in referral.accused if referral else ():
        if accused.arrest and (arrest := look.record(accused.arrest)):
            yield accused.arrest, arrest


def referral_of(case: CourtCase | None, look: Looking) -> ChargeReferral | None:
    """Give the referral that a case came of."""
    decision = look.record(case.charging_decision) if case else None
    return look.record(decision.referral) if decision else None


def decided_of(case: CourtCase, look: Looking) -> frozenset[str]:
    """Give the charges that a case takes: those listed, or all that its charging decision filed."""
    listed, decision = tracking_numbers(case.charges), look.record(case.charging_decision)
    return listed or (filed(decision) if decision else frozenset())


def added(decision: ChargingDecision | None) -> frozenset[str]:
    """Give the charges that a prosecutor added, which no arrest carries."""
    choices = decision.choices if decision else ()
    return frozenset(
        each.charge_tracking_number for each in choices if each.charge_tracking_number and each.choice is Choice.ADD
    )


def investigator(incident: Ref[Incident] | None, look: Looking) -> str | None:
    """Name the officer who is designated to investigate."""
    found = look.record(incident)
    return found.investigating_officer if found else None
