"""Bytes to records and back: any bytes give a ``Record`` or ``Invalid``, nothing else can come out."""

import json
import re
from collections.abc import Mapping
from functools import cache
from math import isinf
from typing import Any, NoReturn

import msgspec

from comity.errors import Invalid
from comity.records.declaration import R, Record
from comity.records.references import read_reference, write_reference

LARGEST_RECORD = 16 * 1024 * 1024
LONGEST_NUMBER = 40
_EXACT = 2**53
# An escaped NUL; a backslash before it may itself be escaped, and then it is only text.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_PLACE = re.compile(r" - at `(?P<path>.*)`$", re.DOTALL)


def read_json(raw: bytes) -> Any:
    """Parse JSON that means one thing only: no duplicate keys, NaN, NUL, lone surrogates or endless numbers."""
    if len(raw) > LARGEST_RECORD:
        _refuse(f"The body is larger than {LARGEST_RECORD} bytes.", "Send attachments by reference, or split it.")
    try:
        value = _READER.decode(raw.decode())
        if b"\\u" in raw:
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeError:
        _refuse("The body is not valid UTF-8 text, or holds half of a surrogate pair.", "Encode the body as UTF-8.")
    except RecursionError:
        _refuse("The body is nested too deeply.", "Send flat records, as the kind's schema shows.")
    except ValueError as wrong:
        _refuse(f"The body is not JSON: {wrong}", "Correct the JSON and send it again.")
    if b"\\u0000" in raw and _NUL.search(raw):
        _refuse("The body holds a NUL character.", "Remove the character U+0000.")
    return value


def decode(kind: type[R], raw: bytes) -> R:
    """Give the record that ``raw`` (UTF-8 JSON) is; Invalid names the field, the reason and the remedy."""
    return build(kind, read_json(raw))


def build(kind: type[R], value: Any) -> R:
    """Give the record that parsed JSON is; Invalid names the field, the reason and the remedy."""
    try:
        return msgspec.convert(value, kind, dec_hook=read_reference)
    except msgspec.ValidationError as wrong:
        reason, field = _said(str(wrong), kind, value)
        raise Invalid(
            f"{field or 'The record'}: {reason}.",
            field=field,
            remedy="Correct the field named and send the record again.",
        ) from wrong
    except RecursionError as wrong:
        raise Invalid("The body is nested too deeply.", remedy="Send flat records, as the schema shows.") from wrong


def encode(record: Record) -> bytes:
    """Give the JSON of a record; decoding it again gives an equal record."""
    return _encoder().encode(record)


@cache
def _encoder() -> msgspec.json.Encoder:
    return msgspec.json.Encoder(enc_hook=write_reference)


def encode_value(value: Any) -> bytes:
    """Give the JSON of fields taken out of a record."""
    return _encoder().encode(value)


def merged(fields: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """Apply a merge patch (RFC 7396, section 2): null takes a field away, an object is merged, the rest is set."""
    result = dict(fields)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            inner = result.get(name)
            result[name] = merged(inner if isinstance(inner, dict) else {}, value)
        else:
            result[name] = value
    return result


def _refuse(reason: str, remedy: str) -> NoReturn:
    raise Invalid(reason, remedy=remedy)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Invalid(f"The name {twice!r} stands twice.", field=twice, remedy="Say each field once.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise Invalid(f"{name} is not a value in JSON.", remedy="Leave the field out when the value is unknown.")


def _int(digits: str) -> int:
    return int(_bounded(digits))


def _float(digits: str) -> float:
    """Read a number with a point or exponent; 12.0 is the integer 12, as JSON Schema has it."""
    value = float(_bounded(digits))
    if isinf(value):
        raise Invalid(f"The number {digits} is too large.", remedy="Send numbers that a 64-bit float can hold.")
    return int(value) if value.is_integer() and abs(value) <= _EXACT else value


def _bounded(digits: str) -> str:
    if len(digits) > LONGEST_NUMBER:
        raise Invalid(f"A number has {len(digits)} digits.", remedy=f"Numbers may have up to {LONGEST_NUMBER} digits.")
    return digits


_READER = json.JSONDecoder(
    object_pairs_hook=_once_each, parse_constant=_no_constant, parse_int=_int, parse_float=_float
)


def _said(message: str, kind: type[Record], value: Any) -> tuple[str, str]:
    """Part a decoder's message into reason and field, with the place in each list instead of ``[...]``."""
    placed = _PLACE.search(message)
    reason = message[: placed.start()] if placed else message
    path = (placed["path"] if placed else "").removeprefix("$").removeprefix(".")
    unknown = re.search(r"unknown field `([^`]*)`|missing required field `([^`]*)`", reason)
    if unknown:
        path = ".".join(part for part in (path, unknown[1] or unknown[2]) if part)
    if "[...]" in path:
        path = _numbered(path, kind, value)
    return reason, path


def _numbered(path: str, kind: type[Record], value: Any) -> str:
    """Find which items are meant, level by level: the first whose list, cut to that item, is refused there too."""
    said, place, trial = "", [], value
    for step in re.findall(r"\[\.\.\.\]|[^.\[]+", path):
        if step != "[...]":
            said += f".{step}" if said else step
            place.append(step)
            continue
        index, trial = _first_refused(kind, trial, place, path)
        said += f"[{index}]"
        place.append(0)
    return said


def _first_refused(kind: type[Record], value: Any, place: list[Any], path: str) -> tuple[int, Any]:
    """Give the index of the item of the list at ``place`` that is refused, and the value with that item alone in it."""
    reached = "[...]".join(path.split("[...]")[: place.count(0) + 1]) + "[...]"
    for index, item in enumerate(_at(value, place)):
        alone = _with(value, place, [item])
        try:
            msgspec.convert(alone, kind, dec_hook=read_reference)
        except msgspec.ValidationError as wrong:
            if f"$.{reached}" in str(wrong):
                return index, alone
    return 0, value


def _at(value: Any, place: list[Any]) -> Any:
    for step in place:
        value = value[step]
    return value


def _with(value: Any, place: list[Any], put: Any) -> Any:
    """Give a copy of the value in which ``put`` stands at a place."""
    if not place:
        return put
    copied = value.copy()
    copied[place[0]] = _with(value[place[0]], place[1:], put)
    return copied
