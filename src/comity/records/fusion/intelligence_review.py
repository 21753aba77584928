"""Intelligence is reviewed before its period ends, or it goes; and each time it leaves, it is said to whom and why."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Reads, Record, check
from comity.records.fields import AgencyKey, Flag, Instant, Narrative, StatusText
from comity.records.fusion.intelligence_record import IntelligenceRecord, longest_from
from comity.records.pillars import Pillar
from comity.records.references import Ref

# 28 CFR 23.20(f)(1): law enforcement authorities.
LAW_ENFORCEMENT = frozenset({Pillar.POLICE, Pillar.FUSION, Pillar.PROSECUTION})


class ReviewOutcome(StrEnum):
    """What a review came to: intelligence that is misleading, obsolete or unreliable is destroyed."""

    RETAIN = "retain"
    DESTROY = "destroy"


@check("intelligence", remedy="Let somebody review it who neither stated the suspicion nor entered the record.")
def intelligence_is_reviewed_by_another(review: "IntelligenceReview", known: Known) -> bool:
    """Whoever reviews is another than who stated the suspicion or entered the record."""
    record = known.record(review.intelligence)
    return known.member not in {record.suspicion.author, known.held(review.intelligence).recorded_by}


@check("next_review_due", remedy="Set the next review at most five years ahead, or let the review destroy it.")
def retention_is_renewed_for_five_years_at_most(review: "IntelligenceReview", known: Known) -> bool:
    """What is retained is reviewed again at most five years later."""
    if review.outcome is ReviewOutcome.DESTROY:
        return True
    due = review.next_review_due
    return due is not None and known.now < due <= longest_from(known.now)


@check(
    "intelligence",
    remedy="It is over: what was not reviewed in time is purged.",
    reads=(Reads("intelligence-review", "intelligence"),),
)
def review_comes_before_the_period_ends(review: "IntelligenceReview", known: Known) -> bool:
    """Intelligence is reviewed before its retention period ends."""
    renewed = (each.next_review_due for each in known.referring(IntelligenceReview))
    until = max([known.record(review.intelligence).review_due, *(due for due in renewed if due is not None)])
    return known.earlier is not None or known.now <= until


class IntelligenceReview(Record):
    """A decision to retain or destroy, with its explanation; reviewer and date stand in the entry (28 CFR 23.20(h))."""

    entered_by = (Pillar.POLICE, Pillar.FUSION)
    marked = ("intel23",)
    checks = (
        intelligence_is_reviewed_by_another,
        review_comes_before_the_period_ends,
        retention_is_renewed_for_five_years_at_most,
    )

    intelligence: Ref[IntelligenceRecord]
    outcome: Annotated[ReviewOutcome, Category.STATUS]
    explanation: Annotated[Narrative, Category.INTELLIGENCE]
    next_review_due: Annotated[Instant | None, Category.STATUS] = None


@check("recipient_pillar", remedy="Give it to law enforcement that keeps these rules; to others only against danger.")
def intelligence_goes_to_law_enforcement_that_keeps_the_rules(
    dissemination: "IntelligenceDissemination", known: Known
) -> bool:
    """Intelligence goes to law enforcement that accepted the rules; an assessment also to avoid imminent danger."""
    del known
    kept = dissemination.recipient_pillar in LAW_ENFORCEMENT and dissemination.accepted_rules
    return kept or dissemination.imminent_danger is not None


class IntelligenceDissemination(Record):
    """That intelligence was given to an agency: to whom, when and why it must and may know (28 CFR 23.20(e) to (g))."""

    entered_by = (Pillar.POLICE, Pillar.FUSION)
    marked = ("intel23",)
    checks = (intelligence_goes_to_law_enforcement_that_keeps_the_rules,)

    intelligence: Ref[IntelligenceRecord]
    recipient: AgencyKey
    recipient_pillar: Annotated[Pillar, Category.REFERENCE]
    need_to_know: StatusText
    right_to_know: StatusText
    given_at: Instant
    accepted_rules: Flag = False
    imminent_danger: StatusText | None = None
