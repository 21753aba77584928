"""Counts over HTTP: how many records there are, for whoever may count them."""

from starlette.requests import Request
from starlette.responses import Response

from comity.acts.count import GroupBy, count
from comity.api.answers import json_answer
from comity.api.asking import queried, require_acceptable
from comity.api.bodies import JSON
from comity.api.front import Front
from comity.api.problems import MALFORMED, Turned
from comity.records.registry import kind_named, kinds


async def counted(front: Front, request: Request) -> Response:
    """Give how many records the reader may count, by owner, kind or month."""
    session = await front.session(request)
    query = queried(request, ("kinds", "group_by"))
    require_acceptable(request, JSON)
    named = frozenset(kind_named(name).name for name in query["kinds"].split(",")) if "kinds" in query else kinds()
    group_by = query.get("group_by", GroupBy.KIND)
    if group_by not in list(GroupBy):
        raise Turned(
            MALFORMED, "group_by names no group.", remedy=f"Name one of {', '.join(GroupBy)}.", field="group_by"
        )
    return json_answer(await count(front.node, session, frozenset(named), GroupBy(group_by)))
