"""The body of a request: read up to a bound, of a type that is taken here, and parsed to mean one thing only."""

import asyncio
from collections.abc import Sequence
from typing import TypeVar

import msgspec
from msgspec import Struct
from starlette.requests import Request

from comity.api.problems import MALFORMED, MEDIA, TOO_LARGE, Turned
from comity.errors import Invalid
from comity.records.codec import LARGEST_RECORD, read_json

S = TypeVar("S", bound=Struct)

JSON = "application/json"
JSON_LINES = "application/x-ndjson"
MERGE_PATCH = "application/merge-patch+json"
LARGEST_BULK = 64 * 1024 * 1024
# A client that sends a body more slowly than this holds a connection for nothing.
SLOWEST_SECONDS = 60


def media_type(request: Request, taken: Sequence[str]) -> str:
    """Give the type of the body; Turned when it is none of those taken."""
    said = request.headers.get("content-type", "")
    name, _, parameters = said.partition(";")
    charset = parameters.strip().lower().replace('"', "")
    if name.strip().lower() not in taken or charset not in ("", "charset=utf-8"):
        raise Turned(MEDIA, "The body is of another type.", remedy=f"Send {' or '.join(taken)}.", field="Content-Type")
    return name.strip().lower()


async def body_of(request: Request, largest: int = LARGEST_RECORD) -> bytes:
    """Read the body; Turned as soon as it is larger than ``largest`` bytes, or comes too slowly."""
    said = request.headers.get("content-length", "0")
    if said.isdecimal() and int(said) > largest:
        raise _too_large(largest)
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(SLOWEST_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > largest:
                    raise _too_large(largest)
                parts.append(part)
    except TimeoutError:
        raise Turned(MALFORMED, "The body did not come in time.", remedy="Send it again, or in parts.") from None
    return parts[0] if len(parts) == 1 else b"".join(parts)


def parsed(raw: bytes) -> object:
    """Parse JSON; Turned, not Invalid, for what is no JSON at all."""
    if len(raw) > LARGEST_RECORD:
        raise _too_large(LARGEST_RECORD)
    try:
        return read_json(raw)
    except Invalid as wrong:
        raise Turned(MALFORMED, wrong.message, remedy=wrong.remedy, field=wrong.field) from wrong


def shaped(raw: bytes, shape: type[S]) -> S:
    """Give what a body says; Invalid when it is JSON of another shape."""
    try:
        return msgspec.convert(parsed(raw), shape)
    except msgspec.ValidationError as wrong:
        raise Invalid(f"The body does not fit: {wrong}.", remedy="Correct it; /openapi.json shows its form.") from wrong


def _too_large(largest: int) -> Turned:
    return Turned(TOO_LARGE, f"The body is larger than {largest} bytes.", remedy="Send it in parts.")
