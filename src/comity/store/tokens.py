"""Keyed 64-bit tokens: the database finds a record by them and learns no word from them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from struct import unpack

from comity.records.meaning import Search
from comity.store.pairs import pair_key

_TOKEN_BYTES = 8
_DOMAIN = b"comity/token/v1"
# So many words of a name are paired: somebody with more names is found by the first ones together, and by each alone.
MOST_PAIRED = 16
_NAMED, _PLACED = f"/{Search.NAME}/", f"/{Search.PLACE}/"


@dataclass(frozen=True, slots=True)
class Found:
    """By what a record is found: the tokens of its words, and the keys of its names and places; sorted, each once."""

    tokens: list[int]
    names: list[int]


def token(key: bytes, word: str) -> int:
    """Give the token of a word: 64 bits of keyed BLAKE2b (RFC 7693, section 2.5), as PostgreSQL's signed bigint."""
    return int.from_bytes(_digest(_keyed(key), word), "big", signed=True)


def tokens(key: bytes, words: Iterable[str]) -> list[int]:
    """Give the tokens of words, sorted and each once, so that rebuilt equals grown."""
    return sorted(set(each_token(key, tuple(words))))


def each_token(key: bytes, words: Sequence[str]) -> tuple[int, ...]:
    """Give the tokens of words, in their order."""
    keyed = _keyed(key)
    return unpack(f">{len(words)}q", b"".join([_digest(keyed, word) for word in words]))


def found_by(key: bytes, words: Sequence[str]) -> Found:
    """Give by what a record of these words is found: words of names alone and in pairs, words of places alone."""
    made = each_token(key, words)
    named: dict[str, list[int]] = defaultdict(list)
    for word, each in zip(words, made, strict=True):
        category, is_name, _ = word.partition(_NAMED)
        if is_name:
            named[category].append(each)
    keys = {each for word, each in zip(words, made, strict=True) if _PLACED in word}
    keys.update(each for theirs in named.values() for each in theirs)
    keys.update(pair_key(*pair) for theirs in named.values() for pair in combinations(theirs[:MOST_PAIRED], 2))
    return Found(sorted(set(made)), sorted(keys))


def _keyed(key: bytes) -> blake2b:
    # HMAC-SHA256 takes four times as long, and a record has a dozen words.
    return blake2b(digest_size=_TOKEN_BYTES, key=key, person=_DOMAIN)


def _digest(keyed: blake2b, word: str) -> bytes:
    own = keyed.copy()
    own.update(word.encode())
    return own.digest()
