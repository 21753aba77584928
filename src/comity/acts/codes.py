"""One-time codes (RFC 6238, over RFC 4226): six digits, thirty seconds, each step accepted once."""

import base64
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

SEED_BYTES = 20
_STEP_SECONDS = 30
_DIGITS = 6
# One step on either side, for clocks that are not quite right (RFC 6238, section 5.2).
_TOLERATED = 1


def code_at(seed: bytes, step: int) -> str:
    """Give the code of a step (RFC 4226, section 5.3)."""
    digest = hmac.digest(seed, step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}}"


def step_at(now: datetime) -> int:
    """Give the step that an instant falls into."""
    return int(now.timestamp()) // _STEP_SECONDS


def step_answered(seed: bytes, code: str, now: datetime, last_step: int) -> int | None:
    """Give the step that a code is of; None when it is of none near now, or of one that was used already."""
    here = step_at(now)
    near = range(here - _TOLERATED, here + _TOLERATED + 1)
    # All are compared, whichever matches, so that the time it takes tells nothing.
    found = [step for step in near if hmac.compare_digest(code_at(seed, step).encode(), code.encode())]
    return next((step for step in found if step > last_step), None)


def address_of_seed(seed: bytes, member: str, issuer: str) -> str:
    """Give the address that authenticator apps read (otpauth), to be shown once as a picture or a link."""
    query = {"secret": base64.b32encode(seed).decode().rstrip("="), "issuer": issuer}
    return f"otpauth://totp/{quote(f'{issuer}:{member}')}?{urlencode(query)}"
