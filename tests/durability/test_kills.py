"""An acknowledged entry is never lost nor doubled, whatever is killed and when."""

import asyncio
import time
from collections import Counter
from pathlib import Path

import pytest

from comity.following.running import run_app
from comity.settings import Settings
from tests.durability.judging import Judgement, Said, judge, read
from tests.durability.killing import Site, free_port, load_on, prepared

pytestmark = pytest.mark.anyio

CONNECTIONS = 32


async def killed(place: Path, *, kills: int, seed: int, acknowledgements: int) -> tuple[Site, Said, Judgement]:
    """Kill something at random again and again under load, and judge what is left when all has been seen through."""
    site = await prepared(place / "home", free_port(), seed)
    site.start()
    async with load_on(site, CONNECTIONS):
        await site.until_acknowledged()
        for _ in range(kills):
            await asyncio.sleep(site.chance.uniform(0, 1.0))
            await site.kill(site.chance.choice(list(site.kills)))
        while read(site.journal).acknowledgements < acknowledgements:
            await asyncio.sleep(1)
    assert site.stop() == 0
    async with run_app(Settings(site.home, checkpoint_seconds=3600)) as app:
        said = read(site.journal)
        return site, said, await judge(app, said)


def hold(site: Site, said: Said, found: Judgement) -> None:
    assert said.wrong == []
    assert found.lost == []
    assert found.doubled == []
    assert found.regressed == []
    assert found.unnumbered == []
    assert found.differing == []
    assert found.report.findings == []
    assert "fault: " not in site.errors.read_text()


def told(site: Site, found: Judgement, seconds: float) -> str:
    kills = {what: f"{len(times)} (slowest {max(times):.1f} s)" for what, times in site.recoveries.items()}
    return (
        f"{sum(map(len, site.recoveries.values()))} kills in {seconds:.0f} s: {kills}; "
        f"{found.acknowledgements} acknowledgements of {found.keys} requests, {found.entries} entries, "
        f"{found.heads} heads seen; lost {len(found.lost)}, doubled {len(found.doubled)}, "
        f"regressed {len(found.regressed)}, findings {len(found.report.findings)}"
    )


@pytest.mark.timeout(590)
async def test_fifty_kills_lose_nothing_and_double_nothing(place: Path) -> None:
    began = time.monotonic()
    site, said, found = await killed(place, kills=50, seed=50, acknowledgements=20_000)
    print(told(site, found, time.monotonic() - began))
    hold(site, said, found)
    assert len(Counter(site.recoveries)) == 5


@pytest.mark.soak
@pytest.mark.timeout(36_000)
async def test_a_thousand_kills_lose_nothing_and_double_nothing(place: Path) -> None:
    began = time.monotonic()
    site, said, found = await killed(place, kills=1000, seed=1000, acknowledgements=1_000_000)
    print(told(site, found, time.monotonic() - began))
    hold(site, said, found)
