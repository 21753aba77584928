"""The kinds that there are: every record class found in the folders of ``records/``, by being there."""

import pkgutil
from functools import cache
from importlib import import_module
from inspect import getmembers, isclass
from types import MappingProxyType

import comity.records
from comity.errors import Absent
from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.meaning import Search
from comity.records.reach import searched_roles
from comity.records.spec import KindSpec, spec_of


@cache
def kinds() -> MappingProxyType[str, KindSpec]:
    """Give every declared kind by its name, sorted; a new file in a folder is a new kind."""
    found: dict[str, KindSpec] = {}
    for module in pkgutil.walk_packages(comity.records.__path__, "comity.records."):
        if module.name.count(".") < 3:  # noqa: PLR2004 - comity.records.<folder>.<file>
            continue
        for _, kind in getmembers(import_module(module.name), isclass):
            if issubclass(kind, Record) and kind.__module__ == module.name:
                spec = spec_of(kind)
                found[spec.name] = spec
    return MappingProxyType(dict(sorted(found.items())))


def kinds_in(folder: str) -> frozenset[str]:
    """Name the kinds of a folder, such as ``parties``; those of ``governance`` only say what becomes of others."""
    return frozenset(name for name, spec in kinds().items() if spec.folder == folder)


def kind_named(name: str) -> KindSpec:
    """Find a kind by its name; Absent when no kind is called so."""
    try:
        return kinds()[name]
    except KeyError:
        raise Absent(f"There is no kind of record called {name!r}.", remedy="GET /v1/kinds lists all kinds.") from None


@cache
def categories_of(role: Search) -> Category:
    """Give all categories in which a kind has fields of a search role."""
    found = Category(0)
    for spec in kinds().values():
        for each, category in searched_roles(spec.kind):
            found |= category if each is role else Category(0)
    return found
