"""How what is expected is told: the same to a program, to the command line and in the contract."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from comity.acts.deadlines import Deadline


class DeadlineTold(Struct, frozen=True, omit_defaults=True):
    """One thing that is expected: the rule, what it says, of which record, by when; the task that was given for it."""

    rule: str
    sentence: str
    record: UUID
    kind: str
    owner: str
    began_at: datetime
    due_at: datetime
    overdue: bool
    task: UUID | None = None
    escalated: bool = False


class Deadlines(Struct, frozen=True):
    """A page of what is expected of an agency, what is due first at the top."""

    items: tuple[DeadlineTold, ...]


def told(found: Iterable[Deadline]) -> Deadlines:
    """Give a page of what is expected."""
    return Deadlines(
        tuple(
            DeadlineTold(
                each.name, each.sentence, each.record, each.kind, each.owner, each.began_at, each.due_at, each.overdue,
                each.task, each.escalated,
            )
            for each in found
        )
    )  # fmt: skip
