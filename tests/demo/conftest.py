"""An empty node, and Hart City in small."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from comity.following.running import App
from tests.conftest import Server, app_on

TINY = 0.003


@pytest.fixture
async def empty(server: Server, place: Path) -> AsyncIterator[App]:
    """A node at work on a database of its own, with no directory in force."""
    async with app_on(await server.new_database(), place) as app:
        yield app
