"""An order of a court."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Reads, Record, check
from comity.records.fields import AgencyKey, Flag, Member, Money, Narrative, Number, ShortText
from comity.records.justice.case_closing import CaseClosing, surely_closed
from comity.records.justice.court_case import CourtCase
from comity.records.justice.hearing import Hearing
from comity.records.justice.sentence import Condition
from comity.records.meaning import Minted, Niem
from comity.records.moments import Occurred, When, latest
from comity.records.parties.identifications import Identification
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.parties.statuses import StatusNote
from comity.records.pillars import Pillar
from comity.records.references import Ref


class OrderKind(StrEnum):
    """What a court orders."""

    RELEASE = "release"
    BAIL = "bail"
    REMAND = "remand"
    DETENTION = "detention"
    COMMITMENT = "commitment"
    PROTECTION = "protection"
    PRODUCTION = "production"
    SUPERVISION = "supervision"
    SEAL = "seal"
    UNSEAL = "unseal"
    EXPUNGE = "expunge"
    OTHER = "other"


RELEASING = frozenset({OrderKind.RELEASE, OrderKind.BAIL, OrderKind.SUPERVISION})
HOLDING = frozenset({OrderKind.REMAND, OrderKind.DETENTION, OrderKind.COMMITMENT})
RELIEF = frozenset({OrderKind.SEAL, OrderKind.UNSEAL, OrderKind.EXPUNGE})


class Scope(Part):
    """What an order to seal or expunge reaches, for whom it makes an exception, and by when it must be done."""

    category = Category.REFERENCE

    records: tuple[Ref[Record], ...] = ()
    charge_tracking_numbers: tuple[Number, ...] = ()
    exceptions: tuple[AgencyKey, ...] = ()
    deadline: When | None = None


class BailTerms(Part):
    """On what bail somebody is released; NIEM 6 justice, ``j:BailType``."""

    category = Category.STATUS

    amount: Annotated[Money | None, Niem("j:BailSetAmount")] = None
    category_text: ShortText | None = None
    description: Annotated[ShortText | None, Niem("j:BailConditionDescriptionText")] = None


@check("expires_at", remedy="Say until when the person is remanded.")
def remand_has_an_end(order: "CourtOrder", known: Known) -> bool:
    """A remand says until when it holds."""
    del known
    return order.kind is not OrderKind.REMAND or order.expires_at is not None


@check("expires_at", remedy="Shorten the remand, or note the ground on which the longer limit applies.", review=True)
def remand_within_the_limit(order: "CourtOrder", known: Known) -> bool:
    """A remand is not longer than the jurisdiction's limit allows."""
    limits = [clock.length for name, clock in known.profile.clocks.items() if name.startswith("remand-")]
    if order.kind is not OrderKind.REMAND or not (limits and order.issued_at and order.expires_at):
        return True
    return latest(order.expires_at) - latest(order.issued_at) <= max(limits)


@check("scope", remedy="Name the records or the charges that the order reaches.")
def relief_says_what_it_reaches(order: "CourtOrder", known: Known) -> bool:
    """An order to seal, unseal or expunge says which records or charges it reaches."""
    del known
    reached = order.scope is not None and bool(order.scope.records or order.scope.charge_tracking_numbers)
    return order.kind not in RELIEF or reached


@check(
    "case",
    remedy="Name a case that is open, or enter that the case was opened again.",
    reads=(Reads("case-closing", "case"),),
)
def order_is_made_in_an_open_case(order: "CourtOrder", known: Known) -> bool:
    """Orders on custody and bail are made only in a case that is open; relief may come later."""
    return order.kind in RELIEF or not surely_closed(known.referring(CaseClosing), order.issued_at)


class CourtOrder(Record):
    """An order of a court: release, bail, remand, protection, seal; nobody leaves jail without its number."""

    niem = "j:CourtOrder"
    entered_by = (Pillar.COURT,)
    needed = ("kind", "subject", "issued_at")
    follows = ("case",)
    checks = (remand_has_an_end, remand_within_the_limit, relief_says_what_it_reaches, order_is_made_in_an_open_case)

    order_number: Annotated[Number | None, Minted("order"), Niem("nc:ActivityIdentification")] = None
    identifications: Annotated[tuple[Identification, ...], Category.REFERENCE] = ()
    kind: Annotated[OrderKind | None, Niem("nc:ActivityCategoryText"), Category.STATUS] = None
    case: Annotated[Ref[CourtCase] | None, Niem("nc:Case")] = None
    hearing: Annotated[Ref[Hearing] | None, Niem("j:CourtEvent")] = None
    subject: Annotated[Ref[Person] | None, Niem("j:CourtOrderDesignatedSubject")] = None
    protected: Annotated[tuple[Ref[Person], ...], Category.VICTIM] = ()
    issued_at: Annotated[Occurred | None, Niem("j:CourtOrderIssuingDate")] = None
    requested_on: Annotated[Occurred | None, Niem("j:CourtOrderRequestDate")] = None
    served_on: Annotated[Occurred | None, Niem("j:CourtOrderServiceDate")] = None
    expires_at: Annotated[When | None, Niem("nc:DocumentExpirationDate"), Category.STATUS] = None
    next_hearing_at: Annotated[When | None, Category.STATUS] = None
    recalled_at: Annotated[Occurred | None, Niem("j:CourtOrderRecallDate"), Category.STATUS] = None
    bail: BailTerms | None = None
    conditions: Annotated[tuple[Condition, ...], Niem("j:CourtOrderCondition")] = ()
    scope: Scope | None = None
    judge: Annotated[Member | None, Niem("j:CourtOrderIssuingJudicialOfficial")] = None
    court: Annotated[Ref[Organization] | None, Niem("j:CourtOrderIssuingCourt")] = None
    status: Annotated[StatusNote | None, Niem("j:CourtOrderStatus")] = None
    jurisdiction: Annotated[ShortText | None, Niem("j:CourtOrderJurisdiction"), Category.REFERENCE] = None
    public: Flag | None = None
    text: Annotated[Narrative | None, Niem("nc:ActivityDescriptionText")] = None
