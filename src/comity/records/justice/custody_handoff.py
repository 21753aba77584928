"""A link in the chain of custody."""

from typing import Annotated

from comity.records.declaration import Known, Reads, Record, check
from comity.records.fields import AgencyKey, EventText, Flag, Member, Number
from comity.records.justice.exhibit import Exhibit
from comity.records.meaning import Niem
from comity.records.moments import Occurred, earliest, surely_before
from comity.records.pillars import Pillar
from comity.records.references import Ref


def holder(exhibit: Exhibit, handoffs: tuple["CustodyHandoff", ...]) -> str | None:
    """Tell which member holds an exhibit: who received it last, or else who seized it."""
    dated = [(earliest(handoff.handed_at), handoff) for handoff in handoffs if handoff.handed_at]
    return max(dated, key=lambda pair: pair[0])[1].to_member if dated else exhibit.seized_by


@check(
    "from_member",
    remedy="Enter the hand-off that is missing between, or correct who hands the exhibit over.",
    reads=(Reads("custody-handoff", "exhibit"),),
)
def handoff_starts_where_the_last_one_ended(handoff: "CustodyHandoff", known: Known) -> bool:
    """An exhibit is handed on by the person who holds it, so that the chain of custody has no gap."""
    if handoff.exhibit is None:
        return True
    before = tuple(h for h in known.referring(CustodyHandoff) if not surely_before(handoff.handed_at, h.handed_at))
    return handoff.from_member == holder(known.record(handoff.exhibit), before)


class CustodyHandoff(Record):
    """An exhibit passes from one person's hands to another's: one link in the chain of custody."""

    niem = "j:CustodyTransfer"
    entered_by = (Pillar.POLICE, Pillar.LABORATORY, Pillar.PROSECUTION, Pillar.COURT)
    needed = ("exhibit", "handed_at", "from_member", "to_member", "purpose")
    follows = ("exhibit",)
    checks = (handoff_starts_where_the_last_one_ended,)

    exhibit: Annotated[Ref[Exhibit] | None, Niem("j:CustodyTransferItem")] = None
    handed_at: Annotated[Occurred | None, Niem("nc:ActivityDate")] = None
    from_member: Annotated[Member | None, Niem("j:CustodyTransferReleasingEnforcementOfficial")] = None
    from_agency: Annotated[AgencyKey | None, Niem("j:CustodyTransferReleasingEnforcementAgency")] = None
    to_member: Annotated[Member | None, Niem("j:CustodyTransferReceivingEnforcementOfficial")] = None
    to_agency: Annotated[AgencyKey | None, Niem("j:CustodyTransferReceivingEnforcementAgency")] = None
    purpose: Annotated[EventText | None, Niem("nc:ActivityReasonText")] = None
    sealed: Flag | None = None
    seal_number: Number | None = None
    condition: EventText | None = None
