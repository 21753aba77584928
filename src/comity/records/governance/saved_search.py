"""A search that goes on: whoever saved it is told when something new matches."""

from typing import Annotated

from comity.errors import Invalid
from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import AgencyKey, Count, Flag, Label, Member, ShortText
from comity.records.queries import terms_of
from comity.records.references import Ref


@check("query", remedy="Try the query in a search first: comity search, or GET /v1/search.")
def saved_query_can_be_read(saved: "SavedSearch", known: Known) -> bool:
    """A search is saved that can be carried out."""
    del known
    try:
        return bool(terms_of(saved.query))
    except Invalid:
        return False


@check("member", remedy="Save searches in your own name; whoever else wants one saves it too.")
def search_is_saved_by_whom_it_tells(saved: "SavedSearch", known: Known) -> bool:
    """Whoever saves a search is who is told of what it finds."""
    return saved.member == known.member


class SavedSearch(Record):
    """A search that a member has saved: when something new matches that they may see, they get an alert.

    It matches what carries every word as it is written here, itself or through what it refers to. To end it, correct it
    and say ``ended``.
    """

    checks = (saved_query_can_be_read, search_is_saved_by_whom_it_tells)

    query: Annotated[ShortText, Category.IDENTITY]
    title: Annotated[ShortText | None, Category.IDENTITY] = None
    kinds: Annotated[tuple[Label, ...], Category.STATUS] = ()
    owner: AgencyKey | None = None
    member: Member
    purpose: Label
    ended: Flag | None = None


class SearchAlert(Record):
    """Tells a member that a record matches a search that they saved; it says which record, and nothing of it."""

    entered_by = ()

    search: Ref[SavedSearch]
    found: Annotated[Ref[Record], Category.REFERENCE]
    version: Annotated[Count, Category.STATISTIC]
    member: Member
