"""A status in a partner's words."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part
from comity.records.fields import ShortText
from comity.records.meaning import Niem
from comity.records.moments import When


class StatusNote(Part):
    """A status as a partner words it, since when, and what they remark; NIEM 6 core, ``nc:StatusType``."""

    category = Category.STATUS

    text: Annotated[ShortText | None, Niem("nc:StatusDescriptionText")] = None
    since: Annotated[When | None, Niem("nc:StatusDate")] = None
    comment: Annotated[ShortText | None, Niem("nc:StatusCommentText")] = None
