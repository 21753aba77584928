"""The world of twelve agencies on a node of its own, whose followers a test moves itself."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from comity.store.node import Node
from tests.conftest import Server
from tests.recall.worlds import world_at


@pytest.fixture
async def world(server: Server, tmp_path: Path) -> AsyncIterator[Node]:
    """A node with the twelve agencies and their agreements in force."""
    async with world_at(await server.new_database(), tmp_path / "keys") as node:
        yield node
