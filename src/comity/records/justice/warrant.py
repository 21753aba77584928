"""A warrant."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Record, check
from comity.records.fields import ChargeText, EventText, Flag, Money, Narrative, Number, ReferenceText, ShortText
from comity.records.justice.charges import Charge
from comity.records.meaning import Means, Minted, Niem
from comity.records.moments import Occurred, When, surely_before
from comity.records.parties.identifications import Identification
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.parties.statuses import StatusNote
from comity.records.parties.things import Trait
from comity.records.pillars import Pillar
from comity.records.references import Ref


class Extradition(Part):
    """From how far away the person is fetched; NIEM 6 justice, ``j:WarrantExtraditionLimitationText``."""

    category = Category.STATUS

    extradites: Flag | None = None
    limit_code: ShortText | None = None
    limit: Annotated[ShortText | None, Niem("j:WarrantExtraditionLimitationText")] = None
    requested: Flag | None = None
    transport: ShortText | None = None
    pickup_radius: ShortText | None = None


@check("expires_on", remedy="Correct the date of expiry or of issue.")
def warrant_does_not_expire_before_it_is_issued(warrant: "Warrant", known: Known) -> bool:
    """A warrant does not expire before it is issued."""
    del known
    return not surely_before(warrant.expires_on, warrant.issued_on)


class Warrant(Record):
    """A court's order to arrest or to search; recalling it is a correction that reaches every holder."""

    niem = "j:Warrant"
    entered_by = (Pillar.COURT,)
    needed = ("subject", "issued_on", "category_text")
    follows = ("case", "incident")
    checks = (warrant_does_not_expire_before_it_is_issued,)

    warrant_number: Annotated[Number | None, Minted("warrant"), Niem("nc:ActivityIdentification")] = None
    identifications: Annotated[tuple[Identification, ...], Category.REFERENCE] = ()
    subject: Annotated[Ref[Person] | None, Niem("j:CourtOrderDesignatedSubject")] = None
    case: Annotated[Ref[Record] | None, Means(("court-case",))] = None
    incident: Annotated[Ref[Record] | None, Means(("incident",))] = None
    charges: Annotated[tuple[Charge, ...], Niem("j:Charge")] = ()
    offense_text: ChargeText | None = None
    category_text: Annotated[EventText | None, Niem("j:WarrantCategoryText")] = None
    level: Annotated[EventText | None, Niem("j:WarrantLevelText")] = None
    status: Annotated[StatusNote | None, Niem("j:WarrantStatusCode")] = None
    issued_on: Annotated[Occurred | None, Niem("j:CourtOrderIssuingDate")] = None
    requested_on: Annotated[Occurred | None, Niem("j:CourtOrderRequestDate")] = None
    expires_on: Annotated[When | None, Niem("nc:DocumentExpirationDate"), Category.STATUS] = None
    recalled_at: Annotated[Occurred | None, Niem("j:CourtOrderRecallDate"), Category.STATUS] = None
    recall_reason: Annotated[EventText | None, Niem("j:CourtOrderRecallReasonText"), Category.STATUS] = None
    served_on: Annotated[Occurred | None, Niem("j:CourtOrderServiceDate")] = None
    court: Annotated[Ref[Organization] | None, Niem("j:CourtOrderIssuingCourt")] = None
    agency: Annotated[Ref[Organization] | None, Niem("j:CourtOrderEnforcementAgency")] = None
    requested_by: Annotated[ReferenceText | None, Niem("j:CourtOrderRequestEntity")] = None
    jurisdiction: Annotated[ReferenceText | None, Niem("j:CourtOrderJurisdiction")] = None
    bail: Annotated[Money | None, Niem("j:WarrantAppearanceBail"), Category.STATUS] = None
    extradition: Extradition | None = None
    entry_category: EventText | None = None
    broadcast_area: EventText | None = None
    description: Annotated[Narrative | None, Niem("nc:ActivityDescriptionText")] = None
    comment: Annotated[Narrative | None, Niem("nc:ActivityComment")] = None
    cautions: Annotated[tuple[Narrative, ...], Niem("j:CourtOrderServiceCautionText")] = ()
    traits: tuple[Trait, ...] = ()
