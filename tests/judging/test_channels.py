"""What every channel shows is exactly what the point decision allows, record by record and category by category."""

import time

import pytest

from comity.following.running import App
from tests.judging.channels import compare_world
from tests.judging.worlds import World

pytestmark = pytest.mark.anyio

WORLDS, AT_ONCE, READERS = 500, 20, 2


@pytest.mark.parametrize("first", range(0, WORLDS, AT_ONCE))
async def test_every_channel_shows_exactly_the_records_and_categories_that_are_allowed(app: App, first: int) -> None:
    begun = time.perf_counter()
    world = World(app.node)
    for number in range(first, first + AT_ONCE):
        await world.turn(number)
        await compare_world(app, world, READERS)
    print(f"{AT_ONCE} worlds in {time.perf_counter() - begun:.1f} s, {len(world.truth.records)} records")
