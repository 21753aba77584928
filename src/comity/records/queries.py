"""What somebody types into the one box, read into terms: names, words, numbers, plates, dates, ranges and phrases."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from comity.errors import Invalid
from comity.records.forms import FORMS, STOP_WORDS, TAILS, plain_number, text_forms
from comity.records.meaning import Search
from comity.records.spelling.remembering import remembered
from comity.records.spelling.words import name_words

MOST_TERMS = 12
LONGEST_QUERY = 1000
# The years that an open range reaches to, and so the oldest and the latest that anybody is looked for by.
FIRST_YEAR, LAST_YEAR = 1900, 2100

# What the contract of the API counts as space, and every language alike.
_SPACES = re.compile(r"[\t\n\x0b\x0c\r ]+")
_PARTED = re.compile(r'"([^"]*)"|[^\t\n\x0b\x0c\r ]+')
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_RANGE = re.compile(r"(?P<first>\d{4}(?:-\d\d){0,2})?\.\.(?P<last>\d{4}(?:-\d\d){0,2})?")
_BOUND = re.compile(r"(?P<sign><=|>=|<|>)(?P<at>\d{4}(?:-\d\d){0,2})")
_REMEDY = "Give a name, a number, a date such as 2024-05, or words of a text."
_SHORTEST_RUN = 3

Form = tuple[Search, str]


@dataclass(frozen=True)
class Term:
    """One thing that a record must carry: ``text`` as it was typed, and the forms of which one is enough.

    ``name`` is its word in Latin letters where it may be a name, else ""; terms of one quoted ``phrase`` (1 and up; 0
    for none) must all stand in one record, or in one that it refers to.
    """

    text: str
    forms: frozenset[Form]
    name: str = ""
    phrase: int = 0


def terms_of(query: str) -> tuple[Term, ...]:
    """Part a query into its terms; Invalid when it has none, too many, or one that cannot be."""
    if len(query) > LONGEST_QUERY:
        raise Invalid(
            f"The query has more than {LONGEST_QUERY} characters.", field="q", remedy="Give a few words of it."
        )
    if len(_SPACES.split(query.strip())) > MOST_TERMS:
        raise Invalid(f"The query has more than {MOST_TERMS} words.", field="q", remedy="Leave out the common ones.")
    found = list(dict.fromkeys(_terms(query)))
    telling = [term for term in found if term.name not in STOP_WORDS] or found
    if not telling:
        raise Invalid("The query has no letter and no digit.", field="q", remedy=_REMEDY)
    # A name in very many parts is told by the first of them.
    return tuple(telling[:MOST_TERMS])


def _terms(query: str) -> Iterator[Term]:
    phrase = 0
    for part in _PARTED.finditer(query):
        quoted = part[1]
        if quoted is None:
            yield from _of_part(part[0].strip('"'), 0)
        else:
            phrase += 1
            for word in quoted.split():
                yield from _of_part(word, phrase)


def _of_part(text: str, phrase: int) -> Iterator[Term]:
    if text.isascii() and text.isalpha():
        # A word of plain letters is no range, no number and no name of several parts.
        yield _of_word(text, text.lower(), phrase)
    elif spanned := _span(text):
        yield Term(text, frozenset((Search.DATE, each) for each in _covering(*spanned)), phrase=phrase)
    elif plain := plain_number(text):
        words = name_words(text)
        if len(words) > 1 and not any(map(str.isdigit, plain)) and "@" not in text:
            # A name of several parts is found by all of them, in any order.
            yield from (_of_word(word, word, phrase) for word in words)
        else:
            yield _of_word(text, words[0] if len(words) == 1 else "", phrase)


# Names are asked for again and again.
@remembered(4096)
def _of_word(text: str, name: str, phrase: int) -> Term:
    forms = {(Search.NUMBER, each) for each in FORMS[Search.NUMBER](text)}
    forms |= {(role, each) for role in (Search.CODE, *_runs(text)) for each in FORMS[Search.NUMBER](text)}
    if _DATE.fullmatch(text):
        forms.add((Search.DATE, text))
    if name:
        forms |= {(role, each) for role in (Search.NAME, Search.PLACE) for each in FORMS[role](name)}
        forms |= {(Search.WORD, each) for each in text_forms(name)}
    return Term(text, frozenset(forms), name if name.isalpha() else "", phrase)


def _runs(text: str) -> Iterator[Search]:
    """Tell whether a text may be a part of a plate, or the end of a long number."""
    size = len(plain_number(text))
    if size >= _SHORTEST_RUN:
        yield Search.PLATE
    if size in TAILS:
        yield Search.TAIL


def _span(text: str) -> tuple[date, date] | None:
    """Give the first and the last day of a range; None for what is none."""
    found = _RANGE.fullmatch(text)
    if found and (found["first"] or found["last"]):
        first = _days(found["first"])[0] if found["first"] else date(FIRST_YEAR, 1, 1)
        last = _days(found["last"])[1] if found["last"] else date(LAST_YEAR, 12, 31)
        return _ordered(first, last)
    found = _BOUND.fullmatch(text)
    if found is None:
        return None
    first, last = _days(found["at"])
    match found["sign"]:
        case "<":
            return _ordered(date(FIRST_YEAR, 1, 1), first - timedelta(days=1))
        case "<=":
            return _ordered(date(FIRST_YEAR, 1, 1), last)
        case ">":
            return _ordered(last + timedelta(days=1), date(LAST_YEAR, 12, 31))
        case _:
            return _ordered(first, date(LAST_YEAR, 12, 31))


def _ordered(first: date, last: date) -> tuple[date, date]:
    first, last = max(first, date(FIRST_YEAR, 1, 1)), min(last, date(LAST_YEAR, 12, 31))
    if first > last:
        raise Invalid(
            f"The range holds no day from {FIRST_YEAR} to {LAST_YEAR}.",
            field="q",
            remedy="Give the earlier date first, such as 2024-05..2024-08.",
        )
    return first, last


def _days(text: str) -> tuple[date, date]:
    """Give the first and the last day of a year, a month or a day; Invalid where the calendar has none such."""
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    try:
        first = date(year, month or 1, day or 1)
        if day:
            return first, first
        after = date(year + 1, 1, 1) if month in (0, 12) else date(year, month + 1, 1)
    except ValueError as wrong:
        raise Invalid(
            f"There is no date {text!r}.", field="q", remedy="Give a date as YYYY, YYYY-MM or YYYY-MM-DD."
        ) from wrong
    return first, after - timedelta(days=1)


def _covering(first: date, last: date) -> Iterator[str]:
    """Give the fewest years, months and days that make up a range."""
    at = first
    while at <= last:
        year, month = _days(f"{at.year:04}"), _days(f"{at.year:04}-{at.month:02}")
        if at == year[0] and year[1] <= last:
            yield f"{at.year:04}"
            at = date(at.year + 1, 1, 1)
        elif at == month[0] and month[1] <= last:
            yield f"{at.year:04}-{at.month:02}"
            at = month[1] + timedelta(days=1)
        else:
            yield at.isoformat()
            at += timedelta(days=1)
