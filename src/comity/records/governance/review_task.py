"""Something that a rule flagged and a person must look at."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import Label, ShortText
from comity.records.references import Ref


class ReviewTask(Record):
    """A task to look at a record that a rule flagged, for the agency that entered it; corrected when it is done."""

    about: Annotated[Ref[Record], Category.REFERENCE]
    rule: Label
    sentence: Annotated[ShortText, Category.STATUS]
    remedy: Annotated[ShortText | None, Category.STATUS] = None
    assigned_to: Label | None = None
    outcome: Annotated[ShortText | None, Category.NARRATIVE] = None
