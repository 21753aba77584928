"""How a command comes to a node: one that is there already, unless it is the command's work to make one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from comity.errors import Unavailable
from comity.settings import Settings
from comity.store.node import Node, open_node
from comity.store.postgres.opening import opened


@asynccontextmanager
async def existing_node(settings: Settings) -> AsyncIterator[Node]:
    """Give the node that the settings name; Unavailable where none was ever made, and then none is made."""
    require_node(settings)
    async with any_node(settings) as node:
        yield node


def require_node(settings: Settings) -> None:
    """Tell of a home in which no node was ever made; Unavailable says how to make one."""
    # A mistyped home would otherwise get new keys, and a database that others filled could not be read with them.
    if not (settings.keyring / "slots").is_file():
        raise Unavailable(
            f"There is no node in {settings.home}.",
            remedy="Name its folder with --home or COMITY_HOME, or make one with comity init.",
        )


@asynccontextmanager
async def any_node(settings: Settings) -> AsyncIterator[Node]:
    """Give the node that the settings name, made now if it is not there yet."""
    async with opened(home=settings.home, url=settings.database_url) as dsn, open_node(dsn, settings.keyring) as node:
        yield node
