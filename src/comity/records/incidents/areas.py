"""The districts that something happened in."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part
from comity.records.fields import ShortText
from comity.records.meaning import Niem


class Area(Part):
    """One area that a block lies in, such as ("neighborhood", "Waltherson"): too large to tell who lives there."""

    category = Category.STATISTIC

    sort: ShortText
    name: Annotated[ShortText, Niem("nc:LocationName")]
