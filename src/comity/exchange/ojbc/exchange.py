"""One justice exchange: its name, the roots of its messages, and the shapes of what they hold."""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from comity.errors import Invalid
from comity.exchange.leaves import Taker
from comity.exchange.ojbc.drafting import Drafting
from comity.exchange.ojbc.envelopes import ANSWER, ENVELOPE
from comity.exchange.ojbc.graph import Graph
from comity.exchange.ojbc.shapes import Shape
from comity.exchange.xml import read_xml
from comity.records.declaration import Record


@dataclass(frozen=True)
class Exchange:
    """An exchange of the consortium, as its information exchange package documents it.

    ``roots`` are the names of its messages' root elements, ``{namespace}local``.
    """

    name: str
    roots: tuple[str, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Reading:
    """What a message became: records by their ids, how many leaves landed, which did not, what could not stand."""

    records: tuple[tuple[str, Record], ...]
    leaves_total: int
    leaves_taken: int
    untaken: tuple[str, ...]
    refusals: tuple[Invalid, ...]


def read_message(exchange: Exchange, raw: bytes, *, message_id: str) -> Reading:
    """Make records of a message; each names the message it came from in its provenance. Invalid when it is none."""
    root = read_xml(raw)
    if etree.QName(root).text not in exchange.roots:
        raise Invalid(
            f"{etree.QName(root).localname} is not a message of the exchange {exchange.name}",
            remedy="Choose the connector that recognizes the message.",
        )
    taker = Taker(root)
    catalog = {name: shape for shape in exchange.shapes for name in shape.elements}
    drafting = Drafting(Graph(root), taker, catalog)
    drafting.all()
    drafting.draft_as(root, ENVELOPE)
    drafting.draft_as(root, ANSWER)
    made = drafting.finish(_provenance(exchange, message_id))
    return Reading(made.records, taker.total, taker.taken, taker.untaken(), made.refusals)


def _provenance(exchange: Exchange, message_id: str) -> dict[str, Any]:
    return {"source_system": exchange.name, "message": message_id, "completeness": "partial"}
