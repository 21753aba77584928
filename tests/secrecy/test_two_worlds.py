"""Existence is the secret: who may not see a record is told the same in a world that has it and in one that has not."""

import difflib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.conftest import Server, app_on
from tests.secrecy.two_worlds import World, ask_everything, begin, look_at_pages, world
from tests.worlds import SMALL

pytestmark = pytest.mark.anyio


Asking = Callable[[World, str], Awaitable[list[str]]]


async def told(server: Server, home: Path, member: str, *, hides: bool, ask: Asking = ask_everything) -> list[str]:
    async with app_on(await server.new_database(), home) as app:
        await app.node.directories.activate(SMALL)
        async with world(app, hides=hides) as here:
            await begin(here)
            return await ask(here, member)


def differing(with_them: list[str], without: list[str]) -> str:
    """Give, line by line, where two transcripts differ."""
    pairs = zip(with_them, without, strict=True)
    lines = (difflib.unified_diff(a.splitlines(), b.splitlines(), lineterm="", n=3) for a, b in pairs if a != b)
    return "\n".join("\n".join(each) for each in lines)


@pytest.mark.parametrize("member", ["clark", "jo"])
async def test_no_page_tells_that_something_is_hidden(server: Server, place: Path, member: str) -> None:
    with_them = await told(server, place / "with", member, hides=True, ask=look_at_pages)
    without = await told(server, place / "without", member, hides=False, ask=look_at_pages)
    assert len(with_them) > 300
    different = differing(with_them, without)
    assert not different, different


async def test_pages_tell_the_hidden_to_its_owner(server: Server, place: Path) -> None:
    with_them = await told(server, place / "with", "lee", hides=True, ask=look_at_pages)
    without = await told(server, place / "without", "lee", hides=False, ask=look_at_pages)
    assert sum(one != other for one, other in zip(with_them, without, strict=True)) > 60


@pytest.mark.parametrize("member", ["clark", "jo"])
async def test_a_world_with_hidden_records_tells_what_one_without_them_tells(
    server: Server, place: Path, member: str
) -> None:
    with_them = await told(server, place / "with", member, hides=True)
    without = await told(server, place / "without", member, hides=False)
    assert len(with_them) > 200
    different = [
        "\n".join(difflib.unified_diff(one.splitlines(), other.splitlines(), lineterm="", n=5))
        for one, other in zip(with_them, without, strict=False)
        if one != other
    ]
    assert "\n".join(different) == ""
    assert len(with_them) == len(without)


async def test_the_hidden_is_there_for_its_owner_so_that_the_comparison_is_known_to_see(
    server: Server, place: Path
) -> None:
    with_them = await told(server, place / "with", "lee", hides=True)
    without = await told(server, place / "without", "lee", hides=False)
    assert sum(one != other for one, other in zip(with_them, without, strict=False)) > 20
