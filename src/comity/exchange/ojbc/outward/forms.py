"""How a value is written in a message: as text, as a day or time, as a code of the exchange, or not at all."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

# XML 1.0, section 2.2: all other characters have no place in a document, not even escaped.
FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?")
_COUNT = re.compile(r"\d{1,9}")
# XML Schema 1.0 part 2, 3.2.7.3: no zone is further from UTC.
_FURTHEST = "14:00"


class Written(NamedTuple):
    """A value as it is written: in an element of its own below the leaf's ("" for none), and its text."""

    below: str
    said: str


class Unsayable(NamedTuple):
    """What is no value at all, and why."""

    reason: str


# What the exchange has no room for gives None, and stays behind.
Form = Callable[[object], Written | Unsayable | None]


def text(value: object) -> Written | None:
    """Write a text, a number or a truth."""
    match value:
        case bool():
            return Written("", "true" if value else "false")
        case str() | int() | float():
            return Written("", str(value))
    return None


def when(value: object) -> Written | Unsayable | None:
    """Write a day as a date and a time as a time; a year or a month alone has no element in these exchanges."""
    said = str(value)
    return _day(said) if _DAY.fullmatch(said) else moment(said)


def moment(value: object) -> Written | Unsayable | None:
    """Write a time as a time; a day has no place where the exchange asks for a time."""
    found = _MOMENT.fullmatch(str(value))
    if not found:
        return None
    clock, seconds, zone = found.groups(default="")
    if zone[1:] > _FURTHEST:
        return Unsayable(f"{zone} is no zone that XML can say")
    day_of_it = _day(clock[:10])
    return day_of_it if isinstance(day_of_it, Unsayable) else Written("nc:DateTime", f"{clock}{seconds or ':00'}{zone}")


def instant(value: object) -> Written | Unsayable | None:
    """Write a time as the text of the element itself."""
    said = moment(value)
    return said._replace(below="") if isinstance(said, Written) else said


def day(value: object) -> Written | Unsayable | None:
    """Write a day, or the day of a time, where the exchange asks for a date."""
    said = str(value)[:10]
    return _day(said) if _DAY.fullmatch(said) else None


def count(value: object) -> Written | None:
    """Write a whole number; a text that is none has no place where the exchange asks for one."""
    return Written("", str(value)) if _COUNT.fullmatch(str(value)) else None


def one_of(*codes: str) -> Form:
    """Write a code of the exchange's own list; another has no place there."""

    def write(value: object) -> Written | None:
        return Written("", str(value)) if value in codes else None

    return write


def _day(said: str) -> Written | Unsayable:
    try:
        datetime.strptime(said, "%Y-%m-%d")  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return Unsayable(f"{said} is no day of the calendar")
    return Written("nc:Date", said)
