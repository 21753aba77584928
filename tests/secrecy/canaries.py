"""Records whose every protected text is a word that stands nowhere else, and what it may look like on a disk."""

import base64
import hashlib
import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from inspect import isclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from hypothesis import Phase, find, settings
from msgspec import NODEFAULT, Meta
from msgspec.structs import fields as struct_fields

from comity.ids import new_id
from comity.records.categories import Category
from comity.records.codec import decode, encode
from comity.records.declaration import Part, Record
from comity.records.references import Ref
from comity.records.spec import KindSpec, part_hints
from tests.records.strategies import _values

PREFIX = "Xqzvjkwp"
FAMILIES = (PREFIX, "9048172", "2187-03-29")
MOMENT = datetime(2187, 3, 29, 4, 5, 6, 789012, UTC)
SHORTEST = 8
_ONE = settings(max_examples=1, phases=[Phase.generate], database=None, derandomize=True)
_NUMBERS = itertools.count(10_000)


class Flock:
    """Makes canaries, and keeps what it made by the category that it was made for."""

    def __init__(self) -> None:
        self.made: dict[Category, list[str]] = {}

    def canary(self, category: Category, markers: tuple[Any, ...] = ()) -> str | None:
        """Give a word that nothing else holds and that the markers let pass; None where there is no such word."""
        metas = [marker for marker in markers if isinstance(marker, Meta)]
        patterns = [meta.pattern for meta in metas if meta.pattern]
        longest = min((meta.max_length for meta in metas if meta.max_length), default=100)
        for word in self._words():
            if len(word) <= longest and all(re.search(pattern, word) for pattern in patterns):
                self.made.setdefault(category, []).append(word)
                return word
        return None

    def _words(self) -> Iterator[str]:
        number = next(_NUMBERS)
        letters = "".join(chr(ord("a") + int(digit)) for digit in str(number))
        yield f"{PREFIX}{letters}xyz"  # 16 letters: base64 too
        yield f"9048172{number}.73"
        yield f"2187-03-29T04:05:06.{number}1Z"
        yield "2187-03-29"

    def filled(self, spec: KindSpec) -> Record:
        """Give a record of a kind: every protected field full of canaries, of the plain ones what must be there."""
        hints = get_type_hints(spec.kind, include_extras=True)
        needed = {f.name for f in struct_fields(spec.kind) if f.default is NODEFAULT and f.default_factory is NODEFAULT}
        values = {}
        for field in spec.fields:
            if field.category.protected:
                values[field.name] = self._full(hints[field.name], field.category, ())
            elif field.name in needed:
                values[field.name] = find(_values(hints[field.name]), lambda _: True, settings=_ONE)
        return decode(spec.kind, encode(spec.kind(**values)))

    def _full(self, shape: Any, category: Category, markers: tuple[Any, ...]) -> Any:
        origin = get_origin(shape)
        if origin is Annotated:
            inner, *metadata = get_args(shape)
            return self._full(inner, category, (*markers, *metadata))
        if origin in (Union, UnionType):
            return self._full(next(s for s in get_args(shape) if s is not type(None)), category, markers)
        if origin is tuple:
            return (self._full(get_args(shape)[0], category, markers),)
        if origin is Ref or shape is Ref:
            return Ref(new_id())
        return self._value(shape, category, markers)

    def _value(self, shape: Any, category: Category, markers: tuple[Any, ...]) -> Any:
        if isclass(shape) and issubclass(shape, Part):
            return shape(**{name: self._full(hint, category, ()) for name, hint in part_hints(shape).items()})
        if isclass(shape) and issubclass(shape, Enum):
            return next(iter(shape))
        if shape is datetime:
            return MOMENT
        word = self.canary(category, markers) if shape is str else None
        return word or find(_values(shape, markers), lambda _: True, settings=_ONE)


def forms(word: str) -> Iterator[bytes]:
    """Give what would betray a word: its text in many writings, and its digests under no key."""
    for said in dict.fromkeys((word, word.lower(), word.upper())):
        plain = said.encode()
        yield plain
        yield from (plain.hex().encode(), plain.hex().upper().encode())
        for skipped in range(3):
            # Whatever stands before and after the word, these letters of its base64 are the same.
            yield base64.b64encode(bytes(skipped) + plain)[4 if skipped else 0 : -4].rstrip(b"=")
        yield from digests(plain)


def wide_forms(word: str) -> Iterator[bytes]:
    """Give a word in the two writings whose every second byte is nothing."""
    for said in dict.fromkeys((word, word.lower(), word.upper())):
        yield from (said.encode("utf-16-le"), said.encode("utf-16-be"))


def digests(plain: bytes) -> Iterator[bytes]:
    """Give parts of a text's digests under no key, as bytes both ways round, in hexadecimal, in base64, as a token."""
    for name in ("sha256", "sha1", "md5", "sha512", "blake2b", "blake2s", "sha3_256"):
        yield from _written(hashlib.new(name, plain).digest())
    for size in (8, 16, 32):
        yield from _written(hashlib.blake2b(plain, digest_size=size).digest())


def _written(digest: bytes) -> Iterator[bytes]:
    windows = (digest[at : at + SHORTEST] for at in range(len(digest) - SHORTEST + 1))
    # The search goes line by line: a window that has no line's end in it serves as well.
    for window in itertools.islice((w for w in windows if not {0, 10} & set(w)), 1):
        yield from (window, window[::-1])
    head = digest[:SHORTEST]
    yield from (head.hex().encode(), head.hex().upper().encode(), base64.b64encode(digest)[:10])
    yield str(int.from_bytes(head, "big", signed=True)).encode()
