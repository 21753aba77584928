"""Signing in and out over HTTP: the banner first, then a passkey, a secret with a one-time code, or the issuer."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from comity.acts.challenges import new_challenge
from comity.acts.passkeys import SignInAnswer, sign_in_options
from comity.acts.sign_in import (
    SIGN_IN_USE,
    Seat,
    Signed,
    Wish,
    note_failure,
    sign_in_by_issuer,
    sign_in_by_passkey,
    sign_in_by_secret,
    sign_out,
)
from comity.api.answers import PRIVATE, json_answer
from comity.api.asking import queried, require_acceptable, whole
from comity.api.bodies import JSON
from comity.api.front import Front
from comity.api.id_tokens import Word
from comity.api.issuing import answer_of_issuer, begin_at_issuer
from comity.api.problems import ABSENT, Turned
from comity.api.receiving import received
from comity.api.signing_in import PURPOSE_PATTERN, credentials_of, not_signed_in
from comity.errors import Absent, Refused
from comity.policy.entrance import workstation_at
from comity.policy.session_rules import Workstation
from comity.policy.sessions import Session
from comity.store.sign_ins import PREFIX

MEMBER_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._@-]{0,99}"
Name = Annotated[str, Meta(pattern=whole(MEMBER_PATTERN))]
Secret = Annotated[str, Meta(pattern=whole(r"[!-~]{8,200}"))]
_Purpose = Annotated[str, Meta(pattern=whole(PURPOSE_PATTERN))]
_Digest = Annotated[
    str, Meta(pattern=whole("[0-9a-f]{64}"), description="SHA-256 of the banner that was acknowledged.")
]
_Code = Annotated[str, Meta(pattern=whole("[0-9]{6}"))]
_Opaque = Annotated[str, Meta(pattern=whole(r"[!-~]{1,4000}"))]


class Welcome(Struct, frozen=True):
    """What is shown before anybody signs in, and by which ways they may."""

    banner: str
    banner_digest: str
    passkeys: str
    issuer: bool


class ByPasskey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sign-in by a passkey: what the authenticator answered."""

    banner: _Digest
    purpose: _Purpose
    credential: SignInAnswer


class BySecret(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sign-in by a secret and a one-time code."""

    banner: _Digest
    purpose: _Purpose
    member: Name
    secret: Secret
    code: _Code


class ByIssuer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sign-in on the issuer's word: what it sent back, and the ticket that this one began with."""

    banner: _Digest
    purpose: _Purpose
    ticket: _Opaque
    state: _Opaque
    code: _Opaque


class AtIssuer(Struct, frozen=True):
    """Where to send the browser, and the ticket to keep until it comes back."""

    address: str
    ticket: str


class SignedIn(Struct, frozen=True):
    """Somebody who is signed in; the token is shown here and nowhere again."""

    token: str
    member: str
    agency: str
    purpose: str
    second_factor: bool
    renew_at: datetime
    lock_after_seconds: int


class SessionShown(Struct, frozen=True):
    """For whom the token of a request speaks."""

    member: str
    agency: str
    purpose: str
    second_factor: bool
    roles: tuple[str, ...]


async def welcome(front: Front, request: Request) -> Response:
    """Give the banner and the ways in."""
    queried(request, ())
    require_acceptable(request, JSON)
    entrance = front.entrance
    told = Welcome(entrance.banner.text, entrance.banner.digest, entrance.passkeys.id, entrance.issuer is not None)
    return json_answer(told)


async def passkey_options(front: Front, request: Request) -> Response:
    """Give what a page hands to the browser."""
    queried(request, ())
    require_acceptable(request, JSON)
    front.paces.hold(seat_of(front, request).address, "")
    options = sign_in_options(front.entrance.passkeys, new_challenge(front.node, SIGN_IN_USE))
    return Response(options, media_type=JSON, headers=dict(PRIVATE))


async def by_passkey(front: Front, request: Request) -> Response:
    """Sign in by a passkey."""
    asked = await received(request, ByPasskey)
    wish = _wish(front, request, asked.banner, asked.purpose, name=asked.credential.id)
    try:
        return _signed_in(await sign_in_by_passkey(front.node, front.entrance.passkeys, asked.credential, wish))
    except Refused as wrong:
        raise _turned(wrong) from wrong


async def by_secret(front: Front, request: Request) -> Response:
    """Sign in by a secret and a one-time code."""
    asked = await received(request, BySecret)
    wish = _wish(front, request, asked.banner, asked.purpose, name=asked.member)
    try:
        return _signed_in(await sign_in_by_secret(front.node, asked.member, asked.secret, asked.code, wish=wish))
    except Refused as wrong:
        raise _turned(wrong) from wrong


async def issuer_options(front: Front, request: Request) -> Response:
    """Give where to send the browser."""
    queried(request, ())
    require_acceptable(request, JSON)
    front.paces.hold(seat_of(front, request).address, "")
    if front.entrance.issuer is None:
        raise no_issuer()
    address, ticket = begin_at_issuer(front.node, front.entrance.issuer)
    return json_answer(AtIssuer(address, ticket))


async def by_issuer(front: Front, request: Request) -> Response:
    """Sign in on the issuer's word."""
    asked = await received(request, ByIssuer)
    wish = _wish(front, request, asked.banner, asked.purpose, name="")
    try:
        word = await _word(front, asked, wish.seat)
        signed = await sign_in_by_issuer(front.node, word.subject, wish, second_factor=word.second_factor)
    except Refused as wrong:
        raise _turned(wrong) from wrong
    return _signed_in(signed)


async def _word(front: Front, asked: ByIssuer, seat: Seat) -> Word:
    if front.entrance.issuer is None:
        raise no_issuer()
    begun = {"ticket": asked.ticket, "state": asked.state, "code": asked.code}
    try:
        return await answer_of_issuer(front.node, front.entrance.issuer, front.issuer_keys, **begun)
    except Refused as wrong:
        await note_failure(front.node, seat, wrong.rule)
        raise


async def told(front: Front, request: Request) -> Response:
    """Tell for whom the token speaks."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    return json_answer(_told(session))


async def leave(front: Front, request: Request) -> Response:
    """Sign out: the token counts no more; Absent for one that nobody signed in for."""
    session = await front.session(request)
    queried(request, ())
    bearer = credentials_of(request).bearer
    if not bearer.startswith(PREFIX):
        raise Absent("This token is no sign-in.", remedy="Revoke a key with DELETE /v1/keys/….")
    await sign_out(front.node, bearer, session, seat_of(front, request).address)
    front.sessions.forget(bearer)
    return Response(status_code=204, headers=dict(PRIVATE))


def seat_of(front: Front, request: Request) -> Seat:
    """Tell where a request comes from: the peer's address, never what a header says of it."""
    address = request.client.host if request.client is not None else ""
    return Seat(address, workstation_at(front.entrance, address) if address else Workstation.OFFICE)


def no_issuer() -> Turned:
    """Give the answer of a node that trusts no issuer."""
    return Turned(ABSENT, "This node trusts no issuer.", remedy="Sign in with a passkey.")


def _wish(front: Front, request: Request, banner: str, purpose: str, *, name: str) -> Wish:
    """Hold the pace and the banner, before anything is looked at that depends on an account."""
    seat = seat_of(front, request)
    front.paces.hold(seat.address, name)
    if banner != front.entrance.banner.digest:
        raise Refused(
            "The banner in force was not acknowledged.",
            rule="banner_is_acknowledged",
            field="banner",
            remedy="GET /v1/sign-in, show the banner, and send its banner_digest when it was acknowledged.",
        )
    return Wish(purpose, seat)


def _signed_in(signed: Signed) -> Response:
    session, limits = signed.session, signed.limits
    answer = SignedIn(
        signed.bearer,
        session.member.key,
        session.agency.key,
        session.purpose,
        session.second_factor,
        signed.signed_in_at + limits.renewal,
        int(limits.lock.total_seconds()),
    )
    return json_answer(answer, status=201)


def _told(session: Session) -> SessionShown:
    return SessionShown(
        session.member.key, session.agency.key, session.purpose, session.second_factor, session.member.roles
    )


def _turned(wrong: Refused) -> Turned:
    turned = not_signed_in(wrong.message)
    turned.remedy = wrong.remedy
    return turned
