"""What can be found over HTTP: by a word, through a case, through time, and proven."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from comity.acts.gather import gather
from comity.acts.history import history
from comity.acts.prove import prove
from comity.acts.read import NEWEST
from comity.acts.search import search
from comity.api.answers import PRIVATE, address, page_answer
from comity.api.asking import id_in, limit_of, queried, require_acceptable
from comity.api.bodies import JSON
from comity.api.front import Front
from comity.api.problems import MALFORMED, Turned
from comity.policy.sessions import Session
from comity.records.registry import kind_named

PATH = "/v1/search"


async def find(front: Front, request: Request) -> Response:
    """Give a page of the newest records in which every word of the query is found, as far as the reader sees it."""
    session = await front.session(request)
    query = queried(request, ("q", "kind", "cursor", "limit"))
    require_acceptable(request, JSON)
    limit = limit_of(query)
    wanted = frozenset({kind_named(query["kind"]).name}) if "kind" in query else None
    views = await search(
        front.node, session, _words(query), wanted=wanted, before=_before(front, session, query), limit=limit
    )
    if len(views) < limit:
        return page_answer(views)
    cursor = front.cursors.cursor(session, _bound(query), views[-1].seq)
    return page_answer(views, following=address(PATH, {**query, "cursor": cursor}))


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


def _words(query: Mapping[str, str]) -> str:
    if "q" not in query:
        raise Turned(
            MALFORMED, "The parameter q is missing.", remedy="Give a name, a number or a date as q.", field="q"
        )
    return query["q"]


def _before(front: Front, session: Session, query: Mapping[str, str]) -> int:
    return front.cursors.place(session, _bound(query), query["cursor"]) if "cursor" in query else NEWEST


def _bound(query: Mapping[str, str]) -> str:
    """Give what a cursor of a search is bound to: another query begins at its own beginning."""
    return f"{PATH}\0{query.get('q', '')}\0{query.get('kind', '')}"
