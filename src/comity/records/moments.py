"""When something happened, as exactly as whoever says so knows: a year, a day, or an instant with or without zone.

Partners send local times without a zone and dates of reduced precision (ISO 8601-1, 4.3 and 5.3.1.3), so a moment is a
span; one moment is before another only where its whole span is.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated

from msgspec import Meta

from comity.records.categories import Category
from comity.records.meaning import Past, Search

_YEAR = r"[12][0-9]{3}"
_MONTH = r"(0[1-9]|1[0-2])"
_DAY = r"((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?"
_ZONE = r"(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"

# A "$" alone would let a line break follow; where the text ends, none can.
DAY_PATTERN = rf"^({_YEAR}|{_YEAR}-{_MONTH}|{_YEAR}-{_DAY})$(?!\n)"
WHEN_PATTERN = rf"^({_YEAR}|{_YEAR}-{_MONTH}|{_YEAR}-{_DAY}(T{_TIME}{_ZONE}?)?)$(?!\n)"
_DURATION = (
    r"P(?=[0-9T])([0-9]{1,3}Y)?([0-9]{1,4}M)?([0-9]{1,4}W)?([0-9]{1,5}D)?"
    r"(T(?=[0-9])([0-9]{1,6}H)?([0-9]{1,6}M)?([0-9]{1,6}S)?)?"
)
DURATION_PATTERN = rf"^{_DURATION}$(?!\n)"

When = Annotated[
    str,
    Meta(pattern=WHEN_PATTERN, description="ISO 8601: year, month, day or time; as exact as it is known."),
    Category.EVENT,
]
Occurred = Annotated[When, Past(), Search.DATE]
Duration = Annotated[str, Meta(pattern=DURATION_PATTERN, description="ISO 8601 duration, such as P1Y6M or P30D.")]

_SPOKEN = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d))?(-(?P<day>\d\d))?"
    r"(T(?P<hour>\d\d):(?P<minute>\d\d)(:(?P<second>\d\d)(?P<fraction>\.\d+)?)?)?(?P<zone>Z|[+-]\d\d:\d\d)?"
)
_LENGTHS = re.compile(r"P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(?:T(\d+H)?(\d+M)?(\d+S)?)?")
# Local time lies at most this far behind and ahead of UTC, anywhere on earth.
_WEST, _EAST = timedelta(hours=12), timedelta(hours=14)


@dataclass(frozen=True)
class _Span:
    first: datetime
    end: datetime
    zoned: bool


def earliest(when: str) -> datetime:
    """Give the first instant that a moment may mean, in UTC; a moment without zone is read as UTC."""
    return _span(when).first


def latest(when: str) -> datetime:
    """Give the last microsecond that a moment may mean, in UTC; a moment without zone is read as UTC."""
    return _span(when).end


def surely_before(one: str | datetime | None, other: str | datetime | None) -> bool:
    """Tell whether one moment is before another however both are read; False where either is unknown."""
    if one is None or other is None:
        return False
    first, second = _span(one), _span(other)
    if first.zoned == second.zoned:
        return first.end < second.first
    return first.end + (timedelta() if first.zoned else _WEST) < second.first - (timedelta() if second.zoned else _EAST)


def later_by(when: str, duration: str) -> datetime:
    """Give the last instant at which a duration that began at ``when`` is over, in UTC."""
    years, months, weeks, days, hours, minutes, seconds = _LENGTHS.fullmatch(duration).groups(default="0_")  # type: ignore[union-attr]  # the field's pattern was checked at entry
    start = _moved(latest(when), 12 * _count(years) + _count(months))
    return start + timedelta(
        weeks=_count(weeks), days=_count(days), hours=_count(hours), minutes=_count(minutes), seconds=_count(seconds)
    )


def _count(part: str) -> int:
    return int(part[:-1])


def _moved(moment: datetime, months: int) -> datetime:
    """Move by calendar months; the day after the month's last becomes the first of the next."""
    month = moment.month - 1 + months
    first = moment.replace(year=moment.year + month // 12, month=month % 12 + 1, day=1)
    return first + timedelta(days=moment.day - 1)


def _span(when: str | datetime) -> _Span:
    return _Span(when, when, zoned=True) if isinstance(when, datetime) else _read(when)


# The moments of one case are compared again and again, by every rule of every record in it.
@lru_cache(maxsize=4096)
def _read(when: str) -> _Span:
    said = _SPOKEN.fullmatch(when)
    if said is None:
        raise ValueError(f"{when!r} is not a moment")
    first = _first(said)
    return _Span(first, _next(said, first) - timedelta(microseconds=1), zoned=bool(said["zone"]))


def _first(said: re.Match[str]) -> datetime:
    """Begin at the first of the month and count days on, so that 29 February of a common year is 1 March."""
    year, month, day, hour, minute, second = (
        int(said[name] or least)
        for name, least in (("year", 1), ("month", 1), ("day", 1), ("hour", 0), ("minute", 0), ("second", 0))
    )
    start = datetime(year, month, 1, hour, minute, second, tzinfo=UTC) + timedelta(days=day - 1)
    return start + timedelta(seconds=float(said["fraction"] or 0)) - _offset(said["zone"])


def _offset(zone: str | None) -> timedelta:
    if zone in (None, "Z"):
        return timedelta()
    size = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:]))
    return -size if zone[0] == "-" else size


def _next(said: re.Match[str], first: datetime) -> datetime:
    """Give the first instant after the span."""
    if not said["month"]:
        return _moved(first, 12)
    if not said["day"]:
        return _moved(first, 1)
    if not said["hour"]:
        return first + timedelta(days=1)
    if not said["second"]:
        return first + timedelta(minutes=1)
    return first + (timedelta(microseconds=1) if said["fraction"] else timedelta(seconds=1))
