"""What is expected of one's agency, over HTTP: a page at a time, what is overdue first."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from comity.acts import deadlines
from comity.api.answers import PRIVATE, address, json_answer
from comity.api.asking import limit_of, queried, require_acceptable, said_true
from comity.api.bodies import JSON
from comity.api.deadlines_told import told
from comity.api.front import Front
from comity.api.operations import done_with, signed_operation
from comity.api.parameters import LIMIT, SEARCH_CURSOR, in_query
from comity.api.resources import Endpoint
from comity.api.schemas import Schema, at
from comity.desks.deadlines import EXPECTED
from comity.policy.sessions import Session
from comity.store.awaited import BEGINNING, Place

PATH = "/v1/deadlines"
_NAMES = sorted(EXPECTED)
_HALF = 64
_SIGN = 1 << (_HALF - 1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LINK: Schema = {"description": "The next page, as rel=next, where there may be one.", "schema": {"type": "string"}}


async def listed(front: Front, request: Request) -> Response:
    """Give what is expected of the agency of the member who asks."""
    session = await front.session(request)
    query = queried(request, ("cursor", "limit", "overdue"))
    require_acceptable(request, JSON)
    limit, after = limit_of(query), _place(front, session, query)
    ask = deadlines.overdue if said_true(query, "overdue", usual="false") else deadlines.deadlines
    found = await ask(front.node, session, after=after, limit=limit)
    headers = dict(PRIVATE)
    if len(found) == limit:
        cursor = front.cursors.cursor_of(session, PATH, _numbers(found[-1].place))
        headers["Link"] = f'<{address(PATH, {**query, "cursor": cursor})}>; rel="next"'
    return json_answer(told(found), headers=headers)


DEADLINE_ROUTES: Mapping[str, Mapping[str, Endpoint]] = {PATH: {"GET": listed}}


def deadline_paths() -> Schema:
    """Give the address at which one sees what is expected."""
    late = in_query("overdue", {"enum": ["true", "false"]}, "true: only what is overdue.")
    return {
        PATH: {
            "get": signed_operation(
                "See what is expected of your agency, and by when.", "listDeadlines",
                done_with(at("Deadlines"), headers={"Link": _LINK}), (SEARCH_CURSOR, LIMIT, late), problems=(404,),
            )
        }
    }  # fmt: skip


def _place(front: Front, session: Session, query: Mapping[str, str]) -> Place:
    if "cursor" not in query:
        return BEGINNING
    micros, high, low, name = front.cursors.numbers_of(session, PATH, query["cursor"])
    record = UUID(int=((high + _SIGN) << _HALF) | (low + _SIGN))
    return Place(_EPOCH + timedelta(microseconds=micros), record, _NAMES[name])


def _numbers(place: Place) -> tuple[int, int, int, int]:
    high, low = place.record.int >> _HALF, place.record.int & ((1 << _HALF) - 1)
    return ((place.due_at - _EPOCH) // timedelta(microseconds=1), high - _SIGN, low - _SIGN, _NAMES.index(place.name))
