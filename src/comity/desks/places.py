"""Where it happened: each record of a case that names a place, with the place as far as it is seen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comity.desks.seen import Fields, Seen
from comity.desks.timeline import moment_of
from comity.desks.titles import title_of
from comity.records.moments import earliest
from comity.records.parting import pointed_at
from comity.records.registry import kind_named

PLACE = "location"
_DAY = len("2026-01-31")


@dataclass(frozen=True)
class Somewhere:
    """A record and a place that it names; ``position`` is latitude and longitude in decimal degrees (WGS 84)."""

    id: UUID
    kind: str
    title: str
    at: datetime | None
    said_at: str
    place: str
    area: str
    position: tuple[float, float] | None
    because: tuple[str, ...]


def places(records: Iterable[Seen]) -> tuple[Somewhere, ...]:
    """Give where the records of a case happened, in their order; a record that names two places stands there twice."""
    seen = {record.id: record for record in records}
    return tuple(each for record in seen.values() if record.kind != PLACE for each in _of(record, seen))


def _of(record: Seen, seen: dict[UUID, Seen]) -> Iterator[Somewhere]:
    for id in sorted(pointed_at(kind_named(record.kind).kind, record.fields)):
        place = seen.get(id)
        if place is not None and place.kind == PLACE:
            yield Somewhere(
                record.id,
                record.kind,
                title_of(record.kind, record.fields),
                earliest(said) if len(said := moment_of(record)) >= _DAY else None,
                said,
                title_of(PLACE, place.fields),
                str(place.fields.get("area", "")),
                position_of(place.fields),
                record.because,
            )


def position_of(fields: Fields) -> tuple[float, float] | None:
    """Give where on earth a place is; None where that is not on record, or not seen."""
    said = fields.get("position") or {}
    latitude, longitude = said.get("latitude"), said.get("longitude")
    return None if latitude is None or longitude is None else (float(latitude), float(longitude))
