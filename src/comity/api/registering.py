"""Registering over HTTP what somebody signs in with, on their invitation."""

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from comity.acts.passkeys import RegistrationAnswer
from comity.acts.registering import Invitation, begin_passkey, register_passkey, register_secret
from comity.api.answers import PRIVATE, json_answer
from comity.api.bodies import JSON
from comity.api.front import Front
from comity.api.receiving import received
from comity.api.sign_in import Name, Secret, seat_of
from comity.api.signing_in import not_signed_in
from comity.errors import Refused


class Invited(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who was invited, and both halves: first that of who asked, then that of who approved."""

    member: Name
    halves: tuple[Secret, Secret]


class WithPasskey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An invitation, and what the authenticator answered."""

    member: Name
    halves: tuple[Secret, Secret]
    credential: RegistrationAnswer


class FactorsShown(Struct, frozen=True):
    """A secret, and the address that authenticator apps read; shown here and nowhere again."""

    secret: str
    authenticator: str


async def options(front: Front, request: Request) -> Response:
    """Give what a page hands to the browser to make a passkey."""
    asked = await received(request, Invited)
    _hold_pace(front, request, asked.member)
    try:
        made = await begin_passkey(front.node, front.entrance.passkeys, Invitation(asked.member, asked.halves))
    except Refused as wrong:
        raise not_signed_in(wrong.message) from wrong
    return Response(made, media_type=JSON, headers=dict(PRIVATE))


async def passkey(front: Front, request: Request) -> Response:
    """Register a passkey."""
    asked = await received(request, WithPasskey)
    _hold_pace(front, request, asked.member)
    invitation = Invitation(asked.member, asked.halves)
    party = front.entrance.passkeys
    try:
        await register_passkey(front.node, party, invitation, asked.credential, seat=seat_of(front, request))
    except Refused as wrong:
        raise not_signed_in(wrong.message) from wrong
    return Response(status_code=204, headers=dict(PRIVATE))


async def secret(front: Front, request: Request) -> Response:
    """Register a secret and one-time codes."""
    asked = await received(request, Invited)
    _hold_pace(front, request, asked.member)
    try:
        factors = await register_secret(
            front.node, Invitation(asked.member, asked.halves), seat=seat_of(front, request)
        )
    except Refused as wrong:
        raise not_signed_in(wrong.message) from wrong
    return json_answer(FactorsShown(factors.secret, factors.address), status=201)


def _hold_pace(front: Front, request: Request, member: str) -> None:
    front.paces.hold(seat_of(front, request).address, member)
