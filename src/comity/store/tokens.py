"""Keyed 64-bit tokens: the database finds a record by them and learns no word from them."""

import hmac
from collections.abc import Iterable

_DOMAIN = b"comity/token/v1/"


def token(key: bytes, word: str) -> int:
    """Give the token of a word: the first 64 bits of HMAC-SHA256, as PostgreSQL's signed bigint."""
    return int.from_bytes(hmac.digest(key, _DOMAIN + word.encode(), "sha256")[:8], "big", signed=True)


def tokens(key: bytes, words: Iterable[str]) -> list[int]:
    """Give the tokens of words, sorted and each once, so that rebuilt equals grown."""
    return sorted({token(key, word) for word in words})
