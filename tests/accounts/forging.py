"""An issuer's ID tokens, made by hand so that every part of one can be wrong."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from comity.policy.entrance import Issuer

ISSUER = Issuer(
    issuer="https://id.hart.example",
    client_id="comity",
    redirect="https://comity.hart.example/callback",
    authorization="https://id.hart.example/authorize",
    token="https://id.hart.example/token",
    keys="https://id.hart.example/keys",
    acr=("urn:hart:aal2",),
    amr=("mfa", "hwk"),
)
NONCE = "nonce-of-this-sign-in"


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def part(value: Any) -> str:
    return base64url(value if isinstance(value, bytes) else json.dumps(value).encode())


def number(value: int) -> str:
    return base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))


@cache
def rsa_key(bits: int = 2048, which: int = 0) -> rsa.RSAPrivateKey:
    """Give a key, the same for the same ``which``, because making one is slow."""
    del which
    return rsa.generate_private_key(65537, bits)


@cache
def ec_key(which: int) -> ec.EllipticCurvePrivateKey:
    del which
    return ec.generate_private_key(ec.SECP256R1())


def public_rsa(kid: str, key: rsa.RSAPrivateKey, **more: str) -> dict[str, str]:
    numbers = key.public_key().public_numbers()
    return {"kty": "RSA", "kid": kid, "n": number(numbers.n), "e": number(numbers.e), **more}


def public_ec(kid: str, key: ec.EllipticCurvePrivateKey, **more: str) -> dict[str, str]:
    numbers = key.public_key().public_numbers()
    x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
    return {"kty": "EC", "crv": "P-256", "kid": kid, "x": base64url(x), "y": base64url(y), **more}


def published() -> bytes:
    """Give the set of keys that the issuer publishes; one of them is for encryption, and one is too short."""
    keys: list[dict[str, str]] = [
        public_rsa("r1", rsa_key(), use="sig", alg="RS256"),
        public_ec("e1", ec_key(0)),
        public_rsa("enc", rsa_key(), use="enc"),
        public_rsa("short", rsa_key(1024)),
        {"kty": "oct", "kid": "shared", "k": base64url(b"a shared secret of thirty-two by")},
        public_rsa("other-alg", rsa_key(), alg="PS256"),
    ]
    return json.dumps({"keys": keys}).encode()


def public_pem() -> bytes:
    """Give the public key as text, which a confused verifier takes for the secret of an HMAC."""
    return rsa_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@dataclass
class Token:
    """An ID token whose parts can be replaced before it is signed, or after."""

    now: datetime
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "r1", "typ": "JWT"})
    claims: dict[str, Any] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    signer: str = "rs256"

    def text(self) -> str:
        """Give the token as it travels."""
        at = int(self.now.timestamp())
        claims = {
            "iss": ISSUER.issuer,
            "sub": "lee-at-the-issuer",
            "aud": ISSUER.client_id,
            "exp": at + 300,
            "iat": at,
            "nonce": NONCE,
            **self.claims,
        }
        for name in self.dropped:
            claims.pop(name, None)
            self.header.pop(name, None)
        signed = f"{part(self.header)}.{part(claims)}"
        return f"{signed}.{base64url(sign(signed.encode(), self.signer))}"


def sign(message: bytes, signer: str) -> bytes:
    """Sign in one of several ways, right and wrong."""
    return _SIGNERS[signer](message)


def _by_rsa(
    key: rsa.RSAPrivateKey, message: bytes, hashing: hashes.HashAlgorithm, scheme: padding.AsymmetricPadding
) -> bytes:
    return key.sign(message, scheme, hashing)


def _by_curve(message: bytes, which: int) -> bytes:
    r, s = decode_dss_signature(ec_key(which).sign(message, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


_PKCS1 = padding.PKCS1v15()
_PSS = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
_SIGNERS: dict[str, Callable[[bytes], bytes]] = {
    "rs256": lambda m: _by_rsa(rsa_key(), m, hashes.SHA256(), _PKCS1),
    "rs256-other-key": lambda m: _by_rsa(rsa_key(2048, 1), m, hashes.SHA256(), _PKCS1),
    "rs256-short-key": lambda m: _by_rsa(rsa_key(1024), m, hashes.SHA256(), _PKCS1),
    "rs512": lambda m: _by_rsa(rsa_key(), m, hashes.SHA512(), _PKCS1),
    "ps256": lambda m: _by_rsa(rsa_key(), m, hashes.SHA256(), _PSS),
    "es256": lambda m: _by_curve(m, 0),
    "es256-other-key": lambda m: _by_curve(m, 1),
    "es256-der": lambda m: ec_key(0).sign(m, ec.ECDSA(hashes.SHA256())),
    "es256-zeros": lambda _: bytes(64),
    "hs256-public-key": lambda m: hmac.digest(public_pem(), m, "sha256"),
    "hs256-shared": lambda m: hmac.digest(b"a shared secret of thirty-two by", m, "sha256"),
    "hs256-empty": lambda m: hmac.digest(b"", m, "sha256"),
    "digest": lambda m: hashlib.sha256(m).digest(),
    "nothing": lambda _: b"",
}
