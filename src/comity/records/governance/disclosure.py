"""That something left an agency: who got it, when, why, and by which clause."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part, Record
from comity.records.fields import Instant, Label, Number
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


class Recipient(Part):
    """Who got records, for which purpose, which categories of them, and by which clauses."""

    category = Category.REFERENCE

    agency: Label
    member: Number
    purpose: Label
    categories: tuple[Label, ...]
    basis: tuple[Label, ...]


class Disclosure(Record):
    """Records of one agency that were shown to others, written down before they were shown.

    The accounting that 28 CFR 23.20(g), 42 CFR 2.25 and 45 CFR 164.528 ask for; it belongs to the agency whose records
    were shown.
    """

    entered_by = ()

    occurred_at: Instant
    channel: Annotated[Channel, Category.EVENT]
    subjects: Annotated[tuple[Ref[Record], ...], Category.REFERENCE]
    recipients: tuple[Recipient, ...]
