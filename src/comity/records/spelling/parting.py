"""A full name that stands in one text, in its parts."""

import re
from typing import NamedTuple

from comity.records.spelling.latin import latin

TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor rev hon sir dame judge justice officer det detective sgt sergeant lt capt "
    "sr sra srta don dona shri sri smt herr frau mme mlle monsieur madame".split()
)
DEGREES = frozenset("phd md dds cpa rn".split())
SUFFIXES = DEGREES | frozenset("jr sr junior senior ii iii iv 2nd 3rd 4th esq esquire".split())
PARTICLES = frozenset(
    "de del della delle di da do dos das du la le las los lo van von der den ter ten te zu zum zur bin ibn ben bint "
    "binti abu al el ul af av mc mac st san santa y e".split()
)
# With these no given name begins, but Al, Ben and Van are given names.
NEVER_GIVEN = frozenset("de del della di da do dos das du la las los von der zu zum bin ibn bint binti mc".split())

_FAMILY_FIRST = re.compile("[\u4e00-\u9fff\uac00-\ud7a3]")


class PartedName(NamedTuple):
    """A full name in its parts, each in small Latin letters with spaces between its words; "" for what is not there."""

    given: str
    middle: str
    surname: str


def parted_name(full: str) -> PartedName:
    """Give the parts of a full name: "QUILL, ADA MARIE", "Ada Marie Quill", "Dr. Juan de la Cruz, Jr.".

    Titles and suffixes go; particles belong to the surname; what a hyphen joins stays together. A word alone is the
    given name, but after a title the surname. A guess without comma or particle: first word given name, last surname.
    """
    if _FAMILY_FIRST.search(full):
        surname, *rest = latin(full).split() or [""]
        return PartedName(" ".join(rest), "", surname)
    before, comma, after = full.partition(",")
    family, given = _bare(_written(before)), _bare(_written(after))
    if family and given:
        return PartedName(given[0], " ".join(given[1:]), " ".join(family))
    words = family or given or _written(full)
    titled = words[:1] != _written(full)[:1]
    begins = 0 if len(words) == 1 and family and (comma or titled) else _surname_begins(words)
    return PartedName(" ".join(words[: min(begins, 1)]), " ".join(words[1:begins]), " ".join(words[begins:]))


def _written(text: str) -> list[str]:
    """Give the words of a name: initials are words, and what a hyphen joins is one."""
    found: list[str] = []
    for part in text.replace(",", " ").split():
        whole = latin(part.replace(".", ""))
        known = whole in DEGREES or (whole in TITLES | SUFFIXES and "." not in part[:-1])
        found += [whole] if known else [latin(piece) for piece in part.split(".")]
    return [word for word in found if word]


def _bare(words: list[str]) -> list[str]:
    """Give the words without titles before them and suffixes around them; a title alone is a name, such as Judge."""
    kept = [word for at, word in enumerate(words) if word not in SUFFIXES or 0 < at < len(words) - 1]
    while len(kept) > 1 and kept[0] in TITLES:
        kept = kept[1:]
    return kept


def _surname_begins(words: list[str]) -> int:
    """Give the place of the word with which the surname begins: the last one, or the particles before it."""
    if words and words[0] in NEVER_GIVEN:
        return 0
    begins = max(len(words) - 1, 1)
    while begins > 1 and words[begins - 1] in PARTICLES:
        begins -= 1
    return begins
