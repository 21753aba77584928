"""That records were expunged: written into the log before their keys are destroyed."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import Instant, Label
from comity.records.references import Ref


class Expungement(Record):
    """Records of one agency whose keys were destroyed; of them the log keeps places that confirm nothing.

    The platform writes it before it destroys anything, so that whoever destroys in silence is found by ``comity fsck``.
    """

    entered_by = ()
    marked = ("sealed",)

    because: Annotated[Ref[Record] | None, Category.REFERENCE] = None
    ground: Label
    at: Instant
    records: Annotated[tuple[Ref[Record], ...], Category.REFERENCE]
