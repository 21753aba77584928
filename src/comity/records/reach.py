"""By which words a record is found, and which records it points at: one walk along its declaration."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args
from uuid import UUID

from comity.records.categories import Category
from comity.records.declaration import Record, kind_name
from comity.records.meaning import Means, Niem, Search
from comity.records.spec import Leaf, is_reference, spec_of

# What everybody carries from the arrest on, whatever else they see of one another.
CARRIED_NUMBER = "j:ChargeTrackingIdentification"

_PARTS = re.compile(r"[^\w]+", re.UNICODE)


@dataclass(frozen=True)
class Pointer:
    """A reference inside a record: where it stands, whom it means, which kinds it may mean, of which category it is."""

    path: tuple[str, ...]
    id: UUID
    kinds: tuple[str, ...]
    category: Category


def plain_number(text: str) -> str:
    """Bring a number to the form in which it is searched: letters and digits only, upper case."""
    return "".join(c for c in text if c.isalnum()).upper()


def name_parts(text: str) -> tuple[str, ...]:
    """Bring a name to the parts by which it is searched: no case, no diacritics, split at spaces, hyphens and dots."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return tuple(part for part in _PARTS.split(bare.casefold()) if part)


def word(category: Category, search: str, text: str) -> str:
    """Give the text whose keyed hash is a token; the category is in it, so that hidden fields cannot be probed."""
    return f"{category.label}/{search}/{text}"


def pointing_at(category: Category, id: UUID) -> str:
    """Give the word that a record carries which refers to ``id`` in a field of ``category``."""
    return word(category, "ref", id.hex)


def words_for(category: Category, search: Search, text: str) -> tuple[str, ...]:
    """Give the words under which a value of one search role is found."""
    match search:
        case Search.NAME:
            return tuple(word(category, search, part) for part in name_parts(text))
        case Search.NUMBER:
            return (word(category, search, plain),) if (plain := plain_number(text)) else ()
        case Search.DATE:
            return (word(category, search, text),)


def words_of(record: Record) -> tuple[str, ...]:
    """Give all words by which a record is found: its names, numbers, dates and references, each once."""
    found: dict[str, None] = {}
    for path, category, search in _searched(type(record)):
        for value in values_at(record, path):
            found.update(dict.fromkeys(words_for(category, search, value)))
    for pointer in pointers_of(record):
        found[pointing_at(pointer.category, pointer.id)] = None
    return tuple(found)


def pointers_of(record: Record) -> tuple[Pointer, ...]:
    """Give every reference that a record holds."""
    return tuple(
        Pointer(path, ref.id, kinds, category)
        for path, category, kinds in _references(type(record))
        for ref in values_at(record, path)
    )


def pointing_paths(kind: type[Record]) -> tuple[tuple[str, ...], ...]:
    """Give the paths at which a kind points at other records."""
    return tuple(path for path, _, _ in _references(kind))


@cache
def carrying_paths(kind: type[Record]) -> tuple[tuple[str, ...], ...]:
    """Give the paths at which a kind carries charge tracking numbers, which join arrest, decision and disposition."""
    leaves = (leaf for field in spec_of(kind).fields for leaf in field.leaves)
    return tuple(leaf.path for leaf in leaves if Niem(CARRIED_NUMBER) in leaf.metadata)


@cache
def _searched(kind: type[Record]) -> tuple[tuple[tuple[str, ...], Category, Search], ...]:
    return tuple(
        (leaf.path, field.category, search)
        for field in spec_of(kind).fields
        for leaf in field.leaves
        if (search := leaf.marker(Search)) is not None
    )


@cache
def _references(kind: type[Record]) -> tuple[tuple[tuple[str, ...], Category, tuple[str, ...]], ...]:
    return tuple(
        (leaf.path, field.category, kinds_meant(leaf))
        for field in spec_of(kind).fields
        for leaf in field.leaves
        if is_reference(leaf.shape)
    )


def kinds_meant(leaf: Leaf) -> tuple[str, ...]:
    """Name the kinds a reference may mean; () for any kind."""
    if means := leaf.marker(Means):
        return tuple(means.kinds)
    (inner,) = get_args(leaf.shape)
    options = get_args(inner) or (inner,)
    return () if Record in options else tuple(kind_name(option) for option in options)


def values_at(value: Any, path: tuple[str, ...]) -> list[Any]:
    """Collect what stands at a path; nothing where an optional part is missing."""
    if value is None:
        return []
    if not path:
        return [value]
    step, rest = path[0], path[1:]
    if step == "*":
        return [found for item in value for found in values_at(item, rest)]
    return values_at(getattr(value, step), rest)
