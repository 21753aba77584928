"""Reading XML that strangers send: no entities, no document type, no network, and every measure bounded."""

from dataclasses import dataclass
from typing import NoReturn

from lxml import etree

from comity.errors import Invalid

CHUNK = 1 << 16
Element = etree._Element  # noqa: SLF001 - lxml gives the class of its elements no public name


@dataclass(frozen=True)
class Bounds:
    """How large a document may be; the defaults hold the largest justice message seen, ten times over."""

    octets: int = 8 << 20
    depth: int = 200
    elements: int = 200_000
    attributes: int = 64
    attribute_length: int = 1 << 16
    text_length: int = 6 << 20


BOUNDS = Bounds()


def read_xml(raw: bytes, *, bounds: Bounds = BOUNDS) -> Element:
    """Give the root element of ``raw``, or refuse it as `Invalid`; nothing else can come out, whatever the bytes.

    Comments and processing instructions are dropped. A document type is refused (XML 1.0, section 2.8) even when
    it declares nothing, because no format that we speak has one and every known attack on parsers needs one.
    """
    if len(raw) > bounds.octets:
        _refuse(f"the message has {len(raw)} bytes and may have {bounds.octets}", remedy="Send it in smaller parts.")
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = _fed(parser, raw, bounds)
    except (etree.LxmlError, ValueError, LookupError) as wrong:
        message = f"this is not well-formed XML: {wrong}"
        raise Invalid(message, remedy="Correct the place named above and send the message again.") from wrong
    return root


def root_name(raw: bytes) -> str | None:
    """Give the name of a document's root, such as ``{namespace}local``, from its first bytes; None when it has none."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, load_dtd=False, no_network=True)
    try:
        parser.feed(raw[:CHUNK])
        for _, element in parser.read_events():
            return str(element.tag) if isinstance(element, Element) else None
    except (etree.LxmlError, ValueError, LookupError):
        return None
    return None


def _fed(parser: etree.XMLPullParser, raw: bytes, bounds: Bounds) -> Element:
    count = _Count(bounds)
    for start in range(0, len(raw), CHUNK):
        parser.feed(raw[start : start + CHUNK])
        count.read(parser)
    root: Element = parser.close()
    count.read(parser)
    return root


class _Count:
    """Counts as elements come in, so that a bound is met before the memory is spent."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.depth = 0
        self.elements = 0

    def read(self, parser: etree.XMLPullParser) -> None:
        for event, element in parser.read_events():
            if not isinstance(element, Element):
                continue
            if event == "start":
                self._opened(element)
            else:
                self._closed(element)

    def _opened(self, element: Element) -> None:
        if self.elements == 0 and element.getroottree().docinfo.internalDTD is not None:
            _refuse("the message declares a document type", remedy="Send it without <!DOCTYPE ...>.")
        self.elements += 1
        self.depth += 1
        if self.depth > self.bounds.depth:
            _refuse(f"elements stand more than {self.bounds.depth} deep", remedy="Send a flatter message.")
        if self.elements > self.bounds.elements:
            _refuse(f"there are more than {self.bounds.elements} elements", remedy="Send it in smaller parts.")
        if len(element.attrib) > self.bounds.attributes:
            _refuse(f"an element has more than {self.bounds.attributes} attributes", remedy="Send fewer of them.")
        if any(len(value) > self.bounds.attribute_length for value in element.attrib.values()):
            _refuse("the value of an attribute is too long", remedy="Send long values as the text of elements.")

    def _closed(self, element: Element) -> None:
        self.depth -= 1
        if len(element.text or "") > self.bounds.text_length:
            _refuse("the text of an element is too long", remedy="Send large attachments apart.")


def _refuse(message: str, *, remedy: str) -> NoReturn:
    raise Invalid(message, remedy=remedy)
