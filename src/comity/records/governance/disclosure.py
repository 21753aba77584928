"""That something left an agency: who got it, when, why, and by which clause."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part, Record
from comity.records.fields import AgencyKey, Count, Flag, FullName, Instant, Label, Number, ShortText
from comity.records.meaning import Search
from comity.records.references import Ref


class Channel(StrEnum):
    """By which way records were shown."""

    READ = "read"
    HISTORY = "history"
    SEARCH = "search"
    STREAM = "stream"
    EXPORT = "export"
    THREAD = "thread"
    PROOF = "proof"
    HAND_OVER = "hand-over"
    IDENTITY = "identity"
    DELIVERY = "delivery"


class Recipient(Part):
    """Who got records, for which purpose, which categories of them, and by which clauses.

    ``grounds`` are the consents, orders and assignments that it rests on beside; ``obliged`` the clauses whose
    obligations came with it, ``destroy_by`` the earliest day on which they want it destroyed.
    """

    category = Category.REFERENCE

    agency: Annotated[Label, Search.LABEL]
    member: Number
    purpose: Annotated[Label, Search.LABEL]
    categories: tuple[Label, ...]
    basis: tuple[Label, ...]
    grounds: tuple[Ref[Record], ...] = ()
    obliged: tuple[Label, ...] = ()
    destroy_by: Instant | None = None
    no_redisclosure: Flag = False


class OutsideRecipient(Part):
    """Somebody who is no agency here and was handed records; with the address, if it is known (45 CFR 164.528)."""

    name: FullName
    address: ShortText | None = None


class Disclosure(Record):
    """Records of one agency that were shown to others, written down before they were shown.

    The accounting that 28 CFR 23.20(g), 42 CFR 2.25 and 45 CFR 164.528 ask for; it belongs to the agency whose records
    were shown. ``subjects`` are the records, ``versions`` which version of each, the newest where several were shown,
    ``kinds`` their kinds; every recipient got all of them. ``emergency`` is the one that was stated. What was handed
    over names who passed it on, to whom outside, and the reason.
    """

    entered_by = ()

    occurred_at: Instant
    channel: Annotated[Channel, Category.EVENT]
    subjects: Annotated[tuple[Ref[Record], ...], Category.REFERENCE]
    kinds: Annotated[tuple[Annotated[Label, Search.LABEL], ...], Category.REFERENCE] = ()
    versions: Annotated[tuple[Count, ...], Category.REFERENCE] = ()
    recipients: tuple[Recipient, ...]
    emergency: Annotated[ShortText | None, Category.NARRATIVE] = None
    passed_on_by: AgencyKey | None = None
    handed_to: Annotated[OutsideRecipient | None, Category.IDENTITY] = None
    reason: Annotated[ShortText | None, Category.NARRATIVE] = None
