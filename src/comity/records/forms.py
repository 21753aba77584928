"""The forms in which a value is found again, by its search role: what a field says and what a reader asks meet here.

A value is brought to its forms when it is entered, a query when it is asked, by the same functions; so a number is
found with and without its punctuation, a name in any script, a word in the singular and the plural.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from comity.records.codes import SUBSECTION
from comity.records.meaning import Search
from comity.records.references import Ref
from comity.records.spelling.latin import latin
from comity.records.spelling.streets import STREET_WORDS
from comity.records.spelling.words import name_words

Forms = Callable[[Any], tuple[str, ...]]

# So many words of one text are kept: a book in a narrative must not make an entry slow.
MOST_WORDS = 2000
LONGEST_WORD = 40
SHORTEST_PLATE = 3
LONGEST_PLATE = 10
# The ends by which people remember long numbers: the last four digits, or a telephone number without its area.
TAILS = (4, 7)
SHORTEST_LONG_NUMBER = 7

# Words that tell no two texts apart. Names that are spelled like one, such as An and So, are not among them.
STOP_WORDS = frozenset(
    "the a and or of in on at to for with was were is are be been by from that this it as he she they his her him "
    "their had has have not which who whom after before into there then than but if".split()
)

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([bdfgmnprt])\1$")


def plain_number(text: str) -> str:
    """Bring a number to the form in which it is searched: letters and digits only, upper case."""
    return (text if text.isalnum() else "".join(filter(str.isalnum, text))).upper()


def name_parts(text: str) -> tuple[str, ...]:
    """Bring a name to the words by which it is searched: Latin letters, no case, no diacritics, each once."""
    return tuple(dict.fromkeys(name_words(text)))


def number_forms(text: str) -> tuple[str, ...]:
    """Give a number without its punctuation; () where it has neither letter nor digit."""
    return (plain,) if (plain := plain_number(text)) else ()


def tail_forms(text: str) -> tuple[str, ...]:
    """Give the last four and the last seven characters of a long number."""
    plain = plain_number(text)
    if len(plain) <= SHORTEST_LONG_NUMBER or "@" in text:
        return ()
    return tuple(plain[-n:] for n in TAILS)


def plate_forms(text: str) -> tuple[str, ...]:
    """Give every run of three and more characters of a license plate, up to ten characters."""
    plain = plain_number(text)[:LONGEST_PLATE]
    size = len(plain)
    runs = (plain[n:end] for n in range(size) for end in range(n + SHORTEST_PLATE, size + 1))
    return tuple(dict.fromkeys(runs)) or number_forms(text)


def date_forms(moment: datetime | str) -> tuple[str, ...]:
    """Give the day, the month and the year of a moment, as it was said where it happened."""
    found = _DAY.match(moment.isoformat() if isinstance(moment, datetime) else moment)
    said = found[0] if found else ""
    return tuple(dict.fromkeys(said[:n] for n in (10, 7, 4) if len(said) >= n))


def code_forms(code: str) -> tuple[str, ...]:
    """Give a code without its punctuation, and its section where it names a subsection: 115(2) is 115 too."""
    return tuple(dict.fromkeys((*number_forms(code), *number_forms(SUBSECTION.sub("", code)))))


def place_forms(text: str) -> tuple[str, ...]:
    """Give the words of an address, kinds of streets and directions as the post shortens them."""
    words = (word[:LONGEST_WORD] for word in latin(text).split())
    return tuple(dict.fromkeys(STREET_WORDS.get(word, word) for word in words))


def text_forms(text: str) -> tuple[str, ...]:
    """Give the words of a text without the commonest, each once, as far as they tell texts apart: stemmed lightly."""
    found: dict[str, None] = {}
    for word in latin(text).split():
        if word not in STOP_WORDS and len(word) <= LONGEST_WORD:
            found[stem(word)] = None
            if len(found) == MOST_WORDS:
                break
    return tuple(found)


def stem(word: str) -> str:
    """Bring an English word near its stem: without -s, -ed and -ing; stolen stays stolen (cf. Porter 1980, step 1)."""
    if len(word) <= len("abc") or not word.isalpha():
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "ches", "shes", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        bare = word.removesuffix(ending)
        if bare != word and len(bare) > len("ab") and _VOWEL.search(bare):
            return _DOUBLED.sub(r"\1", bare).removesuffix("e")
    return word.removesuffix("e") if len(word) > len("abcd") else word


def label_forms(text: str) -> tuple[str, ...]:
    """Give a label whole, and without its case: ``investigation/2026-1`` is found as ``investigation`` too."""
    return tuple(dict.fromkeys((text, text.partition("/")[0])))


def reference_form(ref: Ref[Any]) -> tuple[str, ...]:
    """Give the form of a reference: the id that it points at."""
    return (ref.id.hex,)


FORMS: Mapping[Search, Forms] = {
    Search.NUMBER: number_forms,
    Search.NAME: name_parts,
    Search.DATE: date_forms,
    Search.LABEL: label_forms,
    Search.WORD: text_forms,
    Search.PLACE: place_forms,
    Search.PLATE: plate_forms,
    Search.CODE: code_forms,
    Search.TAIL: tail_forms,
}
