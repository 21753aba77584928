"""The charge referral to the prosecutor (in India: the charge sheet or final report)."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Reads, Record, check
from comity.records.fields import Count, Flag, Member, Narrative, Number, ReferenceText, ShortText
from comity.records.justice.arrest import Arrest
from comity.records.justice.charges import Charge, tracking_numbers
from comity.records.justice.exhibit import Exhibit
from comity.records.justice.incident import Incident
from comity.records.justice.involvement import Involvement, SubjectCategory
from comity.records.meaning import Minted, Niem
from comity.records.moments import Occurred
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.pillars import Pillar
from comity.records.references import Ref


class ReferralOutcome(StrEnum):
    """How an investigation ends."""

    CHARGES_REFERRED = "charges-referred"
    NO_CHARGE = "no-charge"


class NotReferred(Part):
    """An arrest charge that is not referred, and on what ground; the ground names nobody."""

    category = Category.CHARGE

    charge_tracking_number: Annotated[Number, Niem("j:ChargeTrackingIdentification")]
    reason: ShortText


class Accused(Part):
    """Somebody accused, with their serial number in this referral, and the arrest where there was one."""

    category = Category.REFERENCE

    serial: Count
    person: Ref[Person]
    arrest: Ref[Arrest] | None = None


def referred(referral: "ChargeReferral", known: Known) -> frozenset[str]:
    """Give the charge tracking numbers that a referral brings before the prosecutor."""
    arrested = arrest_charges(referral, known) | tracking_numbers(referral.charges)
    return arrested - {each.charge_tracking_number for each in referral.not_referred}


def arrest_charges(referral: "ChargeReferral", known: Known) -> frozenset[str]:
    """Give the charge tracking numbers of all arrests that a referral names."""
    arrests = (each.arrest for each in referral.accused if each.arrest)
    return frozenset(number for arrest in arrests for number in tracking_numbers(known.record(arrest).charges))


@check("incident", remedy="Let the designated officer enter it, or correct who is designated in the incident first.")
def chargesheet_only_by_designated_io(referral: "ChargeReferral", known: Known) -> bool:
    """Only the officer designated to investigate refers charges."""
    if referral.incident is None or known.earlier is not None:
        return True
    return known.record(referral.incident).investigating_officer in (None, known.member)


@check(
    "accused",
    remedy="Name an arrest of this person in this incident, or enter them as suspect in the incident first.",
    reads=(Reads("involvement", "incident"),),
)
def accused_serial_belongs_to_same_case(referral: "ChargeReferral", known: Known) -> bool:
    """Everyone accused, each under one serial number, was arrested or is a suspect in the same incident."""
    serials = [each.serial for each in referral.accused]
    suspects = {i.person for i in known.referring(Involvement) if i.subject_category is SubjectCategory.SUSPECT}
    return len(set(serials)) == len(serials) and all(
        _in_the_case(each, referral, known) if each.arrest else each.person in suspects for each in referral.accused
    )


def _in_the_case(accused: Accused, referral: "ChargeReferral", known: Known) -> bool:
    arrest = known.record(accused.arrest) if accused.arrest else None
    return arrest is not None and arrest.subject == accused.person and arrest.incident in (None, referral.incident)


@check("not_referred", remedy="List the charge under not_referred with the reason, or take it out there.")
def every_arrest_charge_is_referred_or_reasoned(referral: "ChargeReferral", known: Known) -> bool:
    """A charge that is not referred is one of the arrests' charges, and a referral without charges refers none."""
    numbers = arrest_charges(referral, known) | tracking_numbers(referral.charges)
    left_out = {each.charge_tracking_number for each in referral.not_referred}
    none_left = referral.outcome is not ReferralOutcome.NO_CHARGE or numbers == left_out
    return left_out <= numbers and none_left


class ChargeReferral(Record):
    """Police refer charges to the prosecutor, or report that there are none to refer."""

    entered_by = (Pillar.POLICE,)
    needed = ("incident", "outcome", "referred_at")
    follows = ("incident",)
    checks = (
        chargesheet_only_by_designated_io,
        accused_serial_belongs_to_same_case,
        every_arrest_charge_is_referred_or_reasoned,
    )

    referral_number: Annotated[Number | None, Minted("referral"), Niem("nc:DocumentIdentification")] = None
    incident: Ref[Incident] | None = None
    outcome: Annotated[ReferralOutcome | None, Category.STATUS] = None
    referred_at: Annotated[Occurred | None, Niem("nc:ActivityDate")] = None
    accused: tuple[Accused, ...] = ()
    not_referred: tuple[NotReferred, ...] = ()
    charges: Annotated[tuple[Charge, ...], Niem("j:Charge")] = ()
    juvenile: Flag | None = None
    witnesses: Annotated[tuple[Ref[Person], ...], Category.SOURCE] = ()
    exhibits: tuple[Ref[Exhibit], ...] = ()
    narrative: Annotated[Narrative | None, Niem("nc:ActivityNarrative")] = None
    prosecutor: Ref[Organization] | None = None
    officer: Member | None = None
    case_number: ReferenceText | None = None
    filed_in_court_at: Annotated[Occurred | None, Niem("nc:DocumentFiledDate")] = None
    court: Ref[Organization] | None = None
