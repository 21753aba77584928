"""How people are called."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part
from comity.records.fields import Code, FullName, GivenName, MiddleName, ShortText, Surname
from comity.records.meaning import Niem


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
    use: Annotated[Code | None, Niem("nc:PersonNameCategoryCode")] = None
