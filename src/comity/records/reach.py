"""By which words a record is found, and which records it points at: one walk along its declaration."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple, get_args
from uuid import UUID

from comity.records.branches import Branch, branch_of, values_on
from comity.records.categories import Category
from comity.records.declaration import Record, kind_name
from comity.records.forms import FORMS, Forms, reference_form
from comity.records.meaning import Link, Means, Niem, Search
from comity.records.spec import Leaf, is_reference, spec_of

# What everybody carries from the arrest on, whatever else they see of one another.
CARRIED_NUMBER = "j:ChargeTrackingIdentification"

# What is remembered of these is their end, so they are found by it too.
_LONG_NUMBERS = frozenset({Link.PHONE, Link.IDENTIFIER})


@dataclass(frozen=True)
class Pointer:
    """A reference inside a record: where it stands, whom it means, which kinds it may mean, of which category it is."""

    path: tuple[str, ...]
    id: UUID
    kinds: tuple[str, ...]
    category: Category


def word(category: Category, search: str, text: str) -> str:
    """Give the text whose keyed hash is a token; the category is in it, so that hidden fields cannot be probed."""
    return _beginning(category, search) + text


@lru_cache(maxsize=1024)
def _beginning(category: Category, search: str) -> str:
    return f"{category.label}/{search}/"


def pointing_at(category: Category, id: UUID) -> str:
    """Give the word that a record carries which refers to ``id`` in a field of ``category``."""
    return word(category, "ref", id.hex)


def beginnings_of_references(categories: Category) -> tuple[str, ...]:
    """Give how words begin that refer to something in fields of some categories; the id in hexadecimal follows."""
    return tuple(word(category, "ref", "") for category in categories)


def words_for(category: Category, search: Search, text: str) -> tuple[str, ...]:
    """Give the words under which a value of one search role is found."""
    return tuple(word(category, search, form) for form in FORMS[search](text))


def words_of(record: Record) -> tuple[str, ...]:
    """Give all words by which a record is found: of its names, numbers, dates, texts and references, each once."""
    found: dict[str, None] = {}
    for (beginning, forms), value in values_on(_worded(type(record)), record):
        for form in forms(value):
            found[beginning + form] = None
    return tuple(found)


def names_of(record: Record) -> Mapping[Category, frozenset[str]]:
    """Give the words of all names that a record holds, by the category in which they stand."""
    found: dict[Category, set[str]] = {}
    for category, value in values_on(_named(type(record)), record):
        found.setdefault(category, set()).update(FORMS[Search.NAME](value))
    return {category: frozenset(words) for category, words in found.items()}


@cache
def named_categories(kind: type[Record]) -> frozenset[Category]:
    """Give the categories in which a kind holds names; none where it holds no name."""
    return frozenset(category for role, category in searched_roles(kind) if role is Search.NAME)


def pointers_of(record: Record) -> tuple[Pointer, ...]:
    """Give every reference that a record holds."""
    return tuple(
        Pointer(path, ref.id, kinds, category)
        for (path, category, kinds), ref in values_on(_pointing(type(record)), record)
    )


class Pointing(NamedTuple):
    """A path at which a kind points at other records: of which category it is, and which kinds it may mean."""

    path: tuple[str, ...]
    category: Category
    kinds: tuple[str, ...]


@cache
def pointings(kind: type[Record]) -> tuple[Pointing, ...]:
    """Give the paths at which a kind points at other records; a pointing of no kinds may mean any."""
    return tuple(Pointing(*each) for each in _references(kind))


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
def referred_kinds(kind: type[Record]) -> frozenset[str] | None:
    """Name the kinds that a kind may refer to; None for any."""
    meant = [kinds for _, _, kinds in _references(kind)]
    return frozenset(name for names in meant for name in names) if all(meant) else None


@cache
def _searched(kind: type[Record]) -> tuple[tuple[tuple[str, ...], Category, Search], ...]:
    return tuple(
        (leaf.path, field.category, role)
        for field in spec_of(kind).fields
        for leaf in field.leaves
        for role in _roles_of(leaf)
    )


def _roles_of(leaf: Leaf) -> tuple[Search, ...]:
    role = leaf.marker(Search)
    if role is None:
        return ()
    return (role, Search.TAIL) if leaf.marker(Link) in _LONG_NUMBERS and role is Search.NUMBER else (role,)


@cache
def searched_roles(kind: type[Record]) -> frozenset[tuple[Search, Category]]:
    """Give the search roles that a kind's fields have, each with the category that it is found in."""
    return frozenset((role, category) for _, category, role in _searched(kind))


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
    searched = ((path, (word(category, role, ""), FORMS[role])) for path, category, role in _searched(kind))
    pointing = ((path, (word(category, "ref", ""), reference_form)) for path, category, _ in _references(kind))
    return branch_of((*searched, *pointing))


@cache
def _named(kind: type[Record]) -> Branch[Category]:
    return branch_of((path, category) for path, category, role in _searched(kind) if role is Search.NAME)


@cache
def _pointing(kind: type[Record]) -> Branch[tuple[tuple[str, ...], Category, tuple[str, ...]]]:
    return branch_of((each[0], each) for each in _references(kind))
