"""Whatever a record holds, there is a message that can be read, or a refusal that names the field."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from comity.acts.viewing import View
from comity.errors import Invalid
from comity.exchange.outwards import outward_named
from comity.exchange.xml import BOUNDS, read_xml
from comity.records.codec import decode, encode
from comity.records.justice.arrest import Arrest
from comity.records.justice.charges import Charge
from tests.exchange.ojbc import sent
from tests.exchange.ojbc.returned import read_back
from tests.exchange.ojbc.test_outward import BEGINS


def changed(number: int, /, **fields: object) -> View:
    """A view of a record of the scene with some fields changed; None takes one away."""
    view = sent.ALL[number].seen()
    kept = {name: value for name, value in {**view.fields, **fields}.items() if value is not None}
    return replace(view, fields=kept)


def write(name: str, *views: View) -> bytes:
    """The message of the first of the views, with the others around it in place of those of the scene."""
    view, around = sent.seen(BEGINS[name])
    given_views = {each.id: each for each in views}
    return outward_named(name).write(given_views.get(view.id, view), {**around, **given_views})


def outcome(name: str, *views: View) -> bytes | Invalid:
    try:
        return write(name, *views)
    except Invalid as wrong:
        return wrong


@pytest.mark.parametrize("strange", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_a_character_that_xml_cannot_carry_is_refused_with_the_field(strange: str) -> None:
    with pytest.raises(Invalid, match="XML cannot carry") as wrong:
        write("ojbc-custody", changed(sent.ADA, names=[{"given_name": f"A{strange}da"}]))
    assert wrong.value.field == "names[0].given_name"


def test_markup_in_a_text_is_text() -> None:
    said = "<![CDATA[ ]]> & </nc:Person> \"'\t\n\r ünïcode \U0001f600"
    message = read_back(write("ojbc-warrant-notification", changed(sent.WARRANT, description=said)))
    (warrant,) = [each.record for each in message.records if type(each.record).__name__ == "Warrant"]
    assert getattr(warrant, "description") == said  # noqa: B009 - of one kind among many


@pytest.mark.parametrize(
    "name, number, field",
    [
        ("ojbc-arrest-notification", sent.ARREST, "occurred_at"),
        ("ojbc-custody", sent.BOOKING, "booked_at"),
        ("ojbc-disposition-notification", sent.DISPOSITION, "disposed_at"),
        ("ojbc-warrant-issued", sent.WARRANT, "issued_on"),
        ("ojbc-person-warrants", sent.ADA, "birth_date"),
        ("ojbc-docketing", sent.CASE, "docketed_at"),
        ("ojbc-docketing", sent.CASE, "case_number"),
        ("ojbc-court-filing", sent.DECISION, "decided_at"),
        ("ojbc-charge-referral", sent.REFERRAL, "referral_number"),
    ],
)
def test_a_needed_field_that_is_missing_is_named(name: str, number: int, field: str) -> None:
    with pytest.raises(Invalid, match="it is not there") as wrong:
        write(name, changed(number, **{field: None}))
    assert wrong.value.field == field


@pytest.mark.parametrize("moment", ["2025-02-29", "2025-02-30T10:00:00Z", "2026-03-02T10:00:00+14:30"])
def test_a_moment_that_is_none_is_refused(moment: str) -> None:
    with pytest.raises(Invalid) as wrong:
        write("ojbc-arrest-notification", changed(sent.ARREST, occurred_at=moment))
    assert wrong.value.field == "occurred_at"


def test_a_needed_moment_of_which_only_the_month_is_known_is_refused_for_its_form() -> None:
    with pytest.raises(Invalid, match="another form"):
        write("ojbc-custody", changed(sent.BOOKING, booked_at="2026-03"))


def test_a_birth_year_alone_stays_behind_where_the_exchange_has_no_room_for_it() -> None:
    assert b"1990" not in write("ojbc-custody", changed(sent.ADA, birth_date="1990"))


def test_a_code_that_the_exchange_does_not_know_stays_behind() -> None:
    raw = write("ojbc-custody", changed(sent.ADA, sex="third", race="P"))
    assert b"PersonSexCode" not in raw
    assert b"PersonRaceCode" not in raw


def test_a_text_longer_than_a_reader_takes_is_refused() -> None:
    with pytest.raises(Invalid, match="characters long") as wrong:
        write("ojbc-warrant-notification", changed(sent.WARRANT, description="x" * (BOUNDS.text_length + 1)))
    assert wrong.value.field == "description"


def test_a_message_larger_than_a_reader_takes_is_refused() -> None:
    charges = [{"description": "x" * 400_000, "charge_tracking_number": f"C-{n}"} for n in range(25)]
    with pytest.raises(Invalid, match="bytes"):
        write("ojbc-arrest-notification", changed(sent.ARREST, charges=charges))


def test_the_code_of_the_house_for_an_offense_travels_as_the_statute() -> None:
    arrest = sent.ALL[sent.ARREST].record
    assert isinstance(arrest, Arrest)
    coded = msgspec.structs.replace(arrest, charges=(Charge(charge_tracking_number=sent.ONE, offense="13B"),))
    message = read_back(write("ojbc-arrest-notification", sent.Entered(sent.ARREST, coded, sent.PD).seen()))
    (returned,) = [each.record for each in message.records if isinstance(each.record, Arrest)]
    assert [statute.code for statute in returned.charges[0].statutes] == ["13B"]


def test_two_suspects_and_two_officers_each_stand_once() -> None:
    both = [str(sent.identity(number)) for number in (sent.ADA, sent.LEE)]
    raw = write("ojbc-arrest-notification", changed(sent.ARREST, officials=both))
    message = read_back(raw)
    (arrest,) = [each.record for each in message.records if isinstance(each.record, Arrest)]
    assert len(set(arrest.officials)) == 2
    assert arrest.subject == arrest.officials[0]


TEXTS = st.text(alphabet=st.characters(exclude_categories=()), min_size=1, max_size=30)


@given(st.sampled_from(sorted(BEGINS)), st.sampled_from(sorted(sent.ALL)), st.data())
def test_any_text_in_any_field_gives_a_message_that_can_be_read_or_invalid(
    name: str, number: int, data: st.DataObject
) -> None:
    view = sent.ALL[number].seen()
    texts = sorted(field for field, value in view.fields.items() if isinstance(value, str))
    if not texts:
        return
    field = data.draw(st.sampled_from(texts))
    raw = outcome(name, changed(number, **{field: data.draw(TEXTS)}))
    if isinstance(raw, Invalid):
        assert raw.field
        return
    read_xml(raw)
    for each in read_back(raw).records:
        assert decode(type(each.record), encode(each.record)) == each.record
