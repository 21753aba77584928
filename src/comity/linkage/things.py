"""What of an organization, a place, a vehicle or an account is compared: each fact apart, and in one form."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from comity.linkage.gathering import Gathered, Place
from comity.records.spelling.businesses import business_name
from comity.records.spelling.streets import bare_unit, posted_street
from comity.records.spelling.vehicles import color_name, make_name

# What the unit of a place is called where none is told: a house, or the whole of a building.
WHOLE = "whole"
_POSTAL, _POSTAL_EXTENDED = 5, 9
# A device is told by 14 digits; a check digit or the version of its software follows (3GPP TS 23.003, section 6.2).
_DEVICE, _DEVICE_WRITTEN = 14, (15, 16)
_ACCOUNT, _PROVIDER = "account_name", "provider"


def settled(kind: str, found: Gathered) -> Gathered:
    """Give what was gathered of a thing in the form in which its kind is compared; a person's stays as it is."""
    settle = _SETTLED.get(kind)
    return found if settle is None else settle(found)


def _organization(found: Gathered) -> Gathered:
    names = [(given, middle, business_name(name)) for given, middle, name in found.names]
    return replace(found, names=dict.fromkeys(names), places=dict.fromkeys(place for place, _ in _posted(found)))


def _location(found: Gathered) -> Gathered:
    posted = _posted(found)
    units = [bare_unit(found.unit) or unit or WHOLE for (_, street, *_), unit in posted if street]
    return replace(
        found,
        places=dict.fromkeys(place for place, _ in posted),
        labels={**found.labels, **dict.fromkeys(("unit", unit) for unit in units[:1])},
    )


def _posted(found: Gathered) -> list[tuple[Place, str]]:
    """Give each place as the post writes it, and the unit that stood in its street."""
    posted = [(postal, *posted_street(street), city, home) for postal, street, city, home in found.places]
    return [((_zip(postal), street, city, home), unit) for postal, street, unit, city, home in posted]


def _zip(postal: str) -> str:
    """Give a ZIP code without its extension."""
    return postal[:_POSTAL] if len(postal) == _POSTAL_EXTENDED and postal.isdigit() else postal


def _vehicle(found: Gathered) -> Gathered:
    """Take the vehicle's own number apart from its plates: where both plates agree, two such numbers still tell."""
    own = [(kind, number) for kind, number in found.numbers if kind == "vin"]
    numbers = {each: None for each in found.numbers if each not in own}
    return replace(found, numbers=numbers, labels=dict.fromkeys([*own, *(_named(*each) for each in found.labels)]))


def _named(kind: str, value: str) -> tuple[str, str]:
    match kind:
        case "make":
            return kind, make_name(value)
        case "color":
            return kind, color_name(value)
        case _:
            return kind, value


def _account(found: Gathered) -> Gathered:
    """Take the name of an account apart from the number of a device; which service it is on counts only beside it."""
    accounts = [("account", number) for kind, number in found.numbers if kind == _ACCOUNT]
    numbers = dict.fromkeys((kind, _device(number)) for kind, number in found.numbers if kind != _ACCOUNT)
    others = [each for each in found.labels if accounts or each[0] != _PROVIDER]
    return replace(found, numbers=numbers, labels=dict.fromkeys([*accounts, *others]))


def _device(number: str) -> str:
    return number[:_DEVICE] if len(number) in _DEVICE_WRITTEN and number.isdigit() else number


_SETTLED: Mapping[str, Callable[[Gathered], Gathered]] = {
    "organization": _organization,
    "location": _location,
    "vehicle": _vehicle,
    "phone-account": _account,
}
