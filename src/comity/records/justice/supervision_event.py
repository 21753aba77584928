"""What happens under supervision."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import Flag, Member, Narrative, ShortText
from comity.records.justice.supervision import Supervision
from comity.records.meaning import Niem
from comity.records.moments import Occurred, surely_before
from comity.records.pillars import Pillar
from comity.records.references import Ref


class SupervisionEventKind(StrEnum):
    """What happened under supervision."""

    CONTACT = "contact"
    MISSED_CONTACT = "missed-contact"
    TEST = "test"
    VIOLATION = "violation"
    CONDITION_MET = "condition-met"
    COMPLETED = "completed"
    REVOKED = "revoked"


@check("narrative", remedy="Write down what happened.")
def violation_is_described(event: "SupervisionEvent", known: Known) -> bool:
    """A violation is described, because a warrant may be asked on it."""
    del known
    return event.kind is not SupervisionEventKind.VIOLATION or event.narrative is not None


@check("occurred_at", remedy="Correct the time.")
def supervision_event_not_before_it_starts(event: "SupervisionEvent", known: Known) -> bool:
    """Nothing happens under supervision before it starts."""
    if event.supervision is None:
        return True
    return not surely_before(event.occurred_at, known.record(event.supervision).starts_on)


class SupervisionEvent(Record):
    """A contact, a test, a violation or another event under supervision."""

    entered_by = (Pillar.PROBATION,)
    needed = ("supervision", "occurred_at", "kind")
    follows = ("supervision",)
    checks = (violation_is_described, supervision_event_not_before_it_starts)

    supervision: Annotated[Ref[Supervision] | None, Niem("nc:Supervision")] = None
    kind: Annotated[SupervisionEventKind | None, Category.EVENT] = None
    occurred_at: Annotated[Occurred | None, Niem("nc:ActivityDate")] = None
    officer: Member | None = None
    warrant_requested: Flag | None = None
    test_result: Annotated[ShortText | None, Category.SUBSTANCE_USE] = None
    narrative: Annotated[Narrative | None, Niem("nc:ActivityNarrative")] = None
