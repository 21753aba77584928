"""How things are said on a page: kinds, fields, moments and values, in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from functools import cache
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from comity.api.forms import form_of
from comity.desks.desk import Queue
from comity.linkage.features import LINKED
from comity.policy.sessions import PURPOSES
from comity.records.declaration import kind_name
from comity.records.registry import kind_named, kinds
from comity.web.case_words import alarm_said, hour_in, length_in, offense_said
from comity.web.words import LANGUAGES

Say = Callable[..., str]
# What a template may call or show, by its names.
Spoken = Mapping[str, Any]
# How long a moment is that says no more than its month, its day, or its minute.
_MONTH, _DAY, _TIME = 7, 10, 16
# The Spanish of the Americas groups digits as English does.
_COUNTING: Mapping[str, str] = {"es": "es_419"}


def spoken_in(language: str, say: Say, zone: tzinfo) -> Spoken:
    """Give what templates say things with, in one language, by the clocks of a zone."""
    return {
        "moment": moment_in(language, zone),
        "number": number_in(language),
        "kind_said": lambda name: say(kind_title(name)),
        "label_said": say,
        "title_said": title_in(say),
        "purpose_said": purpose_in(say),
        "purposes_said": lambda: tuple(PURPOSES),
        "linked_kinds": LINKED,
        "languages_said": lambda: LANGUAGES,
        "kinds_of_queue": kinds_of_queue,
        "choice_said": lambda value: say(choice_title(value)),
        "choices_said": lambda values: ", ".join(say(choice_title(value)) for value in values),
        "hour": hour_in(language),
        "duration": length_in(language),
        "alarm_said": alarm_said,
        "offense_said": offense_said,
    }


def moment_in(language: str, zone: tzinfo) -> Callable[[str | datetime | None], str]:
    """Give what says in a language when something was, as exactly as it is known, by the clocks of a zone.

    UTC is named beside each time, for no clock on a wall shows it; any other zone is named once a page.
    """

    def moment(value: str | datetime | None) -> str:
        """Say when something was; "" where that is not known."""
        return _moment(value, language, zone)

    return moment


def number_in(language: str) -> Callable[[int], str]:
    """Give what says a count in a language: 123456 is "123,456" in English, and "1,23,456" in Hindi."""

    def number(value: int) -> str:
        """Say a count."""
        return format_decimal(value, locale=_COUNTING.get(language, language))

    return number


def kind_title(name: str) -> str:
    """Give what a kind is called on a page: ``charge-referral`` is "Charge referral"."""
    return name.replace("-", " ").capitalize()


def choice_title(value: str) -> str:
    """Give what one of a few fixed values, or a category, is called on a page."""
    return value.replace("-", " ").replace("_", " ").capitalize()


def title_in(say: Say) -> Callable[[str, str], str]:
    """Give what says how a record of a kind is called: of its title, the sort of which it is, as "Remand"."""

    def title_said(kind: str, title: str) -> str:
        """Say a title; numbers, names and what was written stay as they are."""
        before, comma, sort = title.rpartition(", ")
        return f"{before}{comma}{say(sort)}" if kind and sort in _sorts(kind) else title

    return title_said


def purpose_in(say: Say) -> Callable[[str], str]:
    """Give what says a purpose such as ``investigation/2026-0417``: what it is called, and its case as it is."""

    def purpose_said(purpose: str) -> str:
        """Say a purpose."""
        name, slash, case = purpose.partition("/")
        return f"{say(choice_title(name))}{slash}{case}"

    return purpose_said


@cache
def _sorts(kind: str) -> frozenset[str]:
    """Give what the fixed values of a kind's own fields are called."""
    return frozenset(choice_title(value) for each in form_of(kind_named(kind)) for value in each.choices)


def kinds_of_queue(queue: Queue) -> tuple[str, ...]:
    """Give the kinds that change what waits in a queue, its own first."""
    return tuple(kind_name(kind) for kind in (queue.kind, *queue.answered_by))


def kind_titles() -> tuple[str, ...]:
    """Give what all kinds are called."""
    return tuple(kind_title(name) for name in kinds())


def _moment(value: str | datetime | None, language: str, zone: tzinfo) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _by_the_clock(value.astimezone(zone), language)
    if len(value) == _MONTH:
        return format_skeleton("yMMM", datetime.fromisoformat(f"{value}-01"), locale=language)
    if len(value) < _DAY:
        return value
    if len(value) < _TIME:
        return format_date(datetime.fromisoformat(value[:_DAY]), "medium", locale=language)
    known = datetime.fromisoformat(value)
    # Of which zone a time is that names none, nobody knows: it is shown as it was said.
    return _by_the_clock(known if known.tzinfo is None else known.astimezone(zone), language)


def _by_the_clock(known: datetime, language: str) -> str:
    said = f"{format_date(known, 'medium', locale=language)}, {known:%H:%M}"
    return f"{said} UTC" if known.tzname() == "UTC" else said
