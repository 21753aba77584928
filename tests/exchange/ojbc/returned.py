"""What our own reader makes of what we wrote, held against the records that it was written of."""

import json
from collections.abc import Iterator, Mapping

from comity.exchange.connector import Drafted, Message
from comity.exchange.connectors import connectors
from comity.records.codec import encode
from tests.exchange.ojbc.sent import ALL

# What a message says of itself and of its sender is no fact of the case.
OF_THE_MESSAGE = {"MessageEnvelope", "Notification"}
Leaves = list[tuple[str, str]]


def read_back(raw: bytes) -> Message:
    (reader,) = [each for each in connectors() if each.recognizes(raw, "message.xml")]
    return reader.read(raw)


def flat(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for name, inner in value.items():
                yield from flat(inner, f"{path}.{name}" if path else name)
        case list():
            for inner in value:
                yield from flat(inner, path)
        case bool():
            yield path, str(value).lower()
        case _:
            yield path, str(value)


def leaves(record: Drafted) -> Leaves:
    """The facts of a record, by field."""
    fields = {name: value for name, value in json.loads(encode(record.record)).items() if name != "provenance"}
    return list(flat(fields))


ORIGINALS = {str(each.id): (type(each.record).__name__, leaves(Drafted(each.id, each.record))) for each in ALL.values()}


def strange(message: Message, moved: Mapping[str, str]) -> list[str]:
    """Name what came back and was not in the record that was sent, at its own field or one that ``moved`` names.

    ``moved`` has ``Kind.field`` to ``Kind.field`` ("|" parts several) of any record sent; "" where the place in the
    message says it alone.
    """
    facts = [each for each in message.records if type(each.record).__name__ not in OF_THE_MESSAGE]
    paired = {str(each.id): _original(each) for each in facts}
    return [
        f"{type(each.record).__name__}.{path} = {value}"
        for each in facts
        for path, value in leaves(each)
        if not _known(type(each.record).__name__, path, paired.get(value, value), paired[str(each.id)], moved)
    ]


def _original(returned: Drafted) -> str:
    """Find the record that was sent: the one of its kind with which it has most in common."""
    kind, facts = type(returned.record).__name__, set(leaves(returned))
    of_its_kind = [id for id, (name, _) in ORIGINALS.items() if name == kind]
    return max(of_its_kind, key=lambda id: len(facts & set(ORIGINALS[id][1])), default="")


def _known(kind: str, path: str, value: str, original: str, moved: Mapping[str, str]) -> bool:
    if original and (path, value) in ORIGINALS[original][1]:
        return True
    place = f"{kind}.{path}"
    if place not in moved:
        return False
    meant = moved[place].split("|")
    return meant == [""] or any(
        f"{name}.{where}" in meant and said == value for name, found in ORIGINALS.values() for where, said in found
    )
