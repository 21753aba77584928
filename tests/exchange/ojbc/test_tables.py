"""Tables name only what there is: fields of the kind, parts that have tables, and paths that can be followed."""

import re
from collections.abc import Iterator

import pytest

from comity.exchange.ojbc.envelopes import ANSWER, ENVELOPE
from comity.exchange.ojbc.exchanges import CONNECTORS
from comity.exchange.ojbc.parts import PART_TABLES
from comity.exchange.ojbc.shapes import Joined, Shape, Spoken, Table, Way, slots
from comity.records.declaration import Part, Record

SHAPES = {shape for each in CONNECTORS for shape in (*each.shapes, *each.roles)} | {ENVELOPE, ANSWER}
OWNERS: list[tuple[type[Record] | type[Part], Table]] = [
    *((shape.kind, shape.fields) for shape in sorted(SHAPES, key=lambda shape: (shape.kind.__name__, shape.elements))),
    *PART_TABLES.items(),
]
STEP = re.compile(r"(//|\^|~~|~|@)?[\w\-*?\[\]!]+|\.\.|\.|name\(\)")


def paths(table: Table) -> Iterator[str]:
    for ways in table.values():
        for each in ways if isinstance(ways, tuple) else (ways,):
            match each:
                case Joined(pieces):
                    yield from pieces
                case Spoken(path):
                    yield path
                case Way(alternatives):
                    yield from alternatives.split("|")
                case str():
                    yield from each.split("|")


@pytest.mark.parametrize("owner, table", OWNERS, ids=lambda each: getattr(each, "__name__", ""))
def test_a_table_names_only_fields_of_its_kind(owner: type[Record] | type[Part], table: Table) -> None:
    assert set(table) <= set(slots(owner))
    for name in table:
        part = slots(owner)[name].part
        assert part is None or part in PART_TABLES, f"{owner.__name__}.{name} has no table"


@pytest.mark.parametrize("owner, table", OWNERS, ids=lambda each: getattr(each, "__name__", ""))
def test_every_path_can_be_followed(owner: type[Record] | type[Part], table: Table) -> None:
    for path in paths(table):
        steps = path.removeprefix("//").split("/")
        assert all(STEP.fullmatch(step) for step in steps if step), f"{owner.__name__}: {path}"


def test_no_two_exchanges_claim_the_same_root() -> None:
    roots = [root for each in CONNECTORS for root in each.roots]
    assert len(roots) == len(set(roots))


def test_no_two_shapes_of_an_exchange_claim_the_same_element() -> None:
    for each in CONNECTORS:
        elements = [name for shape in each.shapes for name in shape.elements]
        assert len(elements) == len(set(elements)), each.name


def test_what_a_place_says_of_a_record_are_fields_of_it() -> None:
    for shape in SHAPES:
        assert isinstance(shape, Shape)
        assert set(shape.said) <= set(slots(shape.kind))
