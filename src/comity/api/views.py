"""What answers hold, as JSON: views of records without their place in the log, and receipts of entries."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct
from msgspec.json import Encoder
from msgspec.structs import replace

from comity.acts.search import Facets, Found
from comity.acts.submit import Receipt
from comity.acts.viewing import View
from comity.api.problems import Problem
from comity.policy.grounds import Notice


class Noticed(Struct, frozen=True, omit_defaults=True):
    """What goes with a record wherever it goes: which clause or consent says so, and its text, word for word."""

    clause: str
    text: str
    destroy_after_days: int | None = None
    no_redisclosure: bool = False


class Shown(Struct, frozen=True, omit_defaults=True):
    """A record as its reader may see it; ``withheld`` names categories, ``because`` the clauses that let it be seen.

    ``notices`` are what whoever receives it must heed, and the scope of each consent that it rests on. ``reviews``
    stands only in the answer to an entry: the rules that ask the owner to look at it again. ``score`` and ``words``
    stand only in the answer to a search: how well it matches, 1 being exactly, and the words by which it was found.
    """

    id: UUID
    kind: str
    owner: str
    version: int
    recorded_at: datetime
    recorded_by: str
    fields: Any
    withheld: tuple[str, ...]
    because: tuple[str, ...]
    notices: tuple[Noticed, ...] = ()
    reviews: tuple[str, ...] | None = None
    score: float | None = None
    words: tuple[str, ...] = ()


class Page(Struct, frozen=True):
    """Records in the order that the address promises; the next page, if any, is in the ``Link`` header."""

    items: tuple[Shown, ...]


class FoundPage(Struct, frozen=True, omit_defaults=True):
    """What was found, the best first; the next page, if any, is in the ``Link`` header.

    ``names`` says ``being-read`` while the node still reads the names on its record after a start: what is spelled
    otherwise is then found only in part.
    """

    items: tuple[Shown, ...]
    names: Literal["all", "being-read"]
    facets: Facets | None = None


class Received(Struct, frozen=True):
    """The receipt of an entry: what it is called now; ``replayed`` when this request had been carried out before."""

    id: UUID
    kind: str
    version: int
    recorded_at: datetime
    replayed: bool
    reviews: tuple[str, ...]


class Result(Struct, frozen=True, omit_defaults=True):
    """What became of one item of many: its receipt, or the problem that it has."""

    status: int
    receipt: Received | None = None
    problem: Problem | None = None


class Results(Struct, frozen=True):
    """What became of each item, in the order in which they were sent."""

    entered: int
    refused: int
    results: tuple[Result, ...]


encoder = Encoder()


def shown(view: View, *, reviews: tuple[str, ...] | None = None) -> Shown:
    """Give a view in the shape of an answer."""
    return Shown(
        view.id,
        view.kind,
        view.owner,
        view.version,
        view.recorded_at,
        view.recorded_by,
        view.fields,
        view.withheld,
        view.because,
        tuple(map(noticed, view.notices)),
        reviews,
    )


def found_page(found: Found, facets: Facets | None) -> FoundPage:
    """Give what was found in the shape of an answer."""
    items = tuple(replace(shown(hit.view), score=hit.score, words=hit.words) for hit in found.hits)
    return FoundPage(items, "all" if found.whole else "being-read", facets)


def noticed(notice: Notice) -> Noticed:
    """Give a notice in the shape of an answer."""
    return Noticed(notice.clause, notice.text, notice.destroy_after_days, notice.no_redisclosure)


def received(kind: str, receipt: Receipt) -> Received:
    """Give a receipt in the shape of an answer."""
    entry = receipt.entry
    return Received(entry.id, kind, entry.version, entry.recorded_at, entry.replayed, receipt.reviews)


def entity_tag(version: int) -> str:
    """Give the entity tag of a version, strong: the same tag means the same bytes to the same reader."""
    return f'"v{version}"'
