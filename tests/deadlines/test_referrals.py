"""An arrest that nobody refers: one task, for the officer who is meant, at the moment when the clock runs out."""

import asyncio
from datetime import timedelta

import pytest

from comity.acts.expect_in_time import expect_in_time
from comity.store.node import open_node
from tests.conftest import Server
from tests.deadlines.conftest import BEGAN, DAY, HOUR, WORLD, Town
from tests.deadlines.flowing import arrested

pytestmark = pytest.mark.anyio

RULE = "arrest_charge_is_referred"
DUE = BEGAN + 72 * HOUR
INSTANT = timedelta(microseconds=1)


async def test_an_arrest_without_referral_raises_one_task_when_the_clock_runs_out_and_none_before(town: Town) -> None:
    case = await arrested(town)
    await town.at(DUE - INSTANT)
    assert await town.tasks("lee", RULE) == []
    await town.at(DUE)
    (task,) = await town.tasks("lee", RULE)
    assert task.fields["assigned_to"] == "lee"
    assert task.fields["about"] == str(case.arrest)
    assert "It was due by 2026-03-05 14:00 UTC." in task.fields["sentence"]
    await town.at(DUE + HOUR)
    assert await town.tasks("lee", RULE) == [task]


async def test_a_referral_in_time_raises_nothing(town: Town) -> None:
    case = await arrested(town)
    await case.refer()
    await town.at(DUE + 10 * DAY)
    assert await town.tasks("lee", RULE) == []


async def test_a_charge_that_is_not_referred_for_a_reason_raises_nothing(town: Town) -> None:
    case = await arrested(town)
    await case.refer(not_referred=[{"charge_tracking_number": case.numbers[1], "reason": "No witness."}])
    await town.at(DUE + 10 * DAY)
    assert await town.tasks("lee", RULE) == []


async def test_a_late_referral_closes_the_task_with_an_outcome(town: Town) -> None:
    case = await arrested(town)
    await town.at(DUE)
    await case.refer()
    await town.at(DUE + HOUR)
    (task,) = await town.tasks("lee", RULE)
    assert task.fields["outcome"] == "It came on 2026-03-05 14:00 UTC, late."
    await town.at(DUE + 5 * DAY)
    assert len(await town.tasks("lee", RULE)) == 1


async def test_a_day_after_the_task_the_supervisor_is_told_once(town: Town) -> None:
    case = await arrested(town)
    await town.at(DUE)
    await town.at(DUE + DAY - INSTANT)
    assert len(await town.tasks("lee", RULE)) == 1
    await town.at(DUE + DAY)
    higher, first = await town.tasks("lee", RULE)
    assert (higher.fields["assigned_to"], first.fields["assigned_to"]) == ("sam", "lee")
    await town.at(DUE + 9 * DAY)
    assert len(await town.tasks("lee", RULE)) == 2
    await case.refer()
    await town.at(DUE + 9 * DAY)
    assert all("It came on" in task.fields["outcome"] for task in await town.tasks("lee", RULE))


async def test_a_referral_that_is_corrected_to_leave_the_arrest_out_opens_the_task_again(town: Town) -> None:
    case = await arrested(town)
    await town.at(DUE)
    referral = await case.refer()
    await town.at(DUE + HOUR)
    await town.correct("lee", referral, accused=[])
    await town.at(DUE + HOUR)
    (task,) = await town.tasks("lee", RULE)
    assert "outcome" not in task.fields


async def test_an_officer_on_leave_is_passed_over(town: Town) -> None:
    await arrested(town, by="lee")
    away = 'roles = ["officer"]\nleave = [{ first = "2026-03-04", last = "2026-03-20" }]'
    await town.node.directories.activate(WORLD.replace('roles = ["officer"]', away, 1))
    await town.at(DUE)
    (task,) = await town.tasks("sam", RULE)
    assert task.fields["assigned_to"] == "sam"


async def test_another_country_has_its_own_clock(town: Town) -> None:
    await arrested(town, by="devi")
    await town.at(DUE)
    assert await town.tasks("devi", RULE) == []
    await town.at(BEGAN + 60 * DAY)
    (task,) = await town.tasks("devi", RULE)
    assert task.fields["assigned_to"] == "devi"


async def test_of_a_hundred_arrests_exactly_the_planted_gaps_are_found(town: Town) -> None:
    planted = set()
    for n in range(100):
        case = await arrested(town)
        if n % 7 == 3:
            planted.add(str(case.arrest))
        elif n % 7 == 5:
            planted.add(str(case.arrest))
            await town.enter(
                "lee", "charge-referral", incident=case.incident, outcome="charges-referred",
                referred_at="2026-03-02T15:00:00Z", charges=[{"charge_tracking_number": case.numbers[0]}],
            )  # fmt: skip
        else:
            await case.refer()
    await town.at(DUE)
    assert {task.fields["about"] for task in await town.tasks("lee", RULE)} == planted
    assert len(await town.tasks("lee", RULE)) == len(planted) == 28


async def test_two_processes_at_once_raise_nothing_twice(town: Town, server: Server) -> None:
    for _ in range(5):
        await arrested(town)
    town.clock.at = DUE
    async with open_node(town.node.dsn, town.folder, clock=town.clock) as other:
        await asyncio.gather(*(expect_in_time(node) for node in (town.node, other, town.node, other)))
    await town.at(DUE)
    assert len(await town.tasks("lee", RULE)) == 5


async def test_what_another_system_brings_in_of_long_ago_chases_nobody(town: Town) -> None:
    town.clock.at = DUE + DAY
    await arrested(town, provenance={"source_system": "Old RMS", "completeness": "complete"})
    await town.at(DUE + 2 * DAY)
    assert await town.tasks("lee") == []


async def test_a_process_that_dies_after_it_entered_a_task_leaves_no_second_one(town: Town) -> None:
    await arrested(town)
    await town.at(DUE + 2 * DAY)
    tasks = await town.tasks("lee")
    assert len(tasks) == 4
    await town.node.pool.execute("update expecting set task = null, escalation = null, settled = null")
    await town.at(DUE + 2 * DAY)
    assert await town.tasks("lee") == tasks


async def test_a_task_that_a_person_closed_stays_as_they_closed_it(town: Town) -> None:
    case = await arrested(town)
    await town.at(DUE)
    (task,) = await town.tasks("lee", RULE)
    await town.correct("lee", task.id, outcome="The file is with the sergeant.")
    await town.at(DUE + HOUR)
    await case.refer()
    await town.at(DUE + 2 * HOUR)
    (task,) = await town.tasks("lee", RULE)
    assert task.fields["outcome"] == "The file is with the sergeant."
