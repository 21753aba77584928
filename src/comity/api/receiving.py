"""A small body of a declared shape: read, parsed and held to it in one go."""

from typing import TypeVar

import msgspec
from msgspec import Struct
from starlette.requests import Request

from comity.api.asking import queried, require_acceptable
from comity.api.bodies import JSON, body_of, media_type, parsed
from comity.errors import Invalid

S = TypeVar("S", bound=Struct)

_LARGEST = 64 * 1024


async def received(request: Request, shape: type[S]) -> S:
    """Give the body of a request as a value of a shape; Invalid names what does not fit."""
    queried(request, ())
    require_acceptable(request, JSON)
    media_type(request, (JSON,))
    raw = await body_of(request, _LARGEST)
    try:
        return msgspec.convert(parsed(raw), shape)
    except msgspec.ValidationError as wrong:
        raise Invalid(f"The body does not fit: {wrong}.", remedy="Correct it; /openapi.json shows its form.") from wrong
