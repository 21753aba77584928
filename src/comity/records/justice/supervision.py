"""Supervision in the community."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import Member, Number, ReferenceText, StatusText
from comity.records.justice.charges import Charge
from comity.records.justice.court_order import CourtOrder
from comity.records.justice.sentence import Condition, Sentence
from comity.records.meaning import Niem
from comity.records.moments import Duration, Occurred, When, surely_before
from comity.records.parties.identifications import Identification
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.parties.statuses import StatusNote
from comity.records.parties.things import Trait
from comity.records.pillars import Pillar
from comity.records.references import Ref


class SupervisionKind(StrEnum):
    """Under which sort of supervision a person is."""

    PRETRIAL = "pretrial"
    PROBATION = "probation"
    PAROLE = "parole"
    DIVERSION = "diversion"
    OTHER = "other"


@check("order", remedy="Name the court's order or the sentence that supervision rests on.")
def supervision_rests_on_an_order_for_the_person(supervision: "Supervision", known: Known) -> bool:
    """Supervision rests on an order or a sentence for the same person."""
    if supervision.order is None:
        return False
    return known.record(supervision.order).subject in (None, supervision.subject)


@check("ends_on", remedy="Correct the end or the start.")
def supervision_ends_after_it_starts(supervision: "Supervision", known: Known) -> bool:
    """Supervision does not end before it starts."""
    del known
    return not surely_before(supervision.ends_on, supervision.starts_on)


class Supervision(Record):
    """A person is under supervision before trial, on probation or on parole."""

    niem = "nc:Supervision"
    entered_by = (Pillar.PROBATION,)
    needed = ("subject", "kind", "starts_on", "order", "officer")
    follows = ("order",)
    checks = (supervision_rests_on_an_order_for_the_person, supervision_ends_after_it_starts)

    number: Annotated[Number | None, Niem("nc:ActivityIdentification")] = None
    identifications: Annotated[
        tuple[Identification, ...], Niem("j:SupervisionAgencyRecordIdentification"), Category.REFERENCE
    ] = ()
    subject: Annotated[Ref[Person] | None, Niem("nc:SupervisionPerson")] = None
    order: Annotated[Ref[CourtOrder | Sentence] | None, Niem("j:CourtOrder")] = None
    kind: Annotated[SupervisionKind | None, Category.STATUS] = None
    category_text: Annotated[StatusText | None, Niem("nc:ActivityCategoryText")] = None
    level: Annotated[StatusText | None, Niem("j:SupervisionLevelText")] = None
    status: Annotated[StatusNote | None, Niem("j:SupervisionStatus")] = None
    starts_on: Annotated[When | None, Niem("nc:ActivityEffectiveDate")] = None
    ends_on: Annotated[When | None, Niem("nc:ActivityDueDate")] = None
    released_on: Annotated[Occurred | None, Niem("j:SupervisionReleaseDate")] = None
    term: Annotated[Duration | None, Niem("j:SupervisionAssignedTerm"), Category.STATUS] = None
    conditions: Annotated[tuple[Condition, ...], Niem("j:SupervisionCondition")] = ()
    officer: Annotated[Member | None, Niem("nc:SupervisionSupervisor")] = None
    officials: tuple[Ref[Person], ...] = ()
    organization: Annotated[Ref[Organization] | None, Niem("nc:SupervisionFacility")] = None
    agency_name: ReferenceText | None = None
    charges: Annotated[tuple[Charge, ...], Niem("j:Charge")] = ()
    traits: tuple[Trait, ...] = ()
