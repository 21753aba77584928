"""A node with the identification bureau."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from comity.following.running import App
from tests.conftest import Server, app_on
from tests.linking.worlds import WITH_BUREAU


@pytest.fixture
async def app(server: Server, place: Path) -> AsyncIterator[App]:
    """A node at work on a database of its own, with the bureau among its agencies."""
    async with app_on(await server.new_database(), place) as app:
        await app.node.directories.activate(WITH_BUREAU)
        yield app
