"""What is expected tells nobody of what they may not see, and what is made again from the log is the same."""

from datetime import timedelta
from typing import Any

import pytest

from comity.acts.deadlines import Deadline, deadlines, overdue
from comity.store.awaited import BEGINNING
from comity.store.expunging import destroy, slots_of
from comity.store.rebuilding import rebuild
from tests.deadlines.conftest import BEGAN, DAY, HOUR, WORLD, Town
from tests.deadlines.flowing import arrested
from tests.store.drafting import fsck, silent

pytestmark = pytest.mark.anyio

EVERYBODY = ("lee", "pat", "clark", "jo", "lin", "ida", "rob", "devi")
DUE = BEGAN + 72 * HOUR
TABLE = "select name, record, thing, agency, keys, began_at, due_at, closed_at, task from expecting order by 1, 2, 3, 4"


async def all_shown(town: Town) -> dict[str, tuple[list[Deadline], list[Any]]]:
    """Give what everybody is shown of deadlines and of tasks."""
    return {
        member: (await deadlines(town.node, town.session(member)), await town.tasks(member)) for member in EVERYBODY
    }


async def test_a_sealed_arrest_of_another_agency_changes_nothing_that_others_are_shown(town: Town) -> None:
    await arrested(town)
    await town.at(DUE)
    before = await all_shown(town)
    hidden = await arrested(town, by="rob", markings=["sealed"])
    await town.at(DUE)
    assert await all_shown(town) == before
    await town.enter(
        "rob", "charge-referral", incident=hidden.incident, outcome="charges-referred", markings=["sealed"],
        referred_at="2026-03-02T15:00:00Z", charges=[{"charge_tracking_number": "RPD-A2026-000001-001"}],
    )  # fmt: skip
    await town.at(DUE + HOUR)
    assert await all_shown(town) == before


async def test_a_hidden_referral_of_another_agency_answers_nothing(town: Town) -> None:
    case = await arrested(town)
    await town.at(DUE)
    charges = [{"charge_tracking_number": number} for number in case.numbers]
    fields = {"outcome": "charges-referred", "referred_at": "2026-03-02T15:00:00Z", "charges": charges}
    before = await all_shown(town)
    incident = await town.enter(
        "rob", "incident", registered_at="2026-03-02T13:00:00Z", investigating_officer="rob", offenses=["220"],
        narrative="A fight.",
    )  # fmt: skip
    await town.enter("rob", "charge-referral", incident=incident, markings=["sealed"], **fields)
    await town.at(DUE)
    assert (await all_shown(town))["lee"] == before["lee"]


async def test_an_arrest_that_is_sealed_is_not_expected_to_be_referred_any_more(town: Town) -> None:
    case = await arrested(town)
    await town.at(BEGAN + 2 * HOUR)
    assert {each.record for each in await deadlines(town.node, town.session("lee"))} == {case.arrest}
    await town.correct("lee", case.arrest, markings=["sealed"])
    assert await deadlines(town.node, town.session("lee")) == []
    await town.at(BEGAN + 300 * DAY)
    assert await town.tasks("lee") == []


async def test_where_the_prosecutor_does_not_see_the_referral_the_police_are_told(town: Town) -> None:
    case = await arrested(town)
    await town.node.directories.activate(
        WORLD.replace('"arrest", "charge-referral", "charging-decision"', '"arrest", "charging-decision"')
    )
    await case.refer()
    await town.at(BEGAN + 30 * DAY)
    assert await town.tasks("pat") == []
    (task,) = await town.tasks("lee", "referred_charge_is_decided")
    assert task.fields["assigned_to"] == "lee"


async def test_deadlines_are_paged_without_a_gap_and_overdue_ones_come_first(town: Town) -> None:
    for _ in range(7):
        await arrested(town)
    await town.at(BEGAN + 49 * HOUR)
    lee = town.session("lee")
    every = await deadlines(town.node, lee)
    assert [each.overdue for each in every] == [True] * 7 + [False] * 7
    assert await overdue(town.node, lee) == every[:7]
    after, paged = BEGINNING, list[Deadline]()
    while page := await deadlines(town.node, lee, after=after, limit=3):
        paged, after = [*paged, *page], page[-1].place
    assert paged == every
    assert all(each.task for each in every[:7])


async def test_rebuilt_from_the_log_the_same_is_expected_and_nobody_is_given_a_second_task(town: Town) -> None:
    for n in range(6):
        case = await arrested(town)
        if n % 2:
            await case.docket(await case.decide(await case.refer()))
    await town.at(DUE)
    grown, tasks = [tuple(row) for row in await town.node.pool.fetch(TABLE)], await town.tasks("lee")
    assert grown
    await rebuild(town.node, silent)
    assert await town.node.pool.fetch(TABLE) == []
    await town.at(DUE)
    assert [tuple(row) for row in await town.node.pool.fetch(TABLE)] == grown
    assert await town.tasks("lee") == tasks
    assert (await fsck(town.node)).findings == []


async def test_what_is_expected_of_nothing_is_found(town: Town) -> None:
    await arrested(town)
    await town.at(BEGAN + HOUR)
    await town.node.pool.execute("update expecting set record = gen_random_uuid() where thing = ''")
    (finding,) = (await fsck(town.node)).findings
    assert finding.what == "is of no record in the log: run comity rebuild"


async def test_of_an_expunged_arrest_no_number_stays(town: Town) -> None:
    case = await arrested(town)
    await town.at(DUE + 2 * DAY)
    node = town.node
    await destroy(node.pool, node.keyring, await slots_of(node.pool, [case.arrest]))
    assert await node.pool.fetch("select from expecting") == []
    await town.at(DUE + 3 * DAY + timedelta(minutes=1))
    assert await deadlines(node, town.session("lee")) == []
