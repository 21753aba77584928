"""The prosecution objects to relief that the law grants without a petition, and the court decides."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Reads, Record, check
from comity.records.fields import Flag, Member, Narrative
from comity.records.justice.relief_order import ReliefGround, ReliefOrder
from comity.records.moments import Occurred
from comity.records.pillars import Pillar
from comity.records.references import Ref


@check("order", remedy="Appeal against an order of the court; only automatic relief is challenged here.")
def challenge_is_of_automatic_relief(challenge: "ReliefChallenge", known: Known) -> bool:
    """Relief is challenged where the law grants it without a petition."""
    return known.record(challenge.order).ground is ReliefGround.CLEAN_SLATE


@check("order", remedy="Ask the court for an order to unseal; the time to challenge is over.")
def challenge_is_within_its_window(challenge: "ReliefChallenge", known: Known) -> bool:
    """Relief is challenged before its challenge window ends."""
    until = known.record(challenge.order).challenge_until
    return known.earlier is not None or until is None or known.now <= until


class ReliefChallenge(Record):
    """An objection to automatic relief: until the court has decided on it, nothing is carried out."""

    entered_by = (Pillar.PROSECUTION,)
    needed = ("reason",)
    checks = (challenge_is_of_automatic_relief, challenge_is_within_its_window)

    order: Ref[ReliefOrder]
    reason: Narrative | None = None


@check("challenge", remedy="Name a challenge of the order that is decided on.")
def decision_is_on_a_challenge_of_the_order(decision: "ReliefDecision", known: Known) -> bool:
    """A decision on a challenge names the order that was challenged."""
    return known.record(decision.challenge).order == decision.order


@check("challenge", remedy="Correct the decision that stands.", reads=(Reads("relief-decision", "challenge"),))
def challenge_is_decided_once(decision: "ReliefDecision", known: Known) -> bool:
    """A challenge has one decision."""
    del decision
    return known.earlier is not None or not known.referring(ReliefDecision)


class ReliefDecision(Record):
    """The court decides on a challenge; one that is upheld stops the relief for good."""

    entered_by = (Pillar.COURT,)
    needed = ("decided_at", "judge")
    checks = (decision_is_on_a_challenge_of_the_order, challenge_is_decided_once)

    challenge: Ref[ReliefChallenge]
    order: Ref[ReliefOrder]
    upheld: Annotated[Flag, Category.STATUS]
    decided_at: Annotated[Occurred | None, Category.STATUS] = None
    judge: Member | None = None
