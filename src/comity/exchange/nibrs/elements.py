"""Elements of a NIBRS message: made from a prefixed name and its parts, in the namespaces of the IEPD 2019.1."""

from lxml import etree

from comity.exchange.xml import Element

NAMESPACES = {
    "nibrs": "http://fbi.gov/cjis/nibrs/2019",
    "cjis": "http://fbi.gov/cjis/2.0",
    "j": "http://release.niem.gov/niem/domains/jxdm/5.2/",
    "nc": "http://release.niem.gov/niem/niem-core/3.0/",
    "s": "http://release.niem.gov/niem/structures/3.0/",
}
Part = Element | str | None


def element(name: str, *parts: Part, id: str = "", ref: str = "") -> Element:
    """Make an element such as ``nc:Person`` of its children or its text; a part that is None is left out."""
    made = etree.Element(_full(name), nsmap=NAMESPACES)
    if id:
        made.set(_full("s:id"), id)
    if ref:
        made.set(_full("s:ref"), ref)
    for part in parts:
        if isinstance(part, str):
            made.text = part
        elif part is not None:
            made.append(part)
    return made


def nested(path: str, value: str) -> Element | None:
    """Make elements one within the other, by names with slashes between them, around a text; None for an empty one."""
    if not value:
        return None
    outer, _, inner = path.partition("/")
    return element(outer, nested(inner, value) if inner else value)


def pointing(name: str, ref: str) -> Element:
    """Make an element that points at another by its id."""
    return element(name, ref=ref)


def as_bytes(root: Element) -> bytes:
    """Give a message as it is sent: UTF-8 with its declaration, one element a line."""
    etree.cleanup_namespaces(root, top_nsmap=NAMESPACES, keep_ns_prefixes=list(NAMESPACES))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
