"""Sign-in by an OpenID provider: authorization code with PKCE (RFC 7636), its addresses pinned in the settings.

What a sign-in began with travels in a sealed ticket that its beginner keeps, and never in the browser's address: a code
that somebody else slips in finds no ticket that fits it.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from time import monotonic
from urllib.parse import urlencode

import msgspec
from cryptography.exceptions import InvalidTag
from msgspec import Struct

from comity.api.fetching import fetched, posted
from comity.api.id_tokens import Key, Word, keys_of, read_id_token
from comity.errors import Invalid, Refused
from comity.policy.entrance import Issuer
from comity.records.codec import read_json
from comity.store.node import Node

_LIFETIME = timedelta(minutes=10)
_KEYS_SECONDS = 600.0
_AGAIN_SECONDS = 30.0
# No member is called so: what is sealed as a ticket opens as nothing else.
_AS_TICKET = "\0ticket"


class _Ticket(Struct, frozen=True):
    state: str
    nonce: str
    verifier: str
    until: datetime


class _Tokens(Struct, frozen=True):
    id_token: str


class IssuerKeys:
    """The published keys of the issuer, asked for anew every ten minutes; and sooner when a token does not hold."""

    def __init__(self) -> None:
        self._keys: dict[str, Key] = {}
        self._asked_at = -_KEYS_SECONDS

    async def word(self, issuer: Issuer, token: str, *, nonce: str, now: datetime) -> Word:
        """Give the issuer's word by its keys of now: it may have begun to sign with another since."""
        await self._renewed(issuer, _KEYS_SECONDS)
        try:
            return read_id_token(token, self._keys, issuer, nonce=nonce, now=now)
        except Refused:
            if not await self._renewed(issuer, _AGAIN_SECONDS):
                raise
        return read_id_token(token, self._keys, issuer, nonce=nonce, now=now)

    async def _renewed(self, issuer: Issuer, oldest: float) -> bool:
        if monotonic() - self._asked_at < oldest:
            return False
        self._keys = keys_of(await fetched(issuer.keys))
        self._asked_at = monotonic()
        return True


def begin_at_issuer(node: Node, issuer: Issuer) -> tuple[str, str]:
    """Give where to send the browser, and the ticket to keep until it comes back."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    ticket = _Ticket(state, nonce, verifier, node.clock() + _LIFETIME)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(ticket.verifier.encode()).digest()).rstrip(b"=")
    query = {
        "response_type": "code",
        "client_id": issuer.client_id,
        "redirect_uri": issuer.redirect,
        "scope": "openid",
        "state": ticket.state,
        "nonce": ticket.nonce,
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
    }
    sealed = node.accounts.sealed(msgspec.json.encode(ticket), _AS_TICKET)
    return f"{issuer.authorization}?{urlencode(query)}", base64.urlsafe_b64encode(sealed).decode()


async def answer_of_issuer(node: Node, issuer: Issuer, keys: IssuerKeys, *, ticket: str, state: str, code: str) -> Word:
    """Give whom the issuer vouches for; Refused when the ticket, the state or the token does not hold."""
    begun = _opened(node, ticket)
    fits = hmac.compare_digest(begun.state.encode(), state.encode())
    if not fits or not await node.accounts.use_once(begun.nonce.encode(), begun.until, node.clock()):
        raise _no_ticket()
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": issuer.redirect,
        "client_id": issuer.client_id,
        "code_verifier": begun.verifier,
    }
    answer = await posted(issuer.token, form, user=issuer.client_id, password=issuer.client_secret)
    try:
        token = msgspec.convert(read_json(answer), _Tokens).id_token
    except (msgspec.ValidationError, Invalid) as wrong:
        raise _no_ticket() from wrong
    return await keys.word(issuer, token, nonce=begun.nonce, now=node.clock())


def _opened(node: Node, ticket: str) -> _Ticket:
    try:
        sealed = base64.urlsafe_b64decode(ticket.encode())
        begun = msgspec.json.decode(node.accounts.opened(sealed, _AS_TICKET), type=_Ticket)
    except (InvalidTag, ValueError) as wrong:
        raise _no_ticket() from wrong
    if node.clock() >= begun.until:
        raise _no_ticket()
    return begun


def _no_ticket() -> Refused:
    return Refused("The sign-in did not succeed.", rule="ticket_counts_once", remedy="Begin the sign-in again.")
