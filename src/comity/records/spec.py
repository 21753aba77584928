"""What a declaration says, read once per kind: its fields with their categories, markers and references."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import isclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT
from msgspec.structs import fields as struct_fields

from comity.records.categories import Category
from comity.records.declaration import Part, Record, kind_name
from comity.records.meaning import Minted, Niem
from comity.records.references import Ref

# What a class annotates its fields with: types, unions and Annotated have no type in common.
Hints = Mapping[str, Any]


@dataclass(frozen=True)
class Leaf:
    """One value that a field can hold, by its path inside the field: ("charges", "*", "ctn")."""

    path: tuple[str, ...]
    shape: Any
    metadata: tuple[Any, ...]

    def marker(self, sort: type) -> Any:
        """Give the outermost marker of a sort, or None."""
        return next((m for m in reversed(self.metadata) if isinstance(m, sort)), None)


@dataclass(frozen=True)
class FieldSpec:
    """One field of a kind: what it is called, what it holds, who may see it; ``niem`` is "" where NIEM has no name."""

    name: str
    category: Category
    required: bool
    leaves: tuple[Leaf, ...]
    niem: str


@dataclass(frozen=True)
class KindSpec:
    """All that a kind's declaration says."""

    kind: type[Record]
    name: str
    summary: str
    folder: str
    fields: tuple[FieldSpec, ...]
    minted: tuple[str, str] | None

    @property
    def categories(self) -> Category:
        """All categories that the kind's fields have."""
        mask = Category(0)
        for field in self.fields:
            mask |= field.category
        return mask


def _leaves(shape: Any, path: tuple[str, ...], outer: tuple[Any, ...]) -> Iterator[Leaf]:
    """Walk a type down to the values that it can hold; outer markers stand last, and so win."""
    origin = get_origin(shape)
    if origin is Annotated:
        inner, *metadata = get_args(shape)
        yield from _leaves(inner, path, (*metadata, *outer))
    elif origin in (Union, UnionType):
        for option in get_args(shape):
            if option is not type(None):
                yield from _leaves(option, path, outer)
    elif origin is tuple:
        yield from _leaves(get_args(shape)[0], (*path, "*"), outer)
    elif isclass(shape) and issubclass(shape, Part):
        inherited = (shape.category, *outer) if shape.category else outer
        for name, hint in part_hints(shape).items():
            yield from _leaves(hint, (*path, name), tuple(m for m in inherited if isinstance(m, Category)))
    elif is_reference(shape):
        yield Leaf(path, shape, (Category.REFERENCE, *outer))
    else:
        yield Leaf(path, shape, outer)


@cache
def part_hints(shape: type[Part]) -> Hints:
    """Give the annotations of a part's fields, markers included."""
    hints = get_type_hints(shape, include_extras=True)
    return {field.name: hints[field.name] for field in struct_fields(shape)}


def niem_name(shape: Any) -> str:
    """Give the NIEM name that a field's type carries, the outermost where there are several; "" where none does."""
    if get_origin(shape) is Annotated:
        inner, *metadata = get_args(shape)
        named = [marker.name for marker in metadata if isinstance(marker, Niem)]
        return named[-1] if named else niem_name(inner)
    options = get_args(shape) if get_origin(shape) in (Union, UnionType, tuple) else ()
    return next((name for option in options if (name := niem_name(option))), "")


def _field(kind: type[Record], name: str, shape: Any, *, required: bool) -> FieldSpec:
    leaves = tuple(_leaves(shape, (name,), ()))
    found = {leaf.marker(Category) for leaf in leaves}
    if len(found) != 1 or None in found:
        said = sorted(c.label for c in found if c)
        message = f"{kind.__name__}.{name} must have one category, not {said or 'none'}"
        raise TypeError(message)
    return FieldSpec(name, found.pop(), required, leaves, niem_name(shape))


@cache
def spec_of(kind: type[Record]) -> KindSpec:
    """Read the declaration of a kind; TypeError where a field has no category, or two."""
    hints = get_type_hints(kind, include_extras=True)
    specs = tuple(
        _field(kind, f.name, hints[f.name], required=f.default is NODEFAULT and f.default_factory is NODEFAULT)
        for f in struct_fields(kind)
    )
    minted = [(leaf.path[0], m.series) for s in specs for leaf in s.leaves if (m := leaf.marker(Minted))]
    summary = (kind.__doc__ or "").strip().splitlines()[0]
    return KindSpec(
        kind, kind_name(kind), summary, kind.__module__.split(".")[-2], specs, minted[0] if minted else None
    )


def is_reference(shape: Any) -> bool:
    """Tell whether a leaf's shape is a reference to another record."""
    return get_origin(shape) is Ref or shape is Ref
