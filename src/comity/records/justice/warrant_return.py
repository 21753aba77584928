"""What became of a warrant at the police."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import Member, Narrative
from comity.records.justice.warrant import Warrant
from comity.records.meaning import Niem
from comity.records.moments import Occurred, surely_before
from comity.records.pillars import Pillar
from comity.records.references import Ref


class WarrantOutcome(StrEnum):
    """What the police did with a warrant."""

    SERVED = "served"
    ATTEMPTED = "attempted"
    RETURNED = "returned-unserved"
    RECALL_ACKNOWLEDGED = "recall-acknowledged"


@check("happened_at", remedy="Do not serve a recalled warrant; acknowledge the recall instead.")
def recalled_warrant_is_not_served(back: "WarrantReturn", known: Known) -> bool:
    """A warrant is not served after the court recalled it."""
    served = back.outcome is WarrantOutcome.SERVED and back.warrant is not None
    return not (served and surely_before(known.record(back.warrant).recalled_at, back.happened_at))  # type: ignore[arg-type]  # served says that there is a warrant


class WarrantReturn(Record):
    """Police tell the court that a warrant was served, tried, returned, or its recall acknowledged."""

    entered_by = (Pillar.POLICE,)
    needed = ("warrant", "happened_at", "outcome")
    follows = ("warrant",)
    checks = (recalled_warrant_is_not_served,)

    warrant: Annotated[Ref[Warrant] | None, Niem("j:Warrant")] = None
    happened_at: Annotated[Occurred | None, Niem("j:CourtOrderServiceDate")] = None
    outcome: Annotated[WarrantOutcome | None, Niem("j:CourtOrderServiceDescriptionText"), Category.STATUS] = None
    officer: Annotated[Member | None, Niem("j:CourtOrderServiceOfficialAbstract")] = None
    narrative: Narrative | None = None
