"""How people are called."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part
from comity.records.fields import BirthDate, FullName, GivenName, MiddleName, ShortText, Surname
from comity.records.meaning import Niem
from comity.records.parties.identifications import Identification


class PersonName(Part):
    """One name of a person; a person may have several (aliases, maiden names), and no part is required.

    NIEM 6 core, ``nc:PersonNameType``.
    """

    category = Category.IDENTITY

    given_name: GivenName | None = None
    middle_name: MiddleName | None = None
    surname: Surname | None = None
    maiden_name: Annotated[Surname | None, Niem("nc:PersonMaidenName")] = None
    prefix: Annotated[ShortText | None, Niem("nc:PersonNamePrefixText")] = None
    suffix: Annotated[ShortText | None, Niem("nc:PersonNameSuffixText")] = None
    full_name: FullName | None = None
    use: Annotated[ShortText | None, Niem("nc:PersonNameCategoryCode")] = None
    comment: ShortText | None = None


class AliasIdentity(Part):
    """An identity that somebody has gone by: a name with the birth date or numbers that went with it.

    NIEM 6 core, ``nc:IdentityType``.
    """

    category = Category.IDENTITY

    name: PersonName | None = None
    birth_date: BirthDate | None = None
    sex: ShortText | None = None
    identifications: tuple[Identification, ...] = ()
