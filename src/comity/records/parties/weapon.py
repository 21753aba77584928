"""A weapon."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import EventText, IdentifierValue, Narrative
from comity.records.meaning import Niem
from comity.records.parties.identifications import Identification
from comity.records.parties.measures import Quantity
from comity.records.parties.things import ThingDetail, Trait


class Weapon(Record):
    """A firearm, knife or other weapon."""

    niem = "nc:Weapon"
    needed = ("category_text",)

    category_text: Annotated[EventText | None, Niem("j:FirearmCategoryText")] = None
    caliber: Annotated[EventText | None, Niem("j:FirearmBoreSizeText")] = None
    finish: Annotated[EventText | None, Niem("j:FirearmFinishText")] = None
    automatic: Annotated[EventText | None, Niem("j:FirearmAutomaticIndicator")] = None
    serial: Annotated[IdentifierValue | None, Niem("nc:ItemSerialIdentification"), Category.IDENTITY] = None
    identifications: Annotated[tuple[Identification, ...], Niem("nc:ItemOtherIdentification"), Category.IDENTITY] = ()
    detail: ThingDetail | None = None
    description: Annotated[Narrative | None, Niem("nc:ItemDescriptionText")] = None
    usage: Annotated[EventText | None, Niem("nc:WeaponUsageText")] = None
    quantities: tuple[Quantity, ...] = ()
    traits: tuple[Trait, ...] = ()
