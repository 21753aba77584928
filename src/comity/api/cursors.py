"""Places in the log as a reader may hold them: encrypted, bound to that reader and to one address, telling nothing.

AES-SIV (RFC 5297) rather than AES-GCM: a stream of a thousand entries a second to five hundred readers would use up
random nonces within hours, and SIV forgives one that comes twice. The same place never reads the same: else whoever
opens a stream twice would see whether anything was entered between, hidden from them or not.
"""

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from comity.api.problems import ABSENT, Turned
from comity.policy.sessions import Session

LENGTH = 48
_NONCE_BYTES = 12
PATTERN = rf"[A-Za-z0-9_-]{{{LENGTH}}}"
STREAM = "stream"


class Cursors:
    """Makes cursors and reads them again."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESSIV(hmac.digest(key, b"comity/cursor/v1", "sha512"))

    def cursor(self, session: Session, address: str, seq: int) -> str:
        """Give a place in the log as text that only this reader can use, and only at this address."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher.encrypt(seq.to_bytes(8, "big", signed=True), [_bound_to(session, address), nonce])
        return urlsafe_b64encode(nonce + sealed).decode()

    def place(self, session: Session, address: str, cursor: str) -> int:
        """Give the place that a cursor means; Turned when it is not this reader's, or not for this address."""
        try:
            if len(cursor) == LENGTH and cursor.isascii():
                raw = urlsafe_b64decode(cursor)
                nonce, sealed = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
                opened = self._cipher.decrypt(sealed, [_bound_to(session, address), nonce])
                return int.from_bytes(opened, "big", signed=True)
        except (InvalidTag, ValueError):
            raise _unknown() from None
        raise _unknown()


def _bound_to(session: Session, address: str) -> bytes:
    return f"{session.agency.key}\0{session.member.key}\0{session.purpose}\0{address}".encode()


def _unknown() -> Turned:
    return Turned(
        ABSENT,
        "The cursor was not given to you, for this purpose, at this address.",
        remedy="Begin again without a cursor, and follow the links as they are given.",
        field="cursor",
    )
