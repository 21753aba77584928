"""Give somebody a task for what was expected and has not come, tell their supervisor next, and close it when it comes.

Every step is done while the mark of what is expected is held, and every task is entered under a key of its own: however
many processes take the work up, and wherever one dies, each overdue thing has one task.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec import structs

from comity.acts.disclose import BY_THE_PLATFORM
from comity.acts.expect import take_in
from comity.acts.looking import Looks, looks_around
from comity.acts.named import somebody, supervisor
from comity.acts.outlooks import Outlooks
from comity.acts.recall import by_platform, once
from comity.desks.deadlines import EXPECTED
from comity.errors import Conflict
from comity.policy.clauses import HandlingClass
from comity.records.declaration import kind_name
from comity.records.governance.review_task import ReviewTask
from comity.records.references import Ref
from comity.store.entries import Draft, Stored
from comity.store.expecting import (
    Connection,
    Overdue,
    Unsettled,
    given,
    hold_mark,
    overdue,
    settle,
    to_go_higher,
    unsettled,
    went_higher,
    withdraw_of,
)
from comity.store.node import Node
from comity.store.sealing import record_of

# What one turn does of each at most; the next goes on.
_MOST = 200


async def expect_in_time(node: Node) -> bool:
    """Take in what was entered, and do what is due now; again is no harm. Tell whether there is more to do at once."""
    is_more = await take_in(node)
    async with node.pool.acquire() as connection, connection.transaction():
        await hold_mark(connection)
        now = node.clock()
        late = await overdue(connection, now, _MOST)
        await _give(node, connection, late, now)
        higher = await to_go_higher(connection, now, _MOST)
        await _go_higher(node, connection, higher, now)
        told = await unsettled(connection, _MOST)
        await _tell(node, connection, told)
    return is_more or _MOST in (len(late), len(higher), len(told))


async def _give(node: Node, connection: Connection, late: Sequence[Overdue], now: datetime) -> None:
    """Give one task for each record and agency."""
    found = await _still_there(node, connection, late, now)
    if not found:
        return
    outlooks, looks = Outlooks(node), await looks_around(node, [stored for _, stored in found])
    drafts = [_task(node, outlooks, looks, each, stored, now) for each, stored in found]
    for (each, _), entry in zip(found, await node.writer.append(drafts), strict=True):
        await given(connection, each, entry.id)


async def _go_higher(node: Node, connection: Connection, late: Sequence[Overdue], now: datetime) -> None:
    """Give the supervisor a task of their own for what nobody did."""
    found = await _still_there(node, connection, late, now)
    if not found:
        return
    drafts = [_higher(node, each, now) for each, _ in found]
    for (each, _), entry in zip(found, await node.writer.append(drafts), strict=True):
        await went_higher(connection, each, entry.id)


async def _still_there(
    node: Node, connection: Connection, late: Sequence[Overdue], now: datetime
) -> list[tuple[Overdue, Stored]]:
    """Give what is overdue with its record, as long as its agency sees that; else it is not expected any more."""
    held = await node.holding.held({each.record for each in late}) if late else {}
    outlooks, found = Outlooks(node), []
    for each in late:
        stored = held.get(each.record)
        if stored is not None and outlooks.shows(each.agency, stored):
            found.append((each, stored))
        else:
            await withdraw_of(connection, each.record, each.agency, now)
    return found


def _task(node: Node, outlooks: Outlooks, looks: Looks, late: Overdue, stored: Stored, now: datetime) -> Draft:
    expected = EXPECTED[late.name]
    said = expected.named(looks.record_of(stored), looks.of(outlooks, late.agency))
    who = somebody(node.directory, late.agency, (*said, stored.member), role=expected.role, now=now)
    task = ReviewTask(
        about=Ref(late.record),
        rule=late.name,
        sentence=f"{expected.lacking}. It was due by {late.due_at:%Y-%m-%d %H:%M} UTC.",
        remedy=expected.remedy,
        assigned_to=who,
    )
    return by_platform(task, late.agency, once("overdue", late.name, late.record, late.agency))


def _higher(node: Node, late: Overdue, now: datetime) -> Draft:
    expected = EXPECTED[late.name]
    task = ReviewTask(
        about=Ref(late.record),
        rule=late.name,
        sentence=f"{expected.lacking}, and nobody acted on it in time. It was due by {late.due_at:%Y-%m-%d %H:%M} UTC.",
        remedy=f"See to it today, or give it to somebody else. {expected.remedy}",
        assigned_to=supervisor(node.directory, late.agency, now),
    )
    return by_platform(task, late.agency, once("overdue-higher", late.name, late.record, late.agency))


async def _tell(node: Node, connection: Connection, told: Sequence[Unsettled]) -> None:
    """Close the tasks of what has come, and open those again of what is expected again."""
    ids = {id for each in told for id in (each.task, each.escalation) if id}
    held = await node.holding.held(ids) if ids else {}
    for each in told:
        tasks = [held[id] for id in (each.task, each.escalation) if id in held]
        drafts = [draft for stored in tasks if (draft := _corrected(node, stored, _outcome(each)))]
        try:
            if drafts:
                await node.writer.append(drafts)
        except Conflict:
            # Somebody corrects the task at this moment: the next turn looks at what they said.
            continue
        await settle(connection, each)


def _outcome(each: Unsettled) -> str | None:
    if not each.done:
        return None
    if each.withdrawn or each.closed_at is None:
        return "It is not expected any more."
    return f"It came on {each.closed_at:%Y-%m-%d %H:%M} UTC, late."


def _corrected(node: Node, stored: Stored, outcome: str | None) -> Draft | None:
    """Give a task its outcome, or take it back; None where it says so, or where a person has closed it."""
    task = record_of(node.keyring, stored)
    if not isinstance(task, ReviewTask) or (task.outcome is None) == (outcome is None):
        return None
    if outcome is None and stored.member != BY_THE_PLATFORM:
        return None
    owner, told = stored.handling.owner, structs.replace(task, outcome=outcome)
    handling = HandlingClass(kind_name(ReviewTask), owner, stored.handling.markings)
    return Draft(stored.id, told, handling, owner, BY_THE_PLATFORM, replaces=stored.version)
