"""What linkage weighs by: trained from what the node holds, without anyone being told who is who."""

from typing import Annotated

import msgspec
from msgspec import Meta

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import EventText, Instant, Label
from comity.records.pillars import Pillar


class _Outline(msgspec.Struct):
    """What every document of a model has; the rest is linkage's own."""

    kind: str
    comparisons: tuple[msgspec.Raw, ...]


@check("document", remedy="Enter what comity link train wrote, unchanged.")
def linkage_model_can_be_read(model: "LinkageModel", known: Known) -> bool:
    """The document of a linkage model is JSON that names the kind it is for and what it compares."""
    del known
    try:
        outline = msgspec.json.decode(model.document, type=_Outline)
    except msgspec.DecodeError:
        return False
    return outline.kind == model.compares and bool(outline.comparisons)


class LinkageModel(Record):
    """The weights by which records of one kind are linked, how often values are found, and where decisions fall.

    The newest of a kind counts, in every process, from the moment that it is entered. How often names are found is
    protected: the database learns no name.
    """

    entered_by = (Pillar.IDENTIFICATION,)
    decisive = True
    checks = (linkage_model_can_be_read,)

    compares: Label
    trained_at: Instant
    trained_by: EventText | None = None
    document: Annotated[str, Meta(min_length=2, max_length=8_000_000), Category.IDENTITY]
