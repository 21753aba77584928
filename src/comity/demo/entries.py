"""Persons of Hart City as several agencies entered them, with the truth: what linkage is trained and tuned on.

To the city's people come those who make linkage hard: families at one address, twins, and fathers and sons who share
their whole name. Each agency takes a person down with its own care (see ``mistakes``); people move and change phones.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import msgspec

from comity.demo.chance import Chance
from comity.demo.happenings import BEATS, STREETS, WAYS
from comity.demo.mistakes import CLINIC, DESK, INTAKE, STREET, as_entered
from comity.demo.population import Human, people
from comity.records.parties.addresses import Address
from comity.records.parties.contacts import Contact
from comity.records.parties.person import Person

_CARES = (STREET, DESK, INTAKE, CLINIC)
_UNTIL = date(2026, 1, 1)
_PEOPLE_A_HOME = 2.5
_DAYS_A_YEAR = 365
# The shares of people who are of the family of the one before them; who are their twin; and who have their whole name.
_RELATED, _TWIN, _NAMESAKE = 0.35, 0.03, 0.03
_MOVED, _NEW_PHONE, _ADDRESS_ASKED = 0.25, 0.2, 0.7
_MEAN_MORE_ENTRIES = 1.2
_MOST_ENTRIES = 8


@dataclass(frozen=True)
class Entry:
    """One record of a person as it was entered, and the number of the true person it means."""

    person: Person
    human: Human


def entries(seed: str, count: int) -> tuple[Entry, ...]:
    """Give the entries that agencies made of so many true persons; the same for the same seed."""
    chance = Chance(seed)
    homes = max(1, round(count / _PEOPLE_A_HOME))
    found: list[Entry] = []
    for human in _with_families(chance, people(chance, count, homes, _UNTIL)):
        many = min(_MOST_ENTRIES, 1 + int(chance.skewed(_MEAN_MORE_ENTRIES)))
        found += (Entry(_entered(chance, human, homes), human) for _ in range(many))
    return tuple(found)


def _with_families(chance: Chance, humans: tuple[Human, ...]) -> list[Human]:
    found: list[Human] = []
    for human in humans:
        found.append(_related(chance, human, found[-1]) if found and chance.happens(_RELATED) else human)
    return found


def _related(chance: Chance, human: Human, other: Human) -> Human:
    """Make somebody a relative of the one before: the same surname and home, and now and then more."""
    kin = replace(human, surname=other.surname, former_surname="", home=other.home)
    if chance.happens(_TWIN):
        return replace(kin, born=other.born)
    if chance.happens(_NAMESAKE) and kin.sex == other.sex:
        born = other.born + timedelta(days=chance.between(20 * _DAYS_A_YEAR, 35 * _DAYS_A_YEAR))
        return replace(kin, given_name=other.given_name, nickname=other.nickname, born=min(born, _UNTIL))
    return kin


def _entered(chance: Chance, human: Human, homes: int) -> Person:
    entered = as_entered(chance, human, chance.one_of(_CARES))
    contacts = entered.contacts
    if contacts and chance.happens(_NEW_PHONE):
        contacts = (Contact(telephone=f"{chance.between(201, 989)}-555-01{chance.between(0, 99):02d}"),)
    if chance.happens(_ADDRESS_ASKED):
        home = chance.between(0, homes - 1) if chance.happens(_MOVED) else human.home
        contacts = (*contacts, Contact(mailing_address=address(home)))
    return msgspec.structs.replace(entered, contacts=contacts)


def address(home: int) -> Address:
    """Give the address of a home; the same number is always the same place."""
    ways = len(STREETS) * len(WAYS)
    street = f"{100 + 2 * (home // ways)} {STREETS[home % len(STREETS)]} {WAYS[home // len(STREETS) % len(WAYS)]}"
    return Address(street=street, city=BEATS[home % len(BEATS)], postal_code=f"{62700 + home % 37}")
