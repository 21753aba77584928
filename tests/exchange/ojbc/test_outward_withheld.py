"""What a receiver may not see stands in no message: it is valid without, or there is none and the field is named."""

from collections.abc import Iterator
from itertools import product

import pytest
from msgspec.structs import replace

from comity.acts.viewing import View
from comity.errors import Invalid
from comity.exchange.outwards import outward_named
from comity.exchange.schemas import SchemaFolder
from comity.records.categories import Category
from comity.records.registry import kind_named
from tests.corpus import corpus
from tests.exchange.ojbc import sent
from tests.exchange.ojbc.returned import flat, read_back
from tests.exchange.ojbc.test_outward import BEGINS, HAS_SCHEMAS

PLAIN = int(Category.REFERENCE | Category.EVENT | Category.STATUS | Category.CHARGE | Category.STATISTIC)
MASKS = {
    "plain": PLAIN,
    "nothing": 0,
    **{f"without {category.label}": sent.EVERYTHING & ~category for category in Category},
}
CASES = list(product(BEGINS, MASKS))


def hidden(masks: dict[str, int]) -> set[str]:
    """Every value that a mask hides and that does not stand in some field that it shows."""
    shown, withheld = set[str](), set[str]()
    for each in sent.ALL.values():
        whole = each.seen()
        seen = each.seen(masks[whole.kind])
        for name, value in whole.fields.items():
            (shown if name in seen.fields else withheld).update(said for _, said in flat(value))
    # A word this short stands by chance in an element's name.
    return {value for value in withheld - shown if len(value) > 4}


def outcome(name: str, number: int, masks: dict[str, int], *, without: int = 0) -> bytes | Invalid:
    view, around = sent.seen(number, [other for other in sent.ALL if other != without], masks)
    try:
        return outward_named(name).write(view, around)
    except Invalid as wrong:
        return wrong


def every_kind(mask: int) -> dict[str, int]:
    return {each.seen().kind: mask for each in sent.ALL.values()}


@pytest.mark.parametrize("name, mask", CASES)
def test_no_withheld_value_stands_in_a_message_or_in_its_refusal(name: str, mask: str) -> None:
    masks = every_kind(MASKS[mask])
    came = outcome(name, BEGINS[name], masks)
    said = came.decode() if isinstance(came, bytes) else f"{came.message} {came.remedy} {came.field}"
    # Whoever gets a record knows its id.
    known = str(sent.identity(BEGINS[name]))
    assert {value for value in hidden(masks) - {known} if value in said} == set()


def refused() -> Iterator[tuple[str, str, Invalid]]:
    for name, mask in CASES:
        came = outcome(name, BEGINS[name], every_kind(MASKS[mask]))
        if isinstance(came, Invalid):
            yield name, mask, came


def test_a_message_that_lacks_a_withheld_field_names_it_and_says_what_to_do() -> None:
    found = list(refused())
    assert found
    for name, mask, wrong in found:
        assert wrong.field, (name, mask)
        assert "may not see it" in wrong.message or "it is not there" in wrong.message, (name, mask, wrong.message)
        assert wrong.remedy


def test_a_field_that_is_withheld_is_not_told_from_one_that_is_not_filled() -> None:
    view, around = sent.seen(sent.WARRANT, masks={"person": PLAIN})
    bare = {**around, sent.identity(sent.ADA): empty(around[sent.identity(sent.ADA)])}
    messages = []
    for each in (around, bare):
        with pytest.raises(Invalid, match="may not see it") as wrong:
            outward_named("ojbc-person-warrants").write(view, each)
        messages.append((wrong.value.field, wrong.value.message))
    assert messages[0] == messages[1] == ("birth_date", messages[0][1])


def empty(view: View) -> View:
    """The same view of a record in which nothing is filled in."""
    return replace(view, fields={})


@pytest.mark.corpus
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("name", HAS_SCHEMAS)
def test_what_is_left_of_a_message_is_valid_by_its_own_schemas(name: str, mask: str) -> None:
    came = outcome(name, BEGINS[name], every_kind(MASKS[mask]))
    if isinstance(came, bytes):
        schemas(name).check(came)


SCHEMAS: dict[str, SchemaFolder] = {}


def schemas(name: str) -> SchemaFolder:
    folder = HAS_SCHEMAS[name]
    return SCHEMAS.setdefault(folder, SchemaFolder(corpus("ojbc-iepds") / folder))


@pytest.mark.parametrize("name", BEGINS)
def test_a_record_that_may_not_be_seen_leaves_no_reference_behind(name: str) -> None:
    for hidden_one in sent.ALL:
        if hidden_one == BEGINS[name]:
            continue
        came = outcome(name, BEGINS[name], {}, without=hidden_one)
        if isinstance(came, Invalid):
            assert came.field
        else:
            assert str(sent.identity(hidden_one)) not in came.decode()
            assert read_back(came).refusals == ()


def test_the_kinds_of_the_scene_hold_every_category_that_is_hidden_here() -> None:
    held = Category(0)
    for each in sent.ALL.values():
        held |= kind_named(each.seen().kind).categories
    assert held & (Category.IDENTITY | Category.NARRATIVE | Category.MEDICAL | Category.COUNSEL | Category.PLACE)
