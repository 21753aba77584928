"""What holds for every kind, whatever it declares."""

import json

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.errors import Invalid
from comity.records.categories import ALL_CATEGORIES, Category
from comity.records.codec import build, decode, encode
from comity.records.declaration import Record
from comity.records.parting import joined, parted, visible
from comity.records.reach import pointers_of, words_of
from comity.records.registry import kinds
from comity.records.rules import checks_of
from comity.records.spec import Leaf
from tests.records.strategies import records

LONGEST_PLAIN = 400
EVERY_KIND = pytest.mark.parametrize("name", list(kinds()))
FEW = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])


@EVERY_KIND
@FEW
@given(data=st.data())
def test_a_record_comes_back_from_its_json_as_it_was(name: str, data: st.DataObject) -> None:
    record = data.draw(records(kinds()[name].kind))
    assert decode(type(record), encode(record)) == record


@EVERY_KIND
@FEW
@given(data=st.data())
def test_a_record_parted_into_categories_and_joined_again_is_the_same(name: str, data: st.DataObject) -> None:
    record = data.draw(records(kinds()[name].kind))
    plain, protected = (json.loads(part) if part else {} for part in parted(record))
    assert build(type(record), joined(plain, protected)) == record
    assert visible(type(record), plain, protected, ALL_CATEGORIES) == joined(plain, protected)
    assert visible(type(record), plain, protected, 0) == {}


@EVERY_KIND
@FEW
@given(data=st.data())
def test_no_protected_field_stands_in_the_plain_part(name: str, data: st.DataObject) -> None:
    record = data.draw(records(kinds()[name].kind))
    plain, _ = parted(record)
    open_to_all = {f.name for f in kinds()[name].fields if not f.category.protected}
    assert set(json.loads(plain)) <= open_to_all


@EVERY_KIND
@FEW
@given(raw=st.binary(max_size=200))
def test_any_bytes_become_a_record_or_invalid(name: str, raw: bytes) -> None:
    assert _record_or_invalid(name, raw)


@EVERY_KIND
@FEW
@given(data=st.data())
def test_a_spoiled_record_becomes_a_record_or_invalid_that_names_the_field(name: str, data: st.DataObject) -> None:
    record = data.draw(records(kinds()[name].kind))
    raw = bytearray(encode(record))
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    assert _record_or_invalid(name, bytes(raw))


@EVERY_KIND
@FEW
@given(data=st.data())
def test_a_record_is_found_by_what_it_holds(name: str, data: st.DataObject) -> None:
    record = data.draw(records(kinds()[name].kind))
    assert len(set(words_of(record))) == len(words_of(record))
    known = set(kinds())
    assert all(set(pointer.kinds) <= known for pointer in pointers_of(record))


@EVERY_KIND
def test_every_field_has_one_category_and_every_kind_says_what_it_is(name: str) -> None:
    spec = kinds()[name]
    assert spec.summary.endswith(".")
    assert all(field.category in Category for field in spec.fields)


# Plain fields that may hold long texts, each with its reason.
LONG_AND_PLAIN = {
    ("original-message", "untaken"): "paths of elements, never what stands in them",
    ("agreement", "text"): "a public document, which the public register shows",
}


@EVERY_KIND
def test_no_story_stands_readable_in_the_database(name: str) -> None:
    """Whoever tells a story may name somebody; only charges, in the words of the law, may be long and plain."""
    for field in kinds()[name].fields:
        readable = not field.category.protected and field.category is not Category.CHARGE
        if readable and (name, field.name) not in LONG_AND_PLAIN:
            long = [leaf.path for leaf in field.leaves if leaf.shape is str and not _short(leaf)]
            assert not long, f"{name}: {long} may hold a story: shorten it or protect it"


def _short(leaf: Leaf) -> bool:
    checks = [marker for marker in leaf.metadata if isinstance(marker, msgspec.Meta)]
    return any(check.pattern or (check.max_length or LONGEST_PLAIN + 1) <= LONGEST_PLAIN for check in checks)


@EVERY_KIND
def test_what_a_kind_needs_are_fields_that_may_be_missing(name: str) -> None:
    """A needed field that the shape requires already would be refused before any rule could say why."""
    spec = kinds()[name]
    optional = {field.name for field in spec.fields if not field.required}
    assert set(spec.kind.needed) <= optional


@EVERY_KIND
def test_every_check_says_what_to_do_about_a_field_of_the_kind(name: str) -> None:
    spec = kinds()[name]
    for check in checks_of(spec.kind):
        assert check.sentence.endswith(".")
        assert check.remedy.endswith(".")
        assert check.field.split(".")[0] in {field.name for field in spec.fields}


def test_the_schema_of_every_kind_can_be_written() -> None:
    for spec in kinds().values():
        assert msgspec.json.schema(spec.kind, schema_hook=lambda _: {"type": "string", "format": "uuid"})


def test_a_refusal_names_the_item_at_every_level() -> None:
    raw = b'{"charges": [{"text": "a"}, {"statutes": [{"text": "b"}, {"text": 5}]}]}'
    with pytest.raises(Invalid) as refused:
        decode(kinds()["arrest"].kind, raw)
    assert refused.value.field == "charges[1].statutes[1].text"


def _record_or_invalid(name: str, raw: bytes) -> bool:
    try:
        return isinstance(decode(kinds()[name].kind, raw), Record)
    except Invalid as refused:
        return bool(refused.remedy)
