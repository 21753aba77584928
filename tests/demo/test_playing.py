"""The play: an arrest goes from the officer's entry to the clerk's stream, over HTTP, in a small Hart City."""

from pathlib import Path

import pytest

from comity.api.server import served
from comity.demo import cast_tokens, load_hart_city, play, signing_in
from comity.demo.client import ask
from comity.errors import Refused
from comity.following.running import App
from tests.demo.conftest import TINY

pytestmark = pytest.mark.anyio


async def test_the_arrest_of_the_play_reaches_the_clerk_without_health_or_narrative(empty: App, place: Path) -> None:
    await load_hart_city(empty, home=place, scale=TINY, seed=1)
    told: list[str] = []
    async with served(empty) as address:
        steps = await play(address, await cast_tokens(empty), told.append)
    shown = [line for line in told if line.startswith("    withheld")]
    assert [step.said for step in steps if step.said.startswith("Clark")] == [
        "Clark's stream shows the arrest (version 1)",
        "Clark's stream shows the booking (version 1)",
        "Clark's stream shows that the booking changed (version 2)",
        "Clark's stream shows that the arrest was corrected (version 2)",
    ]
    assert all("narrative" in line for line in shown)
    assert ["medical" in line for line in shown] == [False, True, True, False]
    assert [step.said for step in steps if step.said.startswith("Petra")] == [
        "Petra, Ada's probation officer, asks for it: there is no such record",
        "Petra asks again, and sees it",
        "Petra asks again: there is no such record, from this moment on",
    ]
    assert any("because of clinic-data 11.1, consent " in line for line in told)
    assert any("protected by Federal confidentiality rules" in line for line in told)
    assert not any("asthma" in line or "rear door" in line for line in told)


async def test_every_member_of_the_cast_can_sign_in_and_is_told_how(empty: App, place: Path) -> None:
    await load_hart_city(empty, home=place, scale=TINY, seed=1)
    passes = await cast_tokens(empty)
    async with served(empty) as address:
        for each in passes.values():
            assert (await ask(address, each.token, "GET /v1/records/incident")).status == 200
        lines = list(signing_in(address, passes))
    assert all(any(each.token in line for line in lines) for each in passes.values())


async def test_the_client_of_the_play_says_what_the_server_says(empty: App, place: Path) -> None:
    await load_hart_city(empty, home=place, scale=TINY, seed=1)
    async with served(empty) as address:
        with pytest.raises(Refused, match="401"):
            await ask(address, "cmt_live_unknown", "GET /v1/records/incident")
