"""Jurisdiction profiles: the words, clocks, number formats and code lists that differ from one country to the next.

Each profile is a TOML file beside this module; every value names its source. (V) was read there, (K) is common
knowledge or practice, to be confirmed by a reviewer who knows the place. Nothing here is legal advice.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import TypeVar

from msgspec import Struct, ValidationError, toml

from comity.errors import Invalid
from comity.records.codes import listed_in
from comity.records.pillars import Pillar


class Declared(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value of a profile that says where it comes from."""

    source: str


D = TypeVar("D", bound=Declared)


class Term(Declared, frozen=True):
    """What a stage, a role or a pillar is called here: ``name`` in full, ``short`` as people say it."""

    name: str
    short: str = ""


class Clock(Declared, frozen=True):
    """A time limit: ``length`` from what ``starts`` it to what ``ends`` it."""

    length: timedelta
    starts: str
    ends: str


class NumberFormat(Declared, frozen=True):
    """How a series numbers: ``format`` has parts such as agency, year and sequence; ``pattern`` is what must match."""

    format: str
    pattern: str


class Sensitive(Declared, frozen=True):
    """Offenses whose cases are never shown on a public view, and why."""

    because: str
    codes: frozenset[str]


class Cognizance(Declared, frozen=True):
    """Offenses on which police may not act without an order; ``complete`` tells if all of them are named."""

    name: str
    complete: bool
    non_cognizable: frozenset[str]


class SlateRule(Declared, frozen=True):
    """When a law seals a charge without a petition: how it ended, how grave it was, and what must have been since.

    ``wait`` is an ISO 8601 duration from the end of the charge and of its sentence; with ``clear_of_convictions`` a
    later conviction begins it anew. ``severities`` are lower-case, none for any; ``never`` are offense codes.
    """

    name: str
    endings: frozenset[str]
    wait: str
    severities: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    clear_of_convictions: bool = False
    restitution_paid: bool = False


class Majority(Declared, frozen=True):
    """The age, in completed years, from which a person is an adult."""

    years: int


class SmallestCell(Declared, frozen=True):
    """The smallest number of records that a count may tell."""

    records: int


class OwnerMarking(Struct, frozen=True, forbid_unknown_fields=True):
    """A marking that every record of a profession carries, whatever is in it."""

    pillar: Pillar
    marking: str
    source: str


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What differs in one jurisdiction; ``offense_tables`` are names of code tables, the first one the usual."""

    key: str
    name: str
    offense_tables: tuple[str, ...]
    majority: Majority
    stages: Mapping[str, Term]
    roles: Mapping[str, Term]
    pillars: Mapping[str, Term]
    clocks: Mapping[str, Clock]
    numbers: Mapping[str, NumberFormat]
    sensitive: tuple[Sensitive, ...]
    cognizance: Cognizance | None = None
    smallest_cell: SmallestCell | None = None
    clean_slate: tuple[SlateRule, ...] = ()
    owner_markings: tuple[OwnerMarking, ...] = ()


@cache
def profile_keys() -> tuple[str, ...]:
    """Give the keys of all profiles, in order."""
    return tuple(
        sorted(each.name.removesuffix(".toml") for each in files(__name__).iterdir() if each.name.endswith(".toml"))
    )


@cache
def profile(key: str) -> Profile:
    """Give the profile of this key, such as ``us``; ``Invalid`` where there is none."""
    if key not in profile_keys():
        raise Invalid(
            f"There is no jurisdiction profile {key[:40]!r}.", remedy=f"Name one of {', '.join(profile_keys())}."
        )
    return decode_profile((files(__name__) / f"{key}.toml").read_bytes())


def decode_profile(raw: bytes) -> Profile:
    """Read a profile from TOML; ``Invalid`` names the value that is missing, unknown or of a wrong type."""
    try:
        return toml.decode(raw, type=Profile)
    except (ValidationError, ValueError) as wrong:
        raise Invalid(
            f"This is not a profile: {wrong}.", remedy="Compare it with us.toml, and name every value."
        ) from wrong


def clock(here: Profile, name: str) -> Clock:
    """Give a time limit by its name, such as ``first-appearance``; ``Invalid`` where the profile has none."""
    return _named(here.clocks, name, f"clock in profile {here.key}")


def number_read(form: str, agency: str, number: str) -> tuple[int, int] | None:
    """Read year and running number out of a number of an agency's series; None when it is not one of them."""
    found = _reading(form, agency).fullmatch(number)
    return (int(found["year"]), int(found["sequence"])) if found else None


@cache
def _reading(form: str, agency: str) -> re.Pattern[str]:
    parts = {"{agency}": re.escape(agency), "{year}": r"(?P<year>[0-9]{4})"}
    # Twelve digits: a running number that is longer is nobody's.
    pieces = [parts.get(p) or (_SEQUENCE if p.startswith("{sequence") else re.escape(p)) for p in _PARTS.split(form)]
    return re.compile("".join(pieces))


_PARTS = re.compile(r"(\{[^}]*\})")
_SEQUENCE = r"(?P<sequence>[0-9]{1,12})"


def number_format(here: Profile, series: str) -> NumberFormat:
    """Give the format of a series, such as ``incident``; ``Invalid`` where the profile has none."""
    return _named(here.numbers, series, f"number series in profile {here.key}")


def stage(here: Profile, key: str) -> Term:
    """Give what a stage is called here, such as ``incident``; ``Invalid`` where the profile has none."""
    return _named(here.stages, key, f"stage in profile {here.key}")


def _named(values: Mapping[str, D], name: str, what: str) -> D:
    if name not in values:
        raise Invalid(f"There is no {what} called {name[:40]!r}.", remedy=f"Name one of {', '.join(sorted(values))}.")
    return values[name]


def write_number(form: NumberFormat, **parts: str | int) -> str:
    """Write the number that these parts make, such as ``agency="hcpd", year=2026, sequence=7``.

    ``Invalid`` where a part is missing, or the whole does not match the series' pattern.
    """
    try:
        number = form.format.format_map(parts)
    except KeyError as missing:
        raise Invalid(
            f"A number like {form.format} needs {missing}.", remedy="Give every part of the format."
        ) from missing
    if not matches(form, number):
        raise Invalid(f"{number!r} is not a number like {form.format}.", remedy=f"It must match {form.pattern}.")
    return number


def matches(form: NumberFormat, number: str) -> bool:
    """Tell if a number that somebody else wrote has the form of this series."""
    return re.fullmatch(form.pattern, number, re.ASCII) is not None


def sensitive_because(here: Profile, codes: Iterable[str]) -> tuple[str, ...]:
    """Give the reasons why a case with these offenses is never on a public view; none means that it may be."""
    meant = {each for code in codes for each in (code, listed_in(here.offense_tables, code) or code)}
    return tuple(group.because for group in here.sensitive if group.codes & meant)


def is_non_cognizable(here: Profile, codes: Iterable[str]) -> bool:
    """Tell if no offense named lets police act without an order; one that does makes the whole case cognizable."""
    named = tuple(codes)
    listed = here.cognizance.non_cognizable if here.cognizance else frozenset()
    tables = here.offense_tables
    return bool(named) and all(code in listed or listed_in(tables, code) in listed for code in named)
