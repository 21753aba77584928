"""The docket of a day and the list of the jail: found by the day, as far as the reader sees, in few queries."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import asyncpg
import pytest

from comity.acts.custody_list import custody_list
from comity.acts.docket import agenda, docket, docket_entry
from comity.desks.custody import Alarm
from comity.desks.docket import DocketEntry, movements_to_court
from comity.errors import Absent
from comity.store.reading import EACH_TIME, Reader, Scope
from tests.deadlines.conftest import WORLD, Town, town
from tests.deadlines.flowing import Case, arrested

__all__ = ["town"]

pytestmark = pytest.mark.anyio

TUESDAY = date(2026, 3, 3)
NINE = "2026-03-03T09:00:00-05:00"
# A court that sees neither custody nor the laboratory: the same town, without these kinds.
NARROW = WORLD.replace('"booking", "commitment", "custody-movement", "release", "warrant",', '"warrant",').replace(
    'kinds = ["booking", "custody-movement", "release"]', 'kinds = ["release"]'
)


async def heard(town: Town, starts_at: str = NINE) -> tuple[Case, UUID]:
    """Have Ada's case docketed and a hearing set."""
    case = await arrested(town)
    docketed = await case.docket(await case.decide(await case.refer()), title="People v. Quill")
    return case, await town.enter("clark", "hearing", case=docketed, starts_at=starts_at, courtroom="2")


async def entries(town: Town, member: str = "cole", day: date = TUESDAY) -> tuple[DocketEntry, ...]:
    found = await docket(town.node, town.session(member), day)
    assert found.whole
    return found.entries


async def test_a_docket_holds_the_hearings_of_its_day(town: Town) -> None:
    _, hearing = await heard(town)
    assert [(e.hearing, e.title, e.courtroom) for e in await entries(town)] == [(hearing, "People v. Quill", "2")]
    assert not await entries(town, day=date(2026, 3, 2))
    assert not await entries(town, day=date(2026, 3, 4))


async def test_a_day_is_that_of_the_place_where_the_hearing_is(town: Town) -> None:
    _, hearing = await heard(town, "2026-03-03T22:30:00-05:00")
    assert [e.hearing for e in await entries(town)] == [hearing]


async def test_a_hearing_that_ended_on_another_day_is_of_the_day_on_which_it_began(town: Town) -> None:
    _, hearing = await heard(town, "2026-03-01T23:00:00-05:00")
    await town.correct("clark", hearing, ended_at="2026-03-02T00:30:00-05:00")
    assert [e.hearing for e in await entries(town, day=date(2026, 3, 1))] == [hearing]
    assert not await entries(town, day=date(2026, 3, 2))


async def test_a_judge_is_shown_their_own_hearings_and_nothing_else_is_written_down(town: Town) -> None:
    case, _ = await heard(town)
    docketed = (await entries(town))[0].case
    mine = await town.enter("clark", "hearing", case=docketed, starts_at=NINE, judge="cole")
    found = await docket(town.node, town.session("cole"), TUESDAY, judge="cole")
    assert [entry.hearing for entry in found.entries] == [mine]
    size = await town.node.reader.size()
    assert not (await docket(town.node, town.session("cole"), TUESDAY, judge="nobody")).entries
    assert await town.node.reader.size() == size
    assert case.numbers


async def test_an_agenda_holds_the_hearings_of_its_days_and_their_cases_alone(town: Town) -> None:
    case, hearing = await heard(town)
    await case.book()
    size = await town.node.reader.size()
    found = await agenda(town.node, town.session("cole"), [date(2026, 3, 2), TUESDAY, date(2026, 3, 4)])
    assert [(e.hearing, e.title, e.custody) for e in found.entries] == [(hearing, "People v. Quill", ())]
    assert found.whole
    # Both are the court's own: nothing left the agency.
    assert await town.node.reader.size() == size


async def test_the_judge_sees_custody_orders_and_charges_beside_the_hearing(town: Town) -> None:
    case, _ = await heard(town)
    booking = await case.book()
    order = await case.order("bail", bail={"amount": "5000"})
    await town.enter(
        "clark", "warrant", subject=case.ada, issued_on="2026-03-02T15:00:00Z", category_text="Bench warrant"
    )
    (entry,) = await entries(town)
    assert [(p.role, p.name) for p in entry.parties] == [("defendant", "Ada Quill")]
    assert [(c.number, c.offense) for c in entry.charges] == list(zip(case.numbers, ("220", "240"), strict=True))
    assert [(o.id, o.amount) for o in entry.orders] == [(order, "5000")]
    assert [held.booking for held in entry.custody] == [booking]
    assert [warrant.category for warrant in entry.warrants] == ["Bench warrant"]


async def test_a_court_that_does_not_see_the_referral_sees_who_is_held_all_the_same(town: Town) -> None:
    case, _ = await heard(town)
    booking = await case.book()
    without = WORLD.replace('"charge-referral", "charging-decision",', '"charging-decision",')
    await town.node.directories.activate(without)
    (entry,) = await entries(town)
    assert [held.booking for held in entry.custody] == [booking]
    assert [charge.offense for charge in entry.charges] == ["220", "240"]


async def test_a_docket_shows_what_the_laboratory_owes(town: Town) -> None:
    case, _ = await heard(town)
    exhibit = await town.enter(
        "lee", "exhibit", incident=case.incident, description="A crowbar.", seized_at="2026-03-02T14:30:00Z",
        seized_by="lee", sealed=True,
    )  # fmt: skip
    request = await town.enter(
        "lee", "lab-request", exhibits=[exhibit], question="Whose?", requested_at="2026-03-02T15:00:00Z",
        laboratory="hart-lab",
    )  # fmt: skip
    (entry,) = await entries(town)
    assert [lab.request for lab in entry.lab_pending] == [request]
    await town.enter(
        "lin", "lab-report", request=request, received_at="2026-03-02T15:00:00Z", analyst="lin", signed_by="lin",
        signed_at="2026-03-02T15:00:00Z",
    )  # fmt: skip
    (entry,) = await entries(town)
    assert entry.lab_pending == ()


async def test_what_the_reader_does_not_see_changes_nothing_of_a_docket(town: Town) -> None:
    await town.node.directories.activate(NARROW)
    case, _ = await heard(town)
    before = await entries(town)
    await case.book()
    await town.enter("clark", "hearing", case=before[0].case, starts_at=NINE, markings=["sealed"])
    assert await entries(town) == before
    assert before[0].custody == ()


async def test_one_hearing_is_told_as_the_docket_tells_it(town: Town) -> None:
    case, hearing = await heard(town)
    await case.book()
    assert await docket_entry(town.node, town.session("cole"), hearing) == (await entries(town))[0]
    with pytest.raises(Absent):
        await docket_entry(town.node, town.session("cole"), case.arrest)


async def test_a_docket_is_written_down_once_for_each_agency_whose_records_it_shows(town: Town) -> None:
    case, _ = await heard(town)
    await case.book()
    size = await town.node.reader.size()
    await entries(town)
    assert await town.node.reader.size() - size == len({"hart-pd", "hart-da", "hart-jail"})


async def test_a_docket_takes_as_many_queries_for_many_hearings_as_for_one(town: Town) -> None:
    case, _ = await heard(town)
    one = await queries_for_docket(town)
    docketed = (await entries(town))[0].case
    for n in range(1, 6):
        await town.enter("clark", "hearing", case=docketed, starts_at=f"2026-03-03T1{n}:00:00-05:00")
    assert len(await entries(town)) == 6
    assert await queries_for_docket(town) == one
    assert case.numbers


async def queries_for_docket(town: Town) -> int:
    """Count the calls of the reader's queries that a docket makes."""
    counting = Counting(town.node.reader)
    await docket(replace(town.node, reader=counting), town.session("cole"), TUESDAY)
    return counting.asked


class Counting(Reader):
    """A reader that counts what it asks the database."""

    def __init__(self, reader: Reader) -> None:
        self.__dict__.update(reader.__dict__)
        self.asked = 0

    async def rows(self, scope: Scope, query: str, *values: object, planned: str = EACH_TIME) -> list[asyncpg.Record]:
        """Count, and ask."""
        self.asked += 1
        return await super().rows(scope, query, *values, planned=planned)


async def test_the_jail_sees_who_is_held_on_what_and_who_should_not_be(town: Town) -> None:
    case, _ = await heard(town)
    booking = await case.book()
    remand = await case.order("remand", expires_at="2026-03-05")
    (held,) = (await custody_list(town.node, town.session("jo"))).held
    assert (held.booking, held.name, held.order and held.order.id, held.alarms) == (booking, "Ada Quill", remand, ())
    town.clock.at = datetime(2026, 3, 6, 1, 0, tzinfo=UTC)
    (held,) = (await custody_list(town.node, town.session("jo"))).held
    assert held.alarms == (Alarm.ORDER_EXPIRED,)
    free = await case.order("release")
    await town.enter("jo", "release", booking=booking, order=free, released_at="2026-03-02T15:00:00Z")
    assert (await custody_list(town.node, town.session("jo"))).held == ()


async def test_the_jail_sees_whom_it_must_bring_to_court(town: Town) -> None:
    case, hearing = await heard(town)
    await case.book()
    brought = movements_to_court(await entries(town, "jo"))
    assert [(entry.hearing, held.name) for entry, held in brought] == [(hearing, "Ada Quill")]
