"""What the prosecutor decides on each charge."""

from enum import StrEnum
from itertools import count
from typing import Annotated, Self

from msgspec.structs import replace

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Record, check
from comity.records.fields import Flag, Member, Narrative, Number, ReferenceText, ShortText
from comity.records.justice.charge_referral import ChargeReferral, referred
from comity.records.justice.charges import Charge
from comity.records.meaning import Minted, Niem
from comity.records.moments import Occurred, surely_before
from comity.records.parties.organization import Organization
from comity.records.pillars import Pillar
from comity.records.references import Ref


class Choice(StrEnum):
    """What is done with one charge."""

    FILE = "file"
    AMEND = "amend"
    ADD = "add"
    DECLINE = "decline"


class ChargeChoice(Part):
    """The decision on one charge; ``amended`` holds only what changes, and the whole charge where one is added.

    ``reason`` is a ground and names nobody; the story belongs in the decision's note.
    """

    category = Category.CHARGE

    charge_tracking_number: Annotated[Number | None, Niem("j:ChargeTrackingIdentification")] = None
    choice: Choice
    reason: ShortText | None = None
    amended: Annotated[Charge | None, Niem("j:CaseAmendedCharge")] = None
    ends_cycle: Flag | None = None


def filed(decision: "ChargingDecision") -> frozenset[str]:
    """Give the charge tracking numbers that a decision brings before the court."""
    return frozenset(
        each.charge_tracking_number
        for each in decision.choices
        if each.charge_tracking_number and each.choice is not Choice.DECLINE
    )


@check("choices", remedy="Decide each referred charge once: file, amend or decline it.")
def every_arrest_charge_gets_a_decision(decision: "ChargingDecision", known: Known) -> bool:
    """Every referred charge gets one decision, and no other charge does unless it is added."""
    if decision.referral is None:
        return True
    decided = [each.charge_tracking_number for each in decision.choices if each.choice is not Choice.ADD]
    return sorted(map(str, decided)) == sorted(referred(known.record(decision.referral), known))


@check("choices", remedy="Give the reason for each declined charge.")
def declined_charge_has_a_reason(decision: "ChargingDecision", known: Known) -> bool:
    """A declined charge has a reason, because declining is final and reaches the repository."""
    del known
    return all(each.reason for each in decision.choices if each.choice is Choice.DECLINE)


@check("choices", remedy="Say what the amended or added charge is.")
def amended_charge_says_what_changes(decision: "ChargingDecision", known: Known) -> bool:
    """An amended or added charge says what it becomes."""
    del known
    return all(each.amended for each in decision.choices if each.choice in (Choice.AMEND, Choice.ADD))


@check("decided_at", remedy="Correct the time of the decision.")
def decision_not_before_referral(decision: "ChargingDecision", known: Known) -> bool:
    """A charging decision is not earlier than the referral."""
    return decision.referral is None or not surely_before(
        decision.decided_at, known.record(decision.referral).referred_at
    )


class ChargingDecision(Record):
    """The prosecutor files, amends, adds or declines each charge."""

    entered_by = (Pillar.PROSECUTION,)
    needed = ("referral", "decided_at", "choices")
    follows = ("referral",)
    checks = (
        every_arrest_charge_gets_a_decision,
        declined_charge_has_a_reason,
        amended_charge_says_what_changes,
        decision_not_before_referral,
    )

    decision_number: Annotated[Number | None, Minted("referral"), Niem("nc:DocumentIdentification")] = None
    referral: Ref[ChargeReferral] | None = None
    decided_at: Annotated[Occurred | None, Niem("nc:ActivityDate")] = None
    choices: tuple[ChargeChoice, ...] = ()
    prosecutor: Annotated[Member | None, Niem("j:CaseProsecutionAttorney")] = None
    office: Ref[Organization] | None = None
    case_number: ReferenceText | None = None
    note: Annotated[Narrative | None, Category.COUNSEL] = None

    def numbered(self) -> Self:
        """Number the added charges after the decision: the second added charge of decision X has the CTN X-002."""
        if self.decision_number is None:
            return self
        serials = count(1)
        choices = tuple(
            replace(each, charge_tracking_number=f"{self.decision_number}-{next(serials):03d}")
            if each.choice is Choice.ADD and not each.charge_tracking_number
            else each
            for each in self.choices
        )
        return replace(self, choices=choices)
