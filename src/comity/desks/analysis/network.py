"""Who and what is joined with whom, hop by hop, and by which records: each link says why it is there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from comity.desks.analysis.entities import ACTIVITIES, ENTITIES, JOINING, pointers, since, telephones, title
from comity.desks.seen import Seen

# What a person can still look at, and what a browser draws in two seconds.
MOST_NODES = 1000

Pair = tuple[str, str]


@dataclass(frozen=True)
class Evidence:
    """A record that joins two: in which roles it names them, since when, whose it is, by which clauses it is seen."""

    record: UUID
    kind: str
    role: str
    since: str
    owner: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """Two that are joined, by their keys in order, and the records that join them, the oldest first."""

    one: str
    other: str
    evidence: tuple[Evidence, ...]

    @property
    def since(self) -> str:
        """The moment from which the oldest of its records speaks."""
        return self.evidence[0].since


@dataclass(frozen=True)
class Point:
    """Somebody or something in a network: the records that mean it, oldest first, and how many hops away it is."""

    key: str
    kind: str
    title: str
    records: tuple[UUID, ...]
    hop: int


@dataclass(frozen=True)
class Network:
    """What stands around a start, nearest first; ``stopped`` where there was more than may be shown."""

    start: str
    points: tuple[Point, ...]
    links: tuple[Link, ...]
    stopped: bool = False


@dataclass(frozen=True)
class Known:
    """Records as a reader sees them, in the order of their entry; ``same`` names for each the one it is one with."""

    seen: tuple[Seen, ...]
    same: Mapping[UUID, UUID]

    def key(self, seen: Seen) -> str:
        """Give the key of whom or what a record means: one number is one line, however many records name it."""
        if seen.kind == "phone-account" and (numbers := sorted(telephones(seen))):
            return f"tel:{numbers[0]}"
        return str(self.same.get(seen.id, seen.id))


def network(known: Known, start: UUID, *, hops: int, most: int = MOST_NODES) -> Network:
    """Give what is joined with a start in so many hops, up to ``most``, with the records that join each two.

    The network of equal records is equal: nothing in it depends on the order in which they were found.
    """
    by_id = {seen.id: seen for seen in known.seen}
    joined = _joined(known, by_id)
    first = known.key(by_id[start])
    reached, stopped = _reached(joined, first, hops, most)
    return Network(
        first,
        tuple(_points(known, reached)),
        tuple(_link(pair, joined[pair]) for pair in sorted(joined) if reached.keys() >= set(pair)),
        stopped,
    )


def _joined(known: Known, by_id: Mapping[UUID, Seen]) -> dict[Pair, dict[UUID, Evidence]]:
    """Give the evidence of each two that are joined, one for each record."""
    joined: dict[Pair, dict[UUID, Evidence]] = defaultdict(dict)
    for one, other, evidence in (*_by_records(known, by_id), *_by_numbers(known)):
        if one != other:
            joined[min(one, other), max(one, other)].setdefault(evidence.record, evidence)
    return joined


def _by_records(known: Known, by_id: Mapping[UUID, Seen]) -> Iterator[tuple[str, str, Evidence]]:
    for seen in known.seen:
        named = [(p.role, by_id[p.id]) for p in pointers(seen) if p.id in by_id]
        meant = [(role, known.key(each), each.kind) for role, each in named if each.kind in ENTITIES]
        if seen.kind in ENTITIES:
            yield from ((known.key(seen), key, _evidence(seen, role)) for role, key, _ in meant)
        elif seen.kind in JOINING:
            yield from ((one, other, _evidence(seen, role)) for one, other, role in _around(meant))


def _around(meant: list[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Join what one record names: all with the incident or case that it is about, else each with each."""
    hubs = [key for _, key, kind in meant if kind in ACTIVITIES]
    if hubs:
        yield from ((hub, key, role) for hub in hubs for role, key, _ in meant)
    else:
        yield from (
            (one, other, f"{first}, {second}") for (first, one, _), (second, other, _) in combinations(meant, 2)
        )


def _by_numbers(known: Known) -> Iterator[tuple[str, str, Evidence]]:
    """Join those who give a telephone number with its line, where a record or another one of them has it too."""
    givers: dict[str, dict[str, Seen]] = defaultdict(dict)
    lines: set[str] = set()
    for seen in known.seen:
        for number in telephones(seen):
            if seen.kind == "phone-account":
                lines.add(number)
            else:
                givers[number].setdefault(known.key(seen), seen)
    for number, those in givers.items():
        if number in lines or len(those) > 1:
            yield from ((f"tel:{number}", key, _evidence(seen, "telephone")) for key, seen in those.items())


def _evidence(seen: Seen, role: str) -> Evidence:
    return Evidence(seen.id, seen.kind, role, since(seen), seen.owner, seen.because)


def _reached(joined: Iterable[Pair], first: str, hops: int, most: int) -> tuple[dict[str, int], bool]:
    """Give how many hops away each is that is reached, and whether some were left out."""
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in joined:
        beside[one].add(other)
        beside[other].add(one)
    reached, edge = {first: 0}, [first]
    for hop in range(1, hops + 1):
        edge = sorted({key for each in edge for key in beside[each]} - reached.keys())
        left = edge[most - len(reached) :]
        reached |= dict.fromkeys(edge[: most - len(reached)], hop)
        if left:
            return reached, True
    return reached, False


def _points(known: Known, reached: Mapping[str, int]) -> Iterator[Point]:
    """Give who is reached, the nearest first."""
    members: dict[str, list[Seen]] = defaultdict(list)
    for seen in known.seen:
        if seen.kind in ENTITIES:
            members[known.key(seen)].append(seen)
    for key, hop in reached.items():
        those = members[key]
        if those:
            yield Point(key, those[0].kind, title(those[0]), tuple(seen.id for seen in those), hop)
        else:
            yield Point(key, "phone-account", key.removeprefix("tel:"), (), hop)


def _link(pair: Pair, evidence: Mapping[UUID, Evidence]) -> Link:
    return Link(*pair, tuple(sorted(evidence.values(), key=lambda each: (each.since, str(each.record)))))
