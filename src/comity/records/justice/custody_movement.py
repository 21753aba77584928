"""Where a person in custody is."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Reads, Record, check
from comity.records.fields import EventText, Flag, Member, Money, ReferenceText, ShortText
from comity.records.justice.booking import Booking
from comity.records.justice.court_order import CourtOrder
from comity.records.justice.release import Release
from comity.records.justice.sentence import Condition
from comity.records.meaning import Niem
from comity.records.moments import Occurred, When, surely_before
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.parties.statuses import StatusNote
from comity.records.pillars import Pillar
from comity.records.references import Ref


class MovementKind(StrEnum):
    """Why a person in custody is moved."""

    INTAKE = "intake"
    TRANSFER = "transfer"
    COURT = "court"
    HOSPITAL = "hospital"
    WORK_RELEASE = "work-release"
    RETURN = "return"
    ESCAPE = "escape"
    DEATH = "death"
    STATUS = "status"


class Quarters(Part):
    """Where in a facility somebody is kept; protected, because it is where they can be found."""

    category = Category.PLACE

    area: Annotated[ShortText | None, Niem("j:SupervisionAreaIdentification")] = None
    cell: Annotated[ShortText | None, Niem("j:SupervisionCellIdentification")] = None
    bed: Annotated[ShortText | None, Niem("j:SupervisionBedIdentification")] = None


class CustodyStanding(Part):
    """What a partner says of somebody's custody: eligible for release when, held for immigration, at work outside."""

    category = Category.STATUS

    release_eligible_on: Annotated[When | None, Niem("j:SupervisionReleaseEligibilityDate")] = None
    immigration_hold: Flag | None = None
    work_release: Flag | None = None
    worker: Flag | None = None
    allows_account_deposit: Flag | None = None
    holds: tuple[ShortText, ...] = ()
    bail: Money | None = None


@check(
    "moved_at",
    remedy="Correct the time, or book the person again.",
    reads=(Reads("release", "booking"),),
)
def nobody_is_moved_after_release(movement: "CustodyMovement", known: Known) -> bool:
    """Nobody is moved in custody after the release."""
    return not any(surely_before(release.released_at, movement.moved_at) for release in known.referring(Release))


@check("moved_at", remedy="Correct the time of the movement.")
def movement_not_before_booking(movement: "CustodyMovement", known: Known) -> bool:
    """Nobody is moved in custody before the booking."""
    return movement.booking is None or not surely_before(movement.moved_at, known.record(movement.booking).booked_at)


class CustodyMovement(Record):
    """A person in custody is moved, or their custody changes; movements together say who is held where."""

    niem = "j:Detention"
    entered_by = (Pillar.JAIL,)
    needed = ("booking", "moved_at", "kind")
    follows = ("booking",)
    checks = (movement_not_before_booking, nobody_is_moved_after_release)

    booking: Annotated[Ref[Booking] | None, Niem("j:Booking")] = None
    subject: Annotated[Ref[Person] | None, Niem("nc:SupervisionPerson")] = None
    kind: Annotated[MovementKind | None, Category.EVENT] = None
    moved_at: Annotated[Occurred | None, Niem("nc:ActivityDate")] = None
    ended_at: When | None = None
    category_text: Annotated[EventText | None, Niem("nc:ActivityCategoryText")] = None
    order: Annotated[Ref[CourtOrder] | None, Niem("j:CourtOrder")] = None
    facility: Annotated[Ref[Organization] | None, Niem("nc:SupervisionFacility")] = None
    facility_name: ReferenceText | None = None
    quarters: Quarters | None = None
    status: Annotated[StatusNote | None, Niem("nc:SupervisionCustodyStatus")] = None
    standing: CustodyStanding | None = None
    conditions: Annotated[tuple[Condition, ...], Niem("j:SupervisionCondition")] = ()
    officer: Member | None = None
    officials: tuple[Ref[Person], ...] = ()
