"""Every kind of record as NIEM JSON and back: the same fields, NIEM's names, and nothing that may not be seen."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from comity.acts.viewing import View
from comity.errors import Invalid
from comity.exchange.connectors import connector_for
from comity.exchange.niem_json import NiemJson
from comity.exchange.niem_names import CONTEXT, DATE, OURS, Owner, named_fields
from comity.exchange.ojbc.shapes import slots
from comity.exchange.outwards import outward_for
from comity.policy.grounds import Notice
from comity.records.categories import Category
from comity.records.codec import decode, encode
from comity.records.declaration import Part, Record
from comity.records.reach import pointers_of
from comity.records.registry import kinds
from comity.records.spec import KindSpec
from tests.corpus import corpus
from tests.exchange.ojbc import sent
from tests.exchange.ojbc.returned import flat
from tests.records.strategies import records

NIEM = NiemJson()
RECORDED = Path(__file__).parent / "recorded" / "court-case.json"
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SCHEMA = "{http://www.w3.org/2001/XMLSchema}"


def with_random_ids(record: Record) -> Record:
    """The same record with references to ids as the platform mints them."""
    raw = _ID.sub(lambda found: str(UUID(int=UUID(found[0]).int, version=4)), encode(record).decode())
    return decode(type(record), raw.encode())


def stub(id: UUID) -> View:
    """A person of whom nothing is seen, for others to refer to."""
    return View(2, id, "person", "hart-pd", 1, datetime(2026, 3, 1, tzinfo=UTC), "lee", {}, (), (), 0)


def fields_of(record: Record) -> dict[str, Any]:
    return {name: value for name, value in json.loads(encode(record)).items() if name != "provenance"}


@pytest.mark.parametrize("spec", kinds().values(), ids=lambda spec: spec.name)
@given(data=st.data())
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_every_record_comes_back_with_the_same_fields(spec: KindSpec, data: st.DataObject) -> None:
    record = with_random_ids(data.draw(records(spec.kind)))
    view = sent.Entered(1, record, "hart-pd").seen()
    around = {pointer.id: stub(pointer.id) for pointer in pointers_of(record) if pointer.id != view.id}
    message = NIEM.read(NIEM.write(view, around))
    (returned,) = [each.record for each in message.records if each.id == view.id]
    assert fields_of(returned) == fields_of(record)
    assert message.untaken == ()
    assert message.refusals == ()


def test_a_case_comes_back_with_what_it_refers_to_and_what_refers_to_it() -> None:
    message = NIEM.read(NIEM.write(*sent.seen(sent.CASE)))
    apart = {sent.identity(number) for number in (sent.BOOKING, sent.MOVE, sent.RELEASE)}
    assert {each.id: fields_of(each.record) for each in message.records} == {
        each.id: fields_of(each.record) for each in sent.ALL.values() if each.id not in apart
    }
    assert (message.untaken, message.refusals) == ((), ())


def test_what_is_of_another_case_is_not_in_the_document() -> None:
    view, around = sent.seen(sent.ADA, [sent.HOME, sent.LEE, sent.POLICE])
    message = NIEM.read(NIEM.write(view, around))
    assert {each.id for each in message.records} == {sent.identity(sent.ADA), sent.identity(sent.HOME)}


def test_the_recorded_document_is_written_again_byte_for_byte() -> None:
    assert NIEM.write(*sent.seen(sent.CASE)) == RECORDED.read_bytes()


def test_names_are_those_of_niem_and_what_has_none_is_ours() -> None:
    said = json.loads(NIEM.write(*sent.seen(sent.ARREST)))
    arrest = said["comity:Records"]["j:Arrest"][0]
    assert said["@context"] == dict(CONTEXT)
    assert arrest["@id"] == f"urn:uuid:{sent.identity(sent.ARREST)}"
    assert arrest["nc:ActivityDate"] == {"nc:DateTime": "2026-03-02T14:05:00Z"}
    assert arrest["nc:ActivityIdentification"] == {"nc:IdentificationID": "HC-A2026-000001"}
    assert arrest["j:ArrestSubject"] == {"@id": f"urn:uuid:{sent.identity(sent.ADA)}"}
    assert arrest["comity:Ground"] == "probable-cause"
    assert [charge["j:ChargeDescriptionText"] for charge in arrest["j:ArrestCharge"]] == [
        "Simple assault",
        "Disorderly conduct",
    ]


def test_a_document_is_recognized_and_every_kind_begins_one() -> None:
    for number in sent.ALL:
        view, around = sent.seen(number)
        assert NIEM.name in {each.name for each in outward_for(view)}
        assert connector_for(NIEM.write(view, around), "anything").name == NIEM.name


@pytest.mark.parametrize("begin", [sent.CASE, sent.BOOKING])
@pytest.mark.parametrize("category", Category)
def test_a_withheld_value_stands_nowhere_and_its_category_is_named(category: Category, begin: int) -> None:
    mask = sent.EVERYTHING & ~category
    masks = {each.seen().kind: mask for each in sent.ALL.values()}
    raw = NIEM.write(*sent.seen(begin, masks=masks)).decode()
    shown: set[str] = set()
    hidden: set[str] = set()
    for each in sent.ALL.values():
        seen = each.seen(mask)
        for name, value in each.seen().fields.items():
            (shown if name in seen.fields else hidden).update(said for _, said in flat(value))
    known = {str(each.id) for each in sent.ALL.values()}
    assert {value for value in hidden - shown - known if len(value) > 4 and value in raw} == set()
    for said in objects(raw):
        withheld = {str(each.id): each.seen(mask).withheld for each in sent.ALL.values()}
        named = said["comity:Entry"].get("comity:Withheld", [])
        assert tuple(named) == withheld[said["@id"].removeprefix("urn:uuid:")]


def objects(raw: str) -> Iterator[dict[str, Any]]:
    for listed in json.loads(raw)["comity:Records"].values():
        yield from listed if isinstance(listed, list) else []


def test_a_notice_goes_with_the_record() -> None:
    view, _ = sent.seen(sent.ADA)
    told = replace(view, notices=(Notice("4.2", "Do not pass this on."),))
    entry = json.loads(NIEM.write(told, {}))["comity:Records"]["nc:Person"][0]["comity:Entry"]
    assert entry["comity:Notices"] == ["Do not pass this on."]


@pytest.mark.parametrize("strange", ["\0", "\ud800"])
def test_a_character_that_our_reader_refuses_is_refused_at_writing(strange: str) -> None:
    view, around = sent.seen(sent.WARRANT)
    view = replace(view, fields={**view.fields, "status": {"text": f"a{strange}"}})
    with pytest.raises(Invalid) as wrong:
        NIEM.write(view, around)
    assert wrong.value.field == "status.text"


def test_a_reference_to_what_is_not_in_the_document_is_named_and_left_out() -> None:
    message = NIEM.read(NIEM.write(sent.seen(sent.ADA)[0], {}))
    assert message.untaken == ("/nc:Person[1]/comity:Residences[1]",)
    assert "residences" not in fields_of(message.records[0].record)


def test_a_record_of_no_kind_is_refused_and_the_rest_is_read() -> None:
    raw = NIEM.write(*sent.seen(sent.CASE)).replace(b'"comity:Location"', b'"comity:Somewhere"')
    message = NIEM.read(raw)
    assert any("Somewhere" in refusal.error.message for refusal in message.refusals)
    assert message.records
    assert message.taken + len(message.untaken) == message.leaves


@given(data=st.data())
@settings(max_examples=150)
def test_a_spoiled_document_gives_a_message_or_invalid(data: st.DataObject) -> None:
    raw = bytearray(RECORDED.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(raw) - 1))
        end = data.draw(st.integers(start, min(len(raw), start + 40)))
        raw[start:end] = data.draw(st.sampled_from([b"", b"{", b"[", b"null", b'"x"', b"7", b'"@id":', b"}"]))
    try:
        message = NIEM.read(bytes(raw))
    except Invalid as wrong:
        assert wrong.remedy  # noqa: PT017 - one of two outcomes, both right
        return
    ids = {each.id for each in message.records}
    assert all(pointer.id in ids for each in message.records for pointer in pointers_of(each.record))


def owners() -> Iterator[Owner]:
    waiting: list[Owner] = [spec.kind for spec in kinds().values()]
    seen: set[Owner] = set()
    while waiting:
        owner = waiting.pop()
        if owner not in seen:
            seen.add(owner)
            yield owner
            parts: list[type[Part]] = [slot.part for slot in slots(owner).values() if slot.part]
            waiting += parts


def test_no_two_fields_of_a_kind_share_an_element() -> None:
    for owner in owners():
        elements = [named.element for named in named_fields(owner)]
        assert len(elements) == len(set(elements)), owner.__name__


@pytest.mark.corpus
def test_plain_values_stand_within_their_elements_as_the_published_model_has_it() -> None:
    model = Model()
    strange = []
    for owner in owners():
        for named in named_fields(owner):
            prefix = named.element.partition(":")[0]
            if prefix in model.files and named.part is None and not named.refers:
                strange += [
                    f"{owner.__name__}.{named.field}: {wrong}" for wrong in model.faults(named.element, named.within)
                ]
    assert strange == []


class Model:
    """The published model: which elements there are, which hold plain values, and what the others have within."""

    files = {"nc": "niem-core.xsd", "j": "domains/justice.xsd"}  # noqa: RUF012 - read only

    def __init__(self) -> None:
        self.types: dict[str, str] = {}
        self.instead: dict[str, set[str]] = {}
        self.shapes: dict[str, etree._Element] = {}
        for prefix, file in self.files.items():
            for each in etree.parse(corpus("niem") / "model-6.0-ps02" / file).getroot():
                name = f"{prefix}:{each.get('name')}"
                if each.tag == f"{SCHEMA}element":
                    self.types[name] = each.get("type") or "abstract"
                    self.instead.setdefault(str(each.get("substitutionGroup")), set()).add(name)
                elif each.tag == f"{SCHEMA}complexType":
                    self.shapes[name] = each

    def faults(self, element: str, within: str) -> Iterator[str]:
        held = self.types[element]
        if held == "abstract":
            yield f"{element} is abstract"
        shape = self.shapes.get(held)
        is_complex = shape is not None and shape.find(f"{SCHEMA}simpleContent") is None
        if not within and is_complex:
            yield f"{element} holds no plain value"
        if within == DATE and held != "nc:DateType":
            yield f"{element} is no date"
        if within and within != DATE and not within.startswith(f"{OURS}:") and within not in self.inside(held):
            yield f"{element} has no {within} within"

    def inside(self, type_: str) -> set[str]:
        named = {str(each.get("ref")) for each in self.shapes[type_].iter(f"{SCHEMA}element")}
        return named.union(*(self.instead.get(name, set()) for name in named))
