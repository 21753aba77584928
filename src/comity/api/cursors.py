"""Places in the log as a reader may hold them: encrypted, bound to that reader and to one address, telling nothing.

AES-SIV (RFC 5297) rather than AES-GCM: a stream of a thousand entries a second to five hundred readers would use up
random nonces within hours, and SIV forgives one that comes twice. The same place never reads the same: else whoever
opens a stream twice would see whether anything was entered between, hidden from them or not.
"""

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from struct import unpack

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from comity.api.problems import ABSENT, Turned
from comity.policy.sessions import Session

LENGTH = 48
SEARCH_LENGTH = 80
_NONCE_BYTES = 12
_NUMBER_BYTES = 8
PATTERN = rf"[A-Za-z0-9_-]{{{LENGTH}}}"
SEARCH_PATTERN = rf"[A-Za-z0-9_-]{{{SEARCH_LENGTH}}}"
STREAM = "stream"


class Cursors:
    """Makes cursors and reads them again."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESSIV(hmac.digest(key, b"comity/cursor/v1", "sha512"))

    def cursor(self, session: Session, address: str, seq: int) -> str:
        """Give a place in the log as text that only this reader can use, and only at this address."""
        return self.cursor_of(session, address, (seq,))

    def cursor_of(self, session: Session, address: str, numbers: Sequence[int]) -> str:
        """Give some numbers that say where a page begins, as text of the same use."""
        nonce = os.urandom(_NONCE_BYTES)
        plain = b"".join(each.to_bytes(_NUMBER_BYTES, "big", signed=True) for each in numbers)
        return urlsafe_b64encode(nonce + self._cipher.encrypt(plain, [_bound_to(session, address), nonce])).decode()

    def place(self, session: Session, address: str, cursor: str) -> int:
        """Give the place that a cursor means; Turned when it is not this reader's, or not for this address."""
        (seq,) = self._numbers(session, address, cursor, LENGTH)
        return seq

    def numbers_of(self, session: Session, address: str, cursor: str) -> tuple[int, ...]:
        """Give the four numbers of a cursor of a search; Turned as ``place`` is."""
        return self._numbers(session, address, cursor, SEARCH_LENGTH)

    def _numbers(self, session: Session, address: str, cursor: str, length: int) -> tuple[int, ...]:
        try:
            if len(cursor) == length and cursor.isascii():
                raw = urlsafe_b64decode(cursor)
                nonce, sealed = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
                opened = self._cipher.decrypt(sealed, [_bound_to(session, address), nonce])
                return unpack(f">{len(opened) // _NUMBER_BYTES}q", opened)
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
