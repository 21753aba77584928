"""``comity search``: find records by whatever somebody remembers of them."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated

from cyclopts import Parameter

from comity.acts.read import LARGEST_PAGE
from comity.acts.search import Facets, Found, Hit
from comity.acts.search import facets as count_facets
from comity.acts.search import search as search_record
from comity.api.views import found_page
from comity.cli.nodes import existing_node
from comity.cli.options import Agency, AsJson, Home, Member, Purpose, settings_of
from comity.cli.speaking import Voice
from comity.policy.sessions import open_session
from comity.records.registry import kind_named
from comity.store.node import Node

# So long a command reads the names on the record, that misspelled ones may be found too; a server has read them.
_READING_SECONDS = 10


async def search(  # noqa: PLR0913 - the options of a command
    query: Annotated[str, Parameter(help="Names, numbers, dates, places, offenses or words, in any order.")],
    *,
    agency: Agency,
    member: Member,
    purpose: Purpose,
    kind: Annotated[str | None, Parameter(help="Records of this kind only.")] = None,
    owner: Annotated[str, Parameter(help="Records of this agency only.")] = "",
    limit: Annotated[int, Parameter(help=f"How many, up to {LARGEST_PAGE}.")] = 20,
    facets: Annotated[
        bool, Parameter(negative="", help="Count what matches as typed, by kind, owner and month.")
    ] = False,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Find records that this member may see, the best match first; what is another agency's is written down.

    A name may be misspelled, a short form or in another script; a plate needs three characters; a telephone number its
    last four. Quote what must stand together: "jon smyth". Dates may be ranges: 2024-05..2024-08, >=2024.
    """
    voice = Voice(json)
    wanted = None if kind is None else frozenset({kind_named(kind).name})
    async with existing_node(settings_of(home)) as node:
        await _read_names(node)
        session = open_session(node.directory, agency, member, purpose)
        found = await search_record(node, session, query, wanted=wanted, owner=owner, limit=max(1, limit))
        counted = await count_facets(node, session, query, wanted=wanted, owner=owner) if facets else None
    for line in _lines(found, counted):
        voice.say(line)
    voice.give(found_page(found, counted))


async def _read_names(node: Node) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(_READING_SECONDS):
            await node.spellings.follow()


def _lines(found: Found, counted: Facets | None) -> Iterator[str]:
    yield from map(_line, found.hits)
    if not found.hits:
        yield "Nothing that you may see matches."
    if not found.whole:
        yield "Not all names have been read: names spelled otherwise are found in part. A running node knows them all."
    if counted is not None:
        for name, counts in (("kind", counted.kind), ("owner", counted.owner), ("month", counted.month)):
            yield f"{name}: {', '.join(f'{group} {records}' for group, records in counts.items()) or 'none'}"


def _line(hit: Hit) -> str:
    return f"{hit.score:.2f}  {hit.view.id}  {hit.view.kind} of {hit.view.owner}: {', '.join(hit.words)}"
