"""The lines of which an outgoing message is laid out: which element holds which field of which record, in order.

A path is a way of prefixed element names; consecutive lines share the steps that they have in common, so that the
order of the lines is the order that the exchange's schema asks for. A field is named as in the record, with dots into
its parts; ``incident/occurred_at`` follows a reference first, ``<release.booking`` goes back to the records that refer
to this one, and "|" parts alternatives of which the first that leads anywhere counts. ``@id``, ``@owner`` and
``@recorded_at`` are what the store says of the record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from comity.exchange.ojbc.outward.forms import Form, text
from comity.exchange.ojbc.outward.sight import Spot

Many = Callable[[Spot], tuple[Spot, ...]]


@dataclass(frozen=True)
class Leaf:
    """An element with a value of a field, one for each where there are many; the path "." is the element around it."""

    path: str
    field: str
    form: Form = text
    most: int | None = None


@dataclass(frozen=True)
class Must:
    """A leaf without which the message would not be valid, or would say nothing."""

    leaf: Leaf


@dataclass(frozen=True)
class Each:
    """An element for each part in a field (or that a function gives) whose own fields are as ``where`` says.

    ``needs`` names the field that is lacking when there must be one and is none; a ``thing`` has an id, as a record's.
    """

    path: str
    field: str | Many
    lines: "Lines"
    where: Mapping[str, str]
    most: int | None = None
    needs: str = ""
    thing: bool = False


@dataclass(frozen=True)
class Record:
    """An element for each record that a way leads to; a ``thing`` has an id in the message, so that others refer to it.

    Each record stands once in a message under one name.
    """

    path: str
    way: str
    lines: "Lines"
    thing: bool
    most: int | None = None
    required: bool = False


@dataclass(frozen=True)
class Group:
    """An element that is always there, with what stands in it; if it is not ``kept``, only when it holds anything."""

    path: str
    lines: "Lines"
    kept: bool = True


@dataclass(frozen=True)
class Refer:
    """An element that refers to each record that a way leads to, if it stands in the message as a thing.

    ``called`` is the local name of the thing that is meant, where a record stands in the message as more than one.
    """

    path: str
    way: str
    called: str = ""


@dataclass(frozen=True)
class Fixed:
    """A word that the exchange lays down."""

    path: str
    word: str


Line = Leaf | Must | Each | Record | Group | Refer | Fixed
Lines = tuple[Line, ...]


def leaf(path: str, field: str, form: Form = text, *, most: int | None = None) -> Leaf:
    """Lay a field down where it stands, if it may be seen."""
    return Leaf(path, field, form, most)


def must(path: str, field: str, form: Form = text) -> Must:
    """Lay a field down without which there is no message."""
    return Must(Leaf(path, field, form))


def each(path: str, field: str | Many, *lines: Line, **where: str) -> Each:
    """Lay down every part of a field."""
    return Each(path, field, lines, where)


def first(path: str, field: str | Many, *lines: Line, **where: str) -> Each:
    """Lay down one part of a field, where the exchange has room for one."""
    return Each(path, field, lines, where, most=1)


def some(path: str, field: str | Many, needs: str, *lines: Line) -> Each:
    """Lay down every part of a field, of which there must be one; else the field ``needs`` is lacking."""
    return Each(path, field, lines, {}, needs=needs)


def inside(path: str, way: str, *lines: Line) -> Record:
    """Lay down what another record says, here."""
    return Record(path, way, lines, thing=False)


def thing(path: str, way: str, *lines: Line) -> Record:
    """Lay down records to which others in the message refer."""
    return Record(path, way, lines, thing=True)


def one(path: str, way: str, *lines: Line) -> Record:
    """Lay down the one record without which there is no message, for others to refer to."""
    return Record(path, way, lines, thing=True, most=1, required=True)


def group(path: str, *lines: Line) -> Group:
    """Lay down an element that the exchange always has."""
    return Group(path, lines)


def tie(path: str, *ends: Refer) -> Group:
    """Lay down an association, if the things at its ends are there."""
    return Group(path, ends, kept=False)


def refer(path: str, way: str, called: str = "") -> Refer:
    """Point at things of the message."""
    return Refer(path, way, called)


def fixed(path: str, word: str) -> Fixed:
    """Lay down a word of the exchange's own."""
    return Fixed(path, word)
