"""What is written where nobody knows: names that name nobody, and dates on which nobody was born."""

import re

from comity.records.spelling.words import name_words

# FNU, LNU and NMN are first name unknown, last name unknown and no middle name; NN is nomen nescio.
NOBODY = frozenset(
    "unknown unknwn unkown uknown unkn unk unnamed unidentified undetermined anonymous anon refused refuses "
    "unspecified declined withheld redacted nameless noname nfn nln nmn nmi fnu lnu mnu nn tbd tba notknown notgiven "
    "desconocido desconocida desconhecido inconnu inconnue unbekannt sconosciuto neizvestno neizvestnyy mjhul".split()
)
# A child who has no name yet is written down by these.
NEWBORN = frozenset("baby babyboy babygirl infant newborn boy girl male female".split())
# People are called so too: these are placeholders only where nothing else is said.
NOBODY_ALONE = frozenset("na nan n a null nil none test tester testing dummy sample fake doe roe".split())
# These say what somebody is or that a name is missing, and mean nobody only beside a word that means nobody.
DESCRIBING = frozenset(
    "no not name names first last middle given surname firstname lastname known stated provided available applicable "
    "by of the to is person subject suspect victim witness patient defendant driver passenger owner occupant adult "
    "juvenile child man woman black white hispanic asian twin number".split()
)
NOT_SAID = frozenset({"no name", "name", "first last", "firstname lastname", "given surname", "not known"})
# Whoever stands beside one of these is an example from a form: Doe for the unknown, Roe for the second of them.
EXAMPLES = frozenset({"doe", "roe"})
EXAMPLE_GIVEN_NAMES = frozenset("john jane jon johnny janie richard baby".split())

_FILLING = re.compile(r"\d+|xx+|(.)\1\1+")

DEFAULT_BIRTH_DAYS = frozenset("1899-12-30 1899-12-31 1900-01-01 1901-01-01 1911-11-11 1970-01-01".split())
# Years in which databases begin or end, and nobody alive was born.
DEFAULT_BIRTH_YEARS = frozenset("0000 0001 1111 1582 1600 1601 1753 1800 9999".split())
YEAR_LETTERS = len("1900")


def is_placeholder_word(word: str) -> bool:
    """Say whether a word of ``name_words`` stands where a part of a name is not known, as FNU does in FNU Garcia.

    True for what only fills a field too: digits, and one letter three times or more.
    """
    return word in NOBODY or word in NEWBORN or _FILLING.fullmatch(word) is not None


def is_placeholder(*parts: str) -> bool:
    """Say whether the parts of a name, or a full name, name nobody: UNKNOWN, "Jane Doe 2", "BABY BOY", "N/A", "-", "X".

    One word that may be a name is enough for a name: "FNU Garcia" and "Infant Girl Smith" are families.
    """
    words = [word for part in parts for word in name_words(part)]
    naming = [word for word in words if len(word) > 1 and not is_placeholder_word(word)]
    if not naming or " ".join(naming) in NOT_SAID or NOBODY_ALONE.issuperset(naming):
        return True
    if EXAMPLES.intersection(naming):
        return (EXAMPLES | EXAMPLE_GIVEN_NAMES).issuperset(naming)
    return not NOBODY.isdisjoint(words) and (DESCRIBING | NOBODY_ALONE).issuperset(naming)


def is_default_birth_date(text: str) -> bool:
    """Say whether a birth date (YYYY, YYYY-MM or YYYY-MM-DD) is one that systems fill in, and thus says nothing."""
    return text in DEFAULT_BIRTH_DAYS or text[:YEAR_LETTERS] in DEFAULT_BIRTH_YEARS


def is_rounded_birth_date(text: str) -> bool:
    """Say whether a birth date tells the year only: a year, or the 1 January or 1 July that are written for one."""
    return len(text) == YEAR_LETTERS or text.endswith(("-01-01", "-07-01"))
