"""What a partner's system answered to a request."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part, Record
from comity.records.fields import Count, Flag, ShortText
from comity.records.moments import When
from comity.records.parties.identifications import Identification


class Denial(Part):
    """A system refused access, and why."""

    denied: Flag | None = None
    system: ShortText | None = None
    reason: ShortText | None = None


class Failure(Part):
    """A system could not do what was asked, and why."""

    message: ShortText | None = None
    system: ShortText | None = None
    request: Identification | None = None
    too_many: Count | None = None


class ExchangeAnswer(Record):
    """What a partner's system answered: that it did what was asked, refused it, or failed."""

    denials: Annotated[tuple[Denial, ...], Category.STATUS] = ()
    failures: Annotated[tuple[Failure, ...], Category.STATUS] = ()
    at: When | None = None
    system_address: Annotated[ShortText | None, Category.REFERENCE] = None
    created: Flag | None = None
    modified: Flag | None = None
    validated: Flag | None = None
    subscription: Annotated[Identification | None, Category.REFERENCE] = None
    unknown_subscription: Flag | None = None
    invalid_addresses: Annotated[tuple[ShortText, ...], Category.CONTACT] = ()
    invalid_token: Flag | None = None
    invalid_token_reason: Annotated[ShortText | None, Category.STATUS] = None
    topic_missing: Flag | None = None
    fingerprint_number_missing: Flag | None = None
    name_missing: Flag | None = None
    start_missing: Flag | None = None
    address_missing: Flag | None = None
    ends_before_start: Flag | None = None
