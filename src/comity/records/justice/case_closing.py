"""The end of a case."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Reads, Record, check
from comity.records.fields import Member, Narrative
from comity.records.justice.court_case import CourtCase, charges_of_case
from comity.records.justice.disposition import Disposition
from comity.records.meaning import Niem
from comity.records.moments import Occurred, surely_before
from comity.records.pillars import Pillar
from comity.records.references import Ref


def surely_closed(closings: tuple["CaseClosing", ...], at: str | None) -> bool:
    """Tell whether a case was surely closed, and not opened again, when something happened."""
    return any(
        surely_before(closing.closed_at, at)
        and not (closing.reopened_at and not surely_before(at, closing.reopened_at))
        for closing in closings
    )


@check(
    "case",
    remedy="Enter a disposition for each charge of the case first.",
    reads=(Reads("disposition", "case"),),
)
def case_closes_only_when_every_charge_is_disposed(closing: "CaseClosing", known: Known) -> bool:
    """A case is closed only when each of its charges has a disposition."""
    if closing.case is None:
        return True
    disposed = {disposition.charge_tracking_number for disposition in known.referring(Disposition)}
    return charges_of_case(known.record(closing.case), known) <= disposed


class CaseClosing(Record):
    """The court closes a case; an appeal that remands it opens it again, as a correction."""

    entered_by = (Pillar.COURT,)
    needed = ("case", "closed_at")
    follows = ("case",)
    checks = (case_closes_only_when_every_charge_is_disposed,)

    case: Annotated[Ref[CourtCase] | None, Niem("nc:Case")] = None
    closed_at: Annotated[Occurred | None, Niem("nc:CaseDispositionFinalDate"), Category.STATUS] = None
    closed_by: Member | None = None
    reopened_at: Annotated[Occurred | None, Category.STATUS] = None
    reopening_reason: Narrative | None = None
