"""Who had which part in what happened."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Part, Record, check
from comity.records.fields import Description, EventText, Narrative, ShortText
from comity.records.meaning import Means, Niem
from comity.records.moments import Occurred
from comity.records.parties.item import Item
from comity.records.parties.location import Location
from comity.records.parties.organization import Organization
from comity.records.parties.person import Person
from comity.records.parties.phone_account import PhoneAccount
from comity.records.parties.vehicle import Vehicle
from comity.records.parties.weapon import Weapon
from comity.records.references import Ref


class SubjectCategory(StrEnum):
    """In which capacity a person is on the record; Directive (EU) 2016/680, Article 6."""

    SUSPECT = "suspect"
    CONVICTED = "convicted"
    VICTIM = "victim"
    WITNESS = "witness"
    OTHER = "other"


class StatementBasis(StrEnum):
    """Whether what is said rests on facts or on somebody's judgment; Directive (EU) 2016/680, Article 7."""

    FACT = "fact"
    PERSONAL_ASSESSMENT = "personal-assessment"


class Injury(Part):
    """An injury of a person involved; NIEM 6 core, ``nc:InjuryType``."""

    category = Category.MEDICAL

    category_text: ShortText | None = None
    description: Annotated[Description | None, Niem("nc:InjuryDescriptionText")] = None
    severity: ShortText | None = None


class VictimDetail(Part):
    """What is known of somebody as a victim: how they relate to whom, and why the offense was graver."""

    category = Category.VICTIM

    relationships: tuple[ShortText, ...] = ()
    related_to: tuple[Ref[Person], ...] = ()
    circumstances: tuple[ShortText, ...] = ()
    category_text: Annotated[ShortText | None, Niem("j:VictimCategoryText")] = None
    sequence: Annotated[ShortText | None, Niem("j:VictimSequenceNumberText")] = None
    domestic_violence: ShortText | None = None


@check("victim", remedy="Put the person into the field victim and leave person empty.")
def victims_are_named_only_where_protected(involvement: "Involvement", known: Known) -> bool:
    """A victim is referred to in the protected field, never in the plain one."""
    del known
    return involvement.subject_category is not SubjectCategory.VICTIM or involvement.person is None


@check("person", remedy="Name the person, the victim, the organization, the place or the thing that was involved.")
def involvement_says_who_or_what(involvement: "Involvement", known: Known) -> bool:
    """An involvement says who or what was involved."""
    del known
    who = (involvement.person, involvement.victim, involvement.organization, involvement.location, involvement.thing)
    return any(who)


class Involvement(Record):
    """Who or what had which part in an incident, a call or another activity."""

    niem = "nc:ActivityPersonAssociation"
    needed = ("activity", "role", "subject_category")
    follows = ("activity",)
    checks = (involvement_says_who_or_what, victims_are_named_only_where_protected)

    activity: Annotated[Ref[Record] | None, Niem("nc:Activity")] = None
    person: Annotated[Ref[Person] | None, Niem("nc:Person")] = None
    victim: Annotated[Ref[Person | Organization] | None, Niem("j:Victim"), Category.VICTIM] = None
    organization: Annotated[Ref[Organization] | None, Niem("nc:Organization")] = None
    location: Annotated[Ref[Location] | None, Niem("nc:Location")] = None
    thing: Annotated[Ref[Item | Vehicle | Weapon | PhoneAccount] | None, Niem("nc:Item")] = None
    offenses: Annotated[tuple[Ref[Record], ...], Means(("offense",))] = ()
    subject_category: Annotated[SubjectCategory | None, Category.STATUS] = None
    role: EventText | None = None
    text: Annotated[EventText | None, Niem("nc:ActivityInvolvementText")] = None
    began_at: Occurred | None = None
    ended_at: Occurred | None = None
    sequence: EventText | None = None
    method_codes: Annotated[tuple[ShortText, ...], Category.EVENT] = ()
    account: Narrative | None = None
    account_basis: Annotated[StatementBasis | None, Category.STATUS] = None
    injuries: tuple[Injury, ...] = ()
    victim_detail: VictimDetail | None = None
