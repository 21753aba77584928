"""Passkeys (W3C Web Authentication): what a page asks an authenticator, and what its answer proves.

A passkey counts as two factors, because the authenticator must say that it verified its user (section 6.1, flag UV).
"""

import base64
import binascii

from msgspec import Struct, field
from msgspec.json import decode, encode
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from comity.errors import Refused
from comity.policy.entrance import Passkeys
from comity.store.accounts import Passkey

# What the library may meet in bytes that an authenticator never wrote.
_UNREADABLE = (WebAuthnException, ValueError, KeyError, TypeError, IndexError, AttributeError)


class Assertion(Struct, frozen=True):
    """The response part of a sign-in (section 5.2.2); every value is base64url."""

    client_data: str = field(name="clientDataJSON")
    authenticator_data: str = field(name="authenticatorData")
    signature: str
    user_handle: str | None = field(name="userHandle", default=None)


class Attestation(Struct, frozen=True):
    """The response part of a registration (section 5.2.1); every value is base64url."""

    client_data: str = field(name="clientDataJSON")
    attestation: str = field(name="attestationObject")


class SignInAnswer(Struct, frozen=True):
    """What an authenticator answers when somebody signs in."""

    id: str
    raw_id: str = field(name="rawId")
    type: str
    response: Assertion


class RegistrationAnswer(Struct, frozen=True):
    """What an authenticator answers when it is registered."""

    id: str
    raw_id: str = field(name="rawId")
    type: str
    response: Attestation


class _ClientData(Struct, frozen=True):
    challenge: str


def sign_in_options(party: Passkeys, challenge: bytes) -> str:
    """Give what a page hands to the browser, as JSON; it names no account, so it tells of none."""
    options = generate_authentication_options(
        rp_id=party.id, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
    )
    return options_to_json(options)


def registration_options(party: Passkeys, member: str, challenge: bytes) -> str:
    """Give what a page hands to the browser to make a passkey that its owner must unlock each time."""
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=member.encode(),
        user_name=member,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return options_to_json(options)


def challenge_in(answer: SignInAnswer | RegistrationAnswer) -> bytes:
    """Give the challenge that an authenticator says it answered; Refused when it cannot be read."""
    try:
        client_data = decode(from_base64url(answer.response.client_data), type=_ClientData)
        return from_base64url(client_data.challenge)
    except ValueError as wrong:
        raise _unreadable() from wrong


def registered(party: Passkeys, member: str, answer: RegistrationAnswer) -> Passkey:
    """Give the passkey that was made; Refused when the answer does not hold (section 7.1)."""
    try:
        made = verify_registration_response(
            credential=encode(answer).decode(),
            expected_challenge=challenge_in(answer),
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            require_user_verification=True,
        )
    except _UNREADABLE as wrong:
        raise _unreadable() from wrong
    return Passkey(made.credential_id, member, made.credential_public_key, made.sign_count)


def count_proven(party: Passkeys, passkey: Passkey, answer: SignInAnswer) -> int | None:
    """Give how often the authenticator says that it was used; None when its answer does not hold (section 7.2)."""
    try:
        proven = verify_authentication_response(
            credential=encode(answer).decode(),
            expected_challenge=challenge_in(answer),
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (*_UNREADABLE, Refused):
        return None
    return proven.new_sign_count


def from_base64url(text: str) -> bytes:
    """Decode base64url without padding (RFC 4648, section 5); Refused when it is none."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as wrong:
        raise _unreadable() from wrong


def _unreadable() -> Refused:
    return Refused(
        "The answer of the authenticator does not hold.",
        rule="authenticator_is_believed",
        remedy="Ask for new options and answer them with this node's page.",
    )
