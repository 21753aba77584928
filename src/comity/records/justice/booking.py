"""The intake of a person at a jail."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Record, check
from comity.records.fields import Base64, Description, EventText, Flag, Member, Number, ReferenceText, ShortText
from comity.records.justice.arrest import Arrest
from comity.records.justice.court_order import CourtOrder
from comity.records.meaning import Minted, Niem
from comity.records.moments import Occurred, surely_before
from comity.records.parties.identifications import Identification
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.references import Ref


class HeldProperty(Part):
    """A thing that the jail keeps for a person."""

    category = Category.NARRATIVE

    description: Annotated[Description, Niem("nc:ItemDescriptionText")]
    quantity: ShortText | None = None


class HealthScreen(Part):
    """What was asked and found at intake about health and suicide; seen by health staff only."""

    category = Category.MEDICAL

    screened_at: Occurred | None = None
    screened_by: ShortText | None = None
    injuries: tuple[Description, ...] = ()
    conditions: tuple[Description, ...] = ()
    medications: tuple[Description, ...] = ()
    pregnant: Flag | None = None
    suicide_risk: ShortText | None = None
    suicide_watch: Flag | None = None
    note: Description | None = None


class BookingBiometrics(Part):
    """References to prints and photographs taken at intake."""

    category = Category.BIOMETRIC

    prints: tuple[ShortText, ...] = ()
    photographs: tuple[ShortText, ...] = ()
    images: Annotated[tuple[Base64, ...], Niem("nc:PersonDigitalImage")] = ()


@check("booked_at", remedy="Correct the time of the booking.")
def booking_not_before_arrest(booking: "Booking", known: Known) -> bool:
    """Nobody is booked before the arrest."""
    return booking.arrest is None or not surely_before(booking.booked_at, known.record(booking.arrest).occurred_at)


@check("arrest", remedy="Name the arrest or the court's order on which the person is held.")
def nobody_is_held_without_a_ground(booking: "Booking", known: Known) -> bool:
    """Nobody is booked without an arrest or an order of a court."""
    del known
    return booking.arrest is not None or booking.order is not None


@check("subject", remedy="Leave the subject out: it is the person arrested.")
def booking_is_of_the_person_arrested(booking: "Booking", known: Known) -> bool:
    """The person booked is the person arrested."""
    if booking.arrest is None or booking.subject is None:
        return True
    return known.record(booking.arrest).subject in (None, booking.subject)


def person_held(booking: "Booking", known: Known) -> Ref[Person] | None:
    """Tell who is held: the subject of the arrest or of the order on which they were booked."""
    if booking.subject is not None:
        return booking.subject
    if booking.arrest is not None:
        return known.record(booking.arrest).subject
    return known.record(booking.order).subject if booking.order else None


class Booking(Record):
    """A person is taken in at a jail, on an arrest or on an order."""

    niem = "j:Booking"
    entered_by = (Pillar.JAIL,)
    needed = ("booked_at", "health")
    follows = ("arrest",)
    checks = (booking_not_before_arrest, nobody_is_held_without_a_ground, booking_is_of_the_person_arrested)

    booking_number: Annotated[Number | None, Minted("booking"), Niem("nc:ActivityIdentification")] = None
    identifications: Annotated[
        tuple[Identification, ...], Niem("j:BookingAgencyRecordIdentification"), Category.REFERENCE
    ] = ()
    arrest: Annotated[Ref[Arrest] | None, Niem("j:Arrest")] = None
    order: Annotated[Ref[CourtOrder] | None, Niem("j:CourtOrder")] = None
    subject: Annotated[Ref[Person] | None, Niem("j:BookingSubject")] = None
    subject_number: Number | None = None
    booked_at: Annotated[Occurred | None, Niem("nc:ActivityDate")] = None
    facility: Annotated[Ref[Organization] | None, Niem("j:BookingDetentionFacility")] = None
    facility_name: Annotated[ReferenceText | None, Niem("j:BookingFacility")] = None
    agency: Annotated[Ref[Organization] | None, Niem("j:BookingAgency")] = None
    officer: Annotated[Member | None, Niem("j:BookingEmployee")] = None
    category_text: Annotated[EventText | None, Niem("j:BookingCategoryCode")] = None
    identity_confirmed: Flag | None = None
    health_search_consent: Flag | None = None
    property: Annotated[tuple[HeldProperty, ...], Niem("j:BookingRetainedItem")] = ()
    health: HealthScreen | None = None
    biometrics: BookingBiometrics | None = None
