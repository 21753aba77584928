"""Vehicles, by plates that were misread, numbers that lack a digit, and makes as each agency shortens them.

Beside them stand the vehicle whose plate differs in one sign, the next one of a fleet, and the one that a plate has
moved to.
"""

from dataclasses import dataclass, replace

from comity.demo.chance import Chance, Weighed
from comity.demo.things.entered import Entered, another_sign, lost, misread, times_entered, turned
from comity.records.parties.things import ThingDetail
from comity.records.parties.vehicle import Registration, Vehicle

# Makes with their models, and their codes (National Crime Information Center, vehicle makes).
_MAKES = {
    "Honda": ("HOND", "Civic Accord CR-V"), "Toyota": ("TOYT", "Camry Corolla RAV4"),
    "Ford": ("FORD", "F-150 Focus Explorer"), "Chevrolet": ("CHEV", "Silverado Malibu Impala"),
    "Nissan": ("NISS", "Altima Sentra Rogue"), "Dodge": ("DODG", "Ram Charger"), "Jeep": ("JEEP", "Wrangler Cherokee"),
    "Hyundai": ("HYUN", "Elantra Sonata"), "Kia": ("KIA", "Soul Optima"), "Volkswagen": ("VOLK", "Jetta Golf"),
    "BMW": ("BMW", "328i X5"), "Subaru": ("SUBA", "Outback Forester"),
}  # fmt: skip
_SAID = {"Chevrolet": "Chevy", "Volkswagen": "VW"}
_COLORS = Weighed({"black": 0.22, "white": 0.25, "silver": 0.14, "gray": 0.15, "red": 0.1, "blue": 0.1, "green": 0.04})
_COLOR_CODES = {
    "black": "BLK",
    "white": "WHI",
    "silver": "SIL",
    "gray": "GRY",
    "red": "RED",
    "blue": "BLU",
    "green": "GRN",
}
# Colors that are taken for one another, at night first of all.
_SEEN_AS = {"silver": "gray", "gray": "silver", "black": "blue", "blue": "black", "white": "silver", "green": "black"}
_NEXT = Weighed({"any": 0.84, "like-plate": 0.07, "fleet": 0.04, "moved-plate": 0.05})
_PLATE_LETTERS, _VIN_SIGNS = "ABCDEFGHJKLMNPRSTUVWXYZ", "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"


@dataclass(frozen=True)
class Car:
    """A true vehicle."""

    plate: str
    vin: str
    make: str
    model: str
    year: int
    color: str


@dataclass(frozen=True)
class Look:
    """What an agency takes down of a vehicle: the share of its entries that have each."""

    plate: float
    vin: float
    make: float
    model: float
    year: float
    color: float


_STREET = Look(plate=0.96, vin=0.08, make=0.9, model=0.6, year=0.1, color=0.9)
_READER = Look(plate=1.0, vin=0.0, make=0.5, model=0.0, year=0.0, color=0.5)
_REGISTER = Look(plate=1.0, vin=0.95, make=1.0, model=0.95, year=0.95, color=0.7)
_TOWED = Look(plate=0.6, vin=0.75, make=0.95, model=0.8, year=0.4, color=0.85)
_LOOKS = (_STREET, _STREET, _READER, _REGISTER, _TOWED)


def vehicles(chance: Chance, count: int) -> list[Entered]:
    """Give the entries that agencies made of so many vehicles."""
    car, found = _new_car(chance), list[Entered]()
    for thing in range(count):
        car = _after(chance, car)
        found += (Entered(entered, thing) for _ in range(times_entered(chance)) if (entered := _entered(chance, car)))
    return found


def _new_car(chance: Chance) -> Car:
    make = chance.one_of(tuple(_MAKES))
    letters = "".join(chance.one_of(_PLATE_LETTERS) for _ in range(3))
    return Car(
        plate=f"{letters}{chance.digits(4)}",
        vin="".join(chance.one_of(_VIN_SIGNS) for _ in range(11)) + chance.digits(6),
        make=make,
        model=chance.one_of(_MAKES[make][1].split()),
        year=chance.between(1999, 2026),
        color=chance.weighed(_COLORS),
    )


def _after(chance: Chance, before: Car) -> Car:
    """Give the next car; some are near the one before."""
    own = _new_car(chance)
    match chance.weighed(_NEXT):
        case "like-plate":
            others = [make for make in _MAKES if make != before.make]
            make, color = chance.one_of(others), chance.one_of([c for c in _COLOR_CODES if c != before.color])
            model = chance.one_of(_MAKES[make][1].split())
            return replace(own, plate=_like(chance, before.plate), make=make, model=model, color=color)
        case "fleet":
            return replace(before, plate=_following(before.plate), vin=_following(before.vin))
        case "moved-plate":
            return replace(own, plate=before.plate)
        case _:
            return own


def _like(chance: Chance, plate: str) -> str:
    at = chance.between(0, len(plate) - 1)
    return plate[:at] + another_sign(chance, plate[at]) + plate[at + 1 :]


def _following(number: str) -> str:
    """Give the number that follows, its last four digits counted on."""
    return f"{number[:-4]}{(int(number[-4:]) + 1) % 10_000:04d}"


def _entered(chance: Chance, car: Car) -> Vehicle | None:
    """Give a vehicle as one agency takes it down; None where neither plate nor number was taken down."""
    look = chance.one_of(_LOOKS)
    plate = _plate(chance, car.plate) if chance.happens(look.plate) else None
    vin = _vin(chance, car.vin) if chance.happens(look.vin) else None
    if not plate and not vin:
        return None
    return Vehicle(
        registrations=(Registration(plate=plate),) if plate else (),
        vin=vin,
        detail=ThingDetail(
            make=_make(chance, car.make) if chance.happens(look.make) else None,
            model=car.model if chance.happens(look.model) else None,
            model_years=(_year(chance, car.year),) if chance.happens(look.year) else (),
            colors=(_color(chance, car.color),) if chance.happens(look.color) else (),
        ),
    )


def _plate(chance: Chance, plate: str) -> str:
    if chance.happens(0.05):
        plate = chance.one_of((misread, misread, turned))(chance, plate)
    return chance.one_of((plate, plate, f"{plate[:3]}-{plate[3:]}", f"{plate[:3]} {plate[3:]}", plate.lower()))


def _vin(chance: Chance, vin: str) -> str:
    return chance.one_of((misread, lost, turned))(chance, vin) if chance.happens(0.06) else vin


def _make(chance: Chance, make: str) -> str:
    return chance.one_of((make, make, make.upper(), _MAKES[make][0], _SAID.get(make, make)))


def _year(chance: Chance, year: int) -> str:
    return str(year + chance.one_of((-1, 1)) if chance.happens(0.05) else year)


def _color(chance: Chance, color: str) -> str:
    seen = _SEEN_AS.get(color, color) if chance.happens(0.08) else color
    return _COLOR_CODES[seen] if chance.happens(0.25) else seen
