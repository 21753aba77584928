"""Any script in plain Latin letters, so that one name written in two scripts comes out near itself."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from comity.records.spelling.abjads import with_vowels

# These join what stands around them: O'Brien is one word, however the apostrophe was typed.
APOSTROPHES = "'`\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u05f3\u2018\u2019\u201b\u2032\uff07"

_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))

# Hindi writes no vowel where an a follows a consonant; no mark there and another letter mean that one does.
_HINDI_GAP = re.compile("(?<=[\u0915-\u0939\u093c])(?=[\u0902\u0915-\u0939])")
# What is read otherwise in names than the transliteration has it.
_HINDI = str.maketrans({"ं": "n", "श": "sh", "ष": "sh", "च": "ch", "छ": "ch", "व": "v"})
# Chinese and Korean names have no spaces: the family name is their first syllable, but for a few.
_UNPARTED = re.compile(
    "(?<![\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3])"
    "([\u4e00-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4})"
    "(?![\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3])"
)
_LONG_FAMILY_NAMES = frozenset(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 夏侯 皇甫 尉迟 公孙 慕容 令狐 남궁 황보 제갈 사공 선우 독고".split()
)

# Of ASCII, as bytes: six times as fast as a table of letters.
_SMALL = bytes(ord(chr(c).lower()) if chr(c).isalnum() else ord(" ") for c in range(128)).ljust(256)
_JOINING = b"'`"


class _Letters:
    """A table for ``str.translate`` that is made as letters are met: all of Unicode is a million of them."""

    def __getitem__(self, point: int) -> str:
        return _letter(point)


@lru_cache(maxsize=8192)
def _letter(point: int) -> str:
    character = chr(point)
    if character == "'":
        return ""
    # Anything that is no letter, number or mark parts words; a smiling face must not become the word "grinning".
    if unicodedata.category(character)[0] not in "LNM":
        return " "
    return _plain(anyascii(character))


_LETTERS = _Letters()


def _plain(text: str) -> str:
    return text.encode("ascii").translate(_SMALL, _JOINING).decode("ascii")


def latin(text: str) -> str:
    """Give a text in small Latin letters and digits, words parted by one space; "" where nothing can be read.

    Diacritics go, apostrophes join, every other sign parts; other scripts are transliterated.
    """
    if not text.isascii():
        return " ".join(_transliterated(text).split())
    # Most names that are entered are one word of plain letters: nothing else is to be done for them.
    return text.lower() if text.isalnum() else " ".join(_plain(text).split())


def _transliterated(text: str) -> str:
    # Apostrophes first: normalized, an acute accent that stands for one is a space.
    known = unicodedata.normalize("NFKC", text.translate(_APOSTROPHE))
    small = unicodedata.normalize("NFKC", known.casefold())
    hindi = _HINDI_GAP.sub("a", small).replace("ंह", "ngh").translate(_HINDI)
    return _UNPARTED.sub(_parted, with_vowels(hindi)).translate(_LETTERS)


def _parted(name: re.Match[str]) -> str:
    long = name[0][:2]
    family = long if long in _LONG_FAMILY_NAMES and long != name[0] else name[0][:1]
    return f"{family} {name[0].removeprefix(family)}"
