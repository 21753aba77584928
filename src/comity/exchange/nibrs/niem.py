"""The XML form: NIEM messages of the NIBRS IEPD (2019.1, and 4.0 before it) become the same reports as flat files.

Elements are found by their local names, because the versions differ in their namespaces alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from lxml import etree

from comity.errors import Invalid
from comity.exchange.leaves import Place, Taker, local
from comity.exchange.nibrs.flat import Fault
from comity.exchange.xml import Element
from comity.records.codes import code_of, code_table

T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """One report element of a message, the way to take values out of it, and what was refused on the way."""

    root: Element
    taker: Taker
    refused: list[Fault] = field(default_factory=list)
    pending: list[Place] = field(default_factory=list)

    def each(self, name: str) -> Iterator[Element]:
        """Give the report's own children of a name, in order."""
        return (child for child in self.root if local(child) == name)

    def text(self, element: Element | None, *path: str) -> str:
        """Take the text at the end of a path of local names, "" when there is none."""
        return next(iter(self.texts(element, *path)), "")

    def texts(self, element: Element | None, *path: str) -> tuple[str, ...]:
        """Take every text at the end of a path."""
        places = [Place(found, "") for found in along(element, *path)]
        self.pending.extend(places)
        return tuple(said for place in places if (said := self.taker.look(place)))

    def code(self, table: str, element: Element | None, *path: str) -> str:
        """Take a code of a table; Invalid when the table does not have it."""
        return next(iter(self.codes(table, element, *path)), "")

    def codes(self, table: str, element: Element | None, *path: str) -> tuple[str, ...]:
        """Take every code of a table at the end of a path, said in words or as a code; Invalid for an unknown one."""
        return tuple(_coded(table, said, path[-1]) for said in self.texts(element, *path))

    def landed(self) -> None:
        """Count what was read since the last call as landed in what was built of it."""
        self.taker.take(self.pending)
        self.pending.clear()

    def built(self, build: Callable[["Source", Element], T], name: str) -> Iterator[T]:
        """Build something from each child of a name; what cannot be built is set down as refused."""
        for element in self.each(name):
            self.landed()
            try:
                built = build(self, element)
            except Invalid as wrong:
                self.pending.clear()
                self.refuse(element, wrong)
            else:
                self.landed()
                yield built

    def refuse(self, element: Element, wrong: Invalid) -> None:
        """Set down that an element cannot be taken, and why."""
        self.refused.append(
            Fault(element.sourceline, 0, local(element), wrong.field, "", "", wrong.message, wrong.remedy)  # type: ignore[arg-type]  # the stubs leave its type open; a parsed element has a line
        )


def _coded(table: str, said: str, name: str) -> str:
    """Give the code meant: itself, itself with its leading zero, or the one whose XML word it is ("Stranger" is ST)."""
    codes = code_table(table)
    for code in (said, said.zfill(2)):
        if code in codes.codes:
            return code
    try:
        return code_of(codes, said, column="niem")
    except Invalid:
        message = f"{name}: {said!r} is no code of {table}"
        raise Invalid(message, remedy="Use a code of the table.", field=name) from None


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


def attribute(element: Element, name: str) -> str:
    """Give a structural attribute (``id`` or ``ref``) by its local name, "" when it is not there."""
    return next((str(v) for k, v in element.attrib.items() if etree.QName(str(k)).localname == name), "")


def pointed(element: Element, name: str) -> str:
    """Give the id that a child of a name points at."""
    return next((attribute(child, "ref") for child in along(element, name)), "")
