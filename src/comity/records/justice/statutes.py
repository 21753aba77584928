"""The law that somebody is said to have broken."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part
from comity.records.fields import ShortText
from comity.records.meaning import Niem, Search


class StatuteCited(Part):
    """A statute as a partner cites it: by code, section, offense or only by its words. NIEM 6, ``j:StatuteType``."""

    category = Category.CHARGE

    code: Annotated[ShortText | None, Search.NUMBER, Niem("j:StatuteCodeIdentification")] = None
    code_text: ShortText | None = None
    section: Annotated[ShortText | None, Search.NUMBER, Niem("j:StatuteCodeSectionIdentification")] = None
    offense: Annotated[ShortText | None, Search.NUMBER, Niem("j:StatuteOffenseIdentification")] = None
    text: Annotated[ShortText | None, Search.WORD, Niem("j:StatuteText")] = None
    description: Annotated[ShortText | None, Search.WORD, Niem("j:StatuteDescriptionText")] = None
    level: Annotated[ShortText | None, Niem("j:StatuteLevelText")] = None
    jurisdiction: Annotated[ShortText | None, Niem("j:StatuteJurisdiction")] = None
