"""What a person convicted has to bear."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Record, check
from comity.records.fields import (
    Count,
    Currency,
    Description,
    Flag,
    Member,
    Money,
    Narrative,
    Number,
    ReferenceText,
    ShortText,
)
from comity.records.justice.charges import Charge
from comity.records.justice.court_case import CourtCase
from comity.records.justice.disposition import Disposition, Ending
from comity.records.meaning import Minted, Niem
from comity.records.moments import Duration, Occurred, When, surely_before
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.parties.things import Trait
from comity.records.pillars import Pillar
from comity.records.references import Ref


class ComponentKind(StrEnum):
    """What a part of a sentence consists of."""

    CONFINEMENT = "confinement"
    PROBATION = "probation"
    FINE = "fine"
    RESTITUTION = "restitution"
    COMMUNITY_SERVICE = "community-service"
    TREATMENT = "treatment"
    LICENSE = "license"
    OTHER = "other"


class Condition(Part):
    """Something that a person must do or leave, and often whom to leave alone; NIEM 6 core, ``nc:ConditionType``."""

    category = Category.NARRATIVE

    text: Annotated[Description, Niem("nc:Condition")]
    fee: Money | None = None
    restitution: Money | None = None
    until: When | None = None


class Component(Part):
    """One part of a sentence, parsed: a term, an amount, conditions; NIEM 6 justice, ``j:SentenceType``."""

    category = Category.STATUS

    kind: ComponentKind
    text: ShortText | None = None
    term: Annotated[Duration | None, Niem("j:TermDuration")] = None
    minimum_term: Annotated[Duration | None, Niem("j:TermMinimumDuration")] = None
    maximum_term: Annotated[Duration | None, Niem("j:TermMaximumDuration")] = None
    life: Annotated[Flag | None, Niem("j:TermLifeIndicator")] = None
    suspended: Duration | None = None
    concurrent_with: tuple[Number, ...] = ()
    consecutive_to: tuple[Number, ...] = ()
    credit_days: Count | None = None
    amount: Money | None = None
    currency: Currency | None = None
    starts_on: When | None = None
    ends_on: When | None = None
    facility: ShortText | None = None
    work_release: Flag | None = None


@check("dispositions", remedy="Enter or correct the disposition of the charge first.")
def sentence_follows_a_conviction(sentence: "Sentence", known: Known) -> bool:
    """A sentence is passed only on charges that ended in a conviction or a diversion."""
    endings = (known.record(disposition).ending for disposition in sentence.dispositions)
    return all(ending in (Ending.CONVICTED, Ending.DIVERTED) for ending in endings)


@check("imposed_at", remedy="Correct the time of the sentence.")
def sentence_not_before_disposition(sentence: "Sentence", known: Known) -> bool:
    """A sentence is not passed before the charge was disposed."""
    return not any(
        surely_before(sentence.imposed_at, known.record(disposition).disposed_at)
        for disposition in sentence.dispositions
    )


class Sentence(Record):
    """The sentence of a court on one or more charges, parsed into its components."""

    niem = "j:Sentence"
    entered_by = (Pillar.COURT,)
    needed = ("dispositions", "imposed_at", "components")
    follows = ("dispositions",)
    checks = (sentence_follows_a_conviction, sentence_not_before_disposition)

    sentence_number: Annotated[Number | None, Minted("order"), Niem("nc:ActivityIdentification")] = None
    dispositions: Annotated[tuple[Ref[Disposition], ...], Niem("j:SentenceCharge")] = ()
    case: Ref[CourtCase] | None = None
    subject: Ref[Person] | None = None
    charge_tracking_numbers: tuple[Number, ...] = ()
    imposed_at: Annotated[Occurred | None, Niem("nc:ActivityDate"), Category.STATUS] = None
    components: tuple[Component, ...] = ()
    conditions: Annotated[tuple[Condition, ...], Niem("j:SentenceCondition")] = ()
    description: Annotated[Narrative | None, Niem("j:SentenceDescriptionText")] = None
    category_text: Annotated[ShortText | None, Category.STATUS] = None
    grouping: Annotated[ShortText | None, Niem("j:SentenceGroupingText"), Category.STATUS] = None
    status: Annotated[ShortText | None, Niem("nc:ActivityStatus"), Category.STATUS] = None
    deferred_on: Annotated[When | None, Category.STATUS] = None
    judge: Member | None = None
    court: Annotated[Ref[Organization] | None, Niem("j:SentenceIssuerEntity")] = None
    docket_number: ReferenceText | None = None
    charges: Annotated[tuple[Charge, ...], Niem("j:SentenceCharge")] = ()
    traits: tuple[Trait, ...] = ()
