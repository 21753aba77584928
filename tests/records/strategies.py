"""Random valid records of any kind, made from its declaration alone."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from inspect import isclass
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import strategies as st
from msgspec.structs import fields as struct_fields

from comity.records.codes import code_table
from comity.records.declaration import Part, Record
from comity.records.fields import Base64
from comity.records.meaning import Codes
from comity.records.references import Ref

R = TypeVar("R", bound=Record)
S = TypeVar("S", bound=msgspec.Struct)

MOST_OPTIONAL = 6
_TAIL = r"$(?!\n)"
_LETTERS = st.characters(codec="utf-8", exclude_characters="\0")
_BASE64_PATTERN = next(each.pattern for each in get_args(Base64) if isinstance(each, msgspec.Meta))


def records(kind: type[R]) -> st.SearchStrategy[R]:
    """Give records of a kind: what is required always, some of what is optional, all of it of the declared shapes."""
    return _structs(kind)


@cache
def _structs(kind: type[S]) -> st.SearchStrategy[S]:
    hints = get_type_hints(kind, include_extras=True)
    required = {f.name: _values(hints[f.name]) for f in struct_fields(kind) if f.required}
    optional = {f.name: _values(hints[f.name]) for f in struct_fields(kind) if not f.required}
    return _some_of(kind, required, optional)


@st.composite
def _some_of(draw: Callable[[Any], Any], kind: type[S], required: dict[str, Any], optional: dict[str, Any]) -> S:
    chosen = draw(st.sets(st.sampled_from(sorted(optional)), max_size=MOST_OPTIONAL)) if optional else ()
    values = required | {name: optional[name] for name in sorted(chosen)}
    return kind(**{name: draw(value) for name, value in values.items()})


def _values(shape: Any, markers: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    origin = get_origin(shape)
    if origin is Annotated:
        inner, *metadata = get_args(shape)
        return _values(inner, (*markers, *metadata))
    if origin in (Union, UnionType):
        return st.one_of([_values(each, markers) for each in get_args(shape)])
    if origin is tuple:
        return st.lists(_values(get_args(shape)[0], markers), max_size=3).map(tuple)
    if origin is Ref or shape is Ref:
        return st.uuids().map(Ref)
    if isclass(shape) and issubclass(shape, Part):
        return _structs(shape)
    return _plain(shape, markers)


def _plain(shape: Any, markers: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if shape is type(None):
        return st.none()
    if isclass(shape) and issubclass(shape, Enum):
        return st.sampled_from(shape)
    bounds = {
        name: value
        for marker in markers
        if isinstance(marker, msgspec.Meta)
        for name in ("ge", "le", "min_length", "max_length", "pattern")
        if (value := getattr(marker, name)) is not None
    }
    made: dict[Any, Callable[[], st.SearchStrategy[Any]]] = {
        bool: st.booleans,
        int: lambda: st.integers(bounds.get("ge", -(10**9)), bounds.get("le", 10**9)),
        float: lambda: st.floats(allow_nan=False, allow_infinity=False),
        datetime: lambda: st.datetimes(datetime(1000, 1, 2), datetime(2999, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants the bounds bare
        str: lambda: _texts(markers, bounds),
    }
    return made[shape]()


def _texts(markers: tuple[Any, ...], bounds: dict[str, Any]) -> st.SearchStrategy[str]:
    codes = next((each for each in markers if isinstance(each, Codes)), None)
    if codes is not None:
        return st.sampled_from(sorted(code_table("nibrs-offense" if codes.table == "offense" else codes.table).codes))
    if bounds.get("pattern") == _BASE64_PATTERN:
        return st.binary(max_size=64).map(lambda raw: base64.b64encode(raw).decode())
    if "pattern" in bounds:
        return st.from_regex(bounds["pattern"].removeprefix("^").removesuffix(_TAIL), fullmatch=True)
    shortest = bounds.get("min_length", 0)
    return st.text(_LETTERS, min_size=shortest, max_size=min(bounds.get("max_length", 40), shortest + 40))
