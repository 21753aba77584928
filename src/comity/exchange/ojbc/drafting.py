"""Makes records of a message: follows the tables, and counts a leaf as landed when its record stands."""

from collections import deque
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from comity.errors import Invalid
from comity.exchange.connector import Refusal
from comity.exchange.leaves import Place, Taker, local
from comity.exchange.ojbc.graph import Graph
from comity.exchange.ojbc.parts import PART_TABLES, REPEATED
from comity.exchange.ojbc.shapes import Joined, Shape, Slot, Spoken, Table, Way, Ways, fitting, fitting_part, slots
from comity.exchange.xml import Element
from comity.ids import new_id
from comity.records.codec import build
from comity.records.declaration import Part, Record

LONGEST_SOURCE_ID = 60
Catalog = Mapping[str, Shape]
Owner = type[Record] | type[Part]
Found = tuple[Any, list[Place]]


@dataclass
class Draft:
    """A record in the making: its values as JSON has them, and the leaves that they came from."""

    id: str
    shape: Shape
    element: Element
    source_id: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        """Whether the record is worth keeping: it holds a leaf, or its kind is wanted in any case."""
        return bool(self.places) or self.shape.always


@dataclass(frozen=True)
class Made:
    """What came of a message: the records by id, and what could not stand, with its reason."""

    records: dict[UUID, Record]
    refusals: tuple[Refusal, ...]


class Drafting:
    """Drafts a record for each object of a message that the catalog knows, once, however often it is named."""

    def __init__(self, graph: Graph, taker: Taker, catalog: Catalog, roles: Catalog) -> None:
        self.graph = graph
        self.taker = taker
        self.catalog = catalog
        self.roles = roles
        self.drafts: dict[tuple[Element, Shape], Draft] = {}
        self.waiting: deque[Draft] = deque()

    def all(self) -> None:
        """Draft every object of the message that the catalog knows."""
        for element in self.graph.root.iter():
            if self.graph.is_twin(element):
                continue
            if self.graph.object(element) is element:
                self.draft(element)
            if role := self.roles.get(local(element)):
                self.draft_as(element, role)

    def draft(self, element: Element) -> Draft | None:
        """Draft the record of an object; None where the catalog has no shape for it or it says nothing."""
        thing = self.graph.object(element)
        shape = self._shape(thing)
        if shape is None:
            return None
        if (thing, shape) in self.drafts:
            return self.drafts[thing, shape]
        if not any(self.taker.look(Place(e)) for e in self._all_of(thing)):
            return None
        return self.draft_as(thing, shape)

    def draft_as(self, thing: Element, shape: Shape) -> Draft:
        """Promise a record of an object in a given shape, whatever the catalog says; it is read when its turn comes."""
        draft = self.drafts[thing, shape] = Draft(str(new_id()), shape, thing)
        self.waiting.append(draft)
        return draft

    def read(self) -> None:
        """Read the drafts that wait, and those that they promise in turn."""
        while self.waiting:
            draft = self.waiting.popleft()
            values, draft.places = self._fields(draft.element, draft.shape.kind, draft.shape.fields)
            draft.values = {**draft.shape.said, **values}
            for place in self.graph.places(draft.element, "SourceIDText"):
                text = self.taker.look(place)
                if draft.source_id is None and text and len(text) <= LONGEST_SOURCE_ID:
                    draft.source_id = text
                    draft.places.append(place)

    def _all_of(self, thing: Element) -> Iterator[Element]:
        for view in self.graph.views(thing):
            yield from view.iter()

    def _shape(self, thing: Element) -> Shape | None:
        names = [local(twin) for twin in self.graph.twins(thing)] + [local(thing)]
        said = [self.taker.look(place) or "" for place in self.graph.places(thing, "ActivityCategoryText")]
        names += [text.replace(" ", "") for text in said]
        return next((self.catalog[name] for name in names if name in self.catalog), None)

    def _fields(self, element: Element, owner: Owner, table: Table) -> tuple[dict[str, Any], list[Place]]:
        values: dict[str, Any] = {}
        places: dict[Place, None] = {}
        for name, ways in table.items():
            slot = slots(owner)[name]
            found: list[Any] = []
            for value, landed in self._found(element, ways, slot):
                # A leaf lands once in a record: a later field takes only what the earlier ones left.
                if landed and all(place in places for place in landed):
                    continue
                if slot.part in REPEATED or value not in found:
                    if found and not slot.many:
                        continue
                    found.append(value)
                places.update(dict.fromkeys(landed))
            if found:
                values[name] = found if slot.many else found[0]
        return values, list(places)

    def _found(self, element: Element, ways: Ways | tuple[Ways, ...], slot: Slot) -> Iterator[Found]:
        for each in ways if isinstance(ways, tuple) else (ways,):
            match each:
                case Joined(pieces, by):
                    yield from self._joined(element, pieces, by)
                case Spoken(path, word):
                    yield from ((word, [place]) for place in self._true(element, path))
                case Way(paths, said):
                    yield from self._followed(element, paths, slot, said)
                case str():
                    yield from self._followed(element, each, slot, {})

    def _followed(self, element: Element, paths: str, slot: Slot, said: Mapping[str, str]) -> Iterator[Found]:
        for path in paths.split("|"):
            if slot.part is not None:
                yield from self._parts(element, path, slot.part, said)
            elif slot.refers is not None:
                yield from self._references(element, path, slot.refers)
            elif path == "name()":
                yield local(element), []
            else:
                yield from self._plain(element, path, slot)

    def _plain(self, element: Element, path: str, slot: Slot) -> Iterator[Found]:
        for place in self.graph.places(element, path):
            text = self.taker.look(place)
            value = fitting(text, slot) if text else None
            if value is not None:
                yield value, [place]

    def _joined(self, element: Element, pieces: tuple[str, ...], by: str) -> Iterator[Found]:
        places = [next((p for p in self.graph.places(element, piece) if self.taker.look(p)), None) for piece in pieces]
        found = [place for place in places if place is not None]
        if len(found) == len(pieces):
            yield by.join(self.taker.look(place) or "" for place in found), found

    def _true(self, element: Element, path: str) -> Iterator[Place]:
        return (place for place in self.graph.places(element, path) if self.taker.look(place) in {"true", "1"})

    def _parts(self, element: Element, path: str, part: type[Part], said: Mapping[str, str]) -> Iterator[Found]:
        for found in self.graph.elements(element, path):
            values, places = self._fields(found, part, PART_TABLES[part])
            # A party may be said by a reference alone, which is no leaf.
            refers = any(slots(part)[name].refers is not None for name in values)
            if (places or refers) and fitting_part(whole := {**values, **said}, part):
                yield whole, places

    def _references(self, element: Element, path: str, kinds: tuple[type[Record], ...]) -> Iterator[Found]:
        for found in self.graph.elements(element, path):
            draft = self.draft(found)
            if draft and (not kinds or draft.shape.kind in kinds):
                yield draft.id, []

    def finish(self, provenance: Mapping[str, Any]) -> Made:
        """Build the drafts; what cannot stand is refused, and whoever referred to it goes without, or falls too."""
        refusals: dict[str, Refusal] = {}
        records: dict[str, Record] = {}
        drafts = [draft for draft in self.drafts.values() if draft.says_something]
        gone = {draft.id for draft in self.drafts.values() if not draft.says_something}
        while True:
            before = len(refusals)
            for draft in drafts:
                if draft.id not in refusals:
                    self._build(draft, provenance, records, refusals, gone)
            if len(refusals) == before:
                break
        for draft in drafts:
            if draft.id in records:
                self.taker.take(draft.places)
        return Made({UUID(id): record for id, record in records.items()}, tuple(refusals.values()))

    def _build(
        self,
        draft: Draft,
        provenance: Mapping[str, Any],
        records: dict[str, Record],
        refusals: dict[str, Refusal],
        gone: set[str],
    ) -> None:
        where = {**provenance, "source_id": draft.source_id} if draft.source_id else provenance
        values = _without({"provenance": where, **draft.values}, gone | refusals.keys())
        try:
            records[draft.id] = build(draft.shape.kind, values)
        except Invalid as wrong:
            records.pop(draft.id, None)
            refusals[draft.id] = Refusal(self.taker.path(draft.element), wrong)


def _without(value: Any, gone: Container[str]) -> Any:
    """Leave out references to records that cannot stand."""
    if isinstance(value, dict):
        return {k: _without(v, gone) for k, v in value.items() if not (isinstance(v, str) and v in gone)}
    if isinstance(value, list):
        return [_without(v, gone) for v in value if not (isinstance(v, str) and v in gone)]
    return value
