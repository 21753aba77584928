"""A case before a court."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Record, check
from comity.records.fields import Description, EventText, Flag, Member, Number, ReferenceText, ShortText, StatusText
from comity.records.justice.charges import Charge, ChargeNote, tracking_numbers
from comity.records.justice.charging_decision import ChargingDecision, filed
from comity.records.meaning import Minted, Niem
from comity.records.moments import Occurred, When, surely_before
from comity.records.parties.identifications import Identification
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.parties.statuses import StatusNote
from comity.records.parties.things import Trait
from comity.records.pillars import Pillar
from comity.records.references import Ref


class PartyRole(StrEnum):
    """Which part somebody has in a case, as far as it is not protected; victims stand in the incident."""

    DEFENDANT = "defendant"
    PROSECUTOR = "prosecutor"
    DEFENSE = "defense"
    JUDGE = "judge"
    RESPONDENT = "respondent"
    PETITIONER = "petitioner"
    OTHER = "other"


class Party(Part):
    """Somebody with a part in a case; NIEM 6 justice, ``j:CaseDefendantParty`` and ``j:CaseOfficialType``."""

    category = Category.REFERENCE

    role: PartyRole
    role_text: Annotated[ShortText | None, Niem("j:CaseOfficialRoleText")] = None
    person: Ref[Person] | None = None
    organization: Ref[Organization] | None = None
    identifications: tuple[Identification, ...] = ()
    began_on: Annotated[When | None, Niem("j:CaseOfficialStartDate")] = None
    ended_on: Annotated[When | None, Niem("j:CaseOfficialEndDate")] = None
    self_represented: Annotated[Flag | None, Niem("j:CaseDefendantSelfRepresentationIndicator")] = None
    court_appointed: Annotated[Flag | None, Niem("j:CaseDefenseAttorneyCourtAppointedIndicator")] = None
    language: ShortText | None = None
    confidential: Flag | None = None


class CaseDates(Part):
    """Days that a partner's court keeps for a case."""

    category = Category.STATUS

    speedy_trial_on: When | None = None
    trial_by: When | None = None
    advised_on: When | None = None
    remanded_on: When | None = None
    jury_requested_on: When | None = None
    jury_verdict_on: When | None = None
    failure_to_appear_on: When | None = None
    failure_to_pay_on: When | None = None
    failure_to_comply_on: When | None = None
    referred_on: When | None = None
    disposed_on: When | None = None


def charges_of_case(case: "CourtCase", known: Known) -> frozenset[str]:
    """Give the charge tracking numbers that a case decides: those listed, or all that its charging decision filed."""
    listed = tracking_numbers(case.charges)
    return listed or (filed(known.record(case.charging_decision)) if case.charging_decision else frozenset())


@check("charges", remedy="List only charges that the prosecutor filed, or leave the list out to take them all.")
def case_takes_only_filed_charges(case: "CourtCase", known: Known) -> bool:
    """A case holds only charges that its charging decision filed."""
    if case.charging_decision is None:
        return True
    return tracking_numbers(case.charges) <= filed(known.record(case.charging_decision))


@check("docketed_at", remedy="Correct the time of docketing.")
def case_not_docketed_before_the_decision(case: "CourtCase", known: Known) -> bool:
    """A case is not docketed before the charging decision was made."""
    return case.charging_decision is None or not surely_before(
        case.docketed_at, known.record(case.charging_decision).decided_at
    )


class CourtCase(Record):
    """A case before a court; its charges are those that the prosecutor filed, by reference."""

    niem = "nc:Case"
    entered_by = (Pillar.COURT,)
    needed = ("charging_decision", "docketed_at", "parties")
    follows = ("charging_decision",)
    checks = (case_takes_only_filed_charges, case_not_docketed_before_the_decision)

    case_number: Annotated[Number | None, Minted("case"), Niem("nc:CaseTrackingID")] = None
    docket_number: Annotated[Number | None, Niem("nc:CaseDocketID")] = None
    identifications: Annotated[tuple[Identification, ...], Niem("j:CaseOtherIdentification"), Category.REFERENCE] = ()
    charging_decision: Ref[ChargingDecision] | None = None
    charges: Annotated[tuple[Charge, ...], Niem("j:CaseCharge")] = ()
    charge_notes: tuple[ChargeNote, ...] = ()
    parties: tuple[Party, ...] = ()
    victims: Annotated[tuple[Ref[Person | Organization], ...], Niem("j:Victim"), Category.VICTIM] = ()
    witnesses: Annotated[tuple[Ref[Person], ...], Niem("j:CaseWitness"), Category.SOURCE] = ()
    docketed_at: Annotated[Occurred | None, Niem("nc:CaseFiling")] = None
    court: Annotated[Ref[Organization] | None, Niem("j:CaseCourt")] = None
    judge: Annotated[Member | None, Niem("j:CaseJudge")] = None
    title: Annotated[Description | None, Niem("nc:CaseTitleText"), Category.IDENTITY] = None
    short_title: Annotated[Description | None, Category.IDENTITY] = None
    category_text: Annotated[EventText | None, Niem("nc:CaseCategoryText")] = None
    general_category: Annotated[EventText | None, Niem("nc:CaseGeneralCategoryText")] = None
    sub_category: Annotated[EventText | None, Niem("nc:CaseSubCategoryText")] = None
    statuses: Annotated[tuple[StatusNote, ...], Niem("j:CourtCaseStatusText")] = ()
    stage: StatusText | None = None
    initiation_method: EventText | None = None
    filing_category: EventText | None = None
    disposition_text: Annotated[StatusText | None, Niem("nc:CaseDisposition")] = None
    dates: CaseDates | None = None
    domestic_violence: Annotated[Flag | None, Niem("j:CaseDomesticViolenceIndicator")] = None
    confidential: Flag | None = None
    sealed: Flag | None = None
    original_case: Annotated[Ref["CourtCase"] | None, Niem("j:CaseLineageCase")] = None
    appellate_number: Number | None = None
    program: StatusText | None = None
    probation: StatusText | None = None
    recommended_bail: StatusText | None = None
    referring_office: ReferenceText | None = None
    traits: tuple[Trait, ...] = ()
