"""Standing subscriptions over HTTP: begin, change and end one's own, and say what has arrived."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct, structs
from starlette.requests import Request
from starlette.responses import Response

from comity.acts.acknowledge import acknowledge
from comity.acts.secrets import Secrets, reveal_secrets
from comity.acts.subscribe import Terms, amend, own, standing, subscribe, turn_secret, unsubscribe
from comity.api.answers import PRIVATE, json_answer
from comity.api.asking import id_in, idempotency_key, queried, require_acceptable, whole
from comity.api.bodies import JSON, body_of, media_type, shaped
from comity.api.cursors import PATTERN, STREAM
from comity.api.front import Front
from comity.api.receiving import asked, received
from comity.records.governance.subscription import QuietHours, RecordEvent, Way
from comity.store import subscriptions as store

_LARGEST = 64 * 1024


class Wanted(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wish to be told: of which kinds, or of what is about which record, on which terms."""

    kinds: tuple[str, ...] = ()

    def terms(self) -> Terms:
        """Give the terms without the kinds."""
        return Terms(**{name: getattr(self, name) for name in Terms.__struct_fields__})


class Upto(Struct, frozen=True, forbid_unknown_fields=True):
    """How far a subscriber has everything: the id of the last event that is kept safe."""

    upto: Annotated[str, Meta(pattern=whole(PATTERN))]


class Standing(Struct, frozen=True, omit_defaults=True):
    """A standing subscription of the member who asks."""

    id: UUID
    kinds: tuple[str, ...]
    purpose: str
    created_at: datetime
    version: int
    way: Way
    format: str
    about: UUID | None = None
    events: tuple[RecordEvent, ...] = ()
    basis: str | None = None
    ground: UUID | None = None
    until: datetime | None = None
    validate_by: datetime | None = None
    address: str | None = None
    digest_minutes: int = 0
    quiet: QuietHours | None = None
    answer_minutes: int | None = None
    escalate_to: str | None = None
    receipt_key: str | None = None


class Subscriptions(Struct, frozen=True):
    """The standing subscriptions of the member who asks, oldest first."""

    items: tuple[Standing, ...]


class Waiting(Struct, frozen=True):
    """How many entries are still owed."""

    waiting: int


class Secret(Struct, frozen=True):
    """What messages are verified by: any of the secrets, the newest first, or the public key (Standard Webhooks)."""

    secrets: tuple[str, ...]
    public_key: str


async def begin(front: Front, request: Request) -> Response:
    """Begin a standing subscription."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    key = idempotency_key(request)
    media_type(request, (JSON,))
    wanted = shaped(await body_of(request, _LARGEST), Wanted)
    begun = await subscribe(front.node, session, wanted.kinds, terms=wanted.terms(), key=key, formats=_formats(front))
    headers = {"Location": f"/v1/subscriptions/{begun.id}", **PRIVATE}
    return json_answer(_told(begun), status=201, headers=headers)


async def mine(front: Front, request: Request) -> Response:
    """Give the standing subscriptions of the member who asks."""
    session = await asked(front, request)
    return json_answer(Subscriptions(tuple(_told(each) for each in await standing(front.node, session))))


async def one(front: Front, request: Request) -> Response:
    """Give one standing subscription of the member who asks."""
    session = await asked(front, request)
    return json_answer(_told(await own(front.node, session, id_in(request))))


async def change(front: Front, request: Request) -> Response:
    """Wish for something else from now on: the whole wish, in the place of the one before."""
    session = await front.session(request)
    wanted = await received(request, Wanted)
    id, formats = id_in(request), _formats(front)
    changed = await amend(front.node, session, id, wanted.kinds, terms=wanted.terms(), formats=formats)
    return json_answer(_told(changed))


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


async def secret(front: Front, request: Request) -> Response:
    """Give the secrets by which the messages of a subscription are signed now."""
    session = await asked(front, request)
    return json_answer(_secret(await reveal_secrets(front.node, session, id_in(request))))


async def turn(front: Front, request: Request) -> Response:
    """Begin to sign with a new secret; the one before signs for another day."""
    session = await asked(front, request)
    await turn_secret(front.node, session, id_in(request))
    return json_answer(_secret(await reveal_secrets(front.node, session, id_in(request))))


def _secret(found: Secrets) -> Secret:
    return Secret(found.secrets, found.public_key)


def _formats(front: Front) -> Collection[str]:
    return front.formats


def _told(each: store.Standing) -> Standing:
    wish = structs.asdict(each.wish)
    said = {name: wish[name] for name in Standing.__struct_fields__ if name in wish}
    told = said | {name: wish[name].id for name in ("about", "ground") if wish[name] is not None}
    return Standing(id=each.id, created_at=each.began_at, version=each.version, **told)
