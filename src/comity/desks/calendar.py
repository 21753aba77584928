"""A docket as a calendar that any program reads: iCalendar (RFC 5545), text escaped and lines folded.

It says when, where and which case, and who is heard only where ``Naming`` asks for it: a calendar lies on phones.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from comity.desks.docket import DocketEntry
from comity.records.moments import earliest

PRODUCT = "-//Comity//Docket//EN"
MEDIA_TYPE = "text/calendar; charset=utf-8"
# RFC 5545, section 3.1: a line has at most 75 octets, without its end.
_LONGEST = 75
_USUAL = timedelta(minutes=30)
_DAY = len("2026-03-02")


class Naming(StrEnum):
    """Whether a calendar names the case only, or also what it is called."""

    NUMBER = "number"
    TITLE = "title"


def calendar(entries: Iterable[DocketEntry], *, stamp: datetime, host: str, naming: Naming = Naming.NUMBER) -> str:
    """Give the calendar of some hearings as of a moment; one whose day is not set is left out.

    ``host`` makes the ids unique among nodes (RFC 7986, section 5.3), such as ``hart.example``.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for entry in entries:
        if entry.at is not None and len(entry.starts_at) >= _DAY:
            lines += _event(entry, entry.at, stamp, host=host, naming=naming)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _event(entry: DocketEntry, at: datetime, stamp: datetime, *, host: str, naming: Naming) -> Iterator[str]:
    title = entry.title if naming is Naming.TITLE else ""
    summary = " ".join(part for part in (entry.case_number, title, entry.what) if part)
    yield from ("BEGIN:VEVENT", f"UID:{entry.hearing}@{host}", f"DTSTAMP:{_instant(stamp)}")
    yield f"SEQUENCE:{entry.version - 1}"
    yield from _times(entry, at)
    yield f"SUMMARY:{escaped(summary or 'Hearing')}"
    if entry.courtroom:
        yield f"LOCATION:{escaped(entry.courtroom)}"
    yield from ("CLASS:CONFIDENTIAL", "END:VEVENT")


def _times(entry: DocketEntry, at: datetime) -> Iterator[str]:
    """Give the times of an event; one of which only the day is known takes the whole day (section 3.6.1)."""
    if len(entry.starts_at) == _DAY:
        yield f"DTSTART;VALUE=DATE:{at:%Y%m%d}"
        return
    ended = earliest(entry.ended_at) if len(entry.ended_at) > _DAY else at
    # A time without a zone stays what it is, wherever the reader is (section 3.3.5, form 1).
    write = _instant if entry.starts_at[_DAY:].endswith("Z") or _has_offset(entry.starts_at) else _floating
    yield from (f"DTSTART:{write(at)}", f"DTEND:{write(ended if ended > at else at + _USUAL)}")


def _has_offset(when: str) -> bool:
    return any(sign in when[_DAY:] for sign in "+-")


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _floating(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S}"


def escaped(text: str) -> str:
    """Escape a text as a value (RFC 5545, section 3.3.11); line breaks of any sort become one of its own."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = plain.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\n".join("".join(character for character in line if character >= " ") for line in lines)


def _folded(line: str) -> Iterator[str]:
    """Part a line after at most 75 octets, never within a character; what follows begins with a space."""
    part, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > _LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + character, size + width
    yield part
