"""Places: houses and flats, with streets shortened and flat numbers wherever somebody put them.

Beside them stand the flat next door, the house across the street, and the same number in an avenue of the same name.
"""

from dataclasses import dataclass, replace

from comity.demo.chance import Chance, Weighed
from comity.demo.happenings import BEATS, STREETS, WAYS
from comity.demo.mistakes import slipped
from comity.demo.things.entered import Entered, times_entered
from comity.records.parties.addresses import Address
from comity.records.parties.location import Location

# As the United States Postal Service shortens them (Publication 28, appendix C1), and as people do.
_SHORT = {"Street": "St", "Avenue": "Ave", "Road": "Rd", "Lane": "Ln", "Boulevard": "Blvd"}
_DIRECTIONS = Weighed({"": 0.86, "North": 0.05, "South": 0.05, "West": 0.04})
_FLAT = Weighed({"Apt {}": 0.45, "Apt. {}": 0.1, "#{}": 0.2, "Unit {}": 0.15, "Apartment {}": 0.1})
# How a building goes on from the one before: anywhere, next door, or in a way of the same name.
_BUILT = Weighed({"anywhere": 0.85, "next-door": 0.09, "other-way": 0.06})
_WITH_FLATS, _MOST_FLATS, _FLAT_TOLD = 0.3, 5, 0.85


@dataclass(frozen=True)
class Spot:
    """A true place; ``flat`` is "" for a house."""

    number: int
    direction: str
    street: str
    way: str
    flat: str
    city: str
    postal: str


def places(chance: Chance, count: int) -> list[Entered]:
    """Give the entries that agencies made of so many places; one that leaves the flat out means the house."""
    found: list[Entered] = []
    thing: dict[Spot, int] = {}
    for spot in spots(chance, count):
        for _ in range(times_entered(chance)):
            meant = spot if chance.happens(_FLAT_TOLD) else replace(spot, flat="")
            number = thing.setdefault(meant, len(thing))
            found.append(Entered(Location(address=written(chance, meant)), number))
    return found


def spots(chance: Chance, count: int) -> list[Spot]:
    """Give so many true places, no two the same."""
    found: dict[Spot, None] = {}
    house = _anywhere(chance)
    while len(found) < count:
        house = _after(chance, house)
        flats = sorted({_flat(chance) for _ in range(chance.between(2, _MOST_FLATS))})
        found.update(
            dict.fromkeys(replace(house, flat=flat) for flat in (flats if chance.happens(_WITH_FLATS) else ("",)))
        )
    return list(found)[:count]


def _anywhere(chance: Chance) -> Spot:
    beat = chance.between(0, len(BEATS) - 1)
    postal = f"{62700 + 4 * beat + chance.between(0, 3)}"
    street, way = chance.one_of(STREETS), chance.one_of(WAYS)
    return Spot(chance.between(1, 999), chance.weighed(_DIRECTIONS), street, way, "", BEATS[beat], postal)


def _after(chance: Chance, house: Spot) -> Spot:
    match chance.weighed(_BUILT):
        case "next-door":
            return replace(house, number=house.number + 2)
        case "other-way":
            return replace(house, way=chance.one_of([way for way in WAYS if way != house.way]))
        case _:
            return _anywhere(chance)


def _flat(chance: Chance) -> str:
    return f"{chance.between(1, 12)}{chance.one_of(('', '', 'A', 'B'))}"


def written(chance: Chance, spot: Spot) -> Address:
    """Give an address as one agency writes it down."""
    flat = chance.weighed(_FLAT).format(spot.flat) if spot.flat else ""
    apart = chance.happens(0.6)
    address = _street(chance, spot, "" if apart else flat)
    city, postal = _area(chance, spot)
    return Address(
        street=address.street,
        street_number=address.street_number,
        street_name=address.street_name,
        street_category=address.street_category,
        predirectional=address.predirectional,
        unit=_bare(chance, flat) if apart and flat else None,
        city=city,
        postal_code=postal,
    )


def _bare(chance: Chance, flat: str) -> str:
    """Give a flat as the field for it has it: now and then only its number."""
    return flat.rpartition(" ")[2].removeprefix("#") if chance.happens(0.3) else flat


def _street(chance: Chance, spot: Spot, flat: str) -> Address:
    """Write number and street, in one field or parted, and behind them the flat, if it is to stand there."""
    name = slipped(chance, spot.street) if chance.happens(0.04) else spot.street
    way = _way(chance, spot.way)
    direction = chance.one_of((spot.direction[:1], f"{spot.direction[:1]}.", spot.direction)) if spot.direction else ""
    number, street = str(spot.number), " ".join(filter(None, (direction, name, way, flat)))
    if chance.happens(0.15):
        return Address(street_number=number, street_name=street)
    if chance.happens(0.15) and not flat:
        return Address(
            street_number=number, street_name=name, street_category=way or None, predirectional=direction or None
        )
    whole = f"{number} {street}"
    return Address(street=whole.upper() if chance.happens(0.2) else whole)


def _way(chance: Chance, way: str) -> str:
    """Give Street as Street, St or St.; now and then not at all."""
    if chance.happens(0.03):
        return ""
    return chance.one_of((way, way, _SHORT[way], f"{_SHORT[way]}.", _SHORT[way].upper()))


def _area(chance: Chance, spot: Spot) -> tuple[str | None, str | None]:
    city = spot.city
    if chance.happens(0.05):
        city = slipped(chance, city) if chance.happens(0.6) else chance.one_of(BEATS)
    postal = f"{spot.postal}-{chance.digits(4)}" if chance.happens(0.06) else spot.postal
    return city if chance.happens(0.88) else None, postal if chance.happens(0.72) else None
