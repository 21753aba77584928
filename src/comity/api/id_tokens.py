"""The word of the issuer: an ID token (OpenID Connect Core 1.0, section 2), believed only if all of it holds.

The signing key is chosen by us, from the pinned keys of the issuer, never from the token: headers that name or carry
a key are refused outright (RFC 8725, sections 3.1, 3.3 and 3.5).
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import deserialize_compact
from msgspec import Meta, Struct

from comity.errors import Invalid, Refused
from comity.policy.entrance import Issuer
from comity.records.codec import read_json

LONGEST_TOKEN = 16_384
# A token is fetched by us and used at once: an old one was kept by somebody.
OLDEST = timedelta(minutes=10)
LEEWAY = timedelta(seconds=60)
_FEWEST_RSA_BITS = 2048

Key = RSAKey | ECKey


# Seconds since 1970, up to the year 9999.
_Seconds = Annotated[int, Meta(ge=0, le=253_402_300_799)]


class _Header(Struct, frozen=True):
    alg: Literal["RS256", "ES256"]
    kid: str
    typ: Literal["JWT", "jwt"] = "JWT"


class _Claims(Struct, frozen=True):
    iss: str
    sub: str
    aud: str | tuple[str, ...]
    exp: _Seconds
    iat: _Seconds
    nonce: str
    nbf: _Seconds = 0
    azp: str | None = None
    acr: str = ""
    amr: tuple[str, ...] = ()


class _PublicKey(Struct, frozen=True, omit_defaults=True):
    """What is taken of a published key (RFC 7517, section 4); the rest is not looked at."""

    kty: Literal["RSA", "EC"]
    kid: str
    use: Literal["sig"] = "sig"
    alg: Literal["RS256", "ES256", ""] = ""
    crv: Literal["P-256", ""] = ""
    n: str = ""
    e: str = ""
    x: str = ""
    y: str = ""


@dataclass(frozen=True)
class Word:
    """Whom the issuer vouches for, and whether they showed it two factors."""

    subject: str
    second_factor: bool


def keys_of(document: bytes) -> dict[str, Key]:
    """Give the signing keys of a published set by their ids; those of other sorts and uses are left out."""
    found = read_json(document)
    listed = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(listed, list):
        raise Invalid("The issuer's keys cannot be read.", remedy="Check the address of the keys in the settings.")
    keys: dict[str, Key] = {}
    for each in listed:
        try:
            known = msgspec.convert(each, _PublicKey)
            keys[known.kid] = _key(known)
        except (msgspec.ValidationError, JoseError, Invalid, Refused, ValueError):
            # A set may hold keys for encryption and of algorithms that we do not take.
            continue
    return keys


def _key(known: _PublicKey) -> Key:
    if known.kty == "RSA":
        if int.from_bytes(_part(known.n), "big").bit_length() < _FEWEST_RSA_BITS:
            raise Invalid("The key is too short.", remedy="Use one of 2048 bits.")
        return RSAKey.import_key({"kty": "RSA", "n": known.n, "e": known.e})
    return ECKey.import_key({"kty": "EC", "crv": "P-256", "x": known.x, "y": known.y})


def read_id_token(token: str, keys: Mapping[str, Key], issuer: Issuer, *, nonce: str, now: datetime) -> Word:
    """Give the issuer's word; Refused when anything about the token does not hold, without saying what."""
    try:
        claims = _verified(token, keys)
    except (JoseError, msgspec.ValidationError, Invalid, ValueError, KeyError) as wrong:
        raise _not_believed() from wrong
    audience = (claims.aud,) if isinstance(claims.aud, str) else claims.aud
    party = claims.azp if claims.azp is not None or len(audience) > 1 else issuer.client_id
    issued, until, begins = (datetime.fromtimestamp(at, now.tzinfo) for at in (claims.iat, claims.exp, claims.nbf))
    holds = (
        claims.iss == issuer.issuer,
        issuer.client_id in audience,
        party == issuer.client_id,
        claims.nonce == nonce and bool(nonce),
        bool(claims.sub),
        now < until,
        now - OLDEST <= issued <= now + LEEWAY,
        begins <= now + LEEWAY,
    )
    if not all(holds):
        raise _not_believed()
    second_factor = claims.acr in issuer.acr or bool(set(claims.amr) & set(issuer.amr))
    return Word(claims.sub, second_factor)


def _verified(token: str, keys: Mapping[str, Key]) -> _Claims:
    """Give the claims of a token whose header, key and signature hold."""
    parts = token.split(".")
    if len(token) > LONGEST_TOKEN or len(parts) != 3:  # noqa: PLR2004 - header, claims, signature (RFC 7515, section 7.1)
        raise _not_believed()
    raw = read_json(_part(parts[0]))
    if not isinstance(raw, dict) or raw.keys() & _DANGEROUS:
        raise _not_believed()
    header = msgspec.convert(raw, _Header)
    key = keys[header.kid]
    if isinstance(key, RSAKey) is not (header.alg == "RS256"):
        raise _not_believed()
    deserialize_compact(token, key, algorithms=[header.alg])
    return msgspec.convert(read_json(_part(parts[1])), _Claims)


# Headers by which a token would choose its own key, or its own meaning.
_DANGEROUS = frozenset({"jku", "jwk", "x5u", "x5c", "crit", "b64", "zip", "enc", "cty"})


def _part(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as wrong:
        raise _not_believed() from wrong


def _not_believed() -> Refused:
    return Refused(
        "The issuer's word does not hold.", rule="issuer_is_believed", remedy="Begin the sign-in again from the start."
    )
