"""A place."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part, Record
from comity.records.fields import EventText, Flag, PlaceText, ShortText
from comity.records.meaning import Niem, Search
from comity.records.parties.addresses import Address
from comity.records.parties.identifications import Identification
from comity.records.parties.measures import Measure

Degrees = Annotated[float, Category.PLACE]


class Position(Part):
    """Where on earth: decimal degrees (WGS 84), or the coordinates of the partner's own map."""

    category = Category.PLACE

    latitude: Degrees | None = None
    longitude: Degrees | None = None
    map_x: ShortText | None = None
    map_y: ShortText | None = None
    altitude: Measure | None = None


class Location(Record):
    """A place, exact for those who may know it; ``area`` is as much of it as statistics may show."""

    niem = "nc:Location"

    area: Annotated[EventText | None, Search.PLACE] = None
    name: Annotated[PlaceText | None, Niem("nc:LocationName")] = None
    address: Annotated[Address | None, Niem("nc:Address")] = None
    position: Annotated[Position | None, Niem("nc:LocationGeospatialCoordinateAbstract")] = None
    description: Annotated[PlaceText | None, Niem("nc:LocationDescriptionText")] = None
    category_text: Annotated[PlaceText | None, Niem("nc:LocationCategoryText")] = None
    general_category: PlaceText | None = None
    sublocation: PlaceText | None = None
    block: PlaceText | None = None
    lot: PlaceText | None = None
    identifications: Annotated[tuple[Identification, ...], Category.PLACE] = ()
    default: Flag | None = None
    preferred: Flag | None = None
