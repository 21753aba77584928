"""Whether the node is there, and whether it can work."""

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from comity.api.answers import PRIVATE, PUBLIC, json_answer
from comity.api.front import Front
from comity.api.problems import SORTS
from comity.errors import Absent, Unavailable


class Explained(Struct, frozen=True):
    """A sort of problem."""

    type: str
    status: int
    title: str


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


async def problem(front: Front, request: Request) -> Response:
    """Tell what a sort of problem is: where the ``type`` of a problem document leads."""
    del front
    sort = next((sort for sort in SORTS if sort.name == request.path_params["name"]), None)
    if sort is None:
        raise Absent("There is no such sort of problem.", remedy="GET /openapi.json lists all answers.")
    return json_answer(Explained(sort.type, sort.status, sort.title), headers=PUBLIC)


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
