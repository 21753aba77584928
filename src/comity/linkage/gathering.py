"""Collects from a record, along its declaration, what it may be linked by: one walk, then each group of fields whole.

Fields that stand in one part belong together: a given name with its surname, a number with its kind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from comity.records.branches import Branch, branch_of, values_on
from comity.records.declaration import Record
from comity.records.forms import plain_number
from comity.records.meaning import Link
from comity.records.references import Ref
from comity.records.spec import spec_of
from comity.records.spelling.latin import latin
from comity.records.spelling.parting import parted_name
from comity.records.spelling.placeholders import is_default_birth_date, is_placeholder, is_placeholder_word
from comity.records.spelling.streets import STREET_WORDS
from comity.records.spelling.words import name_words

Name = tuple[str, str, str]
Place = tuple[str, str, str, str]

# A text is compared up to here: 10,000 letters of a name tell no more than the first hundred.
_LONGEST = 100
_MOST = 12
_PHONE_DIGITS = 10
_LEAST_DIGITS = 7
_LEAST_NUMBER = 3


@dataclass(frozen=True)
class Group:
    """The linked fields of one part: which field has which role; ``place`` is what an address inside stands for."""

    roles: tuple[tuple[str, Link], ...]
    place: Link | None


@dataclass
class Gathered:
    """What was found so far; dictionaries, because each value counts once and in the order of the record."""

    names: dict[Name, None] = field(default_factory=dict)
    birth_dates: dict[str, None] = field(default_factory=dict)
    sex: str = ""
    numbers: dict[tuple[str, str], None] = field(default_factory=dict)
    phones: dict[str, None] = field(default_factory=dict)
    emails: dict[str, None] = field(default_factory=dict)
    places: dict[Place, None] = field(default_factory=dict)
    labels: dict[tuple[str, str], None] = field(default_factory=dict)
    unit: str = ""

    @property
    def tells(self) -> bool:
        """Whether anything was found by which somebody can be told; a sex or a trait alone tells nobody."""
        return bool(self.names or self.birth_dates or self.numbers or self.phones or self.emails or self.places)


def gathered(record: Record) -> Gathered:
    """Collect what a record may be linked by."""
    found = Gathered()
    for group, value in values_on(_groups(type(record)), record):
        _gather(found, group, value)
    return found


@cache
def _groups(kind: type[Record]) -> Branch[Group]:
    """Give where a kind holds linked fields, each group at the path of the part that holds it."""
    together: dict[tuple[str, ...], list[tuple[str, Link]]] = {}
    hints = get_type_hints(kind, include_extras=True)
    for each in spec_of(kind).fields:
        for leaf in each.leaves:
            role = leaf.marker(Link)
            if role is not None:
                path = leaf.path[:-1] if leaf.path[-1] != "*" else leaf.path[:-2]
                name = leaf.path[-1] if leaf.path[-1] != "*" else leaf.path[-2]
                together.setdefault(path, []).append((name, role))
    return branch_of(
        (path, Group(tuple(roles), _outer_role(hints[path[0]]) if path else None)) for path, roles in together.items()
    )


def _outer_role(hint: object) -> Link | None:
    """Give what a whole part stands for, such as the birth place that an address is."""
    if get_origin(hint) is not Annotated:
        return None
    return next((marker for marker in get_args(hint)[1:] if isinstance(marker, Link)), None)


def _gather(found: Gathered, group: Group, value: object) -> None:
    held: dict[Link, list[tuple[str, Any]]] = {}
    for name, role in group.roles:
        inner = getattr(value, name)
        for each in inner if isinstance(inner, tuple) else (inner,):
            if each:
                held.setdefault(role, []).append((name, each))
    if not held:
        return
    if not _NAMED.isdisjoint(held):
        _take_names(found, held)
    if not _PLACED.isdisjoint(held):
        _take_place(found, held, group.place)
    for role, values in held.items():
        if role in _TAKEN:
            for name, inner in values:
                _TAKEN[role](found, name, inner, held)


Held = Mapping[Link, list[tuple[str, Any]]]
_NAMED = frozenset((Link.GIVEN_NAME, Link.MIDDLE_NAME, Link.SURNAME, Link.FULL_NAME))
_PLACED = frozenset((Link.STREET, Link.CITY, Link.POSTAL_CODE))
_AROUND = (Link.STREET_NUMBER, Link.DIRECTION_BEFORE, Link.STREET, Link.STREET_CATEGORY, Link.DIRECTION_AFTER)


def _texts(held: Held, role: Link) -> list[str]:
    return [inner[:_LONGEST] for _, inner in held.get(role, ())]


def _take_names(found: Gathered, held: Held) -> None:
    """Take one name with each of its surnames; a full name only where no part says more."""
    given, middle = ("".join(_texts(held, role)[:1]) for role in (Link.GIVEN_NAME, Link.MIDDLE_NAME))
    surnames = _texts(held, Link.SURNAME)
    full = "".join(_texts(held, Link.FULL_NAME)[:1])
    if not given and not surnames and full:
        if is_placeholder("", "", "", full):
            return
        parted = parted_name(full)
        given, middle, surnames = parted.given, parted.middle, [parted.surname]
    for surname in surnames or [""]:
        if len(found.names) < _MOST and not is_placeholder(given, middle, surname, ""):
            name = normal_name(given, middle, surname)
            if name[0] or name[2]:
                found.names[name] = None


def normal_name(given: str, middle: str, surname: str) -> Name:
    """Bring a name to compared form: one given name, what follows it in the middle, no placeholder words."""
    first, *second = _known_words(given) or [""]
    return first, " ".join([*second, *_known_words(middle)]), " ".join(_known_words(surname))


def _known_words(text: str) -> list[str]:
    return [word for word in name_words(text) if not is_placeholder_word(word)]


def _take_place(found: Gathered, held: Held, place: Link | None) -> None:
    street, city = _street(held), _first(held, Link.CITY)
    postal = plain_number("".join(_texts(held, Link.POSTAL_CODE)[:1]))
    if place is Link.BIRTH_PLACE:
        if city:
            found.labels["birth-place", city] = None
    elif len(found.places) < _MOST and (postal or street or city):
        found.places[postal, street, city, ""] = None


def _first(held: Held, role: Link) -> str:
    return "".join(map(latin, _texts(held, role)[:1]))


def _street(held: Held) -> str:
    """Put a street together from its parts, where it stands in parts."""
    street = _first(held, Link.STREET)
    if not street or street[0].isdigit() or Link.STREET_NUMBER not in held:
        return street
    words = " ".join(_first(held, role) for role in _AROUND).split()
    short = [STREET_WORDS.get(word, word) for word in words]
    # Some name the kind of street twice: in the name, and in the field for it.
    return " ".join(word for at, word in enumerate(words) if not at or short[at] != short[at - 1])


def _take_unit(found: Gathered, name: str, inner: str, held: Held) -> None:
    del name, held
    found.unit = found.unit or latin(inner[:_LONGEST])


def _take_birth_date(found: Gathered, name: str, inner: str, held: Held) -> None:
    del name, held
    if not is_default_birth_date(inner) and len(found.birth_dates) < _MOST:
        found.birth_dates[inner] = None


def _take_sex(found: Gathered, name: str, inner: str, held: Held) -> None:
    del name, held
    found.sex = found.sex or (inner[:1].upper() if inner[:1].upper() in "FMX" else "")


def _take_number(found: Gathered, name: str, inner: str, held: Held) -> None:
    """Take a number with its kind, which is the name of the field where none is said, as for ``vin``."""
    kinds = _texts(held, Link.IDENTIFIER_KIND)
    number = plain_number(inner[:_LONGEST])
    if len(number) >= _LEAST_NUMBER and len(set(number)) > 1 and len(found.numbers) < _MOST:
        found.numbers[kinds[0].lower() if kinds else "" if name == "value" else name, number] = None


def _take_plate(found: Gathered, name: str, inner: str, held: Held) -> None:
    del held
    if (number := plain_number(inner)) and len(found.numbers) < _MOST:
        found.numbers[name, number] = None


def _take_phone(found: Gathered, name: str, inner: str, held: Held) -> None:
    del name, held
    digits = "".join(filter(str.isdigit, inner))[-_PHONE_DIGITS:]
    if len(digits) >= _LEAST_DIGITS and len(set(digits)) > 1 and len(found.phones) < _MOST:
        found.phones[digits] = None


def _take_email(found: Gathered, name: str, inner: str, held: Held) -> None:
    del name, held
    if "@" in inner and len(found.emails) < _MOST:
        found.emails[inner.strip().lower()] = None


def _take_home(found: Gathered, name: str, inner: object, held: Held) -> None:
    del name, held
    if isinstance(inner, Ref) and len(found.places) < _MOST:
        found.places["", "", "", inner.id.hex] = None


def _take_organization(found: Gathered, name: str, inner: str, held: Held) -> None:
    del name, held
    words = name_words(inner[:_LONGEST])
    if words and not is_placeholder("", "", "", inner):
        found.names["", "", " ".join(words)] = None


def _take_trait(found: Gathered, name: str, inner: str, held: Held) -> None:
    del held
    if len(found.labels) < _MOST and (plain := latin(inner[:_LONGEST])):
        found.labels[name.replace("_", "-").removesuffix("s"), plain] = None


_TAKEN: Mapping[Link, Callable[[Gathered, str, Any, Held], None]] = {
    Link.BIRTH_DATE: _take_birth_date,
    Link.SEX: _take_sex,
    Link.IDENTIFIER: _take_number,
    Link.PLATE: _take_plate,
    Link.PHONE: _take_phone,
    Link.EMAIL: _take_email,
    Link.RESIDENCE: _take_home,
    Link.ORGANIZATION_NAME: _take_organization,
    Link.TRAIT: _take_trait,
    Link.UNIT: _take_unit,
}
