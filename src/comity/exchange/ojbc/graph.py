"""A NIEM message as the graph that it is: references, roles, associations and said-elsewhere elements resolved.

NIEM Naming and Design Rules 1.3 and 3.0: ``s:ref`` points at ``s:id``; an association relates objects; a role is
played by a person (``RoleOfPerson``). LEXS 3.1.4: ``SameAsDigestReference`` says that an element of the payload
speaks of the same thing as one of the digest.
"""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from lxml import etree

from comity.exchange.leaves import Place, local
from comity.exchange.xml import Element

WRAPPERS = frozenset(
    {
        "Address",
        "StructuredAddress",
        "LocationAddress",
        "FullTelephoneNumber",
        "NANPTelephoneNumber",
        "NotifyingActivityExtensions",
    }
)
ROLES = ("RoleOfPersonReference", "RoleOfPerson", "RoleOfItemReference", "EntityPerson", "EntityPersonReference")
SAME = "SameAsDigestReference"
# A message in which more elements speak of one object would cost the square of their number; the rest is left over.
MOST = 64


def mark(element: Element, name: str) -> str | None:
    """Give a structural attribute (``id``, ``ref``, ``metadata``) whatever its namespace."""
    for full, value in element.attrib.items():
        if etree.QName(str(full)).localname == name:
            return str(value)
    return None


def wraps(element: Element) -> bool:
    """Tell whether an element only groups what belongs to the one around it."""
    name = local(element)
    return name.endswith("Augmentation") or name in WRAPPERS


def inside(element: Element) -> Iterator[Element]:
    """Give the children of an element, with those of its mere wrappers."""
    for child in element:
        yield child
        if wraps(child):
            yield from inside(child)


class Graph:
    """One message: which elements speak of the same object, and which objects are related."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._ids = {key: e for e in root.iter() if (key := mark(e, "id"))}
        self._objects: dict[Element, Element] = {}
        self._twins: dict[Element, list[Element]] = {}
        self._roles: dict[Element, list[Element]] = {}
        self._ties: dict[Element, list[tuple[Element, Element]]] = {}
        self._inside: dict[Element, dict[str, list[Element]]] = {}
        self._views: dict[Element, tuple[Element, ...]] = {}
        self._names = {local(element) for element in root.iter()}
        self._leads: dict[str, bool] = {}
        for element in root.iter():
            self._note(element)
        self._said_elsewhere = {twin for twins in self._twins.values() for twin in twins}
        for element in root.iter():
            if local(element).endswith("Association") or local(element) == "Alias":
                self._tie(element)

    def _note(self, element: Element) -> None:
        if local(element) == SAME and (target := self._ids.get(mark(element, "ref") or "")) is not None:
            twin = element.getparent()
            while twin is not None and wraps(twin):
                twin = twin.getparent()
            if twin is not None:
                self._note_at(self._twins, target, twin)
        target = self._ids.get(mark(element, "ref") or "")
        if target is not None and len(element):
            self._note_at(self._roles, target, element)
        if local(element) in ROLES and (role := element.getparent()) is not None:
            self._note_at(self._roles, self.object(element), role)

    @staticmethod
    def _note_at(notes: dict[Element, list[Element]], target: Element, other: Element) -> None:
        others = notes.setdefault(target, [])
        if len(others) < MOST:
            others.append(other)

    def _tie(self, association: Element) -> None:
        ends = [self.object(self._end(end)) for end in association if len(end) or mark(end, "ref")]
        if local(association) == "Alias":
            ends.append(association)
        del ends[MOST:]
        for end in ends:
            for other in ends:
                if other is not end:
                    self._ties.setdefault(end, []).append((association, other))

    def _end(self, end: Element) -> Element:
        """Give what an association's end refers to, which may stand deeper, or the end itself when it says it there."""
        return next((e for e in end.iter() if mark(e, "ref")), end)

    def object(self, element: Element) -> Element:
        """Give the object that an element is or refers to, passing through the role that somebody plays."""
        passed: dict[Element, None] = {}
        while element not in passed and element not in self._objects:
            passed[element] = None
            target = self._ids.get(mark(element, "ref") or "")
            if target is None:
                target = next((child for child in element if local(child) in ROLES), None)
            element = element if target is None else target
        found = self._objects.get(element, element)
        self._objects.update(dict.fromkeys(passed, found))
        return found

    def is_twin(self, element: Element) -> bool:
        """Tell whether an element only adds to what another one says."""
        return element in self._said_elsewhere

    def twins(self, element: Element) -> tuple[Element, ...]:
        """Give the elements that speak of the same object elsewhere in the message."""
        return tuple(self._twins.get(element, ()))

    def views(self, element: Element) -> tuple[Element, ...]:
        """Give all elements that speak of the object that ``element`` is: itself first, its metadata last."""
        if element not in self._views:
            self._views[element] = tuple(dict.fromkeys(self._speaking(element)))
        return self._views[element]

    def _speaking(self, element: Element) -> list[Element]:
        found = [element]
        target = self._ids.get(mark(element, "ref") or "")
        if target is not None:
            found.append(target)
        for view in tuple(found):
            found += self._twins.get(view, ())
            for role in self._roles.get(view, ()):
                found += (role, *self._twins.get(role, ()))
        for view in tuple(found):
            keys = (mark(view, "metadata") or "").split()
            found += [self._ids[key] for key in keys if key in self._ids]
        return found

    def _named(self, element: Element, name: str) -> Iterable[Element]:
        """Give the children called ``name``, looked up once for all names."""
        if element not in self._inside:
            by_name = self._inside[element] = {}
            for child in inside(element):
                by_name.setdefault(local(child), []).append(child)
        by_name = self._inside[element]
        if "*" not in name:
            return by_name.get(name, ())
        return [child for each, children in by_name.items() if fnmatchcase(each, name) for child in children]

    def _may_lead(self, path: str) -> bool:
        """Tell whether the message has all the names of a path at all: of hundreds of paths, most lead nowhere."""
        if path not in self._leads:
            steps = [step.lstrip("~^") for step in path.removeprefix("//").split("/")]
            names = [step for step in steps if step not in {".", ".."} and "*" not in step]
            self._leads[path] = self._names.issuperset(names)
        return self._leads[path]

    def tied(self, element: Element, name: str) -> Iterator[Element]:
        """Give the objects called ``name`` that an association relates to the object."""
        for _, other in self._ties.get(self.object(element), ()):
            if name in {local(other), *(local(t) for t in self.twins(other))}:
                yield other

    def ties(self, element: Element, name: str) -> Iterator[Element]:
        """Give the associations called ``name`` that the object stands in."""
        for association, _ in self._ties.get(self.object(element), ()):
            if name in {local(association), "*"}:
                yield association

    def above(self, element: Element, name: str) -> Iterator[Element]:
        """Give the nearest element called ``name`` around this one, or around one that speaks of the same."""
        for view in self.views(element):
            yield from view.iterancestors(f"{{*}}{name}")

    def elements(self, element: Element, path: str) -> Iterator[Element]:
        """Follow a path of local names and give what stands there, each element once.

        ``A/B`` leads down, ``..`` and ``^A`` up, ``~A`` over an association, ``~~A`` to an association itself,
        ``//A`` down to any depth, ``.`` to itself; ``*`` and ``?`` in a name stand for any letters.
        """
        if not self._may_lead(path):
            return
        deep = path.startswith("//")
        step, _, rest = path.removeprefix("//").partition("/")
        if step == ".":
            found: Iterator[Element] = iter((element,))
        elif deep:
            found = element.iterdescendants(f"{{*}}{step}")
        elif step == "..":
            found = (up for view in self.views(element) if (up := view.getparent()) is not None)
        elif step.startswith("~~"):
            found = self.ties(element, step[2:])
        elif step.startswith("^"):
            found = self.above(element, step[1:])
        elif step.startswith("~"):
            found = self.tied(element, step[1:])
        else:
            found = (child for view in self.views(element) for child in self._named(view, step))
        for next_element in dict.fromkeys(found):
            if rest:
                yield from self.elements(next_element, rest)
            else:
                yield next_element

    def places(self, element: Element, path: str) -> Iterator[Place]:
        """Follow a path to texts, or with ``A/@name`` to attributes."""
        way, at, attribute = path.rpartition("@")
        if not at:
            yield from (Place(found) for found in self.elements(element, path))
            return
        for found in self.elements(element, way.rstrip("/") or "."):
            yield from (
                Place(view, str(full))
                for view in self.views(found)
                for full in view.attrib
                if etree.QName(str(full)).localname == attribute
            )
