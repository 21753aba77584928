"""An order for record relief: to seal, to unseal, to expunge."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import Instant, Member, Narrative, Number, ReferenceText, StatusText
from comity.records.justice.court_case import CourtCase
from comity.records.meaning import Minted, Niem
from comity.records.moments import Occurred, earliest
from comity.records.pillars import Pillar
from comity.records.references import Ref

CHALLENGE_CLOCK = "clean-slate-challenge"


class Effect(StrEnum):
    """What an order does to the records that it reaches.

    To restrict, as some statutes say, is to seal with exceptions; to destroy is to expunge.
    """

    SEAL = "seal"
    UNSEAL = "unseal"
    EXPUNGE = "expunge"


class ReliefGround(StrEnum):
    """On what relief rests: on a petition that a court granted, or on a law that grants it without one."""

    ORDER = "order"
    CLEAN_SLATE = "clean-slate"


class ReliefScope(StrEnum):
    """How far an order reaches from what it names.

    ``records``: only what is named. ``charge``: what came of the charges named. ``arrest``: the arrests named and what
    came of them. ``case``: the whole case, of everybody in it. ``person``: the persons named and all about them.
    """

    RECORDS = "records"
    CHARGE = "charge"
    ARREST = "arrest"
    CASE = "case"
    PERSON = "person"


_NAMED = {
    ReliefScope.ARREST: frozenset({"arrest", "citation"}),
    ReliefScope.CASE: frozenset({"court-case", "incident", "arrest"}),
    ReliefScope.PERSON: frozenset({"person"}),
}


@check("scope", remedy="Name the records, or for the scope charge the charge tracking numbers, that the order reaches.")
def relief_names_what_its_scope_needs(order: "ReliefOrder", known: Known) -> bool:
    """An order for relief names the charges, arrests, cases or persons that its scope needs, or an earlier order."""
    if order.earlier is not None:
        return order.scope is ReliefScope.RECORDS
    if order.scope is ReliefScope.CHARGE:
        return bool(order.charge_tracking_numbers)
    wanted = _NAMED.get(order.scope) if order.scope else None
    return bool(order.records) and (wanted is None or all(known.held(ref).kind in wanted for ref in order.records))


@check("ground", remedy="Enter the court's order; a record is unsealed on no other ground.")
def unsealing_is_by_order(order: "ReliefOrder", known: Known) -> bool:
    """Records are unsealed by a court's order and nothing else."""
    del known
    return order.effect is not Effect.UNSEAL or order.ground is ReliefGround.ORDER


@check("challenge_until", remedy="Leave the prosecution the time to challenge that the jurisdiction's clock gives.")
def automatic_relief_can_be_challenged(order: "ReliefOrder", known: Known) -> bool:
    """Relief without a petition leaves the prosecution time to challenge it before it is carried out."""
    if order.ground is not ReliefGround.CLEAN_SLATE or order.issued_at is None:
        return True
    window = known.profile.clocks[CHALLENGE_CLOCK].length if CHALLENGE_CLOCK in known.profile.clocks else timedelta()
    return order.challenge_until is not None and order.challenge_until >= earliest(order.issued_at) + window


@check("ground", remedy="Leave relief that was granted on a petition to the court that granted it.")
def petitions_are_granted_by_courts(order: "ReliefOrder", known: Known) -> bool:
    """Relief that rests on an order names the judge who gave it."""
    del known
    return order.ground is not ReliefGround.ORDER or order.judge is not None


class ReliefOrder(Record):
    """An order to seal, unseal or expunge: what it reaches, on what ground, and by when it must be done.

    ``earlier`` means the records of an earlier order, which the court need not see to unseal or expunge them.
    ``exceptions`` are the professions that the law lets see sealed records all the same. Nothing happens by the order
    alone: two members carry it out, one proposes and another confirms; then it is sealed itself.
    """

    niem = "j:CourtOrder"
    entered_by = (Pillar.COURT, Pillar.IDENTIFICATION)
    needed = ("effect", "ground", "scope", "issued_at", "basis")
    checks = (
        relief_names_what_its_scope_needs,
        unsealing_is_by_order,
        automatic_relief_can_be_challenged,
        petitions_are_granted_by_courts,
    )

    order_number: Annotated[Number | None, Minted("order"), Niem("nc:ActivityIdentification")] = None
    effect: Annotated[Effect | None, Category.STATUS] = None
    ground: Annotated[ReliefGround | None, Category.STATUS] = None
    scope: Annotated[ReliefScope | None, Category.STATUS] = None
    records: Annotated[tuple[Ref[Record], ...], Category.REFERENCE] = ()
    charge_tracking_numbers: Annotated[tuple[Number, ...], Category.REFERENCE] = ()
    earlier: Annotated[Ref["ReliefOrder"] | None, Category.REFERENCE] = None
    case: Annotated[Ref[CourtCase] | None, Niem("nc:Case")] = None
    exceptions: Annotated[tuple[Pillar, ...], Category.STATUS] = ()
    issued_at: Annotated[Occurred | None, Niem("j:CourtOrderIssuingDate")] = None
    deadline: Instant | None = None
    challenge_until: Instant | None = None
    basis: StatusText | None = None
    judge: Annotated[Member | None, Niem("j:CourtOrderIssuingJudicialOfficial")] = None
    petition_number: ReferenceText | None = None
    text: Narrative | None = None
