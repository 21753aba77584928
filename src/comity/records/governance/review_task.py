"""Something that a rule flagged and a person must look at."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import Label, Member, ShortText
from comity.records.references import Ref


class ReviewTask(Record):
    """A task to look at a record or an account that a rule flagged, for its agency; corrected when it is done."""

    about: Annotated[Ref[Record] | None, Category.REFERENCE] = None
    member: Member | None = None
    rule: Label
    sentence: Annotated[ShortText, Category.STATUS]
    remedy: Annotated[ShortText | None, Category.STATUS] = None
    assigned_to: Label | None = None
    outcome: Annotated[ShortText | None, Category.NARRATIVE] = None
