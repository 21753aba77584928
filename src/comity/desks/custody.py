"""Who is held, since when, on which order and until when, and who should not be any more (domain, D1, rows 12 and 18).

Orders are counted case by case: a release in one case frees nobody who is held in another.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from comity.desks.awaiting import Here
from comity.desks.expected import moment
from comity.desks.seen import Seen, Thread
from comity.desks.titles import title_of
from comity.records.justice.booking import Booking
from comity.records.justice.commitment import Commitment
from comity.records.justice.court_order import HOLDING, RELEASING, CourtOrder, OrderKind
from comity.records.justice.custody_movement import CustodyMovement, MovementKind
from comity.records.justice.release import Release
from comity.records.justice.sentence import ComponentKind, Sentence
from comity.records.moments import earliest, latest, surely_before
from comity.records.references import Ref

R = TypeVar("R", Release, CustodyMovement, Commitment)

_AT_ONCE = timedelta()


class CustodyState(StrEnum):
    """Where somebody who was booked is now; outside, as at court or in a hospital, they are still in custody.

    Who does not see releases is told that somebody was booked, and not that they are held.
    """

    BOOKED = "booked"
    HELD = "held"
    OUTSIDE = "outside"
    ESCAPED = "escaped"
    DEAD = "dead"
    RELEASED = "released"


IN_CUSTODY = frozenset({CustodyState.HELD, CustodyState.OUTSIDE})
_MOVED_TO = {
    MovementKind.COURT: CustodyState.OUTSIDE,
    MovementKind.HOSPITAL: CustodyState.OUTSIDE,
    MovementKind.WORK_RELEASE: CustodyState.OUTSIDE,
    MovementKind.ESCAPE: CustodyState.ESCAPED,
    MovementKind.DEATH: CustodyState.DEAD,
}


class Alarm(StrEnum):
    """Why somebody should not be held, or not without the court being asked."""

    RELEASE_ORDERED = "release-ordered"
    RELEASE_OVERDUE = "release-overdue"
    PAST_COMPUTED_RELEASE = "past-computed-release"
    ORDER_EXPIRED = "order-expired"
    WITHOUT_ORDER = "without-order"


@dataclass(frozen=True)
class OrderStanding:
    """An order on custody: what it is, of which case, since when, and until when it holds ("" for no end)."""

    id: UUID
    number: str
    kind: OrderKind
    case: UUID | None
    issued_at: str
    expires_at: str


@dataclass(frozen=True)
class Custody:
    """One booking as it stands: who, since when, where, on which order, until when, and what is wrong with it.

    ``order`` is the order that holds them, the one that holds longest; ``release_on`` the day that was computed.
    """

    booking: UUID
    number: str
    owner: str
    person: UUID | None
    name: str
    state: CustodyState
    since: str
    released_at: str
    facility: str
    moved_at: str
    moved: str
    order: OrderStanding | None
    release_on: str
    alarms: tuple[Alarm, ...]

    @property
    def is_in_custody(self) -> bool:
        """Whether they are in custody, inside or for a while outside."""
        return self.state in IN_CUSTODY

    @property
    def is_over_detained(self) -> bool:
        """Whether they are held longer than anything that is seen allows."""
        return bool(set(self.alarms) - {Alarm.RELEASE_ORDERED})


def custodies(thread: Thread, here: Here) -> list[Custody]:
    """Give every booking of a thread as it stands at a time, the longest held first."""
    about = _About(thread)
    found = [_custody(about, seen, booking, here) for seen, booking in thread.of_kind(Booking)]
    return sorted(found, key=lambda each: (earliest(each.since).isoformat() if each.since else "", each.booking))


def person_booked(thread: Thread, booking: Booking) -> UUID | None:
    """Tell who is held, as far as that is seen: the subject of the booking, of its arrest or of its order."""
    arrest, order = thread.record(booking.arrest), thread.record(booking.order)
    subjects = (booking.subject, arrest.subject if arrest else None, order.subject if order else None)
    return next((each.id for each in subjects if each), None)


def name_of(thread: Thread, person: UUID | None) -> str:
    """Give how somebody is called, as far as it is seen."""
    seen = thread.seen.get(person) if person else None
    return title_of(seen.kind, seen.fields) if seen else ""


@dataclass(frozen=True)
class _About:
    """What is seen about bookings, found by what it refers to."""

    thread: Thread

    @cached_property
    def releases(self) -> dict[UUID, list[Release]]:
        return _by_booking((each.booking, each) for _, each in self.thread.of_kind(Release))

    @cached_property
    def movements(self) -> dict[UUID, list[CustodyMovement]]:
        return _by_booking((each.booking, each) for _, each in self.thread.of_kind(CustodyMovement))

    @cached_property
    def commitments(self) -> dict[UUID, list[Commitment]]:
        return _by_booking((each.booking, each) for _, each in self.thread.of_kind(Commitment))

    @cached_property
    def orders(self) -> dict[UUID, list[tuple[Seen, CourtOrder]]]:
        found: dict[UUID, list[tuple[Seen, CourtOrder]]] = defaultdict(list)
        for seen, order in self.thread.of_kind(CourtOrder):
            if order.subject and order.kind in RELEASING | HOLDING and not order.recalled_at:
                found[order.subject.id].append((seen, order))
        return found

    @cached_property
    def confinements(self) -> dict[UUID, list[Sentence]]:
        """Sentences to confinement by whom they are for."""
        found: dict[UUID, list[Sentence]] = defaultdict(list)
        for _, sentence in self.thread.of_kind(Sentence):
            if sentence.subject and any(part.kind is ComponentKind.CONFINEMENT for part in sentence.components):
                found[sentence.subject.id].append(sentence)
        return found

    def confines(self, person: UUID, booking: Booking) -> bool:
        """Tell whether a sentence since the booking confines somebody, be it acknowledged or not."""
        sentences = self.confinements.get(person, ())
        return any(not surely_before(sentence.imposed_at, booking.booked_at) for sentence in sentences)


def _by_booking(pairs: Iterable[tuple[Ref[Booking] | None, R]]) -> dict[UUID, list[R]]:
    found: dict[UUID, list[R]] = defaultdict(list)
    for booking, record in pairs:
        if booking:
            found[booking.id].append(record)
    return found


def _custody(about: _About, seen: Seen, booking: Booking, here: Here) -> Custody:
    thread, person = about.thread, person_booked(about.thread, booking)
    release = next(iter(about.releases.get(seen.id, ())), None)
    moved = max(about.movements.get(seen.id, ()), key=_moved_at, default=None)
    commitment = max(about.commitments.get(seen.id, ()), key=lambda each: each.received_at or "", default=None)
    state = _state(release, moved) if release or here.shows_all(Release, seen.owner) else CustodyState.BOOKED
    orders = _standing(about.orders.get(person, ()) if person else (), booking, thread)
    holding = [each for each in orders if each.kind in HOLDING]
    # A sentence that custody has not acknowledged yet is awaited elsewhere; meanwhile it is ground enough.
    is_sentenced = commitment is None and person is not None and about.confines(person, booking)
    alarms = _alarms(seen, booking, orders, commitment, here) if state in IN_CUSTODY and not is_sentenced else ()
    return Custody(
        booking=seen.id,
        number=booking.booking_number or "",
        owner=seen.owner,
        person=person,
        name=name_of(thread, person),
        state=state,
        since=booking.booked_at or "",
        released_at=(release.released_at if release else None) or "",
        facility=(moved.facility_name if moved else None) or booking.facility_name or "",
        moved_at=(moved.moved_at if moved else None) or "",
        moved=(moved.kind if moved else None) or "",
        order=max(holding, key=_end, default=None),
        release_on=(commitment.release_on if commitment else None) or "",
        alarms=alarms,
    )


def _moved_at(movement: CustodyMovement) -> str:
    return earliest(movement.moved_at).isoformat() if movement.moved_at else ""


def _state(release: Release | None, moved: CustodyMovement | None) -> CustodyState:
    if release:
        return CustodyState.RELEASED
    return _MOVED_TO.get(moved.kind, CustodyState.HELD) if moved and moved.kind else CustodyState.HELD


def _standing(orders: Iterable[tuple[Seen, CourtOrder]], booking: Booking, thread: Thread) -> Sequence[OrderStanding]:
    """Give the newest order of each case that speaks of this custody: made since the booking, or its ground."""
    newest: dict[UUID | None, OrderStanding] = {}
    for seen, order in sorted(orders, key=lambda pair: _issued(pair[1])):
        is_ground = booking.order is not None and booking.order.id == seen.id
        if is_ground or not surely_before(order.issued_at, booking.booked_at):
            newest[order.case.id if order.case else None] = _order(seen, order)
    ground = thread.record(booking.order)
    if not newest and ground and booking.order and isinstance(ground, CourtOrder):
        newest[None] = _order(thread.seen[booking.order.id], ground)
    return tuple(newest.values())


def _issued(order: CourtOrder) -> str:
    return earliest(order.issued_at).isoformat() if order.issued_at else ""


def _order(seen: Seen, order: CourtOrder) -> OrderStanding:
    case = order.case.id if order.case else None
    kind = order.kind or OrderKind.OTHER
    return OrderStanding(seen.id, order.order_number or "", kind, case, order.issued_at or "", order.expires_at or "")


def _end(order: OrderStanding) -> str:
    """Give until when an order holds, for comparing; what has no end holds longest."""
    return latest(order.expires_at).isoformat() if order.expires_at else "~"


def _alarms(
    seen: Seen, booking: Booking, orders: Sequence[OrderStanding], commitment: Commitment | None, here: Here
) -> tuple[Alarm, ...]:
    if commitment and commitment.release_on:
        return (Alarm.PAST_COMPUTED_RELEASE,) if latest(commitment.release_on) < here.at else ()
    if commitment or not here.shows_all(CourtOrder):
        # Who does not see orders cannot tell that there is none.
        return ()
    holding = [each for each in orders if each.kind in HOLDING]
    if holding:
        ended = all(each.expires_at and latest(each.expires_at) < here.at for each in holding)
        return (Alarm.ORDER_EXPIRED,) if ended else ()
    # Bail frees only whoever can give it: until then the person is rightly held.
    freeing = [each for each in orders if each.kind is not OrderKind.BAIL]
    if freeing and len(freeing) == len(orders):
        return (_released(freeing, seen, here),)
    return (Alarm.WITHOUT_ORDER,) if not orders and _is_late(booking, seen, here) else ()


def _released(freeing: Sequence[OrderStanding], seen: Seen, here: Here) -> Alarm:
    last = max(moment(each.issued_at) if each.issued_at else here.at for each in freeing)
    return Alarm.RELEASE_OVERDUE if last + _limit(seen, here, "custody-answer") <= here.at else Alarm.RELEASE_ORDERED


def _is_late(booking: Booking, seen: Seen, here: Here) -> bool:
    since: datetime = moment(booking.booked_at) if booking.booked_at else seen.recorded_at
    limit = _limit(seen, here, "first-appearance")
    return bool(limit) and since + limit <= here.at


def _limit(seen: Seen, here: Here, clock: str) -> timedelta:
    profile = here.profiles.get(seen.owner)
    found = profile.clocks.get(clock) if profile else None
    return found.length if found else _AT_ONCE
