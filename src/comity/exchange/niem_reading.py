"""Reads the NIEM 6 JSON that we write: objects become records again, and what no field takes is named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from comity.errors import Invalid
from comity.exchange.connector import Drafted, Message, Refusal
from comity.exchange.niem_names import Named, Owner, fields_by_element, own
from comity.exchange.ojbc.exchange import referred_first
from comity.ids import new_id
from comity.records.codec import build, read_json
from comity.records.declaration import Record
from comity.records.reach import pointers_of
from comity.records.registry import kinds

MESSAGE, ENTRY = own("records"), own("entry")
_URN = "urn:uuid:"
# A record's id is random (RFC 9562, version 4); another name gets one here.
_RANDOM = 4
_DEEPEST = 60
_NOTHING = object()


@dataclass
class _Reading:
    """What was met on the way through a document: the ids of its records, its values, and those that no field takes."""

    ids: Mapping[str, UUID]
    leaves: int = 0
    untaken: list[str] = field(default_factory=list)

    def left(self, value: Any, path: str) -> object:
        """Count a value, with all in it, as one that no field takes."""
        for place in _leaves(value, path):
            self.leaves += 1
            self.untaken.append(place)
        return _NOTHING

    def took(self, value: Any) -> Any:
        """Count a value that a field takes."""
        self.leaves += 1
        return value


def read_records(connector: str, media_type: str, raw: bytes) -> Message:
    """Make records of a document; Invalid when it is no JSON or holds no records."""
    objects = list(_objects(read_json(raw)))
    reading = _Reading(_ids(said for _, said in objects))
    records: dict[UUID, Record] = {}
    refusals: list[Refusal] = []
    for path, said in objects:
        before, left = reading.leaves, len(reading.untaken)
        try:
            records[_id(said, records, reading)] = _record(said, path, reading)
        except Invalid as wrong:
            refusals.append(Refusal(path, wrong))
            reading.leaves, reading.untaken[left:] = before, []
            reading.left(_without_marks(said), path)
    standing = _standing(records, refusals)
    return Message(
        connector=connector,
        media_type=media_type,
        original=raw,
        records=tuple(Drafted(id, record) for id, record in referred_first(standing)),
        leaves=reading.leaves,
        taken=reading.leaves - len(reading.untaken),
        untaken=tuple(reading.untaken),
        refusals=tuple(refusals),
    )


def _objects(document: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the objects of a document that have a type, each with its path."""
    message = document.get(MESSAGE) if isinstance(document, dict) else None
    if not isinstance(message, dict):
        raise Invalid(
            "The document holds no records.", remedy=f'Send one object with "@context" and {MESSAGE!r} in it.'
        )
    for element, listed in message.items():
        for number, said in enumerate(listed if isinstance(listed, list) else [listed]):
            if isinstance(said, dict) and "@type" in said:
                yield f"/{element}[{number + 1}]", said


def _ids(objects: Iterator[dict[str, Any]]) -> dict[str, UUID]:
    """Give the id under which each object is drafted: its own, if it is random, as those of records are."""
    names = [name for said in objects if isinstance(name := said.get("@id"), str)]
    return {name: _random(name) or new_id() for name in names}


def _random(name: str) -> UUID | None:
    try:
        found = UUID(name.removeprefix(_URN))
    except ValueError:
        return None
    return found if found.version == _RANDOM else None


def _id(said: Mapping[str, Any], records: Mapping[UUID, Record], reading: _Reading) -> UUID:
    name = said.get("@id")
    id = reading.ids.get(name) if isinstance(name, str) else new_id()
    if id is None or id in records:
        raise Invalid(f"The record {str(name)[:80]} stands twice.", field="@id", remedy="Send each record once.")
    return id


def _record(said: Mapping[str, Any], path: str, reading: _Reading) -> Record:
    kind = _kinds().get(str(said["@type"]))
    if kind is None:
        raise Invalid(
            f"There is no kind of record called {str(said['@type'])[:80]!r}.",
            field="@type",
            remedy="Use the types of the reference of kinds.",
        )
    values = _fields(kind, said, path, reading)
    return build(kind, {"provenance": _provenance(said), **values})


@cache
def _kinds() -> dict[str, type[Record]]:
    return {own(spec.kind.__name__): spec.kind for spec in kinds().values()}


def _provenance(said: Mapping[str, Any]) -> dict[str, str]:
    """Say where a record comes from: its owner, its id there, and whether all of it was sent."""
    entry = said.get(ENTRY)
    entry = entry if isinstance(entry, dict) else {}
    owner, name = entry.get(own("owner")), str(said.get("@id", "")).removeprefix(_URN)
    whole = "partial" if entry.get(own("withheld")) else "complete"
    provenance = {"source_system": owner if isinstance(owner, str) and owner else "niem-json", "completeness": whole}
    return {**provenance, "source_id": name} if 0 < len(name) <= len(str(UUID(int=0))) else provenance


def _fields(owner: Owner, said: Mapping[str, Any], path: str, reading: _Reading) -> dict[str, Any]:
    found = fields_by_element(owner)
    values: dict[str, Any] = {}
    if path.count("/") > _DEEPEST:
        raise Invalid(f"Objects stand more than {_DEEPEST} deep.", remedy="Send a flatter message.")
    for element, value in _without_marks(said).items():
        named = found.get(element)
        read = _value(named, value, f"{path}/{element}", reading) if named else reading.left(value, f"{path}/{element}")
        if named and read is not _NOTHING:
            values[named.field] = read
    return values


def _without_marks(said: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what ties the document together, and what its sender's store says of a record."""
    return {name: value for name, value in said.items() if not name.startswith("@") and name != ENTRY}


def _value(named: Named, value: Any, path: str, reading: _Reading) -> Any:
    if not named.many:
        return _one(named, value, path, reading)
    listed = value if isinstance(value, list) else [value]
    read = [_one(named, each, f"{path}[{number}]", reading) for number, each in enumerate(listed, start=1)]
    return [each for each in read if each is not _NOTHING]


def _one(named: Named, value: Any, path: str, reading: _Reading) -> Any:
    if named.part is not None:
        return _fields(named.part, value, path, reading) if isinstance(value, dict) else reading.left(value, path)
    if named.refers:
        target = value.get("@id") if isinstance(value, dict) else None
        id = reading.ids.get(target) if isinstance(target, str) else None
        # What the message does not hold cannot be referred to.
        return str(id) if id else reading.left(target or value, path)
    if named.within and isinstance(value, dict) and len(value) == 1:
        (value,) = value.values()
    return reading.took(value) if isinstance(value, str | int | float) else reading.left(value, path)


def _standing(records: dict[UUID, Record], refusals: list[Refusal]) -> dict[UUID, Record]:
    """Give the records whose references stand too; the others are refused with what they refer to."""
    standing = dict(records)
    while fallen := [id for id, record in standing.items() if any(p.id not in standing for p in pointers_of(record))]:
        for id in fallen:
            del standing[id]
            wrong = Invalid("It refers to a record that was refused.", remedy="Correct that one and send both again.")
            refusals.append(Refusal(f"{_URN}{id}", wrong))
    return standing


def _leaves(value: Any, path: str) -> Iterator[str]:
    match value:
        case dict():
            for name, inner in value.items():
                yield from _leaves(inner, f"{path}/{name}")
        case list():
            for number, inner in enumerate(value, start=1):
                yield from _leaves(inner, f"{path}[{number}]")
        case _:
            yield path
