"""The people of a crash message: everything that is said under one identity, wherever it stands, is one person."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from comity.exchange.leaves import Place, Taker, local
from comity.exchange.xml import Element
from comity.ids import new_id

ROLES = frozenset({"Person", "CrashDriver", "CrashPerson", "RoleOfPerson"})
IDENTITIES = ("uri", "id", "ref")


@dataclass
class Message:
    """A crash message while it is read: its element, the taker of its leaves, and the ids given to its people."""

    root: Element
    taker: Taker
    ids: dict[str, UUID] = field(default_factory=dict)
    seen: set[Element] = field(default_factory=set)

    def text(self, element: Element | None, *path: str) -> str | None:
        """Take the text at the end of a path of local names."""
        return next(iter(self.texts(element, *path)), None)

    def texts(self, element: Element | None, *path: str) -> tuple[str, ...]:
        """Take every text at the end of a path of local names."""
        places = [Place(found, "") for found in along(element, *path)]
        self.taker.take(places)
        self.seen.update(place.element for place in places)
        return tuple(said for place in places if (said := self.taker.look(place)))

    def flag(self, element: Element | None, *path: str) -> bool | None:
        """Take a yes or no; None where it is not said."""
        said = self.text(element, *path)
        return None if said is None else said in {"true", "1"}

    def has_taken(self, element: Element) -> bool:
        """Tell whether the text of an element was taken already."""
        return element in self.seen

    def identity(self, element: Element) -> str:
        """Tell by which name the message knows what an element describes; the name is taken, "" when there is none."""
        for role in (element, *along(element, "RoleOfPerson")):
            for name in IDENTITIES:
                place = self.taker.attribute(role, name)
                if said := role.get(place.attribute):
                    self.taker.take([place])
                    return str(said).lstrip("#")
        return ""

    def person_id(self, element: Element) -> UUID:
        """Give the id of the person whom an element describes; the same identity, the same id."""
        name = self.identity(element) or f"{id(element)}"
        if name not in self.ids:
            self.ids[name] = new_id()
        return self.ids[name]

    def described(self) -> dict[UUID, list[Element]]:
        """Give every person of the message with all elements that describe them, in order."""
        found: dict[UUID, list[Element]] = {}
        for element in self.root.iter():
            if local(element) in ROLES and not _is_inner_role(element):
                found.setdefault(self.person_id(element), []).append(element)
        return found


def _is_inner_role(element: Element) -> bool:
    return local(element) == "RoleOfPerson"


def along(element: Element | None, *path: str) -> Iterator[Element]:
    """Give every element at the end of a path of local names."""
    if element is None:
        return
    if not path:
        yield element
        return
    for child in element:
        if local(child) == path[0]:
            yield from along(child, *path[1:])
