"""What can be found over HTTP: by a word, through a case, through time, and proven."""

import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from comity.acts.gather import gather
from comity.acts.history import history
from comity.acts.prove import prove
from comity.acts.search import facets, search
from comity.acts.tiers import BEGINNING, Place, Tier
from comity.api.answers import PRIVATE, address, json_answer, page_answer
from comity.api.asking import id_in, limit_of, queried, require_acceptable, said_true
from comity.api.bodies import JSON
from comity.api.front import Front
from comity.api.problems import MALFORMED, Turned
from comity.api.views import found_page
from comity.policy.sessions import Session
from comity.records.registry import kind_named

PATH = "/v1/search"
_AGENCY = re.compile(r"[a-z0-9][a-z0-9-]{0,62}", re.ASCII)


async def find(front: Front, request: Request) -> Response:
    """Give a page of the records that match a query best, as far as the reader sees them."""
    session = await front.session(request)
    query = queried(request, ("q", "kind", "owner", "cursor", "limit", "facets"))
    require_acceptable(request, JSON)
    limit, words, owner = limit_of(query), words_in(query), _owner(query)
    wanted = frozenset({kind_named(query["kind"]).name}) if "kind" in query else None
    place = place_in(front, session, query, PATH)
    counts = said_true(query, "facets", usual="false")
    found = await search(front.node, session, words, wanted=wanted, owner=owner, after=place, limit=limit)
    counted = await facets(front.node, session, words, wanted=wanted, owner=owner) if counts else None
    answer = found_page(found, counted)
    if len(found.hits) < limit:
        return json_answer(answer)
    following = await following_address(front, session, query, PATH, place=found.hits[-1].place)
    return json_answer(answer, headers={"Link": f'<{following}>; rel="next"', **PRIVATE})


async def case(front: Front, request: Request) -> Response:
    """Give the whole thread of a case, in the order of entry."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    return page_answer(await gather(front.node, session, id_in(request)))


async def versions(front: Front, request: Request) -> Response:
    """Give every version of a record, oldest first."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    return page_answer(await history(front.node, session, id_in(request)))


async def proof(front: Front, request: Request) -> Response:
    """Give a proof that the current version of a record stands in the log, to be checked offline."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    return Response(await prove(front.node, session, id_in(request)), headers=dict(PRIVATE), media_type=JSON)


def words_in(query: Mapping[str, str]) -> str:
    """Give what is searched for; Turned when nothing is."""
    if "q" not in query:
        raise Turned(
            MALFORMED, "The parameter q is missing.", remedy="Give a name, a number or a date as q.", field="q"
        )
    return query["q"]


def _owner(query: Mapping[str, str]) -> str:
    owner = query.get("owner", "")
    if "owner" in query and not _AGENCY.fullmatch(owner):
        raise Turned(MALFORMED, "owner is no key of an agency.", remedy="Give a key such as hart-pd.", field="owner")
    return owner


def place_in(front: Front, session: Session, query: Mapping[str, str], path: str) -> Place:
    """Give where the page of a search at some address begins; Turned for a cursor that was not given for it."""
    if "cursor" not in query:
        return BEGINNING
    tier, score, seq, bound = front.cursors.numbers_of(session, _bound(query, path), query["cursor"])
    return Place(Tier(tier), score, seq, bound)


async def following_address(
    front: Front, session: Session, query: Mapping[str, str], path: str, *, place: Place
) -> str:
    """Give the address of the page after a place."""
    # Entered after the first page was given, a record is on none of the pages that follow it.
    bound = await front.node.reader.size() if place.bound == BEGINNING.bound else place.bound
    cursor = front.cursors.cursor_of(session, _bound(query, path), (place.tier, place.score, place.seq, bound))
    return address(path, {**query, "cursor": cursor})


def _bound(query: Mapping[str, str], path: str) -> str:
    """Give what a cursor of a search is bound to: another query begins at its own beginning."""
    return "\0".join((path, *(query.get(name, "") for name in ("q", "kind", "owner"))))
