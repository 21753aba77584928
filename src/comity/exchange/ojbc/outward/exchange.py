"""One exchange outward: of which records its messages are, and how they are laid out."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from lxml import etree

from comity.acts.viewing import View
from comity.errors import Invalid
from comity.exchange.ojbc.outward.lacking import lacking
from comity.exchange.ojbc.outward.lines import Lines
from comity.exchange.ojbc.outward.sight import records, spot_of
from comity.exchange.ojbc.outward.writing import Writing
from comity.exchange.xml import BOUNDS

MEDIA_TYPE = "application/xml"


@dataclass(frozen=True, eq=False)
class OutwardExchange:
    """Writes records of the kinds that it ``begins`` with; the message is of the record that ``start`` leads to.

    ``root`` is the prefixed name of the root element; ``spaces`` are the namespaces by prefix, ``s`` that of the
    structural attributes (NIEM structures, ``s:id`` and ``s:ref``).
    """

    name: str
    begins: tuple[str, ...]
    root: str
    spaces: Mapping[str, str]
    lines: Lines
    start: str = "."
    media_type: str = MEDIA_TYPE

    def writes(self, view: View) -> bool:
        """Tell by the kind."""
        return view.kind in self.begins

    def write(self, view: View, around: Mapping[UUID, View]) -> bytes:
        """Give the message; Invalid names the field that it lacks or that cannot be written."""
        asked = spot_of(view, {**around, view.id: view})
        start = records(asked, self.start)
        if not start:
            raise lacking(self.name, asked, self.start)
        writing = Writing(self.name, self.root, self.spaces)
        writing.lay(writing.root, start[0], self.lines)
        writing.prune()
        etree.cleanup_namespaces(writing.root)
        raw: bytes = etree.tostring(writing.root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
        if len(raw) > BOUNDS.octets:
            raise Invalid(
                f"The message would have {len(raw)} bytes, and {BOUNDS.octets} can be read.",
                remedy="Send the longest texts and attachments apart.",
            )
        return raw
