"""Arabic and Hebrew words in Latin letters, with the vowels that their letters stand for."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

# Vowel points and the lengthening stroke: most writers leave them out, so that all are read without.
_POINTS = re.compile("[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_WORD = re.compile("[\u05d0-\u05f4\u0620-\u064a\u0671-\u06d3']+")
_VOWELS = frozenset("اوىيیأآואיה")
# Where in a word a letter stands decides how it is read.
_PLACES = ("first", "within", "onset", "last")


def with_vowels(text: str) -> str:
    """Give a text with its Arabic and Hebrew words in Latin letters; all else stays, but for vowel points.

    The mark that makes a Hebrew ts a ch is expected as a plain apostrophe.
    """
    return _WORD.sub(_read, _POINTS.sub("", text))


def _read(word: re.Match[str]) -> str:
    readings, letters = _readings()
    return letters.sub(lambda found: readings[found[0]][_place(found)], word[0])


def _place(found: re.Match[str]) -> str:
    after = found.string[found.end() : found.end() + 1]
    if not found.start():
        return "first"
    if not after:
        return "last"
    return "onset" if after in _VOWELS else "within"


@cache
def _readings() -> tuple[Mapping[str, Mapping[str, str]], re.Pattern[str]]:
    """Give the table of letters and the pattern that finds them, two letters before one."""
    text = (files(__package__) / "abjads.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    readings = {row["letters"]: {place: row[place] for place in _PLACES} for row in rows}
    return readings, re.compile("|".join(sorted(readings, key=len, reverse=True)))
