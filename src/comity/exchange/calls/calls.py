"""Rows of a dispatch center's open data to calls for service; the columns are Baltimore's, others use a mapping."""

from uuid import UUID

from comity.exchange.calls.extract import ExtractRow
from comity.ids import new_id
from comity.records.declaration import Provenance, Record
from comity.records.incidents.areas import Area
from comity.records.incidents.service_call import ServiceCall
from comity.records.parties.addresses import Address
from comity.records.parties.identifications import Identification
from comity.records.parties.location import Location
from comity.records.references import Ref

COLUMNS = frozenset({"callNumber", "callDateTime", "description"})
NUMBERS = {"callKey": "call-key", "recordId": "row", "ESRI_OID": "object"}
AREAS = {
    "district": "dispatch area",
    "PoliceDistrict": "police district",
    "PolicePost": "police post",
    "Neighborhood": "neighborhood",
    "CouncilDistrict": "council district",
    "SheriffDistricts": "sheriff district",
    "Community_Statistical_Areas": "statistical area",
    "Census_Tracts": "census tract",
    "VRIZones": "violence reduction zone",
    "ZIPCode": "postal code",
}


def call(row: ExtractRow) -> list[tuple[UUID, Record]]:
    """Give a call and the block that it came from; times are those of the extract."""
    number = row.take("callNumber")
    provenance = Provenance(source_system="calls-for-service extract", source_id=number)
    block = _block(row, provenance)
    drafts: list[tuple[UUID, Record]] = [(new_id(), block)] if block else []
    withdrawn = row.take("IsDeleted")
    record = ServiceCall(
        provenance=provenance,
        call_number=number,
        other_numbers=tuple(
            Identification(value=said, kind=kind) for name, kind in NUMBERS.items() if (said := row.take(name))
        ),
        received_at=row.take("callDateTime") or "",
        nature=row.take("description"),
        priority=row.take("priority"),
        location=Ref(drafts[0][0]) if drafts else None,
        areas=areas(row, AREAS),
        withdrawn=None if withdrawn is None else withdrawn not in {"0", "false"},
    )
    return [*drafts, (new_id(), record)]


def _block(row: ExtractRow, provenance: Provenance) -> Location | None:
    """Give the block: its street as dispatched, and the address in full; never finer than the extract has it."""
    street, full = row.take("incidentLocation"), row.take("location")
    if not street and not full:
        return None
    neighborhood = row.values.get("Neighborhood", "").strip()
    return Location(provenance=provenance, area=neighborhood or None, address=Address(street=street, full=full))


def areas(row: ExtractRow, sorts: dict[str, str]) -> tuple[Area, ...]:
    """Give the districts that a row names, each with its sort."""
    return tuple(Area(sort=sort, name=said) for name, sort in sorts.items() if (said := row.take(name)))
