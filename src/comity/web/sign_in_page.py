"""The way in: the banner, acknowledged; then a passkey, a secret with a code, or a key; and the way out."""

from urllib.parse import urlencode

from starlette.responses import Response

from comity.acts.sign_in import Seat, Signed, Wish, sign_in_by_passkey, sign_in_by_secret, sign_out
from comity.api.answers import PRIVATE
from comity.api.asking import queried
from comity.api.bodies import body_of, shaped
from comity.api.problems import NOT_SIGNED_IN, Turned
from comity.api.sign_in import ByPasskey, seat_of
from comity.api.signing_in import Credentials
from comity.errors import ComityError, Invalid, Refused
from comity.policy.sessions import PURPOSES
from comity.store.access import Scope
from comity.store.sign_ins import PREFIX
from comity.web.cookies import PURPOSE, TOKEN, drop, keep_while_open
from comity.web.form_reading import pairs_of
from comity.web.origin import own_path
from comity.web.pages import GUARDED, moved_to, rendered
from comity.web.site import Visit


async def page(visit: Visit) -> Response:
    """Show the ways in."""
    query = queried(visit.request, ("then",))
    return _shown(visit, own_path(query.get("then", "/desk")), None)


async def by_form(visit: Visit) -> Response:
    """Sign in by a secret and a code, or by a key that an administrator made."""
    said = dict(await pairs_of(visit.request))
    then = own_path(said.get("then", "/desk"))
    try:
        if said.get("acknowledged") != "yes":
            raise _not_acknowledged()
        token = await _by_key(visit, said) if said.get("token") else (await _by_secret(visit, said)).bearer
    except (Refused, Invalid, Turned) as wrong:
        return _shown(visit, then, wrong)
    return _signed_in(visit, token, moved_to(then))


async def by_passkey(visit: Visit) -> Response:
    """Sign in by what an authenticator answered; the page's script goes on by itself."""
    asked = shaped(await body_of(visit.request), ByPasskey)
    front, request = visit.site.front, visit.request
    seat = seat_of(front, request)
    front.paces.hold(seat.address, asked.credential.id)
    if asked.banner != front.entrance.banner.digest:
        raise _not_acknowledged()
    wish = Wish(asked.purpose, seat)
    signed = await sign_in_by_passkey(front.node, front.entrance.passkeys, asked.credential, wish)
    return _signed_in(visit, signed.bearer, Response(status_code=204, headers={**GUARDED, **PRIVATE}))


async def leave(visit: Visit) -> Response:
    """Sign out: the token counts no more, here or anywhere."""
    front, reader = visit.site.front, visit.reader
    bearer = reader.credentials.bearer
    if bearer.startswith(PREFIX):
        await sign_out(front.node, bearer, reader.session, seat_of(front, visit.request).address)
    front.sessions.forget(bearer)
    answer = moved_to("/sign-in")
    drop(answer, TOKEN, PURPOSE)
    # What a page kept for a dead zone goes with its reader.
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


async def _by_secret(visit: Visit, said: dict[str, str]) -> Signed:
    front, seat = visit.site.front, _seat(visit, said.get("member", ""))
    wish = Wish(said.get("purpose", ""), seat)
    member, secret, code = (said.get(name, "").strip() for name in ("member", "secret", "code"))
    return await sign_in_by_secret(front.node, member, secret, code, wish=wish)


async def _by_key(visit: Visit, said: dict[str, str]) -> str:
    token = said["token"].strip()
    _seat(visit, "")
    await visit.site.front.sessions.session(Credentials(token, None, Scope.READ))
    return token


def _seat(visit: Visit, name: str) -> Seat:
    seat = seat_of(visit.site.front, visit.request)
    visit.site.front.paces.hold(seat.address, name)
    return seat


def _signed_in(visit: Visit, token: str, answer: Response) -> Response:
    keep_while_open(visit.request, answer, TOKEN, token)
    drop(answer, PURPOSE)
    return answer


def _shown(visit: Visit, then: str, wrong: ComityError | None) -> Response:
    entrance = visit.site.front.entrance
    status = 200 if wrong is None else NOT_SIGNED_IN.status
    return rendered(
        visit, "sign_in.html", status=status, banner=entrance.banner, digest=entrance.banner.digest,
        purposes=PURPOSES, then=then, wrong=wrong, issuer=entrance.issuer is not None, back=urlencode({"then": then}),
    )  # fmt: skip


def _not_acknowledged() -> Refused:
    return Refused(
        "The notice was not acknowledged.",
        rule="banner_is_acknowledged",
        field="acknowledged",
        remedy="Read it, mark that you have, and sign in.",
    )
