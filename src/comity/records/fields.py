"""Field types that carry meaning: the check, the category, and the search and link roles stand in the type.

A record's field takes its category from its type or from an outer ``Annotated``; where both name one, the outer wins.
"""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from comity.records.categories import Category
from comity.records.meaning import Link, Niem, Search
from comity.records.moments import DAY_PATTERN

Instant = Annotated[datetime, Meta(tz=True, description="RFC 3339 with offset."), Search.DATE, Category.EVENT]
Day = Annotated[
    str,
    Meta(pattern=DAY_PATTERN, description="YYYY, YYYY-MM or YYYY-MM-DD."),
    Category.EVENT,
]

Number = Annotated[str, Meta(min_length=1, max_length=60), Search.NUMBER, Category.REFERENCE]
ShortText = Annotated[str, Meta(min_length=1, max_length=400)]
Description = Annotated[str, Meta(min_length=1, max_length=4000), Search.WORD]
Label = Annotated[str, Meta(min_length=1, max_length=200), Category.STATUS]
# What stands readable in the database is short: whoever tells a story may name somebody, so stories are protected.
ReferenceText = Annotated[ShortText, Category.REFERENCE]
EventText = Annotated[ShortText, Category.EVENT]
StatusText = Annotated[ShortText, Category.STATUS]
ChargeText = Annotated[Description, Category.CHARGE]
IdentityText = Annotated[Description, Category.IDENTITY]
PlaceText = Annotated[Description, Search.PLACE, Category.PLACE]
MedicalText = Annotated[Description, Category.MEDICAL]
AgencyKey = Annotated[
    str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$(?!\n)", description="The key of an agency."), Category.REFERENCE
]
Member = Annotated[str, Meta(min_length=1, max_length=100, description="Who, in an agency."), Category.REFERENCE]
Narrative = Annotated[str, Meta(min_length=1, max_length=100_000), Search.WORD, Category.NARRATIVE]
# A public document, such as an agreement: signed to be read by everyone, so that it names no person served.
DocumentText = Annotated[str, Meta(min_length=1, max_length=400_000), Category.REFERENCE]
Count = Annotated[int, Meta(ge=0, le=1_000_000_000), Category.STATISTIC]
Money = Annotated[
    str, Meta(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,4})?$(?!\n)", description="Decimal amount."), Category.FINANCE
]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$(?!\n)", description="ISO 4217.")]
# Spelled out, because engines of other languages mean other characters by \s and by a dot.
_NO_CONTROL = r"[^\u0000-\u001f\u007f-\u009f\u2028\u2029]"
_NO_SPACE = r"[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f\u3000\ufeff]"
CODE_PATTERN = rf"^{_NO_SPACE}({_NO_CONTROL}{{0,78}}{_NO_SPACE})?$(?!\n)"
Code = Annotated[str, Meta(pattern=CODE_PATTERN, description="A code of a named table.")]
Flag = Annotated[bool, Category.STATUS]

GivenName = Annotated[str, Meta(min_length=1, max_length=200), Search.NAME, Link.GIVEN_NAME, Niem("nc:PersonGivenName")]
MiddleName = Annotated[
    str, Meta(min_length=1, max_length=200), Search.NAME, Link.MIDDLE_NAME, Niem("nc:PersonMiddleName")
]
Surname = Annotated[str, Meta(min_length=1, max_length=200), Search.NAME, Link.SURNAME, Niem("nc:PersonSurName")]
FullName = Annotated[str, Meta(min_length=1, max_length=400), Search.NAME, Link.FULL_NAME, Niem("nc:PersonFullName")]
OrganizationName = Annotated[
    str, Meta(min_length=1, max_length=400), Search.NAME, Link.ORGANIZATION_NAME, Niem("nc:OrganizationName")
]
BirthDate = Annotated[Day, Search.DATE, Link.BIRTH_DATE, Niem("nc:PersonBirthDate"), Category.IDENTITY]
IdentifierValue = Annotated[str, Meta(min_length=1, max_length=100), Search.NUMBER, Link.IDENTIFIER]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)", description="SHA-256 in lower-case hexadecimal.")]
Base64 = Annotated[str, Meta(pattern=r"^[A-Za-z0-9+/]*={0,2}$(?!\n)", max_length=14_000_000)]
Phone = Annotated[str, Meta(min_length=3, max_length=60), Search.NUMBER, Link.PHONE]
EmailAddress = Annotated[str, Meta(min_length=3, max_length=254), Search.NUMBER, Link.EMAIL]
Plate = Annotated[str, Meta(min_length=1, max_length=30), Search.PLATE, Link.PLATE]
