"""How a charge ends."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Reads, Record, check
from comity.records.fields import Member, Number, ReferenceText, StatusText
from comity.records.justice.charges import Charge
from comity.records.justice.court_case import CourtCase, charges_of_case
from comity.records.justice.statutes import StatuteCited
from comity.records.meaning import Niem
from comity.records.moments import Occurred, surely_before
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.references import Ref


class Ending(StrEnum):
    """How a court ends a charge."""

    CONVICTED = "convicted"
    ACQUITTED = "acquitted"
    DISMISSED = "dismissed"
    DIVERTED = "diverted"
    TRANSFERRED = "transferred"
    OTHER = "other"


@check("charge_tracking_number", remedy="Correct the number: it must be one of the charges of the case.")
def disposition_charge_belongs_to_the_case(disposition: "Disposition", known: Known) -> bool:
    """A disposition ends a charge of its own case."""
    if disposition.case is None:
        return True
    return disposition.charge_tracking_number in charges_of_case(known.record(disposition.case), known)


@check(
    "charge_tracking_number",
    remedy="Correct the disposition that stands instead of entering another.",
    reads=(Reads("disposition", "case"),),
)
def charge_is_disposed_once(disposition: "Disposition", known: Known) -> bool:
    """A charge has one disposition; an appeal corrects it."""
    others = known.referring(Disposition)
    return known.earlier is not None or disposition.charge_tracking_number not in {
        other.charge_tracking_number for other in others
    }


@check("disposed_at", remedy="Correct the time of the disposition.")
def disposition_not_before_docketing(disposition: "Disposition", known: Known) -> bool:
    """A charge is not disposed before its case was docketed."""
    return disposition.case is None or not surely_before(
        disposition.disposed_at, known.record(disposition.case).docketed_at
    )


class Disposition(Record):
    """The court ends one charge of a case."""

    niem = "j:ChargeDisposition"
    entered_by = (Pillar.COURT,)
    needed = ("case", "charge_tracking_number", "ending", "disposed_at")
    follows = ("case",)
    checks = (
        disposition_charge_belongs_to_the_case,
        charge_is_disposed_once,
        disposition_not_before_docketing,
    )

    case: Annotated[Ref[CourtCase] | None, Niem("nc:Case")] = None
    charge_tracking_number: Annotated[Number | None, Niem("j:ChargeTrackingIdentification")] = None
    ending: Annotated[Ending | None, Niem("nc:DispositionCategoryText"), Category.STATUS] = None
    disposed_at: Annotated[Occurred | None, Niem("nc:DispositionDate"), Category.STATUS] = None
    number: Annotated[Number | None, Niem("nc:ActivityIdentification")] = None
    subject: Annotated[Ref[Person] | None, Niem("j:ChargeSubject")] = None
    charge: Annotated[Charge | None, Niem("j:Charge")] = None
    statutes: tuple[StatuteCited, ...] = ()
    texts: Annotated[tuple[StatusText, ...], Niem("nc:DispositionText"), Category.STATUS] = ()
    description: Annotated[StatusText | None, Niem("nc:DispositionDescriptionText")] = None
    other_text: Annotated[StatusText | None, Niem("j:ChargeDispositionOtherText")] = None
    reason: Annotated[StatusText | None, Niem("nc:DispositionReasonText")] = None
    court: Annotated[Ref[Organization] | None, Niem("nc:DispositionEntity")] = None
    judge: Member | None = None
    docket_number: ReferenceText | None = None
    court_action_code: StatusText | None = None
