"""An arrest, with its charges."""

from enum import StrEnum
from typing import Annotated, Self

from msgspec.structs import replace

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Record, check
from comity.records.fields import EventText, Flag, Member, Narrative, Number, ReferenceText, ShortText
from comity.records.justice.charges import Charge, ChargeNote, tracking_numbers
from comity.records.justice.incident import Incident
from comity.records.justice.warrant import Warrant
from comity.records.meaning import Minted, Niem
from comity.records.moments import Occurred, When, surely_before
from comity.records.parties.identifications import Identification
from comity.records.parties.location import Location
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.parties.things import Trait
from comity.records.pillars import Pillar
from comity.records.references import Ref

# What an arrest without custody is called (FBI NIBRS 2019.1, data element 43): its code, before its words.
SUMMONED = "S Summoned/Cited"


class ArrestGround(StrEnum):
    """On what ground somebody was arrested."""

    WARRANT = "warrant"
    PROBABLE_CAUSE = "probable-cause"
    COURT_ORDER = "court-order"
    SUPERVISION_VIOLATION = "supervision-violation"
    SURRENDER = "surrender"
    OTHER = "other"


class ArrestConduct(Part):
    """How the arrest went, and what statistics ask of it; NIEM 6 justice, ``j:ArrestType``."""

    category = Category.EVENT

    resisted: Annotated[Flag | None, Niem("j:ArrestResistedIndicator")] = None
    rights_read: Annotated[Flag | None, Niem("j:ArrestSubjectRightsReadIndicator")] = None
    armed_with: Annotated[tuple[ShortText, ...], Niem("j:ArrestSubjectArmedWithCode")] = ()
    cleared: Annotated[Flag | None, Niem("j:ArrestSubjectClearanceIndicator")] = None
    count_code: Annotated[ShortText | None, Niem("j:ArrestSubjectCountCode")] = None
    sequence: Annotated[ShortText | None, Niem("j:ArrestSequenceID")] = None
    juvenile_disposition: Annotated[ShortText | None, Niem("j:ArrestSubjectJuvenileDispositionCode")] = None
    disposition: ShortText | None = None
    disposition_on: When | None = None
    disposition_category: ShortText | None = None
    disposition_description: ShortText | None = None
    bail_recommendation: Annotated[ShortText | None, Niem("j:ArrestBailRecommendationText")] = None
    status: ShortText | None = None
    attorney_general_case: Flag | None = None


class Intoxication(Part):
    """What was found of alcohol and drugs at the arrest."""

    category = Category.SUBSTANCE_USE

    intoxicant_involved: Annotated[Flag | None, Niem("j:ArrestIntoxicantInvolvedIndicator")] = None
    blood_alcohol: Annotated[ShortText | None, Niem("j:PersonBloodAlcoholContentNumberText")] = None


@check("occurred_at", remedy="Correct the time, or name the warrant under which the arrest was made.")
def arrest_not_before_registration_without_warrant(arrest: "Arrest", known: Known) -> bool:
    """An arrest is not earlier than the registration of its incident unless a warrant is named."""
    if arrest.warrant is not None or arrest.incident is None:
        return True
    return not surely_before(arrest.occurred_at, known.record(arrest.incident).registered_at)


@check("warrant", remedy="Name a warrant for this person that the court has not recalled.")
def arrest_warrant_is_in_force_for_the_subject(arrest: "Arrest", known: Known) -> bool:
    """The warrant of an arrest is for the person arrested, and was not recalled before."""
    if arrest.warrant is None:
        return arrest.ground is not ArrestGround.WARRANT
    warrant = known.record(arrest.warrant)
    meant = warrant.subject is None or warrant.subject == arrest.subject
    return meant and not surely_before(warrant.recalled_at, arrest.occurred_at)


@check("charges", remedy="Give each charge a number of its own, or leave the numbers out: they are minted.")
def charges_carry_numbers_of_their_own(arrest: "Arrest", known: Known) -> bool:
    """No two charges of an arrest carry the same charge tracking number."""
    del known
    given = [charge for charge in arrest.charges if charge.charge_tracking_number]
    return len(tracking_numbers(arrest.charges)) == len(given)


@check("charges", remedy="Keep every charge with its number; say in the charge referral what is not referred.")
def correction_keeps_the_charge_numbers(arrest: "Arrest", known: Known) -> bool:
    """A correction of an arrest keeps every charge tracking number, because later stages carry them."""
    before = known.earlier
    return not isinstance(before, Arrest) or tracking_numbers(before.charges) <= tracking_numbers(arrest.charges)


class Arrest(Record):
    """A person taken into custody on one or more charges."""

    niem = "j:Arrest"
    entered_by = (Pillar.POLICE,)
    needed = ("subject", "occurred_at", "ground", "charges")
    follows = ("incident",)
    checks = (
        arrest_not_before_registration_without_warrant,
        arrest_warrant_is_in_force_for_the_subject,
        charges_carry_numbers_of_their_own,
        correction_keeps_the_charge_numbers,
    )

    arrest_number: Annotated[Number | None, Minted("arrest"), Niem("nc:ActivityIdentification")] = None
    identifications: Annotated[
        tuple[Identification, ...], Niem("j:ArrestAgencyRecordIdentification"), Category.REFERENCE
    ] = ()
    incident: Ref[Incident] | None = None
    subject: Annotated[Ref[Person] | None, Niem("j:ArrestSubject")] = None
    occurred_at: Annotated[Occurred | None, Niem("nc:ActivityDate")] = None
    ground: Annotated[ArrestGround | None, Category.EVENT] = None
    warrant: Annotated[Ref[Warrant] | None, Niem("j:ArrestWarrant")] = None
    charges: Annotated[tuple[Charge, ...], Niem("j:ArrestCharge")] = ()
    officer: Member | None = None
    officials: Annotated[tuple[Ref[Person], ...], Niem("j:ArrestOfficial")] = ()
    agency: Annotated[Ref[Organization] | None, Niem("j:ArrestAgency")] = None
    agency_name: ReferenceText | None = None
    case_number: ReferenceText | None = None
    location: Annotated[Ref[Location] | None, Niem("nc:ActivityLocation")] = None
    category_text: Annotated[EventText | None, Niem("j:ArrestCategoryCode")] = None
    description: Annotated[Narrative | None, Niem("nc:ActivityDescriptionText")] = None
    probable_cause: Annotated[Narrative | None, Niem("j:ArrestProbableCauseText")] = None
    narrative: Annotated[Narrative | None, Niem("nc:ActivityNarrative")] = None
    charge_notes: tuple[ChargeNote, ...] = ()
    conduct: ArrestConduct | None = None
    intoxication: Intoxication | None = None
    traits: tuple[Trait, ...] = ()

    def numbered(self) -> Self:
        """Number the charges after the arrest: the third charge of ATN X has the CTN X-003."""
        if self.arrest_number is None:
            return self
        charges = tuple(
            charge
            if charge.charge_tracking_number
            else replace(charge, charge_tracking_number=f"{self.arrest_number}-{n:03d}")
            for n, charge in enumerate(self.charges, start=1)
        )
        return replace(self, charges=charges)
