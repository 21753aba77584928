"""Hart City is loaded through the real acts: once, whole, and again after it was broken off."""

import csv
from pathlib import Path

import pytest

from comity.acts.read import read
from comity.acts.search import search
from comity.demo import Progress, load_hart_city
from comity.following.running import App
from comity.policy.sessions import Session, open_session
from comity.records.declaration import kind_name
from comity.records.parties.person import Person
from tests.demo.conftest import TINY

pytestmark = pytest.mark.anyio


class BrokenOffError(Exception):
    """Somebody pulled the plug."""


def pull_the_plug(progress: Progress) -> None:
    if progress.stories >= 50:
        raise BrokenOffError


def lee(app: App) -> Session:
    return open_session(app.node.directory, "hart-city-police", "lee", "investigation")


async def test_every_record_of_hart_city_passes_the_rules_of_the_platform(empty: App, place: Path) -> None:
    told: list[Progress] = []
    summary = await load_hart_city(empty, home=place, scale=TINY, seed=1, progress=told.append)
    assert summary.records > 500
    assert told[-1].records == summary.records
    assert told[-1].stories == told[-1].of == summary.stories
    assert await empty.node.reader.size() >= summary.records


async def test_hart_city_is_loaded_once_and_says_so(empty: App, place: Path) -> None:
    first = await load_hart_city(empty, home=place, scale=TINY, seed=1)
    size = await empty.node.reader.size()
    again = await load_hart_city(empty, home=place, scale=TINY, seed=1)
    assert (first.already, again.already) == (False, True)
    assert await empty.node.reader.size() == size


async def test_a_load_that_was_broken_off_is_taken_up_and_enters_nothing_twice(empty: App, place: Path) -> None:
    with pytest.raises(ExceptionGroup):
        await load_hart_city(empty, home=place, scale=TINY, seed=1, progress=pull_the_plug)
    broken_off = await empty.node.reader.size()
    summary = await load_hart_city(empty, home=place, scale=TINY, seed=1)
    views = await empty.node.pool.fetchval("select count(*) from record")
    entries = await empty.node.pool.fetchval("select count(distinct record) from entry")
    assert broken_off < summary.records <= await empty.node.reader.size()
    assert views == entries == await empty.node.reader.size()


async def test_the_truth_stands_beside_the_home_and_points_at_persons_on_record(empty: App, place: Path) -> None:
    summary = await load_hart_city(empty, home=place, scale=TINY, seed=1)
    with Path(summary.truth).open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    classes = [n for n, handling in empty.node.classes.all().items() if handling.kind == kind_name(Person)]
    on_record = await empty.node.pool.fetch("select id from record where class_id = any($1::int[])", classes)
    assert {line["record"] for line in lines} == {str(row["id"]) for row in on_record}
    assert Path(summary.truth).parent == place


async def test_what_was_loaded_can_be_found_and_read(empty: App, place: Path) -> None:
    await load_hart_city(empty, home=place, scale=TINY, seed=1)
    found = (await search(empty.node, lee(empty), "HCPD-2025-000001")).views
    incident = next(view for view in found if view.kind == "incident")
    assert (await read(empty.node, lee(empty), incident.id)).fields["offenses"]
