"""See what is expected of one's own agency, and by when: what is overdue first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comity.acts.asked import Asked, noted
from comity.acts.judging import judged
from comity.acts.outlooks import tells
from comity.acts.sight import Sight, sight_of
from comity.desks.deadlines import EXPECTED
from comity.policy.sessions import Session
from comity.store.awaited import BEGINNING, Awaited, Place, awaited
from comity.store.node import Node
from comity.store.reading import Scope


@dataclass(frozen=True)
class Deadline:
    """One thing that is expected of an agency: what, of which record, since when, by when, and what was done about it.

    ``task`` is whom a task was given to look into it; ``escalated`` tells that a supervisor was given one too.
    """

    name: str
    sentence: str
    record: UUID
    kind: str
    owner: str
    began_at: datetime
    due_at: datetime
    overdue: bool
    task: UUID | None
    escalated: bool
    place: Place


@judged
async def deadlines(
    node: Node, session: Session, *, after: Place = BEGINNING, limit: int = 200, before: datetime | None = None
) -> list[Deadline]:
    """Give what is expected of the session's agency and has not come, the earliest due first.

    Only what started by a record that this session sees; ``before`` narrows it to what was due by a moment.
    """
    scope = _telling(node, await sight_of(node, session))
    found = await awaited(node.reader, scope, session.agency.key, after, before=before, limit=limit)
    noted(node, session, Asked(len(found)))
    now, classes = node.clock(), node.classes.all()
    return [_deadline(each, classes[each.class_id].kind, classes[each.class_id].owner, now) for each in found]


async def overdue(node: Node, session: Session, *, after: Place = BEGINNING, limit: int = 200) -> list[Deadline]:
    """Give what is overdue at this agency, the longest overdue first."""
    return await deadlines(node, session, after=after, limit=limit, before=node.clock())


def _telling(node: Node, sight: Sight) -> Scope:
    """Narrow a sight to records of which it shows all that a time limit tells."""
    classes = node.classes.all()
    single = (sight.single or {}).items()
    return Scope(
        sight.epoch,
        tuple(n for n, decision in sight.decisions.items() if tells(classes[n].kind, decision.mask)),
        tuple(id for id, each in single if tells(classes[each.class_id].kind, each.decision.mask)),
        sight.beyond,
    )


def _deadline(each: Awaited, kind: str, owner: str, now: datetime) -> Deadline:
    return Deadline(
        each.name,
        EXPECTED[each.name].sentence,
        each.record,
        kind,
        owner,
        each.began_at,
        each.due_at,
        each.due_at <= now,
        each.task,
        each.escalation is not None,
        each.place,
    )
