"""How a kind of record is filled from a message: tables of fields and paths, and what the declaration adds to them.

A table says only *where* a field's value stands. Whether the field holds one value or many, a part, a reference or a
text is read from the kind's own declaration, so that nothing is said twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from inspect import isclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

from comity.records.declaration import Part, Record
from comity.records.references import Ref, read_reference
from comity.records.spec import part_hints


@dataclass(frozen=True)
class Way:
    """Paths to values ("|" parts alternatives), with what the place alone says of a part, such as ``kind="ssn"``."""

    paths: str
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Joined:
    """A value that stands in pieces, such as a telephone number in area code, exchange and line."""

    pieces: tuple[str, ...]
    by: str


@dataclass(frozen=True)
class Spoken:
    """An indicator whose truth is told by a word in a list."""

    path: str
    word: str


def way(paths: str, **said: str) -> Way:
    """Name paths to a part and the fields of the part that follow from where it stands."""
    return Way(paths, said)


def joined(*pieces: str, by: str) -> Joined:
    """Name the pieces of one value; there is none unless all are there."""
    return Joined(pieces, by)


def spoken(**words: str) -> tuple[Spoken, ...]:
    """Name indicators by the word that tells their truth."""
    return tuple(Spoken(path, word.replace("_", "-")) for word, path in words.items())


Ways = str | Way | Joined | Spoken
Table = dict[str, Ways | tuple[Ways, ...]]


@dataclass(frozen=True, eq=False)
class Shape:
    """Which elements make a record of a kind, and where its fields stand in them.

    ``said`` are fields that the place alone tells. A record without a leaf of its own is dropped unless ``always``.
    """

    kind: type[Record]
    elements: tuple[str, ...]
    fields: Table
    said: Mapping[str, str] = field(default_factory=dict)
    always: bool = False


@dataclass(frozen=True)
class Slot:
    """What a field can hold: one or many; a part, a reference to some kinds (() for any), or a plain value."""

    many: bool
    part: type[Part] | None
    refers: tuple[type[Record], ...] | None
    hint: Any


@cache
def slots(owner: type[Record] | type[Part]) -> dict[str, Slot]:
    """Read from a declaration what each of its fields can hold."""
    return {name: _slot(hint) for name, hint in part_hints(owner).items()}


def _slot(hint: Any) -> Slot:
    bare, kept = _bare(hint)
    if get_origin(bare) is tuple:
        inner, inner_kept = _bare(get_args(bare)[0])
        return _single(inner, inner_kept, many=True)
    return _single(bare, kept, many=False)


def _single(bare: Any, hint: Any, *, many: bool) -> Slot:
    if isclass(bare) and issubclass(bare, Part):
        return Slot(many, bare, None, hint)
    if get_origin(bare) is Ref:
        (meant,) = get_args(bare)
        options = tuple(get_args(meant) or (meant,))
        return Slot(many, None, () if Record in options else options, hint)
    return Slot(many, None, None, hint)


def _bare(hint: Any) -> tuple[Any, Any]:
    """Strip markers and None from a type; give it bare, and with the markers that check it."""
    if get_origin(hint) is Annotated:
        inner = get_args(hint)[0]
        bare, _ = _bare(inner)
        return bare, hint
    if get_origin(hint) in (Union, UnionType):
        options = [option for option in get_args(hint) if option is not type(None)]
        if len(options) == 1:
            return _bare(options[0])
    return hint, hint


TRUTHS = {"true": True, "1": True, "false": False, "0": False}


def fitting(text: str, slot: Slot) -> object:
    """Give a text as the plain value that a field holds; None where the field cannot hold it."""
    bare, _ = _bare(slot.hint)
    value = TRUTHS.get(text.lower()) if bare is bool else text
    try:
        held = msgspec.convert(value, slot.hint, strict=bare is bool, dec_hook=read_reference)
    except msgspec.ValidationError:
        return None
    return held if bare in {int, float} else value


def fitting_part(values: Mapping[str, object], part: type[Part]) -> bool:
    """Tell whether a part can be made of the values."""
    try:
        msgspec.convert(values, part, dec_hook=read_reference)
    except msgspec.ValidationError:
        return False
    return True
