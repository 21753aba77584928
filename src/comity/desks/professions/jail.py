"""The jail's desk: booking on an arrest or an order, movements, commitment, and release only on an order."""

from comity.desks.desk import Desk, Queue, Start, Step
from comity.records.declaration import Record
from comity.records.justice.arrest import Arrest
from comity.records.justice.booking import Booking
from comity.records.justice.commitment import Commitment
from comity.records.justice.court_order import HOLDING, RELEASING, CourtOrder, OrderKind
from comity.records.justice.custody_movement import CustodyMovement, MovementKind
from comity.records.justice.hearing import Hearing
from comity.records.justice.release import Release
from comity.records.justice.sentence import ComponentKind, Sentence
from comity.records.pillars import Pillar
from comity.records.references import Ref


def _booking(start: Start) -> Booking:
    arrest = start.ref if isinstance(start.record, Arrest) else None
    order = start.ref if isinstance(start.record, CourtOrder) else None
    subject = getattr(start.record, "subject", None)
    return Booking(arrest=arrest, order=order, subject=subject, booked_at=start.now, officer=start.member)


def _ordered(start: Start, kinds: frozenset[str]) -> Ref[CourtOrder] | None:
    """Give the newest order of some sorts in the thread."""
    found = [ref for ref, order in start.all(CourtOrder) if order.kind in kinds and order.recalled_at is None]
    return found[-1] if found else None


def _release(start: Start) -> Release:
    subject = start.record.subject if isinstance(start.record, Booking) else None
    order: Ref[CourtOrder | Sentence] | None = _ordered(start, frozenset(RELEASING)) or start.last(Sentence)
    return Release(booking=start.ref, subject=subject, order=order, released_at=start.now, officer=start.member)


def _movement(start: Start) -> CustodyMovement:
    subject = start.record.subject if isinstance(start.record, Booking) else None
    return CustodyMovement(booking=start.ref, subject=subject, moved_at=start.now, officer=start.member)


def _held(start: Start) -> CustodyMovement:
    """Answer an order to hold: the custody goes on, on this order."""
    booking = start.last(Booking)
    booked = start.at(booking)
    return CustodyMovement(
        booking=booking,
        subject=booked.subject if booked else None,
        kind=MovementKind.STATUS,
        moved_at=start.now,
        order=start.ref,
        officer=start.member,
    )


def _releases(order: Record) -> bool:
    return isinstance(order, CourtOrder) and order.kind in (*RELEASING, None)


def _holds(order: Record) -> bool:
    return isinstance(order, CourtOrder) and order.kind in (*HOLDING, None)


def _is_answered(order: Record) -> bool:
    """Custody answers what holds or frees somebody; an order of supervision mostly is of somebody at liberty."""
    supervises = isinstance(order, CourtOrder) and order.kind is OrderKind.SUPERVISION
    return not supervises and (_releases(order) or _holds(order))


def _confines(sentence: Record) -> bool:
    parts = sentence.components if isinstance(sentence, Sentence) else ()
    return not parts or any(each.kind in (ComponentKind.CONFINEMENT, None) for each in parts)


def _released_on(start: Start) -> Release:
    booking = start.last(Booking)
    booked = start.at(booking)
    subject = booked.subject if booked else None
    return Release(booking=booking, subject=subject, order=start.ref, released_at=start.now, officer=start.member)


def _commitment(start: Start) -> Commitment:
    return Commitment(booking=start.last(Booking), sentence=start.ref, received_at=start.now, computed_by=start.member)


_ANSWERS = (Release, CustodyMovement, Booking)
DESK = Desk(
    name="jail",
    title="Jail desk",
    pillars=frozenset({Pillar.JAIL}),
    queues=(
        Queue("Arrests to book", Arrest, "Take the person in.", (Booking,)),
        Queue("Orders to answer", CourtOrder, "Hold or release, as ordered.", _ANSWERS, _is_answered),
        Queue("Sentences to acknowledge", Sentence, "Compute the day of release.", (Commitment,), _confines),
        Queue("In custody", Booking, "Booked and not released.", (Release,)),
    ),
    steps=(
        Step(Arrest, Booking, _booking),
        Step(CourtOrder, Release, _released_on, _releases),
        Step(CourtOrder, CustodyMovement, _held, _holds),
        Step(CourtOrder, Booking, _booking, _holds),
        Step(Booking, CustodyMovement, _movement),
        Step(Booking, Release, _release),
        Step(Sentence, Commitment, _commitment),
    ),
    asked={
        Booking: (
            "arrest", "order", "subject", "booked_at", "officer", "identity_confirmed", "health.note",
            "health.suicide_risk", "property.description",
        ),
        CustodyMovement: ("booking", "kind", "moved_at", "order", "facility_name", "officer"),
        Release: ("booking", "order", "released_at", "reason", "officer"),
        Commitment: ("booking", "sentence", "received_at", "starts_on", "credit_days", "release_on", "computed_by"),
    },
    pages=(("/custody", "Custody"), ("/docket", "Docket")),
    watches=(Hearing,),
)  # fmt: skip
