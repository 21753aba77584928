"""How long a refusal takes tells nothing of whether there is an account."""

import random
import statistics
import time
from typing import Any

import httpx
import pytest

from tests.accounts.conftest import City, HeldClock
from tests.accounts.test_time import with_code
from tests.secrecy.timing import area

pytestmark = pytest.mark.anyio

ROUNDS = 250
# An area this far from one half would let somebody tell the one from the other (promise E2: 0.45 to 0.55).
BOUND = 0.05
# How far an area of so many pairs may stray by chance alone, in all but one of a thousand measurements.
CHANCE = 3.3 * (1 / (6 * ROUNDS)) ** 0.5


async def timed(door: httpx.AsyncClient, body: Any) -> float:
    began = time.perf_counter()
    assert (await door.post("/v1/sign-in/secret", json=body)).status_code == 401
    return time.perf_counter() - began


async def test_a_refusal_takes_as_long_for_a_name_that_nobody_has(city: City, clock: HeldClock) -> None:
    good, _ = await with_code(city, clock, "lee")
    door = await city.client()
    wrong = {**good, "secret": "x" * 40}
    there: list[float] = []
    nowhere: list[float] = []
    chance = random.Random(1)
    for number in range(ROUNDS):
        # Four failures in a window never lock: the window is over before the fifth.
        clock.move(minutes=4)
        asked = [(there, wrong), (nowhere, {**wrong, "member": f"nobody-{number}"})]
        # Whoever is asked first after the clock has moved pays for what the move began: each is first as often.
        for times, body in chance.sample(asked, 2):
            times.append(await timed(door, body))
    found = area(there, nowhere)
    medians = " and ".join(f"{statistics.median(times) * 1000:.3f} ms" for times in (there, nowhere))
    print(f"area under the curve of {ROUNDS} pairs: {found:.3f}, medians {medians}")
    assert abs(found - 0.5) <= BOUND + CHANCE
