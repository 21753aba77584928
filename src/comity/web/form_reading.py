"""What somebody filled in, read back: names with dots become the fields of a record; what is left empty is not said."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from urllib.parse import parse_qsl

from starlette.requests import Request

from comity.api.bodies import body_of, media_type
from comity.api.forms import Input
from comity.api.problems import MALFORMED, Turned

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 5000
Pairs = tuple[tuple[str, str], ...]
# Fields of a record as they are filled in, to which a form may add.
Fields = dict[str, object]
_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?")
# Beside the record's own fields, a form says what is to be done with it.
ORDERS = frozenset({"do", "add", "key", "from", "step", "all", "new", "version"})
_FALSE, _TRUE = "false", "true"


async def pairs_of(request: Request) -> Pairs:
    """Read what a form says, in its order; Turned for a body that is no form, or larger than a record may be."""
    media_type(request, (FORM,))
    raw = await body_of(request)
    try:
        return tuple(parse_qsl(raw.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS))
    except ValueError:
        raise Turned(MALFORMED, "The form cannot be read.", remedy="Load the page anew and send it again.") from None


def fields_in(pairs: Iterable[tuple[str, str]], inputs: Sequence[Input], zone: tzinfo) -> Fields:
    """Give the fields that a form says, as the JSON of the record; times without a zone are of the zone given."""
    said: dict[str, list[str]] = {}
    for name, value in pairs:
        text = value.replace("\r\n", "\n").strip()
        if text and name.partition(".")[0] not in ORDERS:
            said.setdefault(name, []).append(text)
    return _group(inputs, said, "", zone)


def rows_in(pairs: Iterable[tuple[str, str]], add: str) -> Mapping[str, int]:
    """Give how many rows each group has that the form shows, with one more for the group that is to have another."""
    rows: dict[str, int] = {}
    for name, _ in pairs:
        parts = name.split(".")
        for n, part in enumerate(parts):
            if part.isdigit():
                group = ".".join(parts[:n])
                rows[group] = max(rows.get(group, 0), int(part) + 1)
    if add:
        rows[add] = rows.get(add, 0) + 1
    return rows


def _group(inputs: Iterable[Input], said: Mapping[str, list[str]], place: str, zone: tzinfo) -> Fields:
    found = {}
    for each in inputs:
        value = _value(each, said, f"{place}{each.name}", zone)
        if value not in (None, {}, []):
            found[each.name] = value
    return found


def _value(each: Input, said: Mapping[str, list[str]], name: str, zone: tzinfo) -> object:
    if not each.parts:
        values = [_read(each, text, zone) for given in said.get(name, ()) for text in _texts(each, given)]
        return values if each.many else (values[0] if values else None)
    if not each.many:
        return _group(each.parts, said, f"{name}.", zone)
    numbers = sorted({int(rest[0]) for key in said if (rest := _after(key, name)) and rest[0].isdigit()})
    rows = (_group(each.parts, said, f"{name}.{n}.", zone) for n in numbers)
    return [row for row in rows if row]


def _after(key: str, name: str) -> list[str]:
    return key[len(name) + 1 :].split(".") if key.startswith(f"{name}.") else []


def _texts(each: Input, given: str) -> list[str]:
    """Part what one input holds of many short values: codes and words stand one a line, or parted by commas."""
    if not each.many or each.control in ("reference", "long-text"):
        return [given]
    return [text.strip() for text in re.split(r"[\n,]", given) if text.strip()]


def _read(each: Input, text: str, zone: tzinfo) -> object:
    match each.control:
        case "yes-no":
            return {_TRUE: True, _FALSE: False}.get(text, text)
        case "number":
            return _number(text)
        case "moment" if _LOCAL.fullmatch(text):
            return _zoned(text, zone)
        case _:
            return text


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _zoned(text: str, zone: tzinfo) -> str:
    """Say in which zone a time was meant, the one of the place; as exact as it was said, and not more."""
    offset = datetime.fromisoformat(text).replace(tzinfo=zone).strftime("%z")
    return f"{text}{'Z' if offset == '+0000' else f'{offset[:3]}:{offset[3:]}'}"
