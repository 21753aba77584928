"""A partner asks to be told when something happens to a person."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part, Record
from comity.records.fields import Base64, Flag, Label, Number, ShortText
from comity.records.meaning import Niem
from comity.records.moments import Duration, When
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.references import Ref


class FederalSubscription(Part):
    """The subscription of the same person at the federal bureau (Rap Back)."""

    number: ShortText | None = None
    starts_on: When | None = None
    ends_on: When | None = None
    reason: ShortText | None = None
    term: Duration | None = None


class SubscriptionRequest(Record):
    """A partner asks to be told of arrests, warrants or dispositions of a person, or to change, check or end that."""

    action: Label
    topic: Annotated[ShortText | None, Category.REFERENCE] = None
    topic_dialect: Annotated[ShortText | None, Category.REFERENCE] = None
    consumer_address: Annotated[ShortText | None, Category.REFERENCE] = None
    subscription_number: Annotated[Number | None, Category.REFERENCE] = None
    subscription_source: Annotated[ShortText | None, Category.REFERENCE] = None
    qualifier_number: Annotated[Number | None, Category.REFERENCE] = None
    transaction_number: Annotated[Number | None, Category.REFERENCE] = None
    case_number: Annotated[Number | None, Niem("nc:ActivityIdentification")] = None
    subject: Annotated[Ref[Person] | None, Category.REFERENCE] = None
    organization: Annotated[Ref[Organization] | None, Category.REFERENCE] = None
    system_name: Annotated[ShortText | None, Category.REFERENCE] = None
    emails: Annotated[tuple[ShortText, ...], Category.CONTACT] = ()
    starts_on: When | None = None
    ends_on: When | None = None
    new_end: When | None = None
    criminal_reasons: Annotated[tuple[ShortText, ...], Category.STATUS] = ()
    civil_reasons: Annotated[tuple[ShortText, ...], Category.STATUS] = ()
    triggering_events: Annotated[tuple[ShortText, ...], Category.EVENT] = ()
    federal: Annotated[FederalSubscription | None, Category.REFERENCE] = None
    rap_sheet_disclosed: Flag | None = None
    disclosure_attention: Annotated[ShortText | None, Category.REFERENCE] = None
    fingerprints: Annotated[tuple[Base64, ...], Category.BIOMETRIC] = ()
    sending_state: Annotated[ShortText | None, Category.REFERENCE] = None
    receiving_state: Annotated[ShortText | None, Category.REFERENCE] = None
