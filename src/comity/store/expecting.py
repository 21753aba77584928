"""The table of what is expected: fed from the log, asked for what is due, and told what its tasks were told.

Whoever works on it holds a mark: entries are taken in the order of the log, and one process works at a time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from comity.store.classes import Classes
from comity.store.entries import Stored
from comity.store.reading import ENTRY_COLUMNS, stored

_SOURCE = "acts/expecting"
_BEGIN_MARK = """
-- Have a mark that can be held, before anything was taken in.
insert into import_progress (source, mark, at) values ($1, '-1', now()) on conflict do nothing
"""
_HOLD_MARK = "select mark from import_progress where source = $1 for update"
_MOVE_MARK = "update import_progress set mark = $2, at = $3 where source = $1"
_ENTERED = f"""
-- The entries of some classes after one place in the log up to another, oldest first.
select {ENTRY_COLUMNS}, coalesce(r.class_id, e.class_id) as class_now
from entry e left join record r on r.id = e.record
where e.seq > $1 and e.seq <= $2 and e.class_id = any($3::int[]) order by e.seq limit $4
"""  # noqa: S608 - constants only
_REOPEN = """
-- What records answered that were entered anew is open until they answer again.
update expecting set answer = null, closed_at = null where answer = any($1::uuid[]) and not withdrawn
"""
_WITHDRAW = """
-- What records started and do not start any more, as they are now, is not expected.
update expecting e set withdrawn = true, closed_at = coalesce(e.closed_at, $6)
where e.record = any($1::uuid[]) and not e.withdrawn and not exists (
    select from unnest($2::text[], $3::uuid[], $4::text[], $5::text[]) t (name, record, thing, agency)
    where (t.name, t.record, t.thing, t.agency) = (e.name, e.record, e.thing, e.agency)
)
"""
_EXPECT = """
-- Expect what records start; what was withdrawn is expected again, what was answered stays so.
insert into expecting as e (name, record, thing, agency, keys, began_at, due_at, escalate_at)
select t.name, t.record, t.thing, t.agency, t.keys::text[], t.began_at, t.due_at, t.escalate_at
from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
            $8::timestamptz[]) t (name, record, thing, agency, keys, began_at, due_at, escalate_at)
on conflict (name, record, thing, agency) do update
    set keys = excluded.keys, began_at = excluded.began_at, due_at = excluded.due_at,
        escalate_at = excluded.escalate_at, withdrawn = false,
        closed_at = case when e.withdrawn and e.answer is null then null else e.closed_at end
"""
_WAITING = """
-- What is open under a name and has one of some keys.
select name, record, thing, agency, keys, began_at, due_at from expecting
where name = $1 and keys && $2::text[] and closed_at is null
"""
_ANSWER = """
-- Records answer what was expected.
update expecting e set answer = t.answer, closed_at = t.at
from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::timestamptz[])
    t (name, record, thing, agency, answer, at)
where (e.name, e.record, e.thing, e.agency) = (t.name, t.record, t.thing, t.agency) and e.closed_at is null
"""
_OVERDUE = """
-- What is due and no task was given for, one for each record and agency, the longest overdue first.
select name, record, agency, min(due_at) as due_at, min(escalate_at) as escalate_at from expecting
where closed_at is null and task is null and due_at <= $1 group by name, record, agency order by 4, 2 limit $2
"""
_HIGHER = """
-- What goes to a supervisor now.
select name, record, agency, min(due_at) as due_at, min(escalate_at) as escalate_at from expecting
where closed_at is null and escalation is null and task is not null and escalate_at <= $1
group by name, record, agency order by 5, 2 limit $2
"""
_GIVEN = "update expecting set task = $4, settled = null where name = $1 and record = $2 and agency = $3"
_RAISED = "update expecting set escalation = $4, settled = null where name = $1 and record = $2 and agency = $3"
_UNSETTLED = """
-- Tasks that were not told what became of what they are about.
select name, record, agency, min(task::text)::uuid as task, min(escalation::text)::uuid as escalation,
    bool_and(closed_at is not null) as done, bool_and(withdrawn) as withdrawn, max(closed_at) as closed_at
from expecting where (name, record, agency) in (
    select name, record, agency from expecting
    where task is not null and settled is distinct from (closed_at is not null) limit $1
) group by name, record, agency
"""
_SETTLE = """
-- The tasks were told.
update expecting set settled = closed_at is not null where name = $1 and record = $2 and agency = $3
"""
_GONE = """
-- What a record started is not expected of an agency that does not see it any more.
update expecting set withdrawn = true, closed_at = coalesce(closed_at, $3) where record = $1 and agency = $2
"""


class Row(NamedTuple):
    """One thing that is expected of an agency since a record was entered, in the order of the table's columns."""

    name: str
    record: UUID
    thing: str
    agency: str
    keys: frozenset[str]
    began_at: datetime
    due_at: datetime
    escalate_at: datetime


class Open(NamedTuple):
    """One thing that is expected and has not come."""

    name: str
    record: UUID
    thing: str
    agency: str
    keys: frozenset[str]
    began_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class Overdue:
    """What a record started, and an agency has not answered in time: all its things together."""

    name: str
    record: UUID
    agency: str
    due_at: datetime
    escalate_at: datetime


@dataclass(frozen=True)
class Unsettled:
    """What became of what tasks are about; ``done`` when all of it came or is not expected any more."""

    name: str
    record: UUID
    agency: str
    task: UUID
    escalation: UUID | None
    done: bool
    withdrawn: bool
    closed_at: datetime | None


Connection = asyncpg.pool.PoolConnectionProxy


async def hold_mark(connection: Connection) -> int:
    """Give how far the log is taken in, and keep others from taking it in until the transaction ends."""
    await connection.execute(_BEGIN_MARK, _SOURCE)
    return int(await connection.fetchval(_HOLD_MARK, _SOURCE))


async def move_mark(connection: Connection, reached: int, at: datetime) -> None:
    """Say how far the log is taken in."""
    await connection.execute(_MOVE_MARK, _SOURCE, str(reached), at)


async def entered(
    connection: Connection, classes: Classes, kinds: Collection[str], *, after: int, upto: int, limit: int
) -> list[Stored]:
    """Give the entries of some kinds after one place in the log up to another, oldest first."""
    await classes.refresh()
    ids = [n for n, handling in classes.all().items() if handling.kind in kinds]
    rows = await connection.fetch(_ENTERED, after, upto, ids, limit)
    return [await stored(row, classes) for row in rows]


async def reopen(connection: Connection, answers: Sequence[UUID]) -> None:
    """Open again what some records answered, until they answer again."""
    await connection.execute(_REOPEN, answers)


async def expect(connection: Connection, started: Sequence[UUID], rows: Sequence[Row], at: datetime) -> None:
    """Keep what some records start, all of it: what else they started before is withdrawn."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(Row._fields)
    await connection.execute(_WITHDRAW, started, *map(list, columns[:4]), at)
    if rows:
        keys = ["{" + ",".join(map(_quoted, sorted(each.keys))) + "}" for each in rows]
        await connection.execute(_EXPECT, *map(list, columns[:4]), keys, *map(list, columns[5:]))


async def waiting_for(connection: Connection, name: str, keys: Collection[str]) -> list[Open]:
    """Give what is open under a name and has one of some keys."""
    rows = await connection.fetch(_WAITING, name, list(keys)) if keys else ()
    return [Open(**{**row, "keys": frozenset(row["keys"])}) for row in rows]


async def answer(connection: Connection, answers: Sequence[tuple[Open, UUID, datetime]]) -> None:
    """Write down what is answered, by which records, and when those were entered."""
    if answers:
        rows = [(each.name, each.record, each.thing, each.agency, id, at) for each, id, at in answers]
        await connection.execute(_ANSWER, *map(list, zip(*rows, strict=True)))


async def overdue(connection: Connection, now: datetime, limit: int) -> list[Overdue]:
    """Give what is due and no task was given for, the longest overdue first."""
    return [Overdue(**row) for row in await connection.fetch(_OVERDUE, now, limit)]


async def to_go_higher(connection: Connection, now: datetime, limit: int) -> list[Overdue]:
    """Give what goes to a supervisor now."""
    return [Overdue(**row) for row in await connection.fetch(_HIGHER, now, limit)]


async def given(connection: Connection, late: Overdue, task: UUID) -> None:
    """Keep which task was given for what is overdue."""
    await connection.execute(_GIVEN, late.name, late.record, late.agency, task)


async def went_higher(connection: Connection, late: Overdue, task: UUID) -> None:
    """Keep which task the supervisor was given."""
    await connection.execute(_RAISED, late.name, late.record, late.agency, task)


async def unsettled(connection: Connection, limit: int) -> list[Unsettled]:
    """Give what became of what tasks are about, where they were not told."""
    return [Unsettled(**row) for row in await connection.fetch(_UNSETTLED, limit)]


async def settle(connection: Connection, each: Unsettled) -> None:
    """Keep that the tasks were told what became of it."""
    await connection.execute(_SETTLE, each.name, each.record, each.agency)


async def withdraw_of(connection: Connection, record: UUID, agency: str, at: datetime) -> None:
    """Expect nothing more of an agency that does not see a record any more."""
    await connection.execute(_GONE, record, agency, at)


def _quoted(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
