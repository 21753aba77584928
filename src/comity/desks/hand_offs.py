"""What is expected from arrest to docket: charges referred, people brought to court, charges decided, cases made.

Each is one value; its clock is the jurisdiction profile's. The rows are those of the case flow from arrest to
disposition (OJBC exchanges; numbers 6 to 11 of the domain's table).
"""

from comity.desks.expected import Began, Ended, Expected, Looking, begun, ended, told
from comity.desks.threads import arrests_of, decided_of, investigator, key, referral_of
from comity.records.justice.arrest import SUMMONED, Arrest
from comity.records.justice.charge_referral import ChargeReferral, ReferralOutcome
from comity.records.justice.charges import tracking_numbers
from comity.records.justice.charging_decision import ChargingDecision, Choice, filed
from comity.records.justice.court_case import CourtCase, PartyRole
from comity.records.justice.court_order import HOLDING, RELEASING, CourtOrder
from comity.records.justice.hearing import Hearing
from comity.records.justice.release import Release
from comity.records.moments import When, earliest
from comity.records.pillars import Pillar
from comity.records.references import Ref


def _each(numbers: frozenset[str]) -> dict[str, frozenset[str]]:
    return {number: frozenset({number}) for number in sorted(numbers)}


def _arrested(arrest: Arrest, look: Looking) -> Began | None:
    del look
    return Began(_each(tracking_numbers(arrest.charges)), arrest.occurred_at)


def _referred(referral: ChargeReferral, look: Looking) -> Ended:
    reasoned = {each.charge_tracking_number for each in referral.not_referred}
    return Ended(_before_the_prosecutor(referral, look) | reasoned)


def _before_the_prosecutor(referral: ChargeReferral, look: Looking) -> frozenset[str]:
    """Give the charges that a referral brings before the prosecutor."""
    arrested = {n for _, arrest in arrests_of(referral, look) for n in tracking_numbers(arrest.charges)}
    reasoned = {each.charge_tracking_number for each in referral.not_referred}
    return frozenset(arrested | tracking_numbers(referral.charges)) - reasoned


def _of_the_arrest(arrest: Arrest, look: Looking) -> tuple[str | None, ...]:
    return (investigator(arrest.incident, look), arrest.officer)


REFERRED = Expected(
    name="arrest_charge_is_referred",
    sentence="Every charge of an arrest is referred to the prosecutor, or it is said why it is not.",
    lacking="A charge of this arrest was not referred, and nobody said why",
    remedy="Enter the charge referral; list under not_referred, with the reason, what is not referred.",
    clock="charge-referral",
    begins=begun(Arrest, _arrested),
    ends=(ended(ChargeReferral, _referred),),
    role="officer",
    named=told(Arrest, _of_the_arrest),
)


def _taken(arrest: Arrest, look: Looking) -> Began | None:
    # Whoever is summoned stays at liberty: the court's own date is the limit.
    if arrest.subject is None or arrest.category_text == SUMMONED:
        return None
    warrant = look.record(arrest.warrant)
    cases = {key(warrant.case)} if warrant and warrant.case else set[str]()
    return Began({"": frozenset({*cases, key(arrest.subject)})}, arrest.occurred_at)


def _of_the_case(case: Ref[CourtCase] | None, look: Looking) -> set[str]:
    """Give the keys of the people whose arrests a case came of, and of the case itself."""
    if case is None:
        return set()
    arrests = arrests_of(referral_of(look.record(case), look), look)
    return {key(case), *(key(arrest.subject) for _, arrest in arrests if arrest.subject)}


def _heard(hearing: Hearing, look: Looking) -> Ended:
    if not hearing.first_appearance:
        return Ended(frozenset())
    case = look.record(hearing.case)
    parties = case.parties if case else ()
    people = {key(each.person) for each in parties if each.role is PartyRole.DEFENDANT and each.person}
    people |= {key(each.person) for each in hearing.appearances if each.present is not False}
    people -= {key(each.person) for each in hearing.appearances if each.present is False}
    return Ended(frozenset(people | _of_the_case(hearing.case, look)), hearing.starts_at)


def _ordered(order: CourtOrder, look: Looking) -> Ended:
    del look
    if order.kind not in RELEASING | HOLDING or order.subject is None:
        return Ended(frozenset())
    cases = {key(order.case)} if order.case else set()
    return Ended(frozenset({key(order.subject), *cases}), order.issued_at)


def _freed(release: Release, look: Looking) -> Ended:
    booking = look.record(release.booking)
    arrest = look.record(booking.arrest) if booking else None
    subjects = (release.subject, booking.subject if booking else None, arrest.subject if arrest else None)
    return Ended(frozenset(key(each) for each in subjects if each), release.released_at)


APPEARED = Expected(
    name="person_arrested_appears_in_court",
    sentence="Whoever is arrested is brought before a judge, or released, in time.",
    lacking="The person arrested was neither brought before a judge nor released",
    remedy="See to it that the person is brought before a judge now, and that the court's order is entered.",
    clock="first-appearance",
    begins=begun(Arrest, _taken),
    ends=(ended(Hearing, _heard), ended(CourtOrder, _ordered), ended(Release, _freed)),
    role="officer",
    named=told(Arrest, lambda arrest, look: (arrest.officer, investigator(arrest.incident, look))),
    escalation="first-appearance-escalation",
)


def _waits_for_decision(referral: ChargeReferral, look: Looking) -> Began | None:
    if referral.outcome is ReferralOutcome.NO_CHARGE:
        return None
    # The limit runs from the arrest where there was one (18 U.S.C. 3161(b)), not from when the police are done.
    moments: list[When] = [arrest.occurred_at for _, arrest in arrests_of(referral, look) if arrest.occurred_at]
    since = min(moments, key=earliest) if moments else referral.referred_at
    return Began(_each(_before_the_prosecutor(referral, look)), since)


def _decided(decision: ChargingDecision, look: Looking) -> Ended:
    del look
    choices = (each for each in decision.choices if each.choice is not Choice.ADD)
    return Ended(frozenset(each.charge_tracking_number for each in choices if each.charge_tracking_number))


DECIDED = Expected(
    name="referred_charge_is_decided",
    sentence="The prosecutor decides on every charge that is referred.",
    lacking="A charge of this referral has no decision of the prosecutor",
    remedy="Enter the charging decision: file, amend or decline each charge.",
    clock="charging-decision",
    begins=begun(ChargeReferral, _waits_for_decision),
    ends=(ended(ChargingDecision, _decided),),
    role="prosecutor",
    named=told(ChargeReferral, lambda referral, look: (referral.officer, investigator(referral.incident, look))),
    falls_to=Pillar.PROSECUTION,
)


def _filed(decision: ChargingDecision, look: Looking) -> Began | None:
    del look
    return Began(_each(filed(decision)), decision.decided_at)


def _docketed(case: CourtCase, look: Looking) -> Ended:
    return Ended(decided_of(case, look))


DOCKETED = Expected(
    name="filed_charge_is_docketed",
    sentence="The court dockets every charge that the prosecutor files.",
    lacking="A charge that was filed by this decision is in no docketed case",
    remedy="Docket the case, or tell the prosecutor why it is not taken.",
    clock="docketing-complete",
    begins=begun(ChargingDecision, _filed),
    ends=(ended(CourtCase, _docketed),),
    role="clerk",
    named=told(ChargingDecision, lambda decision, _: (decision.prosecutor,)),
    falls_to=Pillar.COURT,
)
