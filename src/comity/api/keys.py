"""Keys over HTTP: make one's own, list them by how they begin, and end them."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from comity.acts.keys import LONGEST_DAYS, issue_key, keys, revoke_key
from comity.api.answers import PRIVATE, json_answer
from comity.api.asking import queried, require_acceptable, whole
from comity.api.bodies import JSON
from comity.api.front import Front
from comity.api.receiving import received
from comity.api.sign_in import seat_of
from comity.api.signing_in import PURPOSE_PATTERN
from comity.store.access import Scope


class WantedKey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key for one purpose and some uses, for up to a year."""

    purpose: Annotated[str, Meta(pattern=whole(PURPOSE_PATTERN))]
    scopes: Annotated[tuple[Scope, ...], Meta(min_length=1)]
    days: Annotated[int, Meta(ge=1, le=LONGEST_DAYS)]


class KeyMade(Struct, frozen=True):
    """A new key, shown here and nowhere again."""

    key: str


class KeyShown(Struct, frozen=True):
    """What is told of a key: how it begins, never what would let anybody use it."""

    prefix: str
    purpose: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime


class KeysShown(Struct, frozen=True):
    """The valid keys of the member who asks, oldest first."""

    items: tuple[KeyShown, ...]


async def mine(front: Front, request: Request) -> Response:
    """Give the keys of the member who asks."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    shown = [
        KeyShown(key.prefix, key.purpose, key.scopes, key.created_at, key.expires_at)
        for key in await keys(front.node, session)
    ]
    return json_answer(KeysShown(tuple(shown)))


async def new(front: Front, request: Request) -> Response:
    """Make a key."""
    session = await front.session(request)
    wanted = await received(request, WantedKey)
    scopes, address = frozenset(wanted.scopes), seat_of(front, request).address
    key = await issue_key(front.node, session, wanted.purpose, scopes, days=wanted.days, address=address)
    return json_answer(KeyMade(key), status=201)


async def end(front: Front, request: Request) -> Response:
    """End a key."""
    session = await front.session(request)
    queried(request, ())
    await revoke_key(front.node, session, request.path_params["prefix"], address=seat_of(front, request).address)
    return Response(status_code=204, headers=dict(PRIVATE))
