"""The city whose records are sealed and expunged, on a node of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from comity.store.node import Node
from tests.conftest import Server
from tests.relief.scenes import node_at


@pytest.fixture
async def city(server: Server, tmp_path: Path) -> AsyncIterator[Node]:
    """A node with the city in force, and its keys in a folder of the test's own."""
    async with node_at(await server.new_database(), tmp_path / "keys") as node:
        yield node
