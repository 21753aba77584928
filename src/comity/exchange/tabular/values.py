"""One cell to one value: crosswalks, times with their zone, numbers and yes or no as the kind declares them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from comity.errors import Invalid
from comity.exchange.tabular.mapping import Crosswalk, Mapping, Origin

YES = frozenset({"y", "yes", "true", "t", "1"})
NO = frozenset({"n", "no", "false", "f", "0"})
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def value_of(mapping: Mapping, origin: Origin, cells: dict[str, str], shape: Any) -> Any:
    """Give the value that an origin stands for in a row, None when its cells are blank; Invalid says why not."""
    if origin.constant is not None:
        return origin.constant
    text = origin.join.join(cell for name in origin.reads if (cell := _cell(mapping, cells, name)))
    if not text:
        return None
    if origin.split:
        pieces = [piece.strip() for piece in text.split(origin.split) if piece.strip()]
        return [turned for piece in pieces if (turned := _turned(mapping, origin, piece, shape)) is not None]
    return _turned(mapping, origin, text, shape)


def _cell(mapping: Mapping, cells: dict[str, str], name: str) -> str:
    try:
        cell = cells[name].strip()
    except KeyError:
        message = f"the table has no column {name!r}"
        raise Invalid(message, remedy="Correct the mapping file, or ask for the column.", field=name) from None
    return "" if cell in mapping.blank else cell


def _turned(mapping: Mapping, origin: Origin, text: str, shape: Any) -> Any:
    if origin.codes:
        return _crossed(mapping.codes[origin.codes], text, origin.codes)
    if origin.time:
        return _instant(origin.time, text, ZoneInfo(mapping.zone))
    if origin.date:
        return _parsed(origin.date, text).date().isoformat()
    return _as_declared(text, shape)


def _crossed(walk: Crosswalk, text: str, name: str) -> str | None:
    if text in walk.table:
        return walk.table[text]
    match walk.otherwise:
        case "keep":
            return text
        case "omit":
            return None
        case _:
            message = f"{text!r} is not in the crosswalk {name}"
            raise Invalid(message, remedy=f"Add it to [codes.{name}.table], or set otherwise there.")


def _instant(form: str, text: str, zone: ZoneInfo) -> str:
    """Give an instant with offset; a local time that never was, in spring's lost hour, is refused."""
    parsed = _parsed(form, text)
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=zone)
        if parsed.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != parsed.replace(tzinfo=None):
            message = f"{text!r} did not happen in {zone.key}: clocks were put forward over it"
            raise Invalid(message, remedy="Correct the time, or the zone of the mapping file.")
    return parsed.isoformat()


def _parsed(form: str, text: str) -> datetime:
    try:
        match form:
            case "iso":
                return datetime.fromisoformat(text)
            case "epoch":
                return EPOCH + timedelta(seconds=float(text))
            case "epoch-milliseconds":
                return EPOCH + timedelta(milliseconds=float(text))
            case _:
                return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is the mapping's, put on by the caller
    except (ValueError, OverflowError):
        message = f"{text!r} is not written as {form!r}"
        raise Invalid(message, remedy="Correct the cell, or the format in the mapping file.") from None


def _as_declared(text: str, shape: Any) -> Any:
    """Turn text into a number or a yes or no where the field of the kind holds one."""
    if shape is bool:
        return _yes_or_no(text)
    if shape in (int, float):
        try:
            return shape(text.replace(",", ""))
        except ValueError:
            message = f"{text!r} is no number"
            raise Invalid(message, remedy="Correct the cell.") from None
    return text


def _yes_or_no(text: str) -> bool:
    said = text.lower()
    if said in YES | NO:
        return said in YES
    message = f"{text!r} is neither yes nor no"
    raise Invalid(message, remedy="Use Y or N, or a crosswalk to true and false.")
