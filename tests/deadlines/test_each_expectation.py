"""Every declared expectation: kept, it raises nothing; broken, it raises one task for whoever must act."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from comity.desks.deadlines import EXPECTED
from comity.records.justice.arrest import SUMMONED
from tests.deadlines.conftest import BEGAN, DAY, HOUR, Town
from tests.deadlines.flowing import Case, arrested

pytestmark = pytest.mark.anyio

Step = Callable[[Case], Awaitable[Any]]
AT = "2026-03-02T15:00:00Z"


async def _nothing(case: Case) -> None:
    del case


async def _heard(case: Case) -> None:
    docketed = await case.docket(await case.decide(await case.refer()))
    await case.town.enter("clark", "hearing", case=docketed, starts_at=AT, first_appearance=True)


async def _docketed(case: Case) -> None:
    await case.docket(await case.decide(await case.refer()))


async def _released(case: Case) -> None:
    booking, order = await case.book(), await case.order("release")
    await case.town.enter("jo", "release", booking=booking, released_at=AT, order=order)


async def _held(case: Case) -> None:
    booking, order = await case.book(), await case.order("detention")
    await case.town.enter("jo", "custody-movement", booking=booking, moved_at=AT, kind="status", order=order)


async def _sentenced(case: Case) -> dict[str, Any]:
    docketed = await case.docket(await case.decide(await case.refer()))
    ended = await case.town.enter(
        "clark",
        "disposition",
        case=docketed,
        charge_tracking_number=case.numbers[0],
        ending="convicted",
        disposed_at=AT,
    )
    confined = [{"kind": "confinement", "term": "P90D"}]
    sentence = await case.town.enter("clark", "sentence", dispositions=[ended], imposed_at=AT, components=confined)
    return {"booking": await case.book(), "sentence": sentence}


async def _committed(case: Case) -> None:
    sentenced = await _sentenced(case)
    await case.town.enter("jo", "commitment", received_at=AT, release_on="2026-05-01", **sentenced)


async def _recalled(case: Case) -> Any:
    fields = {"subject": case.ada, "issued_on": "2026-03-02T13:30:00Z", "category_text": "bench"}
    warrant = await case.town.enter("clark", "warrant", **fields)
    await case.town.correct("clark", warrant, recalled_at=AT)
    return warrant


async def _acknowledged(case: Case) -> None:
    warrant = await _recalled(case)
    for member in ("lee", "rob", "devi"):
        await case.town.enter(
            member, "warrant-return", warrant=warrant, happened_at=AT, outcome="recall-acknowledged"
        )  # fmt: skip


async def _disposed_of_an_arrest(case: Case) -> None:
    await _sentenced(case)


async def _disposed_of_nothing(case: Case, number: str = "XX-A2026-000009-001") -> None:
    referral = await case.refer(charges=[{"charge_tracking_number": number, "offense": "220"}])
    case.numbers = [*case.numbers, number]
    docketed = await case.docket(await case.decide(referral, "file", "file", "file"))
    await case.town.enter(
        "clark", "disposition", case=docketed, charge_tracking_number=number, ending="dismissed", disposed_at=AT
    )


async def _disposed_before_the_arrest_came(case: Case) -> None:
    await _disposed_of_nothing(case)
    await case.town.enter(
        "rob", "arrest", subject=case.ada, occurred_at="2026-03-02T12:00:00Z", ground="probable-cause",
        charges=[{"charge_tracking_number": "XX-A2026-000009-001", "offense": "220"}],
    )  # fmt: skip


async def _asked(case: Case) -> Any:
    exhibit = await case.town.enter(
        "lee", "exhibit", incident=case.incident, description="A knife.", seized_at=AT, seized_by="lee", sealed=True
    )
    return await case.town.enter(
        "lee", "lab-request", exhibits=[exhibit], question="Whose blood?", requested_at=AT, laboratory="hart-lab"
    )


async def _reported(case: Case) -> None:
    request = await _asked(case)
    await case.town.enter("lin", "lab-report", request=request, received_at=AT, analyst="lin", signed_at=AT)


KEPT: dict[str, list[Step]] = {
    "arrest_charge_is_referred": [Case.refer],
    "person_arrested_appears_in_court": [_heard, _released, Case.order],
    "referred_charge_is_decided": [_docketed, lambda case: case.refer(outcome="no-charge", not_referred=[
        {"charge_tracking_number": number, "reason": "No proof."} for number in case.numbers
    ])],
    "filed_charge_is_docketed": [_docketed],
    "order_is_answered_by_custody": [_released, _held],
    "sentence_is_answered_by_custody": [_committed],
    "recalled_warrant_is_acknowledged": [_acknowledged],
    "disposition_is_linked_to_an_arrest": [_disposed_of_an_arrest, _disposed_before_the_arrest_came],
    "lab_request_is_reported": [_reported],
}  # fmt: skip


async def _only_filed(case: Case) -> None:
    await case.decide(await case.refer())


# What is left undone, who is to do it, and how long it takes until they are told.
BROKEN: dict[str, tuple[Step, str, timedelta]] = {
    "arrest_charge_is_referred": (_nothing, "lee", 72 * HOUR),
    "person_arrested_appears_in_court": (_nothing, "lee", 48 * HOUR),
    "referred_charge_is_decided": (Case.refer, "pat", 30 * DAY),
    "filed_charge_is_docketed": (_only_filed, "clark", 25 * HOUR),
    "order_is_answered_by_custody": (Case.order, "jo", 25 * HOUR),
    "sentence_is_answered_by_custody": (_sentenced, "jo", 25 * HOUR),
    "recalled_warrant_is_acknowledged": (_recalled, "rose", HOUR + timedelta(minutes=1)),
    "disposition_is_linked_to_an_arrest": (_disposed_of_nothing, "ida", 25 * HOUR),
    "lab_request_is_reported": (_asked, "lin", 30 * DAY + HOUR),
}


def test_every_expectation_is_tried_both_ways() -> None:
    assert KEPT.keys() == BROKEN.keys() == EXPECTED.keys()


@pytest.mark.parametrize("rule, step", [(rule, step) for rule, steps in KEPT.items() for step in steps])
async def test_what_comes_in_time_raises_nothing(town: Town, rule: str, step: Step) -> None:
    await step(await arrested(town))
    await town.at(BEGAN + 300 * DAY)
    for member in ("lee", "pat", "clark", "jo", "lin", "ida", "rob", "devi"):
        assert await town.tasks(member, rule) == [], member


@pytest.mark.parametrize("rule", BROKEN)
async def test_what_does_not_come_raises_one_task_for_whoever_must_act(town: Town, rule: str) -> None:
    step, who, length = BROKEN[rule]
    await step(await arrested(town))
    await town.at(BEGAN + length - timedelta(microseconds=1))
    assert await town.tasks(who, rule) == []
    await town.at(BEGAN + length)
    (task,) = await town.tasks(who, rule)
    assert task.fields["assigned_to"] == who
    assert task.fields["sentence"].startswith(EXPECTED[rule].lacking)
    assert task.fields["remedy"] == EXPECTED[rule].remedy
    await town.at(BEGAN + length + 2 * DAY)
    assert len(await town.tasks(who, rule)) == 2


async def test_whoever_is_summoned_need_not_be_brought_before_a_judge(town: Town) -> None:
    await arrested(town, category_text=SUMMONED)
    await town.at(BEGAN + 300 * DAY)
    assert await town.tasks("lee", "person_arrested_appears_in_court") == []
