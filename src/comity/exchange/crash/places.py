"""Where a crash was: degrees with minutes, decimal degrees or a GML point."""

from collections.abc import Iterator

from comity.errors import Invalid
from comity.exchange.crash.people import Message, along
from comity.exchange.leaves import local
from comity.exchange.xml import Element
from comity.records.declaration import Provenance
from comity.records.parties.location import Location, Position

SOURCE = Provenance(source_system="NIEM crash driver message")
PLACES = ("ActivityLocation", "Location")


def locations(message: Message, crash: Element) -> Iterator[Location]:
    """Give a location for each way in which the message says where the crash was."""
    for name in PLACES:
        for place in along(crash, name):
            for coordinate in along(place, "Location2DGeospatialCoordinate"):
                yield Location(provenance=SOURCE, position=_position(message, coordinate))
            for point in (e for e in place.iter() if local(e) == "pos"):
                yield _point(message, point)


def _position(message: Message, coordinate: Element) -> Position:
    return Position(
        latitude=_degrees(message, coordinate, "Latitude"), longitude=_degrees(message, coordinate, "Longitude")
    )


def _degrees(message: Message, coordinate: Element, name: str) -> float | None:
    """Give decimal degrees; minutes and seconds count away from zero, as the degrees do."""
    parts = [message.text(coordinate, f"GeographicCoordinate{name}", f"{name}{unit}Value") for unit in UNITS]
    if parts[0] is None:
        return None
    whole, minutes, seconds = (_number(part or "0") for part in parts)
    size = abs(whole) + minutes / 60 + seconds / 3600
    return round(-size if parts[0].startswith("-") else size, 7)


UNITS = ("Degree", "Minute", "Second")


def _point(message: Message, point: Element) -> Location:
    """Read a GML position, latitude first, as EPSG 4326 has it."""
    said = (message.text(point) or "").split()
    if len(said) != 2:  # noqa: PLR2004 - latitude and longitude
        raise _no_place(" ".join(said))
    system = message.taker.attribute(point, "srsName")
    message.taker.take([system])
    position = Position(latitude=_number(said[0]), longitude=_number(said[1]))
    return Location(provenance=SOURCE, position=position, description=message.taker.look(system))


def _number(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        raise _no_place(said) from None


def _no_place(said: str) -> Invalid:
    return Invalid(f"{said!r} is no coordinate.", remedy="Give decimal degrees, or degrees and minutes.")
