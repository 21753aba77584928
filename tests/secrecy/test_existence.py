"""Sealed, juvenile, victims', patients', intelligence and unshared records do not exist for who may not see them."""

from pathlib import Path

import pytest

from tests.conftest import Server, app_on
from tests.secrecy.hiding import DOCUMENT, ask_two_thousand, differences, hide_everything
from tests.secrecy.two_worlds import begin, world

pytestmark = pytest.mark.anyio


async def told(server: Server, home: Path, member: str, *, hides: bool) -> list[str]:
    async with app_on(await server.new_database(), home) as app:
        await app.node.directories.activate(DOCUMENT)
        async with world(app, hides=hides, reader=member) as here:
            await begin(here)
            await hide_everything(here, "first")
            return await ask_two_thousand(here, member)


@pytest.mark.parametrize("member", ["clark", "jo", "lee"])
async def test_two_thousand_requests_are_answered_alike_where_the_hidden_is_and_where_it_never_was(
    server: Server, place: Path, member: str
) -> None:
    with_them = await told(server, place / "with", member, hides=True)
    without = await told(server, place / "without", member, hides=False)
    print(f"{member}: {len(with_them)} requests")
    assert differences(with_them, without) == []
    assert len(with_them) >= 1000
