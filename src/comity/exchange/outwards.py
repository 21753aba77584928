"""The outward connectors that there are: every one found in the folders of ``exchange/``, by being there."""

import pkgutil
from functools import cache
from importlib import import_module
from inspect import getmembers, isclass
from types import MappingProxyType, ModuleType
from typing import TypeGuard

import comity.exchange
from comity.acts.viewing import View
from comity.errors import Absent
from comity.exchange.outward import Outward


@cache
def outward() -> MappingProxyType[str, Outward]:
    """Give every outward connector, by name: a class that writes, or what a module lists in ``OUTWARD``."""
    found: dict[str, Outward] = {}
    for module in pkgutil.walk_packages(comity.exchange.__path__, "comity.exchange."):
        found |= {connector.name: connector for connector in _declared(import_module(module.name))}
    return MappingProxyType(dict(sorted(found.items())))


def outward_named(name: str) -> Outward:
    """Find an outward connector by its name; Absent when none is called so."""
    if found := outward().get(name):
        return found
    raise Absent(f"No outward connector is called {name!r}.", remedy=f"Name one of: {', '.join(outward())}.")


def outward_for(view: View) -> tuple[Outward, ...]:
    """Give the outward connectors of which a message may begin with this record."""
    return tuple(connector for connector in outward().values() if connector.writes(view))


def _declared(module: ModuleType) -> tuple[Outward, ...]:
    listed: tuple[Outward, ...] = getattr(module, "OUTWARD", ())
    here = (kind for _, kind in getmembers(module, isclass) if kind.__module__ == module.__name__)
    return (*listed, *(kind() for kind in here if _is_outward(kind)))


def _is_outward(kind: type) -> TypeGuard[type[Outward]]:
    return isinstance(kind.__dict__.get("name"), str) and hasattr(kind, "writes") and hasattr(kind, "write")
