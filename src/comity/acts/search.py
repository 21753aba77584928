"""Find records by exact numbers, names and dates, through tokens of the categories that the reader sees."""

import re
from collections.abc import Sequence

from comity.acts.asked import Asked, noted, of_kinds
from comity.acts.disclose import written_down
from comity.acts.judging import judged
from comity.acts.read import LARGEST_PAGE, NEWEST
from comity.acts.sight import Sight, sight_of
from comity.acts.viewing import View, views
from comity.errors import Invalid
from comity.policy.sessions import Session
from comity.records.categories import Category
from comity.records.governance.disclosure import Channel
from comity.records.meaning import Search
from comity.records.reach import name_parts, plain_number, words_for
from comity.records.registry import kinds
from comity.store.node import Node
from comity.store.reading import MOST_TERMS, Reach
from comity.store.tokens import token

# What the contract of the API counts as space, and every language alike.
_SPACES = re.compile(r"[\t\n\x0b\x0c\r ]+")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@judged
async def search(
    node: Node,
    session: Session,
    query: str,
    *,
    wanted: frozenset[str] | None = None,
    before: int = NEWEST,
    limit: int = 50,
) -> list[View]:
    """Give the newest records in which every word of the query is a name part, a number or a date that may be seen.

    Invalid when the query has no word, or more than six.
    """
    terms = terms_of(query)
    sight = await sight_of(node, session)
    if wanted is not None:
        sight = sight.of_kinds(wanted, node.classes.all())
    groups = _groups(node, sight, terms)
    found = await node.reader.search(sight.scope, groups, before, min(limit, LARGEST_PAGE)) if groups else []
    shown = views(node, sight, found)
    await written_down(node, session, Channel.SEARCH, shown)
    noted(node, session, Asked(len(shown)) if wanted is None else of_kinds(wanted, len(shown)))
    return shown


def terms_of(query: str) -> tuple[str, ...]:
    """Part a query into its terms; Invalid when it has none, or too many."""
    terms = tuple(dict.fromkeys(term for term in _SPACES.split(query) if plain_number(term)))
    if not terms:
        raise Invalid("The query has no letter and no digit.", field="q", remedy="Give a name, a number or a date.")
    if len(terms) > MOST_TERMS:
        raise Invalid(f"The query has more than {MOST_TERMS} words.", field="q", remedy="Leave out the common ones.")
    return terms


def _groups(node: Node, sight: Sight, terms: Sequence[str]) -> list[Reach]:
    """Group records by what is seen of them, each with the tokens by which it may then be found."""
    return [
        Reach(tuple(classes), tuple(_tokens(node, Category(mask), term) for term in terms), tuple(records))
        for mask, (classes, records) in sorted(sight.by_mask(_SEARCHED).items())
    ]


def _tokens(node: Node, mask: Category, term: str) -> tuple[int, ...]:
    words = [word for category in mask for role in _roles_of(term) for word in words_for(category, role, term)]
    return tuple(token(node.keyring.token_key, word) for word in words)


def _roles_of(term: str) -> tuple[Search, ...]:
    """Tell as what a term may be meant; a name of several parts is searched by each of them in one go."""
    if _DATE.fullmatch(term):
        return (Search.DATE, Search.NUMBER)
    return (Search.NUMBER, Search.NAME) if name_parts(term) else (Search.NUMBER,)


def _searched() -> int:
    mask = 0
    for spec in kinds().values():
        for field in spec.fields:
            if any(leaf.marker(Search) for leaf in field.leaves):
                mask |= field.category
    return mask


_SEARCHED = _searched()
