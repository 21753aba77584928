"""A partner tells that something happened to a person."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part, Record
from comity.records.fields import Base64, Flag, Number, ShortText
from comity.records.moments import When
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.references import Ref


class TriggeringEvent(Part):
    """What made the federal bureau send word."""

    code: ShortText | None = None
    text: ShortText | None = None
    on: When | None = None


class FederalNotice(Part):
    """What the federal bureau says of its own subscription (Rap Back) with its notice."""

    subscription_number: ShortText | None = None
    qualifier_number: ShortText | None = None
    notice_number: ShortText | None = None
    subscribed_on: When | None = None
    expires_on: When | None = None
    term: ShortText | None = None
    term_ends_on: When | None = None
    attention: ShortText | None = None
    events: tuple[TriggeringEvent, ...] = ()


class Notification(Record):
    """A partner tells a subscriber of an arrest, a warrant, a decision or another event, which ``about`` refers to."""

    topic: Annotated[ShortText | None, Category.REFERENCE] = None
    topic_dialect: Annotated[ShortText | None, Category.REFERENCE] = None
    event: Annotated[ShortText | None, Category.EVENT] = None
    subscription_address: Annotated[ShortText | None, Category.REFERENCE] = None
    producer_address: Annotated[ShortText | None, Category.REFERENCE] = None
    system_name: Annotated[ShortText | None, Category.REFERENCE] = None
    system_address: Annotated[ShortText | None, Category.REFERENCE] = None
    organization: Annotated[Ref[Organization] | None, Category.REFERENCE] = None
    originator: Annotated[Ref[Organization] | None, Category.REFERENCE] = None
    prosecutor: Annotated[Ref[Organization] | None, Category.REFERENCE] = None
    subject: Annotated[Ref[Person] | None, Category.REFERENCE] = None
    subscribed_person: Annotated[Ref[Person] | None, Category.REFERENCE] = None
    about: Annotated[tuple[Ref[Record], ...], Category.REFERENCE] = ()
    cycle_tracking_number: Annotated[Number | None, Category.REFERENCE] = None
    cycle_assigned_on: When | None = None
    attorney_general_case: Flag | None = None
    federal: Annotated[FederalNotice | None, Category.REFERENCE] = None
    histories: Annotated[tuple[Base64, ...], Category.BIOMETRIC] = ()
