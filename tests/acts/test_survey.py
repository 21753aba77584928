"""Incidents for an analyst: what, where, when and how; for each reader what that reader sees, and nobody's name."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from comity.acts.read import read_newest
from comity.acts.survey import Survey, survey
from comity.desks.analysis.near_repeats import near_repeats
from comity.desks.analysis.series import series
from comity.store.node import Node
from tests.acts.analysis_worlds import burglary, enter_as, enter_file, hidden_burglary
from tests.conftest import Server, app_on
from tests.worlds import SMALL, session_of

pytestmark = pytest.mark.anyio


async def of(node: Node, member: str = "lee", **asked: Any) -> Survey:
    return await survey(node, session_of(node, member), **asked)


async def test_an_incident_comes_with_its_place_its_method_and_what_was_taken(node: Node) -> None:
    await enter_as(node, burglary(1, 4))
    (told,) = (await of(node)).events
    assert (told.methods, told.things, told.area) == (("Skylight",), ("Drugs/Narcotics",), "Riverside")
    assert told.place == "1 Elm Lane"
    assert told.position == (44.9002, -93.2)
    assert told.at == datetime(2026, 3, 4, 22, 1, tzinfo=UTC)


async def test_a_time_is_asked_for_by_when_incidents_began(node: Node) -> None:
    for n, day in enumerate((2, 9, 16), start=1):
        await enter_as(node, burglary(n, day))
    first, last = datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 3, 16, tzinfo=UTC)
    found = await survey(node, session_of(node, "lee"), since=first, until=last)
    assert [each.at.day for each in found.events if each.at] == [9]


async def test_a_time_is_looked_for_behind_what_was_entered_later(node: Node) -> None:
    for n, day in enumerate((2, 3, 9, 4, 16, 17, 18, 19), start=1):
        await enter_as(node, burglary(n, day))
    last = datetime(2026, 3, 5, tzinfo=UTC)
    newest = await survey(node, session_of(node, "lee"), until=last, most=2)
    assert [each.at.day for each in newest.events if each.at] == [3, 4]
    assert newest.before is not None
    older = await survey(node, session_of(node, "lee"), until=last, most=2, before=newest.before)
    assert [each.at.day for each in older.events if each.at] == [2]


async def test_no_person_is_among_what_is_fetched(node: Node) -> None:
    await enter_file(node)
    await enter_as(node, burglary(1, 4))
    assert {view.kind for view in (await of(node)).views.values()} == {
        "incident", "offense", "involvement", "item", "location",
    }  # fmt: skip


async def test_older_incidents_come_on_the_next_page(node: Node) -> None:
    for n in range(1, 6):
        await enter_as(node, burglary(n, n))
    newest = await of(node, most=3)
    assert newest.before is not None
    older = await of(node, most=3, before=newest.before)
    assert older.before is None
    assert [e.at.day for s in (older, newest) for e in s.events if e.at] == [1, 2, 3, 4, 5]


async def test_clark_sees_no_place_and_what_is_shown_is_written_down(node: Node) -> None:
    await enter_as(node, burglary(1, 4))
    (told,) = (await of(node, "clark")).events
    assert (told.position, told.place, told.methods, told.things) == (None, "", (), ())
    (written,) = await read_newest(node, session_of(node, "vera"), frozenset({"disclosure"}))
    assert written.fields["kinds"] == ["incident"]


async def told(server: Server, home: Path, member: str, *, hides: bool) -> str:
    """Give the incidents, the near repeats and the series of one reader in a world that hides some of them, or none."""
    async with app_on(await server.new_database(), home) as app:
        await app.node.directories.activate(SMALL)
        for n in range(1, 25):
            odd = n in (5, 6, 7)
            await enter_as(app.node, burglary(n if odd else 40 * n, n if odd else 25 - n, method="Door"))
            if hides and n % 4 == 0:
                await enter_as(app.node, hidden_burglary(5000 + n, 5))
        found = await of(app.node, member)
        repeats = near_repeats(found.events, np.random.default_rng(6))
        return repr((found.events, sorted(found.views), repeats, series(found.events), found.before))


async def test_hidden_incidents_change_nothing_of_near_repeats_and_series(server: Server, place: Path) -> None:
    with_them = await told(server, place / "with", "clark", hides=True)
    assert with_them == await told(server, place / "without", "clark", hides=False)


async def test_they_do_for_their_owner_so_that_the_comparison_is_known_to_see(server: Server, place: Path) -> None:
    with_them = await told(server, place / "with", "lee", hides=True)
    assert with_them != await told(server, place / "without", "lee", hides=False)
