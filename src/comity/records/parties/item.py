"""A thing that is not evidence yet: stolen, lost, found, deposited."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import EventText, IdentifierValue, Narrative, ShortText
from comity.records.meaning import Niem
from comity.records.parties.identifications import Identification
from comity.records.parties.measures import Quantity
from comity.records.parties.person import Person
from comity.records.parties.things import ThingDetail, Trait
from comity.records.references import Ref


class Item(Record):
    """A piece of property, a substance or another thing that is not an exhibit (yet)."""

    niem = "nc:Item"
    needed = ("category_text",)

    category_text: Annotated[EventText | None, Niem("nc:ItemCategoryText")] = None
    category_codes: Annotated[tuple[ShortText, ...], Category.EVENT] = ()
    name: Annotated[EventText | None, Niem("nc:ItemName")] = None
    serial: Annotated[IdentifierValue | None, Niem("nc:ItemSerialIdentification"), Category.IDENTITY] = None
    owner_applied_number: Annotated[IdentifierValue | None, Niem("nc:ItemOwnerAppliedID"), Category.IDENTITY] = None
    identifications: Annotated[tuple[Identification, ...], Niem("nc:ItemOtherIdentification"), Category.IDENTITY] = ()
    detail: ThingDetail | None = None
    description: Annotated[Narrative | None, Niem("nc:ItemDescriptionText")] = None
    quantities: Annotated[tuple[Quantity, ...], Niem("nc:ItemValue")] = ()
    status: Annotated[EventText | None, Niem("nc:ItemStatus")] = None
    traits: tuple[Trait, ...] = ()
    owners: Annotated[tuple[Ref[Person], ...], Niem("nc:ItemOwner"), Category.IDENTITY] = ()
