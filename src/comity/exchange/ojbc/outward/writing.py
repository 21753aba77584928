"""Writes the elements of one message, line by line, and takes away what in the end points nowhere."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from lxml import etree

from comity.errors import Invalid
from comity.exchange.leaves import local
from comity.exchange.ojbc.outward.forms import FORBIDDEN, Unsayable
from comity.exchange.ojbc.outward.lacking import lacking, unwritable
from comity.exchange.ojbc.outward.lines import Each, Fixed, Group, Leaf, Line, Must, Record, Refer
from comity.exchange.ojbc.outward.sight import Spot, parts, records, values
from comity.exchange.xml import BOUNDS, Element


class _Thing(NamedTuple):
    """What stands in the message for a record, or for the part of it at ``place``: its element's name and its id."""

    called: str
    place: str
    number: str


class Writing:
    """A message in the making; its ``root`` grows as lines are laid."""

    def __init__(self, exchange: str, root: str, spaces: Mapping[str, str]) -> None:
        self.exchange = exchange
        self.spaces = dict(spaces)
        self.root: Element = etree.Element(self._full(root), nsmap=self.spaces)
        self._kept: set[Element] = {self.root}
        self._things: dict[UUID, list[_Thing]] = {}
        self._refers: list[tuple[Element, Spot, Refer]] = []
        self._numbers: Counter[str] = Counter()

    def lay(self, under: Element, spot: Spot, lines: Iterable[Line]) -> None:
        """Write lines under an element from where a spot stands; Invalid when a needed one has nothing to say."""
        for line in lines:
            match line:
                case Leaf():
                    self._leaf(under, spot, line)
                case Must(leaf):
                    if not self._leaf(under, spot, leaf):
                        raise self._wanting(spot, leaf.field)
                case Refer(path, way):
                    for target in [spot] if way == "." else records(spot, way):
                        self._refers.append((self._new(under, path), target, line))
                case Fixed(path, word):
                    self._new(under, path).text = word
                case _:
                    self._inner(under, spot, line)

    def _inner(self, under: Element, spot: Spot, line: Each | Record | Group) -> None:
        """Write a line that has lines of its own."""
        match line:
            case Each():
                self._each(under, spot, line)
            case Record():
                self._record(under, spot, line)
            case Group(path, inner):
                element = self._new(under, path)
                if line.kept:
                    self._kept.add(element)
                self.lay(element, spot, inner)

    def prune(self) -> None:
        """Take away references to what does not stand in the message, and associations that join fewer than two."""
        for element, target, line in self._refers:
            meant = self._meant(target, line)
            if not meant:
                self._take_away(element)
            for place, name in enumerate(meant):
                if place:
                    element.addnext(another := etree.Element(element.tag))
                    element = another  # noqa: PLW2901 - the next one stands after this one
                element.set(self._full(_mark(line.path)), name)
        for element in list(self.root.iter()):
            if local(element).endswith("Association") and len(element) < 2:  # noqa: PLR2004 - an association joins two
                self._take_away(element)

    def _meant(self, target: Spot, line: Refer) -> list[str]:
        """Give the ids in the message of the things that a reference means."""
        of_the_record = self._things.get(target.view.id, [])
        called = line.called or next((thing.called for thing in of_the_record), "")
        return [thing.number for thing in of_the_record if thing.called == called and target.place in ("", thing.place)]

    def _leaf(self, under: Element, spot: Spot, line: Leaf) -> int:
        """Write the values of a leaf; tell how many there were."""
        written = 0
        for value in values(spot, line.field)[: line.most]:
            said = line.form(value)
            if said is None:
                continue
            if isinstance(said, Unsayable):
                raise unwritable(spot, line.field, said.reason)
            self._check(spot, line.field, said.said)
            self._new(under, f"{line.path}/{said.below}" if said.below else line.path).text = said.said
            written += 1
        return written

    def _wanting(self, spot: Spot, field: str) -> Invalid:
        if values(spot, field):
            return unwritable(spot, field, f"{self.exchange} asks for it in another form, such as a full date or time")
        return lacking(self.exchange, spot, field)

    def _check(self, spot: Spot, field: str, said: str) -> None:
        if strange := FORBIDDEN.search(said):
            raise unwritable(spot, field, f"it holds the character U+{ord(strange[0]):04X}, which XML cannot carry")
        if len(said) > BOUNDS.text_length:
            raise unwritable(spot, field, f"it is {len(said)} characters long, and may be {BOUNDS.text_length}")

    def _each(self, under: Element, spot: Spot, line: Each) -> None:
        found = parts(spot, line.field) if isinstance(line.field, str) else line.field(spot)
        meant = [part for part in found if all(part.fields.get(name) == said for name, said in line.where.items())]
        if line.needs and not meant:
            raise lacking(self.exchange, spot, line.needs)
        for part in meant[: line.most]:
            element = self._new(under, line.path)
            if line.thing:
                self._number(element, part)
            self.lay(element, part, line.lines)
            self._unless_empty(element)

    def _record(self, under: Element, spot: Spot, line: Record) -> None:
        found = records(spot, line.way)
        if line.required and not found:
            raise lacking(self.exchange, spot, line.way)
        for record in found[: line.most]:
            if line.thing and self._stands(record, local_name(line.path)):
                continue
            element = self._new(under, line.path)
            if line.thing:
                self._number(element, record)
            self.lay(element, record, line.lines)
            self._unless_empty(element)

    def _unless_empty(self, element: Element) -> None:
        if not len(element) and not element.text and not element.attrib:
            self._take_away(element)

    def _stands(self, record: Spot, called: str) -> bool:
        return any(thing.called == called for thing in self._things.get(record.view.id, ()))

    def _number(self, element: Element, spot: Spot) -> None:
        """Give a thing its id in the message."""
        called = local(element)
        self._numbers[called] += 1
        number = f"{called}-{self._numbers[called]}"
        self._things.setdefault(spot.view.id, []).append(_Thing(called, spot.place, number))
        element.set(self._full("s:id"), number)

    def _new(self, under: Element, path: str) -> Element:
        """Make an element; the steps before it are those of the line before, where they are the same."""
        if path == ".":
            return under
        *steps, name = path.split("/")
        for step in steps:
            last = under[-1] if len(under) else None
            under = last if last is not None and last.tag == self._full(step) else self._made(under, step)
        return self._made(under, name)

    def _made(self, under: Element, name: str) -> Element:
        return etree.SubElement(under, self._full(name))

    def _full(self, name: str) -> str:
        prefix, _, rest = name.partition(":")
        return f"{{{self.spaces[prefix]}}}{rest}"

    def _take_away(self, element: Element) -> None:
        """Take an element away, and those around it that held nothing else."""
        above = element.getparent()
        if above is None or element in self._kept:
            return
        above.remove(element)
        if not len(above) and not above.text and not above.attrib:
            self._take_away(above)


def local_name(path: str) -> str:
    """Give the name of the element that a path ends at, without its prefix."""
    return path.rpartition("/")[2].rpartition(":")[2]


def _mark(path: str) -> str:
    """Name the attribute by which an element refers: that of LEXS where it says what the digest said before."""
    return "lexslib:ref" if path.endswith("SameAsDigestReference") else "s:ref"
