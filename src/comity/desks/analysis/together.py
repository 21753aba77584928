"""Who was arrested together, and who shares a telephone, a vehicle or an address: each with the records that say so."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from comity.desks.analysis.entities import pointers, since, telephones, title
from comity.desks.analysis.network import Known
from comity.desks.seen import Seen

# A number or an address of more people than this is a shelter's, a jail's or an office's, and joins nobody.
MOST_SHARING = 25


@dataclass(frozen=True)
class Occasion:
    """An incident on which two were arrested: the arrests of both, and when the first of them was."""

    incident: UUID
    title: str
    at: str
    arrests: tuple[UUID, ...]


@dataclass(frozen=True)
class CoArrest:
    """Two who were arrested on the same incidents, by their keys in order; the oldest occasion first."""

    one: str
    other: str
    occasions: tuple[Occasion, ...]

    @property
    def count(self) -> int:
        """On how many incidents it was."""
        return len(self.occasions)


class Thing(StrEnum):
    """What two may share."""

    TELEPHONE = "telephone"
    VEHICLE = "vehicle"
    ADDRESS = "address"


@dataclass(frozen=True)
class Shared:
    """A telephone, a vehicle or an address that several have, by their keys, with the records that say so of each."""

    thing: Thing
    key: str
    title: str
    sharing: tuple[tuple[str, tuple[UUID, ...]], ...]


def co_arrests(known: Known) -> tuple[CoArrest, ...]:
    """Give each two who were arrested on the same incident, those with most occasions first."""
    by_id = {seen.id: seen for seen in known.seen}
    found: dict[tuple[str, str], list[Occasion]] = defaultdict(list)
    for incident, arrested in _arrested(known, by_id).items():
        for one, other in combinations(sorted(arrested), 2):
            arrests = sorted((*arrested[one], *arrested[other]), key=lambda each: (since(each), str(each.id)))
            ids = tuple(each.id for each in arrests)
            found[one, other].append(Occasion(incident, title(by_id[incident]), since(arrests[0]), ids))
    pairs = [CoArrest(*pair, tuple(sorted(those, key=_moment))) for pair, those in found.items()]
    return tuple(sorted(pairs, key=lambda each: (-each.count, each.one, each.other)))


def _moment(occasion: Occasion) -> tuple[str, str]:
    return occasion.at, str(occasion.incident)


def _arrested(known: Known, by_id: Mapping[UUID, Seen]) -> dict[UUID, dict[str, list[Seen]]]:
    """Give for each incident who was arrested on it, and by which arrests."""
    found: dict[UUID, dict[str, list[Seen]]] = defaultdict(lambda: defaultdict(list))
    for seen in known.seen:
        if seen.kind == "arrest":
            named = {p.role: by_id[p.id] for p in pointers(seen) if p.id in by_id}
            if "incident" in named and "subject" in named:
                found[named["incident"].id][known.key(named["subject"])].append(seen)
    return found


def shared(known: Known) -> tuple[Shared, ...]:
    """Give what two or more persons have in common, by sort and key; what very many have is left out."""
    by_id = {seen.id: seen for seen in known.seen}
    having: dict[tuple[Thing, str], dict[str, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    titles: dict[str, str] = {}
    for thing, (key, called), person, record in _had(known, by_id):
        titles.setdefault(key, called)
        having[thing, key][person].add(record)
    return tuple(
        Shared(thing, key, titles[key], tuple((who, tuple(sorted(those))) for who, those in sorted(by.items())))
        for (thing, key), by in sorted(having.items())
        if 1 < len(by) <= MOST_SHARING
    )


def _had(known: Known, by_id: Mapping[UUID, Seen]) -> Iterator[tuple[Thing, tuple[str, str], str, UUID]]:
    """Give what each person has: its sort, its key and title, who has it, and the record that says so."""
    for seen in known.seen:
        named = [by_id[p.id] for p in pointers(seen) if p.id in by_id]
        people = [each for each in named if each.kind == "person"]
        match seen.kind:
            case "person":
                own = known.key(seen)
                yield from ((Thing.TELEPHONE, (f"tel:{n}", n), own, seen.id) for n in telephones(seen))
                homes = [each for each in named if each.kind == "location"]
                yield from ((Thing.ADDRESS, (known.key(home), title(home)), own, seen.id) for home in homes)
            case "vehicle":
                called = known.key(seen), title(seen)
                yield from ((Thing.VEHICLE, called, known.key(each), seen.id) for each in people)
            case "phone-account":
                called = known.key(seen), title(seen)
                yield from ((Thing.TELEPHONE, called, known.key(each), seen.id) for each in people)
