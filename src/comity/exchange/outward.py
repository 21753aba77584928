"""How records become a partner's message: the shape that every outward connector has."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from comity.acts.viewing import View


class Outward(Protocol):
    """Writes records as the messages of one exchange; registered by being in the folder, as a Connector is."""

    name: str
    media_type: str

    def writes(self, view: View) -> bool:
        """Tell cheaply whether a record of this kind begins such a message."""
        ...

    def write(self, view: View, around: Mapping[UUID, View]) -> bytes:
        """Give the message of a record as its receiver may see it; Invalid names the field that a message lacks.

        ``around`` holds by id what else the receiver may see that the record refers to or that refers to it. What is
        withheld is in neither, and stands in no message.
        """
        ...
