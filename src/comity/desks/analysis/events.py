"""Incidents as an analyst compares them: what, where, when, how and of what; never who."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from comity.desks.analysis.entities import title
from comity.desks.places import position_of
from comity.desks.seen import Seen
from comity.records.moments import earliest

_CLOCK = re.compile(r"T(\d\d):(\d\d)")
# Codes of the statistics stand before their words: "F Force", "20 Residence/Home".
_CODE = re.compile(r"^([A-Z]|[A-Z]{2}|\d{1,3}[A-Z]?) (?=[A-Z])")
_DAY = len("2026-01-31")
_EARTH_METERS = 6_371_009.0
# What these kinds say of an incident beside the incident itself.
SAYING = frozenset({"offense", "involvement"})
BESIDE = SAYING | {"location", "item"}
# The role in which a thing is involved that was taken or damaged.
PROPERTY = "property"


@dataclass(frozen=True)
class Event:
    """An incident as a reader sees it. ``hour`` is the local time of day in hours; ``at`` None where no day is seen.

    ``position`` is latitude and longitude in decimal degrees; what is not seen is () or "" or None.
    """

    id: UUID
    title: str
    owner: str
    because: tuple[str, ...]
    said_at: str = ""
    at: datetime | None = None
    hour: float | None = None
    offenses: tuple[str, ...] = ()
    words: str = ""
    methods: tuple[str, ...] = ()
    setting: str = ""
    things: tuple[str, ...] = ()
    place: str = ""
    area: str = ""
    position: tuple[float, float] | None = None

    @property
    def sort(self) -> str:
        """What sort of incident it is, in words or by the code of its first offense; "" where neither is seen."""
        return self.words or (self.offenses[0] if self.offenses else "")


def events(records: Iterable[Seen]) -> tuple[Event, ...]:
    """Give the incidents among some records, in their order, each with what offenses, places and property add to it."""
    by_id = {seen.id: seen for seen in records}
    beside: dict[str, list[Seen]] = defaultdict(list)
    for seen in by_id.values():
        if seen.kind in SAYING:
            beside[str(seen.fields.get("incident") or seen.fields.get("activity"))].append(seen)
    return tuple(_event(seen, beside[str(seen.id)], by_id) for seen in by_id.values() if seen.kind == "incident")


def _event(incident: Seen, beside: Iterable[Seen], by_id: Mapping[UUID, Seen]) -> Event:
    offenses = [seen for seen in beside if seen.kind == "offense"]
    items = [_meant(seen, "thing", by_id) for seen in beside if seen.fields.get("role") == PROPERTY]
    where = _meant(incident, "location", by_id)
    said = str(incident.fields.get("occurred_at") or "")
    clock = _CLOCK.search(said)
    return Event(
        id=incident.id,
        title=title(incident),
        owner=incident.owner,
        because=incident.because,
        said_at=said,
        at=earliest(said) if len(said) >= _DAY else None,
        hour=int(clock[1]) + int(clock[2]) / 60 if clock else None,
        offenses=_several(incident.fields.get("offenses", ())),
        words=str(incident.fields.get("category_text") or ""),
        methods=_several(word for each in offenses for word in each.fields.get("methods_of_entry", ())),
        setting=next((_plain(w) for each in offenses if (w := each.fields.get("location_category"))), ""),
        things=_several(item.fields.get("category_text") for item in items if item and item.kind == "item"),
        place=title(where) if where else "",
        area=str(where.fields.get("area") or "") if where else "",
        position=position_of(where.fields) if where else None,
    )


def _several(said: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted({_plain(str(each)) for each in said if each}))


def _plain(words: str) -> str:
    """Give the words of what was entered as a code with its words."""
    return _CODE.sub("", words)


def _meant(seen: Seen, name: str, by_id: Mapping[UUID, Seen]) -> Seen | None:
    said = seen.fields.get(name)
    return by_id.get(UUID(said)) if isinstance(said, str) else None


def on_plane(positions: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Give positions in degrees as meters east and north of their middle; exact to 1 in 1,000 within a county."""
    degrees = list(positions)
    middle = sum(latitude for latitude, _ in degrees) / max(1, len(degrees))
    east = math.cos(math.radians(middle)) * _EARTH_METERS
    return [(math.radians(longitude) * east, math.radians(latitude) * _EARTH_METERS) for latitude, longitude in degrees]
