"""How a true person becomes an entry: in a hurry, by ear, from an old card; each agency with its own care."""

from dataclasses import dataclass

from msgspec.structs import replace

from comity.demo.chance import Chance, Weighed
from comity.demo.population import Human
from comity.records.parties.appearance import Appearance
from comity.records.parties.contacts import Contact
from comity.records.parties.identifications import Identification
from comity.records.parties.measures import Measure
from comity.records.parties.names import AliasIdentity, PersonName
from comity.records.parties.person import Person


@dataclass(frozen=True)
class Care:
    """How an agency takes down people: the share of entries with an error, and the shares of what it asks for."""

    errors: float
    middle_name: float
    birth_date: float
    social_security: float
    license: float
    telephone: float
    looks: float


STREET = Care(0.30, 0.45, 0.88, 0.10, 0.50, 0.35, 0.50)
DESK = Care(0.12, 0.60, 0.95, 0.20, 0.40, 0.85, 0.0)
INTAKE = Care(0.10, 0.85, 0.99, 0.75, 0.45, 0.30, 0.95)
CLINIC = Care(0.14, 0.50, 0.99, 0.30, 0.05, 0.80, 0.0)

_NEIGHBORS = {
    "a": "s", "b": "v", "c": "x", "d": "f", "e": "r", "f": "g", "g": "h", "h": "j", "i": "o", "j": "k", "k": "l",
    "l": "k", "m": "n", "n": "m", "o": "p", "p": "o", "r": "t", "s": "d", "t": "y", "u": "i", "v": "b", "w": "e",
    "x": "z", "y": "u", "z": "x", "q": "w",
}  # fmt: skip
_BY_EAR = (
    ("ph", "f"), ("ck", "k"), ("y", "ie"), ("ie", "y"), ("z", "s"), ("tt", "t"), ("nn", "n"), ("ll", "l"), ("c", "k"),
    ("ea", "ee"), ("ou", "u"), ("ei", "ie"), ("v", "b"), ("j", "h"),
)  # fmt: skip
_EYES = Weighed({"brown": 0.55, "blue": 0.22, "hazel": 0.13, "green": 0.1})
_HAIR = Weighed({"black": 0.35, "brown": 0.4, "blond": 0.12, "gray": 0.1, "red": 0.03})
_MONTHS = 12


def as_entered(chance: Chance, human: Human, care: Care) -> Person:
    """Give a person as one agency takes them down, with the errors that such entries have."""
    entered = Person(
        names=(_name(chance, human, care),),
        birth_date=human.born.isoformat() if chance.happens(care.birth_date) else None,
        sex=human.sex,
        race=human.race,
        ethnicity=human.ethnicity,
        identifications=_identifications(chance, human, care),
        appearance=_looks(chance, human) if chance.happens(care.looks) else None,
        contacts=(Contact(telephone=human.telephone),) if chance.happens(care.telephone) else (),
    )
    return _MISTAKES[chance.weighed(_WHICH)](chance, human, entered) if chance.happens(care.errors) else entered


def _name(chance: Chance, human: Human, care: Care) -> PersonName:
    return PersonName(
        given_name=human.given_name,
        middle_name=human.middle_name if human.middle_name and chance.happens(care.middle_name) else None,
        surname=human.surname,
    )


def _identifications(chance: Chance, human: Human, care: Care) -> tuple[Identification, ...]:
    given = []
    if chance.happens(care.social_security):
        given.append(Identification(value=human.social_security, kind="ssn"))
    if human.license and chance.happens(care.license):
        given.append(Identification(value=human.license, kind="driver-license", jurisdiction="Hart"))
    return tuple(given)


def _looks(chance: Chance, human: Human) -> Appearance:
    inches = human.height + chance.between(-1, 1)
    return Appearance(
        heights=(Measure(value=str(inches), unit="in"),),
        eye_colors=(chance.weighed(_EYES),),
        hair_colors=(chance.weighed(_HAIR),),
    )


def _with_name(entered: Person, name: PersonName) -> Person:
    return replace(entered, names=(name, *entered.names[1:]))


def _slip(chance: Chance, human: Human, entered: Person) -> Person:
    """A finger slips: one letter doubled, lost, changed with its neighbor on the keyboard or in the word."""
    del human
    name = entered.names[0]
    if chance.happens(0.5):
        return _with_name(entered, replace(name, given_name=slipped(chance, name.given_name or "")))
    return _with_name(entered, replace(name, surname=slipped(chance, name.surname or "")))


def slipped(chance: Chance, word: str) -> str:
    """Give a word with one letter doubled, lost, changed with its neighbor on the keyboard or in the word."""
    at = chance.between(1, max(1, len(word) - 2))
    return chance.one_of(
        (
            word[:at] + word[at : at + 1] + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
            word[:at] + _NEIGHBORS.get(word[at : at + 1], "e") + word[at + 1 :],
        )
    )


def _by_ear(chance: Chance, human: Human, entered: Person) -> Person:
    """The surname is written as it sounds."""
    heard = [human.surname.replace(*pair) for pair in _BY_EAR if pair[0] in human.surname]
    return _with_name(entered, replace(entered.names[0], surname=chance.one_of(heard or [human.surname + "e"])))


def _nickname(chance: Chance, human: Human, entered: Person) -> Person:
    """They are known by a short name, or by the middle one."""
    del chance
    called = human.nickname or human.middle_name or human.given_name[:3]
    return _with_name(entered, replace(entered.names[0], given_name=called, middle_name=None))


def _turned_names(chance: Chance, human: Human, entered: Person) -> Person:
    """Given name and surname change places."""
    del chance, human
    name = entered.names[0]
    return _with_name(entered, replace(name, given_name=name.surname, surname=name.given_name))


def _half_surname(chance: Chance, human: Human, entered: Person) -> Person:
    """Of two surnames one is left out, or a former one is given."""
    parts = human.surname.split("-")
    left = human.former_surname or chance.one_of(parts)
    alias = (AliasIdentity(name=PersonName(given_name=human.given_name, surname=human.surname)),)
    known = alias if human.former_surname and chance.happens(0.3) else ()
    return replace(_with_name(entered, replace(entered.names[0], surname=left)), aliases=known)


def _turned_date(chance: Chance, human: Human, entered: Person) -> Person:
    """Day and month change places; where they cannot, the year slips by one."""
    born = human.born
    if born.day <= _MONTHS and born.day != born.month:
        return replace(entered, birth_date=f"{born.year}-{born.day:02d}-{born.month:02d}")
    year = born.year + chance.one_of((-10, -1, 1))
    return replace(entered, birth_date=f"{year}-{born.month:02d}-{min(born.day, 28):02d}")


def _missing_parts(chance: Chance, human: Human, entered: Person) -> Person:
    """Only a year of birth, no numbers, and perhaps an initial."""
    initial = human.given_name[0] if chance.happens(0.3) else human.given_name
    bare = _with_name(entered, replace(entered.names[0], given_name=initial, middle_name=None))
    return replace(bare, birth_date=str(human.born.year), identifications=(), contacts=())


def _wrong_digit(chance: Chance, human: Human, entered: Person) -> Person:
    """Two digits of the social security number change places."""
    number = human.social_security
    at = chance.between(1, len(number) - 2)
    turned = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    others = tuple(each for each in entered.identifications if each.kind != "ssn")
    return replace(entered, identifications=(Identification(value=turned, kind="ssn"), *others))


_MISTAKES = (_slip, _by_ear, _nickname, _turned_names, _half_surname, _turned_date, _missing_parts, _wrong_digit)
_WHICH = Weighed(dict(enumerate((0.26, 0.14, 0.2, 0.03, 0.09, 0.12, 0.1, 0.06))))
