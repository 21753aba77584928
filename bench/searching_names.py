"""The names that searches are measured on: those of a generated population where it is at hand, else made up here."""

from itertools import cycle, islice
from pathlib import Path
from random import Random

from pyarrow import parquet  # type: ignore[import-untyped]  # it ships no types

Name = tuple[str, str]

POPULATION = Path(__file__).resolve().parents[2] / "shared" / "standards" / "linkage" / "synth500k.parquet"
_STARTS = "b br c ch d dr f g gr h j k l m n p qu r s st t th v w".split()
_VOWELS = "a e i o u ai ea oo".split()
_ENDS = "l n r s t nd rt ll ck son ley ton man er is".split()

# Letters beside one another on a keyboard, and spellings of one sound: how people mistype and mishear.
_BESIDE = dict(zip("abcdefghijklmnopqrstuvwxyz", "svdfrgfgoukljmnpowtdyicezu", strict=True))
_SOUNDS = [
    pair.split(":")
    for pair in "ph:f ck:k ie:y y:ie ey:y mc:mac th:t sch:sh ou:o ee:ea c:k k:c s:z v:w oe:o ll:l tt:t nn:n rr:r l:ll "
    "n:nn t:tt ae:e ei:ie".split()
]


def names(count: int) -> list[Name]:
    """Give so many given names and surnames; the population's, over again where there are not enough."""
    found = _of_population() if POPULATION.is_file() else _made_up(count)
    return list(islice(cycle(found), count))


def misspelled(name: Name, chance: Random, times: int) -> Name:
    """Give a name with mistakes: one in the surname in seven of ten, else in the given name, at times in both.

    With ``times`` two, the surname has two, and the given name one as often as not.
    """
    given, surname = name
    if times > 1:
        surname = _mistyped(_mistyped(surname, chance), chance)
        return (_mistyped(given, chance) if chance.random() < 0.5 else given), surname  # noqa: PLR2004 - as often as not
    in_surname = chance.random() < 0.7  # noqa: PLR2004 - seven of ten
    if not in_surname or chance.random() < 0.15:  # noqa: PLR2004 - at times in both
        given = _mistyped(given, chance)
    return given, _mistyped(surname, chance) if in_surname else surname


def _of_population() -> list[Name]:
    table = parquet.read_table(POPULATION, columns=["first_name", "surname"])
    pairs = zip(table["first_name"].to_pylist(), table["surname"].to_pylist(), strict=True)
    return [(given, surname) for given, surname in pairs if given and surname and len(given) > 1 and len(surname) > 1]


def _made_up(count: int) -> list[Name]:
    chance = Random(7)  # noqa: S311 - chance that repeats
    given, surnames = ([_word(chance) for _ in range(size)] for size in (400, 2000))
    return [(chance.choice(given), chance.choice(surnames)) for _ in range(count)]


def _word(chance: Random) -> str:
    middle = chance.choice(["", chance.choice(_STARTS) + chance.choice(_VOWELS)])
    return chance.choice(_STARTS) + chance.choice(_VOWELS) + middle + chance.choice(_ENDS)


def _mistyped(word: str, chance: Random) -> str:
    """Give a word with one mistake: a letter left out, wrong, swapped, inserted or doubled, or a sound written anew."""
    return _slipped(word, chance) or _respelled(word, chance)


def _slipped(word: str, chance: Random) -> str:
    at = chance.randrange(len(word))
    match chance.randrange(6):
        case 0 if len(word) > 3:  # noqa: PLR2004 - short words keep their letters
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + _BESIDE.get(word[at], word[at]) + word[at + 1 :]
        case 2 if len(word) > 2:  # noqa: PLR2004 - two letters have one order
            at = min(at, len(word) - 2)
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 3:
            return word[:at] + _BESIDE.get(word[at], word[at]) + word[at:]
        case 4:
            return word[:at] + word[at] + word[at:]
    return ""


def _respelled(word: str, chance: Random) -> str:
    for heard, written in chance.sample(_SOUNDS, len(_SOUNDS)):
        if heard in word:
            return word.replace(heard, written, 1)
    return word
