"""What the jail and the identification bureau enter: bookings, movements, releases, and who somebody is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from comity.demo.chance import Weighed
from comity.demo.city import moment
from comity.demo.mistakes import INTAKE
from comity.demo.police_work import Arrested
from comity.demo.tales import Tale
from comity.records.justice.booking import Booking, BookingBiometrics, HealthScreen, HeldProperty
from comity.records.justice.commitment import Commitment
from comity.records.justice.court_order import CourtOrder
from comity.records.justice.custody_movement import CustodyMovement, MovementKind, Quarters
from comity.records.justice.person_identification import LinkOutcome, PersonIdentification
from comity.records.justice.release import Release
from comity.records.justice.sentence import Sentence
from comity.records.references import Ref

_INTAKE = ("jamal", "ngozi")
_BELONGINGS = ("wallet", "keys", "mobile telephone", "belt", "ring", "backpack")
_CONDITIONS = Weighed(
    {(): 0.55, ("asthma",): 0.1, ("diabetes",): 0.1, ("opioid withdrawal",): 0.15, ("depression",): 0.1}
)
_RISK = Weighed({"low": 0.8, "moderate": 0.15, "high": 0.05})


@dataclass(frozen=True)
class Booked:
    """A booking on record."""

    arrested: Arrested
    booking: Ref[Booking]
    at: datetime


def book(tale: Tale, arrested: Arrested) -> Booked | None:
    """Enter the intake of an adult who was arrested; children are not brought to the jail."""
    at = tale.chance.later(arrested.at, hours=2)
    if tale.over(at) or "juvenile" in arrested.reported.markings:
        return None
    chance = tale.chance
    act = tale.by(chance.one_of(_INTAKE))
    number = act.number("booking", at)
    booking = act.enter(
        Booking(
            booking_number=number,
            arrest=arrested.arrest,
            booked_at=moment(at),
            officer=act.member,
            identity_confirmed=True,
            health_search_consent=chance.happens(0.6),
            property=tuple(HeldProperty(description=chance.one_of(_BELONGINGS)) for _ in range(chance.between(0, 3))),
            health=_screened(tale),
            biometrics=BookingBiometrics(prints=(f"{number}/P",), photographs=(f"{number}/F",)),
        ),
        arrested.reported.markings,
    )
    act.enter(
        CustodyMovement(
            booking=booking,
            kind=MovementKind.INTAKE,
            moved_at=moment(at + timedelta(minutes=40)),
            quarters=Quarters(area=chance.one_of(("A", "B", "C")), cell=chance.digits(2)),
        ),
        arrested.reported.markings,
    )
    booked = Booked(arrested, booking, at)
    if chance.happens(0.6):
        _identify(tale, booked)
    return booked


def _identify(tale: Tale, booked: Booked) -> None:
    """Have the jail enter the person as it knows them, and the bureau say that both entries are one person."""
    arrested = booked.arrested
    known = bool(tale.city.persons["hart-county-jail", arrested.human.number, ()])
    held = tale.by(tale.chance.one_of(_INTAKE)).person(arrested.human, INTAKE)
    at = tale.chance.later(booked.at, hours=5)
    if tale.over(at):
        return
    tale.by("idris").enter(
        PersonIdentification(
            persons=(arrested.subject, held),
            outcome=LinkOutcome.LINKED,
            decided_at=moment(at),
            decided_by="idris",
            booking=booked.booking,
            state_id=arrested.human.state_id,
            explanation="Prints of this booking and an earlier one." if known else "Prints on file at the bureau.",
        ),
        arrested.reported.markings,
    )


def release(tale: Tale, booked: Booked, order: Ref[CourtOrder | Sentence], at: datetime, *, reason: str) -> None:
    """Enter that somebody left custody on an order, or with a sentence served."""
    if tale.over(at):
        return
    act = tale.by(tale.chance.one_of(_INTAKE))
    act.enter(
        Release(booking=booked.booking, order=order, released_at=moment(at), reason=reason, officer=act.member),
        booked.arrested.reported.markings,
    )


def hold(tale: Tale, booked: Booked, order: Ref[CourtOrder], at: datetime) -> None:
    """Enter that the jail has an order to hold somebody: its answer to the court."""
    if tale.over(at):
        return
    act = tale.by("jamal")
    held = CustodyMovement(
        booking=booked.booking, kind=MovementKind.STATUS, order=order, moved_at=moment(at), officer=act.member
    )
    act.enter(held, booked.arrested.reported.markings)


def bring_to_court(tale: Tale, booked: Booked, at: datetime) -> None:
    """Enter that somebody was taken to a hearing, and back."""
    act = tale.by(tale.chance.one_of(_INTAKE))
    for kind, hours in ((MovementKind.COURT, -1), (MovementKind.RETURN, 2)):
        if not tale.over(at + timedelta(hours=hours)):
            moved = CustodyMovement(booking=booked.booking, kind=kind, moved_at=moment(at + timedelta(hours=hours)))
            act.enter(moved, booked.arrested.reported.markings)


def commit(tale: Tale, booked: Booked, sentence: Ref[Sentence], at: datetime, *, days: int, credit: int) -> None:
    """Enter that a sentence of so many days arrived, some of them credited, when it ends, and the release."""
    received = tale.chance.later(at, hours=3)
    if tale.over(received):
        return
    ends = at + timedelta(days=days - credit)
    act = tale.by(tale.chance.one_of(_INTAKE))
    act.enter(
        Commitment(
            booking=booked.booking,
            sentence=sentence,
            received_at=moment(received),
            starts_on=at.date().isoformat(),
            credit_days=credit,
            release_on=ends.date().isoformat(),
            computed_by=act.member,
        ),
        booked.arrested.reported.markings,
    )
    release(tale, booked, sentence, max(ends, received + timedelta(hours=1)), reason="sentence served")


def take_in(tale: Tale, arrested: Arrested, order: Ref[CourtOrder], at: datetime) -> Booked | None:
    """Enter the intake of somebody whom the court commits from liberty."""
    if tale.over(at):
        return None
    act = tale.by(tale.chance.one_of(_INTAKE))
    booking = act.enter(
        Booking(
            booking_number=act.number("booking", at),
            order=order,
            booked_at=moment(at),
            officer=act.member,
            identity_confirmed=True,
            health=_screened(tale),
        ),
        arrested.reported.markings,
    )
    return Booked(arrested, booking, at)


def _screened(tale: Tale) -> HealthScreen:
    return HealthScreen(
        screened_by="kim", conditions=tale.chance.weighed(_CONDITIONS), suicide_risk=tale.chance.weighed(_RISK)
    )
