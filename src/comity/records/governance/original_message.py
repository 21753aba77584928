"""A partner's message, kept whole."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import Base64, Count, Instant, ReferenceText, Sha256
from comity.records.meaning import Niem


class OriginalMessage(Record):
    """An imported message as it came, sealed, so that nothing of it is lost."""

    niem = "nc:Document"
    needed = ("connector", "media_type", "sha256", "received_at", "body")

    connector: ReferenceText | None = None
    media_type: Annotated[ReferenceText | None, Niem("nc:DocumentFormatText")] = None
    filename: Annotated[ReferenceText | None, Niem("nc:DocumentFileName"), Category.SOURCE] = None
    sha256: Annotated[Sha256 | None, Niem("nc:BinaryHash"), Category.REFERENCE] = None
    received_at: Annotated[Instant | None, Niem("nc:DocumentReceivedDate")] = None
    leaves_total: Annotated[Count | None, Category.REFERENCE] = None
    leaves_taken: Annotated[Count | None, Category.REFERENCE] = None
    untaken: Annotated[tuple[Annotated[str, Category.REFERENCE], ...], Category.REFERENCE] = ()
    body: Annotated[Base64 | None, Niem("nc:DocumentBinary"), Category.SOURCE] = None
