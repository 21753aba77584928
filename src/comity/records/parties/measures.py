"""Sizes, amounts and values as they are told: "5-10", "600", between one and the other."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part
from comity.records.fields import Currency, Money, ShortText
from comity.records.meaning import Niem
from comity.records.moments import When


class Measure(Part):
    """A measured or estimated size with its unit, as text, because partners send "5-10" and "about 600".

    NIEM 6 core, ``nc:MeasureType``.
    """

    value: Annotated[ShortText | None, Niem("nc:MeasureValueText")] = None
    minimum: Annotated[ShortText | None, Niem("nc:RangeMinimumIntegerValue")] = None
    maximum: Annotated[ShortText | None, Niem("nc:RangeMaximumIntegerValue")] = None
    unit: Annotated[ShortText | None, Niem("nc:MeasureUnitText")] = None


class Quantity(Part):
    """How much of a thing there was, what became of it, and what it was worth.

    NIEM 6 core, ``nc:ItemValueType`` and ``nc:QuantityType``.
    """

    category = Category.EVENT

    quantity: Annotated[ShortText | None, Niem("nc:ItemQuantity")] = None
    unit: ShortText | None = None
    status: Annotated[ShortText | None, Niem("nc:ItemStatus")] = None
    status_on: When | None = None
    value: Annotated[Money | None, Niem("nc:ItemValueAmount")] = None
    value_text: Annotated[ShortText | None, Niem("nc:ItemValueDescriptionText")] = None
    currency: Currency | None = None
    currency_text: ShortText | None = None
    valued_by: Annotated[ShortText | None, Niem("nc:ItemValueAssigningMethodText")] = None
    valued_on: Annotated[When | None, Niem("nc:ItemValueDate")] = None
    description: ShortText | None = None
