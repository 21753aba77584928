"""The log over HTTP: its newest signed head, for partners who hold the node to what it has said."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from comity.acts.prove import newest_head
from comity.api.answers import PRIVATE
from comity.api.asking import queried, require_acceptable
from comity.api.front import Front


async def checkpoint(front: Front, request: Request) -> Response:
    """Give the newest signed checkpoint (C2SP tlog-checkpoint)."""
    await front.session(request)
    queried(request, ())
    require_acceptable(request, "text/plain")
    return PlainTextResponse(await newest_head(front.node), headers=PRIVATE)
