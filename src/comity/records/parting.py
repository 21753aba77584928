"""Parts a record into what may stand readable and what must be encrypted, and joins it again for who may see it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

import msgspec

from comity.records.branches import Branch, Path, branch_of, values_in
from comity.records.categories import labels
from comity.records.codec import encode_value
from comity.records.declaration import Record
from comity.records.reach import carrying_paths, pointing_paths
from comity.records.spec import spec_of

Protected = dict[str, dict[str, Any]]


@cache
def _places(kind: type[Record]) -> tuple[tuple[str, Any, str], ...]:
    """For each field: its name, its default, and the label of its category when protected, else ""."""
    return tuple(
        (f.name, getattr(_defaults(kind), f.name, None), f.category.label if f.category.protected else "")
        for f in spec_of(kind).fields
    )


class _Nothing:
    """Stands for the default of a required field, which no value equals."""


@cache
def _defaults(kind: type[Record]) -> Any:
    from_config = dict(zip(reversed(kind.__struct_fields__), reversed(kind.__struct_defaults__), strict=False))
    nothing = _Nothing()
    for name, default in from_config.items():
        setattr(nothing, name, default)
    return nothing


def parted(record: Record) -> tuple[bytes, bytes]:
    """Give a record's plain fields, and its protected ones by category, each as JSON; b"" when there are none."""
    plain: dict[str, Any] = {}
    protected: Protected = {}
    for name, default, label in _places(type(record)):
        value = getattr(record, name)
        if value is default or (default is not None and value == default):
            continue
        if label:
            protected.setdefault(label, {})[name] = value
        else:
            plain[name] = value
    return encode_value(plain), encode_value(protected) if protected else b""


def joined(plain: dict[str, Any], protected: Protected) -> dict[str, Any]:
    """Put all fields of a record together again."""
    fields = dict(plain)
    for values in protected.values():
        fields.update(values)
    return fields


def visible(kind: type[Record], plain: dict[str, Any], protected: Protected, mask: int) -> dict[str, Any]:
    """Give the fields whose categories are in the mask; what is withheld is not there at all."""
    return {
        name: source[name]
        for name, label in _shown(kind, mask)
        if name in (source := protected.get(label, _NONE) if label else plain)
    }


_NONE: Mapping[str, Any] = MappingProxyType({})


@lru_cache(maxsize=4096)
def _shown(kind: type[Record], mask: int) -> tuple[tuple[str, str], ...]:
    """For each field whose category is in the mask: its name, and the category's label when protected."""
    return tuple(
        (f.name, f.category.label if f.category.protected else "") for f in spec_of(kind).fields if f.category & mask
    )


@lru_cache(maxsize=4096)
def withheld(kind: type[Record], mask: int) -> tuple[str, ...]:
    """Name the categories of a kind that a mask hides, filled in or not, so that the list tells nothing."""
    return labels(spec_of(kind).categories & ~mask)


def plain_fields(facts: str) -> dict[str, Any]:
    """Give the plain fields that ``parted`` wrote."""
    fields: dict[str, Any] = msgspec.json.decode(facts)
    return fields


def protected_fields(opened: bytes) -> Protected:
    """Give the protected fields that ``parted`` wrote."""
    fields: Protected = msgspec.json.decode(opened)
    return fields


def pointed_at(kind: type[Record], fields: Mapping[str, Any]) -> set[UUID]:
    """Give the ids that the fields of a record point at, as far as they are shown."""
    return ids_at(fields, pointing_paths(kind))


def ids_at(fields: Mapping[str, Any], paths: Iterable[Path]) -> set[UUID]:
    """Give the ids that stand at some paths of the fields of a record, as far as they are shown."""
    return {UUID(found) for found in _at(fields, paths)}


def numbers_carried(kind: type[Record], fields: Mapping[str, Any]) -> set[str]:
    """Give the charge tracking numbers that the fields of a record carry, as far as they are shown."""
    return set(_at(fields, carrying_paths(kind)))


def _at(fields: Mapping[str, Any], paths: Iterable[Path]) -> Iterator[str]:
    return (found for _, found in values_in(_branch(tuple(paths)), fields))


@cache
def _branch(paths: tuple[Path, ...]) -> Branch[None]:
    return branch_of((path, None) for path in paths)
