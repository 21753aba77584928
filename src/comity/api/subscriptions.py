"""Standing subscriptions over HTTP: begin one, see one's own, end one, and say what has arrived."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from comity.acts.acknowledge import acknowledge
from comity.acts.subscribe import standing, subscribe, unsubscribe
from comity.api.answers import PRIVATE, json_answer
from comity.api.asking import id_in, idempotency_key, queried, require_acceptable, whole
from comity.api.bodies import JSON, body_of, media_type, shaped
from comity.api.cursors import PATTERN, STREAM
from comity.api.front import Front
from comity.api.receiving import received
from comity.store.subscriptions import Subscription

_LARGEST = 64 * 1024


class Wanted(Struct, frozen=True, forbid_unknown_fields=True):
    """A wish for entries of some kinds."""

    kinds: Annotated[tuple[str, ...], Meta(min_length=1)]


class Upto(Struct, frozen=True, forbid_unknown_fields=True):
    """How far a subscriber has everything: the id of the last event that is kept safe."""

    upto: Annotated[str, Meta(pattern=whole(PATTERN))]


class Standing(Struct, frozen=True):
    """A standing subscription of the member who asks."""

    id: UUID
    kinds: tuple[str, ...]
    purpose: str
    created_at: datetime


class Subscriptions(Struct, frozen=True):
    """The standing subscriptions of the member who asks, oldest first."""

    items: tuple[Standing, ...]


class Waiting(Struct, frozen=True):
    """How many entries are still owed."""

    waiting: int


async def begin(front: Front, request: Request) -> Response:
    """Begin a standing subscription."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    key = idempotency_key(request)
    media_type(request, (JSON,))
    wanted = shaped(await body_of(request, _LARGEST), Wanted)
    subscription = await subscribe(front.node, session, wanted.kinds, key=key)
    headers = {"Location": f"/v1/subscriptions/{subscription.id}", **PRIVATE}
    return json_answer(_standing(subscription), status=201, headers=headers)


async def mine(front: Front, request: Request) -> Response:
    """Give the standing subscriptions of the member who asks."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    return json_answer(Subscriptions(tuple(_standing(s) for s in standing(front.node, session))))


async def end(front: Front, request: Request) -> Response:
    """End a standing subscription."""
    session = await front.session(request)
    queried(request, ())
    await unsubscribe(front.node, session, id_in(request))
    return Response(status_code=204, headers=dict(PRIVATE))


async def arrived(front: Front, request: Request) -> Response:
    """Say that everything up to an event has arrived; saying it again changes nothing, so it needs no key."""
    session = await front.session(request)
    said = await received(request, Upto)
    place = front.cursors.place(session, STREAM, said.upto)
    return json_answer(Waiting(await acknowledge(front.node, session, id_in(request), place)))


def _standing(subscription: Subscription) -> Standing:
    return Standing(subscription.id, subscription.kinds, subscription.purpose, subscription.created_at)
