"""The leaves of a message, and which of them a connector took: what is left over names itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from comity.exchange.xml import Element

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
XML = "{http://www.w3.org/XML/1998/namespace}"
STRUCTURAL = frozenset({"id", "ref", "metadata", "linkMetadata"})


@dataclass(frozen=True)
class Leaf:
    """One value that a message carries: the text of an element, or an attribute that is more than structure."""

    path: str
    value: str


@dataclass(frozen=True)
class Place:
    """Where a leaf stands: an element, and the full name of an attribute ("" for the element's text)."""

    element: Element
    attribute: str = ""


def local(element: Element) -> str:
    """Give the name of an element without its namespace: versions of NIEM differ only in that."""
    return etree.QName(element).localname


def meaningful(attribute: str) -> bool:
    """Tell whether an attribute says something about the world.

    What only ties the message together (NIEM structures ``id``, ``ref`` and ``metadata``; ``xsi:*``) does not.
    """
    name = etree.QName(attribute).localname
    return not attribute.startswith((XSI, XML)) and name not in STRUCTURAL


def leaves(root: Element) -> list[Leaf]:
    """Give every leaf of a message in document order; paths are local names, numbered where a name repeats."""
    return [leaf for _, leaf in _walk(root, f"/{local(root)}")]


def _walk(element: Element, path: str) -> Iterator[tuple[Place, Leaf]]:
    if text := (element.text or "").strip():
        yield Place(element), Leaf(path, text)
    for name, value in element.attrib.items():
        if meaningful(str(name)) and (said := str(value).strip()):
            yield Place(element, str(name)), Leaf(f"{path}/@{etree.QName(str(name)).localname}", said)
    seen: dict[str, int] = {}
    for child in element:
        name = local(child)
        seen[name] = seen.get(name, 0) + 1
        number = f"[{seen[name]}]" if seen[name] > 1 else ""
        yield from _walk(child, f"{path}/{name}{number}")
        if tail := (child.tail or "").strip():
            yield Place(child, "tail"), Leaf(f"{path}/text()", tail)


class Taker:
    """Lets a connector look at the leaves of one message, and remembers those that it took into a field."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._leaves = dict(_walk(root, f"/{local(root)}"))
        self._taken: set[Place] = set()

    def path(self, element: Element) -> str:
        """Give the path of an element, as the paths of its leaves begin."""
        steps = [local(step) for step in element.iterancestors()]
        return "/".join(["", *reversed(steps), local(element)])

    def look(self, place: Place) -> str | None:
        """Give the value at a place without taking it; None where nothing stands."""
        leaf = self._leaves.get(place)
        return leaf.value if leaf else None

    def attribute(self, element: Element, name: str) -> Place:
        """Find an attribute by its local name; the place is empty where there is none."""
        full = [str(n) for n in element.attrib if etree.QName(str(n)).localname == name]
        return Place(element, full[0] if full else name)

    def take(self, places: Iterable[Place]) -> None:
        """Count leaves as landed: call it when their values stand in a field of a record, and not before."""
        self._taken.update(place for place in places if place in self._leaves)

    @property
    def total(self) -> int:
        """How many leaves the message has."""
        return len(self._leaves)

    @property
    def taken(self) -> int:
        """How many of them landed in a field."""
        return len(self._taken)

    def untaken(self) -> tuple[str, ...]:
        """Name each leaf that no field took, by its path, in document order."""
        return tuple(leaf.path for place, leaf in self._leaves.items() if place not in self._taken)
