"""A hearing."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Reads, Record, check
from comity.records.fields import EventText, Flag, Member, Narrative, Number, ShortText
from comity.records.justice.case_closing import CaseClosing, surely_closed
from comity.records.justice.charges import Plea
from comity.records.justice.court_case import CourtCase, charges_of_case
from comity.records.meaning import Niem, Search
from comity.records.moments import Occurred, When
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.references import Ref


class Appearance(Part):
    """Who appeared, or did not; NIEM 6 justice, ``j:CourtAppearanceType``."""

    category = Category.EVENT

    person: Annotated[Ref[Person], Niem("j:CourtAppearanceEntity")]
    role: ShortText | None = None
    present: Flag | None = None
    reason: Annotated[ShortText | None, Niem("j:CourtAppearanceReasonText")] = None


@check(
    "case",
    remedy="Name a case that is open, or enter that the case was opened again.",
    reads=(Reads("case-closing", "case"),),
)
def hearing_is_in_an_open_case(hearing: "Hearing", known: Known) -> bool:
    """A hearing is held only in a case that is open."""
    return not surely_closed(known.referring(CaseClosing), hearing.starts_at)


@check("pleas", remedy="Correct the charge tracking number of the plea.")
def plea_answers_a_charge_of_the_case(hearing: "Hearing", known: Known) -> bool:
    """A plea answers a charge of the case that is heard."""
    if hearing.case is None or not hearing.pleas:
        return True
    charges = charges_of_case(known.record(hearing.case), known)
    return all(plea.charge_tracking_number in charges for plea in hearing.pleas)


class Hearing(Record):
    """A hearing of a case: set, held, and with what result; a changed result tells everyone who had the earlier one."""

    niem = "j:Hearing"
    entered_by = (Pillar.COURT,)
    needed = ("case", "starts_at")
    follows = ("case",)
    checks = (hearing_is_in_an_open_case, plea_answers_a_charge_of_the_case)

    case: Annotated[Ref[CourtCase] | None, Niem("j:CourtEventCase")] = None
    number: Annotated[Number | None, Niem("nc:ActivityIdentification")] = None
    name: Annotated[EventText | None, Niem("nc:ActivityName")] = None
    starts_at: Annotated[When | None, Niem("nc:ActivityScheduledDate"), Search.DATE] = None
    ended_at: Occurred | None = None
    category_text: Annotated[EventText | None, Niem("j:HearingCategoryText")] = None
    reason: Annotated[EventText | None, Niem("nc:ActivityReasonText")] = None
    description: Annotated[Narrative | None, Niem("nc:ActivityDescriptionText")] = None
    courtroom: EventText | None = None
    court: Annotated[Ref[Organization] | None, Niem("j:CourtEventCourt")] = None
    judge: Annotated[Member | None, Niem("j:CourtEventJudge")] = None
    first_appearance: Annotated[Flag | None, Niem("j:HearingInitialIndicator")] = None
    appearances: Annotated[tuple[Appearance, ...], Niem("j:CourtEventAppearance")] = ()
    pleas: Annotated[tuple[Plea, ...], Niem("j:ChargePlea")] = ()
    result: Annotated[ShortText | None, Niem("j:CourtEventAction"), Category.STATUS] = None
    results_shared: Flag | None = None
    next_hearing_at: Annotated[When | None, Category.STATUS] = None
    minutes: Annotated[Narrative | None, Niem("j:HearingComment")] = None
