"""What is hidden takes as long to answer as what is not there: nobody tells them apart with a watch."""

import random
import statistics
from pathlib import Path

import pytest

from comity.ids import new_id
from tests.conftest import Server, app_on
from tests.entering import record
from tests.secrecy.hiding import DOCUMENT, hide, hide_everything
from tests.secrecy.timing import Family, area, families, measure
from tests.secrecy.two_worlds import begin, world

pytestmark = pytest.mark.anyio

# An area this far from one half would let somebody tell the hidden from the absent (promise E2: 0.45 to 0.55).
BOUND = 0.05
FIRST, MOST = 300, 4800
SECRETS = 40


def spread(pairs: int) -> float:
    """Give how far an area of so many pairs may stray by chance alone, in all but one of a thousand measurements."""
    return float(3.3 * (1 / (6 * pairs)) ** 0.5)


def strays(family: Family) -> float:
    """Give how far from one half a family's area is."""
    return abs(family.told_apart() - 0.5)


def undecided(family: Family) -> bool:
    """Tell whether so few pairs cannot say on which side of the bound the area is."""
    return abs(strays(family) - BOUND) < spread(family.pairs)


def test_an_area_tells_apart_what_differs_and_nothing_else() -> None:
    chance = random.Random(1)
    ones, others = [[chance.gauss(0, 1) for _ in range(4000)] for _ in range(2)]
    assert abs(area(ones, others) - 0.5) < spread(4000)
    assert area([one + 0.5 for one in ones], others) > 0.6
    assert area([1.0], [0.0]) == 1.0
    assert area([1.0, 1.0], [1.0, 1.0]) == 0.5


async def measured(server: Server, home: Path, most: int) -> list[Family]:
    """Measure every family; more pairs are asked only while chance could still say either, and none is thrown away."""
    async with app_on(await server.new_database(), home) as app:
        await app.node.directories.activate(DOCUMENT)
        async with world(app, hides=True) as here:
            await begin(here)
            await hide_everything(here, "first")
            names = [f"Qz{new_id().hex[:12]}" for _ in range(SECRETS)]
            people = [record("person", names=[{"surname": name}], markings=["juvenile"]) for name in names]
            hidden = [await hide(here, name, person, "hart-pd") for name, person in zip(names, people, strict=True)]
            wanted, chance = families(hidden, names), random.Random(2)
            async with await here.client("clark") as client:
                await measure(client, families(hidden, names), 30, chance)
                asking = wanted
                while asking and asking[0].pairs < most:
                    await measure(client, asking, asking[0].pairs or FIRST, chance)
                    asking = [family for family in asking if undecided(family)]
    for family in wanted:
        said = " and ".join(f"{statistics.median(times) * 1000:.3f} ms" for times in family.times.values())
        print(f"{family.name}: area {family.told_apart():.3f} of {family.pairs} pairs, medians {said}")
    return wanted


async def test_no_way_of_asking_is_shown_to_tell_the_hidden_by_its_time(server: Server, place: Path) -> None:
    """Few pairs: it fails on what is beyond the bound by more than chance; the soak run says that it is within."""
    found = await measured(server, place, FIRST)
    assert {family.name for family in found if strays(family) - spread(family.pairs) > BOUND} == set()


@pytest.mark.soak
async def test_the_hidden_takes_as_long_as_the_absent_in_every_way_of_asking(server: Server, place: Path) -> None:
    found = await measured(server, place, MOST)
    assert {family.name for family in found if strays(family) > BOUND} == set()
