"""NIEM's JSON form as the same elements that its XML form has, so that one reader serves both.

NIEM 6 JSON-LD: a name with its prefix is an element, a list repeats it, ``@id`` on an object that says nothing else
is a reference.
"""

from typing import Any

from lxml import etree

from comity.errors import Invalid
from comity.exchange.xml import Element
from comity.records.codec import read_json

DEEPEST = 60


def read_ld(raw: bytes) -> Element:
    """Give the message element of a NIEM JSON document; Invalid when it has none or more than one."""
    said = read_json(raw)
    if not isinstance(said, dict):
        raise _no_message()
    named = [(name, value) for name, value in said.items() if not name.startswith(("@", "$"))]
    if len(named) != 1 or not isinstance(named[0][1], dict):
        raise _no_message()
    return _element(named[0][0], named[0][1], 1)


def _no_message() -> Invalid:
    return Invalid(
        "The document holds no NIEM message.", remedy='Send one object with "@context" and the message by its name.'
    )


def _element(name: str, value: Any, depth: int) -> Element:
    if depth > DEEPEST:
        raise Invalid(f"Objects stand more than {DEEPEST} deep.", remedy="Send a flatter message.")
    try:
        element = etree.Element(name.rpartition(":")[2])
        _fill(element, value, depth)
    except ValueError as wrong:
        message = f"{name[:80]!r} cannot be an element of a message, or holds characters that XML has not."
        raise Invalid(message, remedy="Use the names of the message's schema.") from wrong
    return element


def _fill(element: Element, value: Any, depth: int) -> None:
    match value:
        case dict():
            _fill_object(element, value, depth)
        case bool():
            element.text = "true" if value else "false"
        case None:
            element.text = None
        case _:
            element.text = str(value)


def _fill_object(element: Element, value: dict[str, Any], depth: int) -> None:
    only_refers = set(value) == {"@id"}
    for name, inner in value.items():
        if name == "@id":
            element.set("ref" if only_refers else "id", str(inner))
        elif name.startswith("@"):
            element.set(name[1:], str(inner))
        else:
            for one in inner if isinstance(inner, list) else [inner]:
                element.append(_element(name, one, depth + 1))
