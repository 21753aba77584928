"""A person leaves custody."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import Flag, Member, Narrative, StatusText
from comity.records.justice.booking import Booking, person_held
from comity.records.justice.court_order import RELEASING, CourtOrder
from comity.records.justice.sentence import Sentence
from comity.records.meaning import Niem
from comity.records.moments import Occurred, When, surely_before
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.references import Ref


@check("order", remedy="Name the court's order that releases this person, or the sentence that is served.")
def release_needs_an_order(release: "Release", known: Known) -> bool:
    """Nobody is released without an order that releases them, or a sentence that is served."""
    if release.order is None:
        return False
    order = known.record(release.order)
    held = person_held(known.record(release.booking), known) if release.booking else None
    frees = isinstance(order, Sentence) or order.kind in RELEASING
    return frees and (order.subject is None or held in (None, order.subject))


@check("released_at", remedy="Correct the time of release.")
def release_not_before_booking(release: "Release", known: Known) -> bool:
    """Nobody is released before the booking."""
    return release.booking is None or not surely_before(release.released_at, known.record(release.booking).booked_at)


class Release(Record):
    """A person leaves custody, on the order of a court."""

    niem = "nc:SupervisionRelease"
    entered_by = (Pillar.JAIL,)
    needed = ("booking", "released_at", "order")
    follows = ("booking",)
    checks = (release_needs_an_order, release_not_before_booking)

    booking: Annotated[Ref[Booking] | None, Niem("j:Booking")] = None
    subject: Annotated[Ref[Person] | None, Niem("nc:SupervisionPerson")] = None
    order: Annotated[Ref[CourtOrder | Sentence] | None, Niem("j:CourtOrder")] = None
    released_at: Annotated[Occurred | None, Niem("j:SupervisionReleaseDate")] = None
    supervised: Flag | None = None
    expected_on: Annotated[When | None, Category.STATUS] = None
    reason: StatusText | None = None
    officer: Member | None = None
    note: Narrative | None = None
