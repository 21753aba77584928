"""The connectors that there are: every one found in the folders of ``exchange/``, by being there."""

import pkgutil
from functools import cache
from importlib import import_module
from inspect import getmembers, isclass
from types import ModuleType
from typing import TypeGuard

import comity.exchange
from comity.errors import Absent, Invalid
from comity.exchange.connector import Connector


@cache
def connectors() -> tuple[Connector, ...]:
    """Give every connector, by name: a class that recognizes and reads, or what a module lists in ``CONNECTORS``."""
    found: dict[str, Connector] = {}
    for module in pkgutil.walk_packages(comity.exchange.__path__, "comity.exchange."):
        found |= {connector.name: connector for connector in _declared(import_module(module.name))}
    return tuple(found[name] for name in sorted(found))


def connector_named(name: str) -> Connector:
    """Find a connector by its name; Absent when none is called so."""
    for connector in connectors():
        if connector.name == name:
            return connector
    known = ", ".join(connector.name for connector in connectors())
    raise Absent(f"There is no connector called {name!r}.", remedy=f"Name one of: {known}.")


def connector_for(raw: bytes, filename: str) -> Connector:
    """Find the connector that reads a message; Invalid when none recognizes it."""
    for connector in connectors():
        if connector.recognizes(raw, filename):
            return connector
    raise Invalid(
        f"No connector recognizes {filename}.",
        remedy="Name one with --connector, or describe a table's columns in a mapping file and give it with --mapping.",
    )


def _declared(module: ModuleType) -> tuple[Connector, ...]:
    listed: tuple[Connector, ...] = getattr(module, "CONNECTORS", ())
    here = (kind for _, kind in getmembers(module, isclass) if kind.__module__ == module.__name__)
    return (*listed, *(kind() for kind in here if _is_connector(kind)))


def _is_connector(kind: type) -> TypeGuard[type[Connector]]:
    return isinstance(kind.__dict__.get("name"), str) and hasattr(kind, "recognizes") and hasattr(kind, "read")
