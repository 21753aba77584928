"""Where something is, as an address."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part
from comity.records.fields import Description, ShortText
from comity.records.meaning import Link, Niem, Search


class Address(Part):
    """A postal or street address; NIEM 6 core, ``nc:AddressType``."""

    category = Category.PLACE

    full: Annotated[Description | None, Search.PLACE, Niem("nc:AddressFullText")] = None
    street: Annotated[ShortText | None, Search.PLACE, Link.STREET, Niem("nc:StreetFullText")] = None
    street_number: Annotated[ShortText | None, Search.PLACE, Link.STREET_NUMBER, Niem("nc:StreetNumberText")] = None
    street_name: Annotated[ShortText | None, Search.PLACE, Link.STREET, Niem("nc:StreetName")] = None
    street_category: Annotated[ShortText | None, Link.STREET_CATEGORY, Niem("nc:StreetCategoryText")] = None
    predirectional: Annotated[ShortText | None, Link.DIRECTION_BEFORE, Niem("nc:StreetPredirectional")] = None
    postdirectional: Annotated[ShortText | None, Link.DIRECTION_AFTER, Niem("nc:StreetPostdirectional")] = None
    unit: Annotated[ShortText | None, Search.PLACE, Link.UNIT, Niem("nc:AddressSecondaryUnitText")] = None
    recipient: Annotated[ShortText | None, Niem("nc:AddressRecipientName")] = None
    private_mailbox: Annotated[ShortText | None, Niem("nc:AddressPrivateMailboxText")] = None
    city: Annotated[ShortText | None, Search.PLACE, Link.CITY, Niem("nc:AddressCityName")] = None
    county: Annotated[ShortText | None, Search.PLACE, Niem("nc:AddressCountyName")] = None
    county_code: ShortText | None = None
    state: Annotated[ShortText | None, Search.PLACE, Niem("nc:AddressState")] = None
    country: Annotated[ShortText | None, Niem("nc:AddressCountry")] = None
    postal_code: Annotated[ShortText | None, Search.PLACE, Link.POSTAL_CODE, Niem("nc:AddressPostalCode")] = None
    postal_extension: Annotated[ShortText | None, Niem("nc:AddressPostalExtensionCode")] = None
    cross_street: Annotated[ShortText | None, Search.PLACE, Niem("nc:AddressCrossStreet")] = None
    highway: Annotated[ShortText | None, Search.PLACE, Niem("nc:AddressHighway")] = None
    highway_position: ShortText | None = None
    category_text: Annotated[ShortText | None, Niem("nc:AddressCategoryText")] = None
