"""Records that a connector put together, checked as if they had come over the wire."""

from collections.abc import Iterable
from uuid import UUID

from comity.exchange.connector import Drafted
from comity.records.codec import decode, encode
from comity.records.declaration import Record


def checked(drafts: Iterable[tuple[UUID, Record]]) -> tuple[Drafted, ...]:
    """Give the records as drafted if the codec takes each of them; Invalid names the first field that it refuses."""
    return tuple(Drafted(found, decode(type(record), encode(record))) for found, record in drafts)
