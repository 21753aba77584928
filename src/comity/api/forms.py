"""What a form for a kind looks like, derived from its declaration: one input a field, a group where it has parts."""

from collections.abc import Iterator
from enum import Enum
from functools import cache
from inspect import isclass
from types import NoneType, UnionType
from typing import Annotated, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct
from msgspec.structs import fields as struct_fields

from comity.records.declaration import Part
from comity.records.meaning import Codes, Minted, Niem
from comity.records.moments import DAY_PATTERN, DURATION_PATTERN, WHEN_PATTERN
from comity.records.reach import kinds_meant
from comity.records.spec import KindSpec, Leaf, is_reference, part_hints

LONG_TEXT = 400

_WRITTEN = {WHEN_PATTERN: "moment", DAY_PATTERN: "day", DURATION_PATTERN: "duration"}
_PLAIN: dict[object, str] = {bool: "yes-no", int: "number", float: "number", str: "text"}
Markers = tuple[object, ...]
M = TypeVar("M")


class Input(Struct, frozen=True, omit_defaults=True):
    """One input: ``control`` says of which sort, ``needed`` whether a first-hand entry must have it.

    ``codes`` names the code table, ``choices`` the fixed values, ``refers_to`` the kinds that may be referred to, and
    ``parts`` the inputs of a group. ``minted`` numbers are given by the platform when they are left out.
    """

    name: str
    label: str
    control: str
    category: str = ""
    needed: bool = False
    many: bool = False
    minted: bool = False
    niem: str = ""
    codes: str = ""
    choices: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    longest: int | None = None
    hint: str = ""
    parts: tuple["Input", ...] = ()


@cache
def form_of(spec: KindSpec) -> tuple[Input, ...]:
    """Give the inputs of a form for a kind, in the order in which the kind declares its fields."""
    hints = get_type_hints(spec.kind, include_extras=True)
    return tuple(
        _input(
            field.name,
            hints[field.name],
            category=field.category.label,
            needed=field.required or field.name in spec.kind.needed,
        )
        for field in spec.fields
    )


def _input(name: str, hint: object, *, category: str = "", needed: bool = False) -> Input:
    shape, markers, many = _bare(hint, ())
    meta = [m for m in markers if isinstance(m, Meta)]
    return Input(
        name,
        name.replace("_", " ").capitalize(),
        _control(shape, markers, meta),
        category,
        needed,
        many,
        _named(markers, Minted) is not None,
        getattr(_named(markers, Niem), "name", ""),
        getattr(_named(markers, Codes), "table", ""),
        tuple(str(option.value) for option in shape) if isclass(shape) and issubclass(shape, Enum) else (),
        kinds_meant(Leaf((), shape, markers)) if is_reference(shape) else (),
        next((m.max_length for m in meta if m.max_length), None),
        next((m.description for m in meta if m.description), ""),
        tuple(_parts(shape)),
    )


def _bare(hint: object, markers: Markers) -> tuple[object, Markers, bool]:
    """Take the wrapping off a type: what it holds, the markers met (outermost first), and whether there may be many."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *found = get_args(hint)
        return _bare(inner, (*markers, *reversed(found)))
    if origin in (Union, UnionType):
        return _bare(next(option for option in get_args(hint) if option is not NoneType), markers)
    if origin is tuple:
        shape, found_inside, _ = _bare(get_args(hint)[0], markers)
        return shape, found_inside, True
    return hint, markers, False


def _control(shape: object, markers: Markers, meta: list[Meta]) -> str:
    if is_reference(shape):
        return "reference"
    if isclass(shape) and issubclass(shape, Part):
        return "group"
    if (isclass(shape) and issubclass(shape, Enum)) or _named(markers, Codes) is not None:
        return "choice"
    written = next((_WRITTEN[m.pattern] for m in meta if m.pattern in _WRITTEN), None)
    if written:
        return written
    longest = next((m.max_length for m in meta if m.max_length), 0)
    return "long-text" if shape is str and longest > LONG_TEXT else _PLAIN.get(shape, "moment")


def _parts(shape: object) -> Iterator[Input]:
    if isclass(shape) and issubclass(shape, Part):
        hints = part_hints(shape)
        for field in struct_fields(shape):
            yield _input(field.name, hints[field.name], needed=field.required)


def _named(markers: Markers, sort: type[M]) -> M | None:
    return next((marker for marker in markers if isinstance(marker, sort)), None)
