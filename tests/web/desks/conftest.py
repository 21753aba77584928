"""Hart City without a case in it, served with its pages; and whoever works there, each at a browser of their own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from comity.api.server import served
from comity.demo.agreeing import agree
from comity.demo.cast import cast_tokens
from comity.demo.loading import load_hart_city
from comity.following.running import App
from comity.web.cookies import LANGUAGE
from comity.web.routes import page_routes
from tests.conftest import Server, app_on
from tests.web.browsing import Opened, Size
from tests.web.desks.people import Hands, Mouse, Person

At = Callable[..., Awaitable[Person]]
SMALL = 0.003


@pytest.fixture
async def town(server: Server, place: Path) -> AsyncIterator[App]:
    """Hart City's agencies and agreements, and nothing on the record yet."""
    async with app_on(await server.new_database(), place) as app:
        await agree(app.node)
        yield app


@pytest.fixture
async def city(town: App, place: Path) -> App:
    """Hart City with some sixty people and their cases."""
    await load_hart_city(town, home=place, scale=SMALL, seed=1)
    return town


@pytest.fixture
async def address(town: App) -> AsyncIterator[str]:
    """Where the town's node serves its pages."""
    async with served(town, beside=page_routes) as address:
        yield address


@pytest.fixture
async def at_desk(town: App, address: str, opened: Opened) -> At:
    """Give what seats one of the cast at a browser of their own, signed in at their desk."""
    passes = await cast_tokens(town)

    async def at_desk(
        member: str, *, size: Size = Size.DESK, hands: type[Hands] = Mouse, language: str = "en"
    ) -> Person:
        window = await opened(size, base_url=address)
        person = Person(member, window, hands(window.page))
        await person.sign_in(passes[member].token)
        if language != "en":
            await window.context.add_cookies([{"name": LANGUAGE, "value": language, "url": address}])
        return person

    return at_desk
