"""The people of Hart City as they truly are: what no agency knows for certain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

from msgspec import Struct, toml

from comity.demo.chance import Chance, Weighed

_OLDEST_DAYS = 82 * 365
_YOUNGEST_DAYS = 14 * 365


class Origin(Struct, frozen=True, kw_only=True):
    """One group of names; ``double`` is the share of its people who have two surnames."""

    name: str
    share: float
    double: float = 0.0
    race: Mapping[str, float]
    ethnicity: Mapping[str, float]
    female: str
    male: str
    surnames: str


class NameBook(Struct, frozen=True):
    """All names of the city, and the short forms of given names."""

    origin: tuple[Origin, ...]
    nicknames: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Human:
    """One true person; ``number`` stands in the hidden truth and nowhere on the record."""

    number: int
    origin: str
    given_name: str
    middle_name: str
    surname: str
    former_surname: str
    nickname: str
    sex: str
    race: str
    ethnicity: str
    born: date
    social_security: str
    license: str
    state_id: str
    telephone: str
    home: int
    height: int


@dataclass(frozen=True, eq=False)
class _Names:
    origin: str
    given: Mapping[str, tuple[str, ...]]
    surnames: tuple[str, ...]
    double: float
    race: Weighed[str]
    ethnicity: Weighed[str]
    nicknames: Mapping[str, str]


def read_names() -> NameBook:
    """Read the names of the city."""
    return toml.decode((files("comity.demo") / "hart_city" / "names.toml").read_bytes(), type=NameBook)


def people(chance: Chance, count: int, homes: int, until: date) -> tuple[Human, ...]:
    """Give so many people who live in so many homes, with their ages as of ``until``."""
    book = read_names()
    origins = Weighed({_names(origin, book.nicknames): origin.share for origin in book.origin})
    return tuple(_human(chance, number, chance.weighed(origins), homes, until) for number in range(count))


def _names(origin: Origin, nicknames: Mapping[str, str]) -> _Names:
    given = {"F": tuple(origin.female.split()), "M": tuple(origin.male.split())}
    surnames = tuple(origin.surnames.split())
    return _Names(
        origin.name, given, surnames, origin.double, Weighed(origin.race), Weighed(origin.ethnicity), nicknames
    )


def _human(chance: Chance, number: int, names: _Names, homes: int, until: date) -> Human:
    sex = "F" if chance.happens(0.5) else "M"
    given = chance.one_of(names.given[sex])
    surname = _surname(chance, names)
    return Human(
        number=number,
        origin=names.origin,
        given_name=given,
        middle_name=chance.one_of(names.given[sex]) if chance.happens(0.7) else "",
        surname=surname,
        former_surname=_surname(chance, names) if sex == "F" and chance.happens(0.12) else "",
        nickname=names.nicknames.get(given, ""),
        sex=sex,
        race=chance.weighed(names.race),
        ethnicity=chance.weighed(names.ethnicity),
        born=until - timedelta(days=_age_in_days(chance)),
        # 900 and above was never issued as a social security number (20 CFR 422.110, K).
        social_security=f"9{chance.digits(8)}",
        license=f"H{chance.digits(7)}" if chance.happens(0.85) else "",
        state_id=f"HA{chance.digits(9)}",
        # 555-01xx is kept for invented telephones (North American Numbering Plan, K).
        telephone=f"{chance.between(201, 989)}-555-01{chance.between(0, 99):02d}",
        home=chance.between(0, homes - 1),
        height=int(64 + chance.between(-5, 5) + (5 if sex == "M" else 0)),
    )


def _surname(chance: Chance, names: _Names) -> str:
    first = chance.one_of(names.surnames)
    return f"{first}-{chance.one_of(names.surnames)}" if chance.happens(names.double) else first


def _age_in_days(chance: Chance) -> int:
    """Give an age between the youngest and the oldest, young people somewhat more often."""
    span = _OLDEST_DAYS - _YOUNGEST_DAYS
    return _YOUNGEST_DAYS + min(chance.between(0, span), chance.between(0, span + span // 2))
