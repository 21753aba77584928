"""Answers of the usual shapes: a record, a page, a list, with what caches and clients need to know of them."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from starlette.responses import Response

from comity.acts.viewing import View
from comity.api.bodies import JSON
from comity.api.views import Page, encoder, entity_tag, shown

# What one reader sees must never be kept for another.
PRIVATE = {"Cache-Control": "no-store"}
# What changes with the release only, and is the same to all.
PUBLIC = {"Cache-Control": "public, max-age=300"}


def json_answer(value: object, *, status: int = 200, headers: Mapping[str, str] = PRIVATE) -> Response:
    """Give a value as JSON."""
    return Response(encoder.encode(value), status, dict(headers), JSON)


def record_answer(view: View) -> Response:
    """Give one record with the tag of its version."""
    return json_answer(shown(view), headers={"ETag": entity_tag(view.version), **PRIVATE})


def page_answer(views: Sequence[View], *, following: str = "") -> Response:
    """Give records as a page; ``following`` is the address of the next one, if there may be one."""
    headers = {"Link": f'<{following}>; rel="next"', **PRIVATE} if following else PRIVATE
    return json_answer(Page(tuple(shown(v) for v in views)), headers=headers)


def address(path: str, query: Mapping[str, str]) -> str:
    """Give the address of a path with a query."""
    return f"{path}?{urlencode(query)}"
