"""Keyed 64-bit tokens: the database finds a record by them and learns no word from them."""

from collections.abc import Iterable
from hashlib import blake2b
from struct import unpack

_TOKEN_BYTES = 8
_DOMAIN = b"comity/token/v1"


def token(key: bytes, word: str) -> int:
    """Give the token of a word: 64 bits of keyed BLAKE2b (RFC 7693, section 2.5), as PostgreSQL's signed bigint."""
    return int.from_bytes(_digest(_keyed(key), word), "big", signed=True)


def tokens(key: bytes, words: Iterable[str]) -> list[int]:
    """Give the tokens of words, sorted and each once, so that rebuilt equals grown."""
    keyed = _keyed(key)
    digests = {_digest(keyed, word) for word in words}
    return sorted(unpack(f">{len(digests)}q", b"".join(digests)))


def _keyed(key: bytes) -> blake2b:
    # HMAC-SHA256 takes four times as long, and a record has a dozen words.
    return blake2b(digest_size=_TOKEN_BYTES, key=key, person=_DOMAIN)


def _digest(keyed: blake2b, word: str) -> bytes:
    own = keyed.copy()
    own.update(word.encode())
    return own.digest()
