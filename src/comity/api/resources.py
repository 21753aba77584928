"""One address with its methods: every error that an endpoint meets becomes a problem document here."""

import logging
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from comity.api.asking import is_id
from comity.api.front import Front
from comity.api.problems import ABSENT, METHOD, Turned, faulted, problem_answer
from comity.errors import ComityError
from comity.records.registry import kinds

Endpoint = Callable[[Front, Request], Awaitable[ASGIApp]]
Tell = Callable[[Request, ComityError], ASGIApp]
METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
_log = logging.getLogger("comity.api")


def as_problem(request: Request, wrong: ComityError) -> ASGIApp:
    """Tell an error as a problem document."""
    del request
    return problem_answer(wrong)


class Resource:
    """An address: which endpoint answers which method. HEAD is answered as GET, without the body.

    ``tell`` says how an error is told: to programs as a problem document, to people as a page.
    """

    def __init__(self, front: Front, endpoints: Mapping[str, Endpoint], tell: Tell = as_problem) -> None:
        self._front = front
        self._tell = tell
        self._endpoints = dict(endpoints)
        if "GET" in endpoints:
            self._endpoints.setdefault("HEAD", endpoints["GET"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whatever happens."""
        request = Request(scope, receive)
        answer = await self._answer(request)
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> ASGIApp:
        endpoint = self._endpoints.get(request.method)
        if endpoint is None:
            return self._tell(request, _wrong_method(request.method, self._endpoints))
        try:
            return await endpoint(self._front, request)
        except ComityError as wrong:
            return self._tell(request, wrong)
        except ClientDisconnect:
            return Response(status_code=499)
        except Exception as fault:  # noqa: BLE001 - the error page: a fault must not tell what was at hand
            log_fault(fault)
            return self._tell(request, faulted())


def log_fault(fault: Exception) -> None:
    """Log where a fault happened, and not what was at hand: messages of drivers quote values."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "nowhere"
    _log.error("fault: %s at %s", type(fault).__name__, where)


async def no_such_address(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer for an address that the node does not have."""
    absent = Turned(ABSENT, "There is no such address.", remedy="GET /openapi.json lists all addresses.")
    await problem_answer(absent)(scope, receive, send)


def _wrong_method(method: str, endpoints: Mapping[str, Endpoint]) -> Turned:
    allowed = ", ".join(sorted(endpoints))
    return Turned(METHOD, f"{method} is not done here.", remedy=f"Use {allowed}.", headers={"Allow": allowed})


class RecordOrKind:
    """Two resources at addresses of one shape: an id means a record, the name of a kind means its records."""

    def __init__(self, record: Resource, kind: Resource, neither: Resource) -> None:
        self._record = record
        self._kind = kind
        self._neither = neither

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the one that is meant."""
        parameters = scope["path_params"]
        name = parameters["name"]
        if is_id(name):
            parameters["id"] = name
            await self._record(scope, receive, send)
        elif name in kinds():
            await self._kind(scope, receive, send)
        else:
            await self._neither(scope, receive, send)
