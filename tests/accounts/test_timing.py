"""How long a refusal takes tells nothing of whether there is an account."""

import time
from typing import Any

import httpx
import pytest

from tests.accounts.conftest import City, HeldClock
from tests.accounts.test_time import with_code

pytestmark = pytest.mark.anyio

ROUNDS = 250


async def timed(door: httpx.AsyncClient, body: Any) -> float:
    began = time.perf_counter()
    assert (await door.post("/v1/sign-in/secret", json=body)).status_code == 401
    return time.perf_counter() - began


def area(one: list[float], other: list[float]) -> float:
    """Give how often a reading of the one is longer than one of the other: 0.5 when nothing can be told."""
    return sum((a > b) + (a == b) / 2 for a in one for b in other) / (len(one) * len(other))


async def test_a_refusal_takes_as_long_for_a_name_that_nobody_has(city: City, clock: HeldClock) -> None:
    good, _ = await with_code(city, clock, "lee")
    door = await city.client()
    wrong = {**good, "secret": "x" * 40}
    there: list[float] = []
    nowhere: list[float] = []
    for number in range(ROUNDS):
        # Four failures in a window never lock: the window is over before the fifth.
        clock.move(minutes=4)
        there.append(await timed(door, wrong))
        nowhere.append(await timed(door, {**wrong, "member": f"nobody-{number}"}))
    found = area(there, nowhere)
    print(f"area under the curve of {ROUNDS} pairs: {found:.3f}")
    assert 0.4 <= found <= 0.6
