"""An authenticator in software (W3C Web Authentication, level 2): it makes passkeys and signs with them."""

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Authenticator:
    """One passkey, its counter, and what it says of its user; tests alter any of it."""

    origin: str = "http://localhost:8400"
    party: str = "localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    id: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def registers(self, options: Any, *, kind: str = "webauthn.create") -> Any:
        """Answer what a page asks when a passkey is made."""
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        public = encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        held = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        said = self._said(self.flags | ATTESTED) + held
        client_data = self._client_data(kind, options["challenge"])
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": said})
        response = {"clientDataJSON": base64url(client_data), "attestationObject": base64url(attestation)}
        return self._credential(response)

    def signs(self, options: Any, *, kind: str = "webauthn.get") -> Any:
        """Answer what a page asks when somebody signs in."""
        self.count += 1
        said = self._said(self.flags)
        client_data = self._client_data(kind, options["challenge"])
        signature = self.key.sign(said + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": base64url(client_data),
            "authenticatorData": base64url(said),
            "signature": base64url(signature),
        }
        return self._credential(response)

    def _credential(self, response: dict[str, str]) -> Any:
        id = base64url(self.id)
        return {"id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {}}

    def _said(self, flags: int) -> bytes:
        return hashlib.sha256(self.party.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()
