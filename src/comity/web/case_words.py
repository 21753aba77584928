"""How cases are said on a page: alarms, lengths of time and hours, in the reader's language."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import islice

from babel.dates import format_time
from babel.units import format_unit

from comity.desks.custody import Alarm
from comity.records.codes import code_table, listed_code
from comity.records.profiles import profile

ALARMS: Mapping[Alarm, str] = {
    Alarm.RELEASE_ORDERED: "Release is ordered: let them go.",
    Alarm.RELEASE_OVERDUE: "Still held after the order to release: let them go now, and tell a supervisor.",
    Alarm.PAST_COMPUTED_RELEASE: "Held past the computed day of release: ask a supervisor now.",
    Alarm.ORDER_EXPIRED: "The order has run out: ask the court now.",
    Alarm.WITHOUT_ORDER: "Held without an order past the first appearance: bring them before a judge now.",
}
_LENGTH = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
_DAY = len("2026-03-04")


def alarm_said(alarm: Alarm) -> str:
    """Give the sentence of an alarm, which a page says in its language."""
    return ALARMS[alarm]


def offense_said(place: str, code: str) -> str:
    """Give an offense by its code and its name in the first table of a place that has it; "" for none."""
    tables = (code_table(name) for name in profile(place).offense_tables)
    names = (table.codes[listed] for table in tables if (listed := listed_code(table, code)))
    return " ".join((code, *islice(names, 1)))


def length_in(language: str) -> Callable[[str], str]:
    """Give what says a length of time (ISO 8601) in a language: P1Y6M is "1 year 6 months"."""

    def said(length: str) -> str:
        """Say a length of time; what is none stays as it is."""
        found = _LENGTH.fullmatch(length)
        parts = zip(found.groups(), _UNITS, strict=True) if found else ()
        spoken = (format_unit(int(n), f"duration-{unit}", locale=language) for n, unit in parts if n)
        return " ".join(spoken) or length

    return said


def hour_in(language: str) -> Callable[[str], str]:
    """Give what says the time of day of a moment in a language, as it is where it was said; "" where none is known."""

    def said(when: str) -> str:
        """Say the time of day."""
        if len(when) <= _DAY:
            return ""
        return format_time(datetime.fromisoformat(when).time(), "short", locale=language)

    return said
