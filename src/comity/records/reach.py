"""By which words a record is found, and which records it points at: one walk along its declaration."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args
from uuid import UUID

from comity.records.branches import Branch, branch_of, values_on
from comity.records.categories import Category
from comity.records.declaration import Record, kind_name
from comity.records.meaning import Means, Niem, Search
from comity.records.references import Ref
from comity.records.spec import Leaf, is_reference, spec_of

# What everybody carries from the arrest on, whatever else they see of one another.
CARRIED_NUMBER = "j:ChargeTrackingIdentification"

# The forms of a value in which it is searched, such as the parts of a name.
Forms = Callable[[Any], tuple[str, ...]]

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
    return (text if text.isalnum() else "".join(filter(str.isalnum, text))).upper()


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
    return tuple(word(category, search, form) for form in _FORMS[search](text))


def words_of(record: Record) -> tuple[str, ...]:
    """Give all words by which a record is found: its names, numbers, dates and references, each once."""
    found: dict[str, None] = {}
    for (beginning, forms), value in values_on(_worded(type(record)), record):
        for form in forms(value):
            found[beginning + form] = None
    return tuple(found)


def pointers_of(record: Record) -> tuple[Pointer, ...]:
    """Give every reference that a record holds."""
    return tuple(
        Pointer(path, ref.id, kinds, category)
        for (path, category, kinds), ref in values_on(_pointing(type(record)), record)
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
def pointing_categories(kind: type[Record]) -> tuple[Category, ...]:
    """Give the categories of the fields in which a kind points at other records."""
    return tuple(dict.fromkeys(category for _, category, _ in _references(kind)))


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
    found = [value]
    for step in path:
        if step == "*":
            found = [item for items in found for item in items]
        else:
            found = [inner for outer in found if (inner := getattr(outer, step)) is not None]
    return found


@cache
def _worded(kind: type[Record]) -> Branch[tuple[str, Forms]]:
    """Give where a kind holds what it is found by: how each word there begins, and the forms of a value that end it."""
    searched = ((path, (word(category, role, ""), _FORMS[role])) for path, category, role in _searched(kind))
    pointing = ((path, (word(category, "ref", ""), _reference_form)) for path, category, _ in _references(kind))
    return branch_of((*searched, *pointing))


@cache
def _pointing(kind: type[Record]) -> Branch[tuple[tuple[str, ...], Category, tuple[str, ...]]]:
    return branch_of((each[0], each) for each in _references(kind))


def _number_forms(text: str) -> tuple[str, ...]:
    return (plain,) if (plain := plain_number(text)) else ()


def _date_forms(text: str) -> tuple[str, ...]:
    return (text,)


def _label_forms(text: str) -> tuple[str, ...]:
    """Give a label whole, and without its case: ``investigation/2026-1`` is found as ``investigation`` too."""
    return tuple(dict.fromkeys((text, text.partition("/")[0])))


def _reference_form(ref: Ref[Record]) -> tuple[str, ...]:
    return (ref.id.hex,)


_FORMS: Mapping[Search, Forms] = {
    Search.NAME: name_parts,
    Search.NUMBER: _number_forms,
    Search.DATE: _date_forms,
    Search.LABEL: _label_forms,
}
