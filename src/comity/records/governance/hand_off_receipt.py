"""What a partner says it received, and what became of a difference to what it was sent."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from comity.records.categories import Category
from comity.records.declaration import Part, Record
from comity.records.fields import Count, Instant, Label, Member, Sha256, StatusText
from comity.records.governance.subscription import Subscription
from comity.records.references import Ref

SignedNote = Annotated[str, Meta(min_length=1, max_length=400, description="A signed note (C2SP).")]


class HandOffReceipt(Record):
    """A subscriber's receipt for everything up to a number, as it counts and hashes it itself.

    ``note`` is the signed checkpoint (C2SP tlog-checkpoint) of the tree of what arrived, if the subscriber signs; so
    the receipt of ``size`` hand-offs is one for all before, and anybody who has the key can verify it.
    """

    entered_by = ()

    subscription: Ref[Subscription]
    size: Annotated[Count, Category.STATISTIC]
    root: Annotated[Sha256, Category.REFERENCE]
    note: Annotated[SignedNote | None, Category.REFERENCE] = None
    agreed: Annotated[bool, Category.STATUS]
    member: Member


class Discrepancy(StrEnum):
    """How what arrived differs from what was sent, or why nothing is known of it."""

    DROPPED = "dropped"
    ALTERED = "altered"
    INVENTED = "invented"
    REORDERED = "re-ordered"
    DIFFERENT = "different"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


class Difference(Part):
    """One hand-off that differs, by its number as it was sent; one that nobody sent by its place where it arrived."""

    category = Category.STATUS

    number: Count
    discrepancy: Discrepancy


class ExchangeIncident(Record):
    """Something between two parties was not received as it was sent; open until somebody says how it ended.

    It belongs to the agency of the subscriber; ``period`` is the day (UTC) that was compared, if one was.
    """

    entered_by = ()

    subscription: Ref[Subscription]
    discrepancy: Annotated[Discrepancy, Category.STATUS]
    period: Label | None = None
    sent: Annotated[Count, Category.STATISTIC]
    received: Annotated[Count, Category.STATISTIC]
    differences: tuple[Difference, ...] = ()
    more: Annotated[Count, Category.STATISTIC] = 0
    found_at: Instant
    ended_at: Instant | None = None
    outcome: StatusText | None = None
