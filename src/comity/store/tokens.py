"""Keyed 64-bit tokens: the database finds a record by them and learns no word from them."""

from collections.abc import Iterable
from hashlib import blake2b

_TOKEN_BYTES = 8
_DOMAIN = b"comity/token/v1"


def token(key: bytes, word: str) -> int:
    """Give the token of a word: 64 bits of keyed BLAKE2b (RFC 7693, section 2.5), as PostgreSQL's signed bigint."""
    # HMAC-SHA256 takes two and a half times as long, and a record has a dozen words.
    digest = blake2b(word.encode(), digest_size=_TOKEN_BYTES, key=key, person=_DOMAIN).digest()
    return int.from_bytes(digest, "big", signed=True)


def tokens(key: bytes, words: Iterable[str]) -> list[int]:
    """Give the tokens of words, sorted and each once, so that rebuilt equals grown."""
    return sorted({token(key, word) for word in words})
