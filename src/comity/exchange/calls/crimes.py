"""Rows of a police department's open crime data to incidents; the columns are Baltimore's part 1 crime data."""

import re
from uuid import UUID

from comity.errors import Invalid
from comity.exchange.calls.extract import ExtractRow
from comity.ids import new_id
from comity.records.declaration import Provenance, Record
from comity.records.justice.incident import Incident
from comity.records.justice.offense import Offense
from comity.records.parties.addresses import Address
from comity.records.parties.location import Location, Position
from comity.records.parties.things import Trait
from comity.records.references import Ref

COLUMNS = frozenset({"CrimeDateTime", "CrimeCode", "Description"})
TRAITS = {
    "Post": "police post",
    "District": "police district",
    "VRIName": "violence reduction zone",
    "Total_Incidents": "incidents counted",
}
SIDES = {"I": "Inside", "O": "Outside"}
POINT = re.compile(r"\(\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*\)")


def crime(row: ExtractRow) -> list[tuple[UUID, Record]]:
    """Give an incident, its offense and the block; the extract tells neither number nor person."""
    provenance = Provenance(source_system="crime extract", source_id=f"row {row.number}")
    place, incident = new_id(), new_id()
    block = _block(row, provenance)
    happened = row.take("CrimeDateTime")
    if happened is None:
        raise Invalid(f"Row {row.number} has no CrimeDateTime.", remedy="Fill it in.", field="CrimeDateTime")
    where: Ref[Location] | None = Ref(place) if block else None
    found = Incident(
        provenance=provenance,
        occurred_at=happened,
        location=where,
        traits=tuple(Trait(name=sort, value=said) for name, sort in TRAITS.items() if (said := row.take(name))),
    )
    offense = _offense(row, provenance, Ref(incident))
    placed: list[tuple[UUID, Record]] = [(place, block)] if block else []
    return [*placed, (incident, found), (new_id(), offense)]


def _offense(row: ExtractRow, provenance: Provenance, incident: Ref[Incident]) -> Offense:
    code, weapon, side = row.take("CrimeCode"), row.take("Weapon"), row.take("Inside_Outside")
    return Offense(
        provenance=provenance,
        incident=incident,
        local_codes=(code,) if code else (),
        text=row.take("Description"),
        location_category=row.take("Premise"),
        indicators=(SIDES.get(side, side),) if side else (),
        force=(weapon,) if weapon else (),
    )


def _block(row: ExtractRow, provenance: Provenance) -> Location | None:
    """Give the block with the point that the extract puts in its middle."""
    street = row.take("Location")
    point = POINT.fullmatch(row.values.get("GeoLocation", "").strip())
    if not street and not point:
        return None
    if point:
        row.take("GeoLocation")
    return Location(
        provenance=provenance,
        area=row.take("Neighborhood"),
        address=Address(street=street) if street else None,
        position=Position(latitude=float(point[1]), longitude=float(point[2])) if point else None,
    )
