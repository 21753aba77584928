"""One-time codes as an authenticator app makes them, and the requests that carry them."""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.accounts.conftest import BANNER, HeldClock


def seed_in(address: str) -> bytes:
    """Read the seed out of the address that apps read."""
    text = parse_qs(urlsplit(address).query)["secret"][0]
    return base64.b32decode(text + "=" * (-len(text) % 8))


def code_of(seed: bytes, at: datetime) -> str:
    """Give the code of an instant, from RFC 4226 and RFC 6238 and not from our own code."""
    digest = hmac.new(seed, (int(at.timestamp()) // 30).to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[19] & 15
    return str((int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF) % 1_000_000).zfill(6)


def by_secret(member: str, secret: str, seed: bytes, clock: HeldClock) -> dict[str, Any]:
    """Give the request that signs a member in now."""
    return {
        "banner": BANNER,
        "purpose": "investigation/2026-1",
        "member": member,
        "secret": secret,
        "code": code_of(seed, clock()),
    }
