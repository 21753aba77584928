"""What vehicles, property and weapons have in common with all things."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part
from comity.records.fields import Description, ShortText
from comity.records.meaning import Link, Niem
from comity.records.parties.measures import Measure


class ThingDetail(Part):
    """What a thing looks like: make, model, color, size; NIEM 6 core, ``nc:ItemType``."""

    category = Category.EVENT

    make: Annotated[ShortText | None, Link.TRAIT, Niem("nc:ItemMakeName")] = None
    brand: Annotated[ShortText | None, Niem("nc:ItemBrandName")] = None
    model: Annotated[ShortText | None, Link.TRAIT, Niem("nc:ItemModelName")] = None
    model_years: Annotated[tuple[ShortText, ...], Link.TRAIT, Niem("nc:ItemModelYearDate")] = ()
    style: Annotated[ShortText | None, Niem("nc:ItemStyleText")] = None
    colors: Annotated[tuple[ShortText, ...], Link.TRAIT, Niem("nc:ItemColorDescriptionText")] = ()
    size: Annotated[ShortText | None, Niem("nc:ItemSizeDescriptionText")] = None
    length: Annotated[Measure | None, Niem("nc:ItemLengthMeasure")] = None
    height: Annotated[Measure | None, Niem("nc:ItemHeightMeasure")] = None
    width: Annotated[Measure | None, Niem("nc:ItemWidthMeasure")] = None
    weight: Annotated[Measure | None, Niem("nc:ItemWeightMeasure")] = None
    materials: tuple[ShortText, ...] = ()
    condition: Annotated[ShortText | None, Niem("nc:ItemConditionText")] = None
    usage: Annotated[ShortText | None, Niem("nc:ItemUsageText")] = None


class Trait(Part):
    """One more trait that the partner names and no other field holds; protected, because anything may stand in it."""

    category = Category.NARRATIVE

    name: ShortText
    value: Description
