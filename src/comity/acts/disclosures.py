"""Look through the disclosure log: who was shown what of whom, what for, since when."""

import itertools
from datetime import datetime, timedelta
from typing import TypeAlias

from msgspec import Struct, convert

from comity.acts.asked import noted, of_kinds
from comity.acts.disclose import written_down
from comity.acts.judging import judged
from comity.acts.read import LARGEST_PAGE, NEWEST
from comity.acts.sight import Sight, sight_of
from comity.acts.viewing import View, views
from comity.policy.sessions import Session
from comity.records.categories import Category
from comity.records.governance.disclosure import Channel, Recipient
from comity.records.meaning import Search
from comity.records.reach import words_for
from comity.records.references import read_reference
from comity.store.dating import place_at
from comity.store.entries import Stored
from comity.store.finding import matching
from comity.store.node import Node
from comity.store.reading import Reach
from comity.store.tokens import token

DISCLOSURE = frozenset({"disclosure"})
Terms: TypeAlias = tuple[tuple[int, ...], ...]

# What many disclosures have is found soon by walking; what few have, by its tokens: so first the one, then the other.
_STEPS = 5
# Two processes may disagree on the time by less than this; what is asked for is held to its own time after.
_SKEW = timedelta(seconds=5)


class Wanted(Struct, frozen=True, kw_only=True):
    """Which disclosures are wanted: every condition that is given must hold, of one and the same recipient.

    ``purpose`` may be named with its case or without; ``kind`` is that of the records that were shown; ``since`` is
    included, ``until`` is not.
    """

    agency: str = ""
    member: str = ""
    purpose: str = ""
    owner: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None


@judged
async def disclosures(
    node: Node, session: Session, wanted: Wanted, *, before: int = NEWEST, limit: int = 50
) -> list[View]:
    """Give the newest disclosures that are wanted and may be seen, newest first; a whole page but at the end.

    Who reads the disclosures of another agency is written down as any reader is.
    """
    sight = (await sight_of(node, session)).of_kinds(DISCLOSURE, node.classes.all(), wanted.owner)
    first = await place_at(node.pool, wanted.since - _SKEW) if wanted.since else 0
    if wanted.until:
        before = min(before, await place_at(node.pool, wanted.until + _SKEW))
    shown = await _found(node, sight, wanted, before=before, first=first, limit=min(limit, LARGEST_PAGE))
    await written_down(node, session, Channel.SEARCH, shown)
    noted(node, session, of_kinds(DISCLOSURE, len(shown)))
    return shown


async def _found(node: Node, sight: Sight, wanted: Wanted, *, before: int, first: int, limit: int) -> list[View]:
    found: list[View] = []
    terms = _terms(node, wanted)
    for step in itertools.count():
        page = await _page(node, sight, terms if step >= _STEPS else (), before)
        found += [view for view in views(node, sight, page) if _is_wanted(view, wanted)]
        if len(page) < LARGEST_PAGE or page[-1].seq < first or len(found) >= limit:
            break
        before = page[-1].seq
    return found[:limit]


async def _page(node: Node, sight: Sight, terms: Terms, before: int) -> list[Stored]:
    if not terms:
        return await node.reader.page(sight.scope, before, LARGEST_PAGE)
    groups = [
        Reach(tuple(classes), terms, tuple(records))
        for classes, records in sight.by_mask(int(Category.REFERENCE)).values()
    ]
    return await matching(node.reader, sight.scope, groups, before=before, limit=LARGEST_PAGE)


def _terms(node: Node, wanted: Wanted) -> Terms:
    asked = (
        (Search.LABEL, wanted.agency),
        (Search.NUMBER, wanted.member),
        (Search.LABEL, wanted.purpose),
        (Search.LABEL, wanted.kind),
    )
    words = (words_for(Category.REFERENCE, role, text) for role, text in asked if text)
    return tuple(tuple(token(node.keyring.token_key, word) for word in each[:1]) for each in words if each)


def _is_wanted(view: View, wanted: Wanted) -> bool:
    """Hold what a reader sees of a disclosure to what is wanted: by what they do not see, nothing is found."""
    fields = view.fields
    return (
        (wanted.since is None or view.recorded_at >= wanted.since)
        and (wanted.until is None or view.recorded_at < wanted.until)
        and (not wanted.kind or wanted.kind in fields.get("kinds", ()))
        and (
            not (wanted.agency or wanted.member or wanted.purpose)
            or any(_is_meant(each, wanted) for each in _recipients(view))
        )
    )


def _recipients(view: View) -> tuple[Recipient, ...]:
    return convert(view.fields.get("recipients", ()), tuple[Recipient, ...], dec_hook=read_reference)


def _is_meant(recipient: Recipient, wanted: Wanted) -> bool:
    purpose = recipient.purpose
    return (
        (not wanted.agency or recipient.agency == wanted.agency)
        and (not wanted.member or recipient.member == wanted.member)
        and (not wanted.purpose or wanted.purpose in (purpose, purpose.partition("/")[0]))
    )
