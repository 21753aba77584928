"""How a partner's message becomes records: the shape that every connector has."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from comity.errors import Invalid
from comity.records.declaration import Record


@dataclass(frozen=True)
class Drafted:
    """A record read out of a message, with the id that the connector minted, so that others may refer to it."""

    id: UUID
    record: Record


@dataclass(frozen=True)
class Refusal:
    """One thing in a message that cannot be a record: where it stands, and what is wrong with it."""

    place: str
    error: Invalid


@dataclass(frozen=True)
class Message:
    """A message read: its records in the order in which they refer to one another, and what became of its leaves.

    ``untaken`` names by path every leaf that is in no field; the original keeps them.
    """

    connector: str
    media_type: str
    original: bytes
    records: tuple[Drafted, ...]
    leaves: int
    taken: int
    untaken: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()


class Connector(Protocol):
    """Reads the messages of one exchange; registered by being in the folder."""

    name: str

    def recognizes(self, raw: bytes, filename: str) -> bool:
        """Tell cheaply whether this connector reads such a message."""
        ...

    def read(self, raw: bytes) -> Message:
        """Read a message; Invalid when it cannot be read at all."""
        ...
