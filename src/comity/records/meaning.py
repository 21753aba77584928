"""What a field means beyond its shape: markers that stand in a field's ``Annotated`` type."""

from dataclasses import dataclass
from enum import StrEnum


class Search(StrEnum):
    """How a field's value may be found again, through keyed tokens; labels only by a filter that asks for them."""

    NUMBER = "number"
    NAME = "name"
    DATE = "date"
    LABEL = "label"
    WORD = "word"
    PLACE = "place"
    PLATE = "plate"
    CODE = "code"
    TAIL = "tail"


class Link(StrEnum):
    """What a field says about who somebody or what something is, when records are linked."""

    GIVEN_NAME = "given-name"
    MIDDLE_NAME = "middle-name"
    SURNAME = "surname"
    FULL_NAME = "full-name"
    BIRTH_DATE = "birth-date"
    BIRTH_PLACE = "birth-place"
    SEX = "sex"
    IDENTIFIER = "identifier"
    IDENTIFIER_KIND = "identifier-kind"
    PHONE = "phone"
    EMAIL = "email"
    STREET = "street"
    STREET_NUMBER = "street-number"
    STREET_CATEGORY = "street-category"
    DIRECTION_BEFORE = "direction-before"
    DIRECTION_AFTER = "direction-after"
    UNIT = "unit"
    CITY = "city"
    POSTAL_CODE = "postal-code"
    RESIDENCE = "residence"
    PLATE = "plate"
    TRAIT = "trait"
    ORGANIZATION_NAME = "organization-name"


@dataclass(frozen=True)
class Niem:
    """The NIEM 6 name of a field, such as ``nc:PersonGivenName``, for export, import and the docs."""

    name: str


@dataclass(frozen=True)
class Codes:
    """The value is a code of this table in ``records/codes``; unknown codes are refused at entry."""

    table: str


@dataclass(frozen=True)
class Minted:
    """The platform gives the number when the owner leaves it out; ``series`` names the number format of the profile."""

    series: str


@dataclass(frozen=True)
class Means:
    """The reference means a record of one of these kinds, where the class itself would make a ring of imports."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Past:
    """The moment has been: a first-hand entry may not place it in the future."""
