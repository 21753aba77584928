"""A request with a small body of a declared shape, or with none: held to its form in one go."""

from starlette.requests import Request

from comity.api.asking import queried, require_acceptable
from comity.api.bodies import JSON, S, body_of, media_type, shaped
from comity.api.front import Front
from comity.policy.sessions import Session

_LARGEST = 64 * 1024


async def asked(front: Front, request: Request) -> Session:
    """Give the session of a request that has no parameters and is answered in JSON."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    return session


async def received(request: Request, shape: type[S], largest: int = _LARGEST) -> S:
    """Give the body of a request as a value of a shape; Invalid names what does not fit."""
    queried(request, ())
    require_acceptable(request, JSON)
    media_type(request, (JSON,))
    return shaped(await body_of(request, largest), shape)
