"""A question to the laboratory."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Reads, Record, check
from comity.records.fields import AgencyKey, Narrative, StatusText
from comity.records.justice.custody_handoff import CustodyHandoff, holder
from comity.records.justice.exhibit import Exhibit
from comity.records.meaning import Niem
from comity.records.moments import Occurred, When
from comity.records.pillars import Pillar
from comity.records.references import Ref


@check("exhibits", remedy="Seal the exhibit first, and correct its record.")
def exhibit_is_sealed_before_the_lab(request: "LabRequest", known: Known) -> bool:
    """Only sealed exhibits are sent to the laboratory."""
    return all(known.record(exhibit).sealed for exhibit in request.exhibits)


@check(
    "exhibits",
    remedy="Enter the hand-off that brought the exhibit to you, or let the person who holds it send the request.",
    reads=(Reads("custody-handoff", "exhibits"),),
)
def exhibit_is_in_the_officers_custody(request: "LabRequest", known: Known) -> bool:
    """Only the person who holds the exhibits may send them to the laboratory."""
    if known.earlier is not None:
        return True
    handoffs = known.referring(CustodyHandoff)
    return all(
        holder(known.record(exhibit), tuple(h for h in handoffs if h.exhibit == exhibit)) == known.member
        for exhibit in request.exhibits
    )


class LabRequest(Record):
    """Police ask the laboratory a question about exhibits."""

    entered_by = (Pillar.POLICE,)
    needed = ("exhibits", "question", "requested_at")
    follows = ("exhibits",)
    checks = (exhibit_is_sealed_before_the_lab, exhibit_is_in_the_officers_custody)

    exhibits: Annotated[tuple[Ref[Exhibit], ...], Niem("j:EvidenceItem")] = ()
    requested_at: Annotated[Occurred | None, Niem("nc:ActivityRequestedDate")] = None
    laboratory: AgencyKey | None = None
    question: Narrative | None = None
    priority: StatusText | None = None
    due: Annotated[When | None, Niem("nc:ActivityDueDate"), Category.STATUS] = None
