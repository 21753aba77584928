"""One justice exchange: its name, the roots of its messages, and the shapes of what they hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from lxml import etree

from comity.errors import Invalid
from comity.exchange.connector import Drafted, Message
from comity.exchange.leaves import Taker
from comity.exchange.ojbc.drafting import Draft, Drafting
from comity.exchange.ojbc.envelopes import ANSWER, ENVELOPE
from comity.exchange.ojbc.graph import Graph
from comity.exchange.ojbc.roles import ROLES
from comity.exchange.ojbc.shapes import Shape
from comity.exchange.xml import read_xml, root_name
from comity.records.declaration import Record
from comity.records.reach import pointers_of

MEDIA_TYPE = "application/xml"


@dataclass(frozen=True, eq=False)
class Exchange:
    """An exchange of the consortium, as its information exchange package documents it; a connector.

    ``roots`` are the names of its messages' root elements, ``{namespace}local``.
    """

    name: str
    roots: tuple[str, ...]
    shapes: tuple[Shape, ...]
    roles: tuple[Shape, ...] = ROLES

    def recognizes(self, raw: bytes, filename: str) -> bool:
        """Tell by the root element, whose namespace names exchange and version."""
        del filename
        return root_name(raw) in self.roots

    def read(self, raw: bytes) -> Message:
        """Make records of a message that refer to one another; Invalid when it is no message of this exchange."""
        root = read_xml(raw)
        if etree.QName(root).text not in self.roots:
            raise Invalid(
                f"{etree.QName(root).localname} is not a message of the exchange {self.name}.",
                remedy="Choose the connector that recognizes the message.",
            )
        taker = Taker(root)
        drafting = Drafting(Graph(root), taker, by_element(self.shapes), by_element(self.roles))
        drafting.all()
        envelope = drafting.draft_as(root, ENVELOPE)
        drafting.draft_as(root, ANSWER)
        drafting.read()
        made = drafting.finish({"source_system": self._source(envelope), "completeness": "partial"})
        records = tuple(Drafted(id, record) for id, record in referred_first(made.records))
        return Message(self.name, MEDIA_TYPE, raw, records, taker.total, taker.taken, taker.untaken(), made.refusals)

    def _source(self, envelope: Draft) -> str:
        """Name the system that a message came from, as it names itself."""
        said = envelope.values.get("source_system") or envelope.values.get("system_name")
        return said if isinstance(said, str) else self.name


def by_element(shapes: tuple[Shape, ...]) -> dict[str, Shape]:
    """Give each shape under the names of the elements that it reads."""
    return {name: shape for shape in shapes for name in shape.elements}


def referred_first(records: Mapping[UUID, Record]) -> Iterable[tuple[UUID, Record]]:
    """Give records so that what is referred to comes before, where no circle forbids it."""
    given: dict[UUID, None] = {}
    for id in records:
        open_ = {id: iter(pointers_of(records[id]))}
        while open_:
            at, pointers = next(reversed(open_.items()))
            pointer = next(pointers, None)
            if pointer is None:
                given[at] = None
                del open_[at]
            elif pointer.id in records and pointer.id not in given and pointer.id not in open_:
                open_[pointer.id] = iter(pointers_of(records[pointer.id]))
    return [(id, records[id]) for id in given]
