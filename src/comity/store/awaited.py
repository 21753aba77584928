"""What is expected of one agency, read for one of its members: what they may not see is filtered inside the query."""

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from comity.store.reading import Reader, Scope

_AWAITED = """
-- What is open at an agency, of each record what is due first, the earliest first, as far as classes and records reach.
select e.name, e.record, r.class_id, e.began_at, e.due_at, e.task, e.escalation
from expecting e join record r on r.id = e.record
where e.agency = $3 and e.closed_at is null and (r.class_id = any($1::int[]) or r.id = any($2::uuid[]))
  and (e.due_at, e.record, e.name) > ($4, $5, $6) and e.due_at <= $7
  and not exists (
    select from expecting f
    where f.name = e.name and f.record = e.record and f.agency = e.agency and f.closed_at is null
      and (f.due_at, f.thing) < (e.due_at, e.thing)
  )
order by e.due_at, e.record, e.name limit $8
"""
_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class Place(NamedTuple):
    """Where a page ends: what was due when, of which record, under which name."""

    due_at: datetime
    record: UUID
    name: str


BEGINNING = Place(datetime(1, 1, 1, tzinfo=UTC), UUID(int=0), "")


class Awaited(NamedTuple):
    """One record that started a clock which nothing has ended yet."""

    name: str
    record: UUID
    class_id: int
    began_at: datetime
    due_at: datetime
    task: UUID | None
    escalation: UUID | None

    @property
    def place(self) -> Place:
        """Where a page ends that ends with it."""
        return Place(self.due_at, self.record, self.name)


async def awaited(
    reader: Reader, scope: Scope, agency: str, after: Place, *, before: datetime | None, limit: int
) -> list[Awaited]:
    """Give what is open at an agency after a place, up to what was due by a moment, the earliest due first."""
    rows = await reader.rows(scope, _AWAITED, scope.classes, scope.records, agency, *after, before or _EVER, limit)
    return [Awaited(**row) for row in rows]
