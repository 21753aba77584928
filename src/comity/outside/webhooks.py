"""Webhooks after Standard Webhooks 1.0.0: how they are signed and checked, and what a receiver's answer means.

A receiver keeps the ids that it has seen (for five minutes at least): an id that comes twice is the same message, sent
again because its answer was lost or by somebody who listened. That is the receiver's to do; ``verified`` gives the id.

What an answer means follows "Delivery success and failure" there; 4xx are parted by whether the same message, sent
again, could fare better (RFC 9110, section 15.5; RFC 6585 for 429; RFC 8470 for 425).
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comity.errors import Invalid, Refused

TOLERANCE_SECONDS = 300
_ID, _TIMESTAMP, _SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
_SECRET, _PUBLIC = "whsec_", "whpk_"
_PURPOSE = b"comity/webhook/v1\0"
_FEWEST_KEY, _FEWEST, _MOST = 32, 24, 64
# No full stop: what is signed is id.timestamp.body, and must not be read in two ways.
_ID_FORM = re.compile(r"[A-Za-z0-9_\-]{1,128}")
_INSTANT = re.compile(r"[0-9]{1,12}")
_MOST_SIGNATURES = 16
_LONGEST_WAIT = timedelta(days=1)
# Whoever knows nobody, or nothing at this address, would refuse any message: the fault is none of this one.
_LATER = frozenset({401, 403, 404, 405, 408, 425, 429})
_GONE = 410
_GOOD, _REFUSING = 2, 4


class Verdict(StrEnum):
    """What became of one try to deliver a message."""

    DELIVERED = "delivered"
    REFUSED_BY_RECEIVER = "refused_by_receiver"
    DOWN = "down"
    GONE = "gone"


def secret_of(key: bytes, subscription: UUID, generation: int) -> str:
    """Give the secret of a subscription, always the same: derived from a key of the node, so that none is stored.

    HKDF with SHA-256 (RFC 5869), 32 bytes. The next generation's secret tells nothing of this one: to rotate, sign with
    both for as long as the receiver needs. Whoever has the node's key has every secret.
    """
    if len(key) < _FEWEST_KEY:
        raise Invalid(f"A key of fewer than {_FEWEST_KEY} bytes.", field="key", remedy="Derive from the node's key.")
    bound = _PURPOSE + subscription.bytes + generation.to_bytes(8, "big")
    derived = HKDF(SHA256(), 32, salt=None, info=bound).derive(key)
    return _SECRET + base64.b64encode(derived).decode()


def public_text(key: Ed25519PublicKey) -> str:
    """Spell a public key as receivers are shown it: ``whpk_`` and base64."""
    return _PUBLIC + base64.b64encode(key.public_bytes_raw()).decode()


def signed(
    body: bytes, id: str, at: datetime, secrets: Sequence[str], *, signer: Ed25519PrivateKey | None = None
) -> dict[str, str]:
    """Give the three headers of a message: a ``v1`` signature by each secret, and a ``v1a`` by the signer.

    ``id`` stays the same however often it is sent; ``at`` is the instant of this try.
    """
    if not _ID_FORM.fullmatch(id):
        raise Invalid("The id has other characters than letters, digits, - and _.", field="id", remedy="Send a UUID.")
    content = _content(id, str(int(at.timestamp())), body)
    signatures = [f"v1,{_text(_mac(secret, content))}" for secret in secrets]
    if signer is not None:
        signatures.append(f"v1a,{_text(signer.sign(content))}")
    return {_ID: id, _TIMESTAMP: str(int(at.timestamp())), _SIGNATURE: " ".join(signatures)}


def verified(
    body: bytes,
    headers: Mapping[str, str],
    secrets: Sequence[str],
    public_key: Ed25519PublicKey | None = None,
    *,
    now: datetime,
    tolerance: int = TOLERANCE_SECONDS,
) -> str:
    """Give the id of a message that one of the secrets, or the public key, signed; Refused says why it does not hold.

    A message older or newer than the tolerance, in seconds, is refused; one of the same id as an earlier one is not.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    id, timestamp, signatures = (_header(lowered, name) for name in (_ID, _TIMESTAMP, _SIGNATURE))
    if not _ID_FORM.fullmatch(id):
        raise _refused("webhook_id", f"{_ID} has other characters than letters, digits, - and _")
    if not _INSTANT.fullmatch(timestamp):
        raise _refused("webhook_timestamp", f"{_TIMESTAMP} is no number of seconds since 1970")
    if abs(now.timestamp() - int(timestamp)) > tolerance:
        raise _refused(
            "webhook_time", f"it is more than {tolerance} seconds away from now: late, sent again, or a clock"
        )
    content = _content(id, timestamp, body)
    wanted = [_mac(secret, content) for secret in secrets]
    for version, signature in _signatures(signatures):
        if version == "v1" and any(hmac.compare_digest(mac, signature) for mac in wanted):
            return id
        if version == "v1a" and public_key is not None and _holds(public_key, signature, content):
            return id
    raise _refused("webhook_signature", f"no signature in {_SIGNATURE} is of a known secret or key")


def verdict(status: int) -> Verdict:
    """Give what an answer means: 2xx delivered, 410 gone for good, what any message would meet down for now.

    A redirect (3xx) is down too: nobody is followed to where they were not judged. Gone disables the subscription.
    """
    if status // 100 == _GOOD:
        return Verdict.DELIVERED
    if status == _GONE:
        return Verdict.GONE
    if status // 100 == _REFUSING and status not in _LATER:
        return Verdict.REFUSED_BY_RECEIVER
    return Verdict.DOWN


def wait_asked_for(headers: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """Give how long a receiver asks to be left alone, at most a day; None when it says nothing that makes sense.

    ``headers`` have names in small letters; Retry-After is seconds or a date (RFC 9110, section 10.2.3).
    """
    said = headers.get("retry-after", "").strip()
    wait = _seconds(said) if said.isascii() and said.isdigit() else _until(said, now)
    if wait is None or wait < timedelta(0):
        return None
    return min(wait, _LONGEST_WAIT)


def _header(headers: Mapping[str, str], name: str) -> str:
    if not headers.get(name):
        raise _refused("webhook_header", f"{name} is missing")
    return headers[name]


def _content(id: str, timestamp: str, body: bytes) -> bytes:
    return f"{id}.{timestamp}.".encode("ascii") + body


def _mac(secret: str, content: bytes) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(_SECRET), validate=True)
    except ValueError:
        key = b""
    if not secret.startswith(_SECRET) or not _FEWEST <= len(key) <= _MOST:
        raise Invalid(
            f"A secret is no {_SECRET} and base64 of {_FEWEST} to {_MOST} bytes.",
            field="secrets",
            remedy="Copy it again from where the subscription shows it.",
        )
    return hmac.new(key, content, hashlib.sha256).digest()


def _signatures(text: str) -> Iterator[tuple[str, bytes]]:
    for part in text.split(" ")[:_MOST_SIGNATURES]:
        version, _, encoded = part.partition(",")
        try:
            yield version, base64.b64decode(encoded, validate=True)
        except ValueError:
            continue


def _holds(key: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _refused(rule: str, why: str) -> Refused:
    return Refused(
        f"The webhook does not hold: {why}.",
        rule=rule,
        remedy="Check the secret, the clock and that the body is the bytes as they came; then ask for it again.",
    )


def _seconds(said: str) -> timedelta:
    # A number of any length may stand there: one with more digits than a day has seconds is longer than a day.
    digits = said.lstrip("0") or "0"
    return timedelta(seconds=int(digits)) if len(digits) <= len("86400") else _LONGEST_WAIT


def _until(said: str, now: datetime) -> timedelta | None:
    try:
        instant = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)) - now
