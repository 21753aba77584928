"""Whether the node is there, and whether it can work."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from comity.api.answers import PRIVATE
from comity.api.front import Front
from comity.errors import Unavailable

_INDEX = """\
This is a Comity node.

/openapi.json    every address, with what it takes and answers
/v1/kinds        every kind of record
/v1/records      enter, read and correct records
/v1/stream       entries as they happen
/livez /readyz   whether the node is there, and can work

Sign in with Authorization: Bearer cmt_live_...
"""


async def index(front: Front, request: Request) -> Response:
    """Tell what is here."""
    del front, request
    return PlainTextResponse(_INDEX)


async def alive(front: Front, request: Request) -> Response:
    """Tell that the process answers."""
    del front, request
    return PlainTextResponse("alive\n", headers=PRIVATE)


async def ready(front: Front, request: Request) -> Response:
    """Tell that the database answers and a directory is in force; Unavailable otherwise."""
    del request
    if front.closing.is_set():
        raise Unavailable("The server is stopping.", remedy="Ask another server, or later.")
    _ = front.node.directory
    await front.node.reader.size()
    return PlainTextResponse("ready\n", headers=PRIVATE)
