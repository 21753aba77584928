"""How relief is carried out: one member proposes, another confirms, and a certificate says what was done."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Reads, Record, check
from comity.records.fields import AgencyKey, Count, Instant, Member, Sha256
from comity.records.justice.relief_challenge import ReliefChallenge, ReliefDecision
from comity.records.justice.relief_order import Effect, ReliefOrder
from comity.records.pillars import Pillar
from comity.records.references import Ref


@check("order", remedy="Wait until the time to challenge is over.")
def relief_waits_for_its_challenge_window(execution: "ReliefExecution", known: Known) -> bool:
    """Automatic relief is carried out only when its challenge window is over."""
    until = known.record(execution.order).challenge_until
    return until is None or known.now > until


@check(
    "order",
    remedy="Wait for the court's decision on the challenge; relief that was challenged with success is not granted.",
    reads=(Reads("relief-challenge", "order"), Reads("relief-decision", "order")),
)
def challenged_relief_waits_for_the_court(execution: "ReliefExecution", known: Known) -> bool:
    """Relief under challenge is carried out only when the court has turned every challenge down."""
    del execution
    decisions = known.referring(ReliefDecision)
    return len(known.referring(ReliefChallenge)) == len(decisions) and not any(d.upheld for d in decisions)


@check("order", remedy="Read the certificate: it is done.", reads=(Reads("relief-certificate", "order"),))
def relief_is_carried_out_once(execution: "ReliefExecution", known: Known) -> bool:
    """An order is carried out once."""
    del execution
    return not known.referring(ReliefCertificate)


class ReliefExecution(Record):
    """A member proposes to carry out an order, and names every record that it reaches; it is the queue of the work.

    ``shared`` are records that others' cases share: they stay, and their owners separate what concerns the order.
    """

    entered_by = ()
    marked = ("sealed",)
    checks = (relief_waits_for_its_challenge_window, challenged_relief_waits_for_the_court, relief_is_carried_out_once)

    order: Ref[ReliefOrder]
    effect: Annotated[Effect, Category.STATUS]
    records: Annotated[tuple[Ref[Record], ...], Category.REFERENCE]
    shared: Annotated[tuple[Ref[Record], ...], Category.REFERENCE] = ()


@check("execution", remedy="Ask a colleague of your agency to confirm what you proposed.")
def two_pairs_of_eyes_carry_out_relief(confirmation: "ReliefConfirmation", known: Known) -> bool:
    """Whoever confirms is another member of the agency than whoever proposed."""
    proposed = known.held(confirmation.execution)
    return proposed.owner == known.agency and proposed.recorded_by != known.member


@check("execution", remedy="It is confirmed and under way.", reads=(Reads("relief-confirmation", "execution"),))
def execution_is_confirmed_once(confirmation: "ReliefConfirmation", known: Known) -> bool:
    """One colleague confirms what was proposed, and nobody a second time."""
    del confirmation
    return not known.referring(ReliefConfirmation)


class ReliefConfirmation(Record):
    """The second pair of eyes: from here on the platform carries the order out, and takes it up again if it dies."""

    entered_by = ()
    marked = ("sealed",)
    checks = (two_pairs_of_eyes_carry_out_relief, execution_is_confirmed_once)

    execution: Ref[ReliefExecution]


class ReliefCertificate(Record):
    """What was done by an order, to how many records, by whom, and whom the platform told.

    ``digest`` is the SHA-256 of the ids, sorted, one a line. Its proof bundle is the certificate that is handed over.
    """

    entered_by = ()
    marked = ("sealed",)

    order: Ref[ReliefOrder]
    execution: Ref[ReliefExecution]
    effect: Annotated[Effect, Category.STATUS]
    count: Annotated[Count, Category.STATUS]
    shared: Annotated[Count, Category.STATUS] = 0
    digest: Annotated[Sha256, Category.REFERENCE]
    proposed_by: Member
    confirmed_by: Member
    told: Annotated[tuple[AgencyKey, ...], Category.REFERENCE] = ()
    exceptions: Annotated[tuple[Pillar, ...], Category.STATUS] = ()
    completed_at: Instant
