"""A record goes out as a NIBRS message and comes back as the same facts, or is refused by the rule that it breaks."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from comity.acts.viewing import View
from comity.errors import Invalid
from comity.exchange.connector import Drafted
from comity.exchange.leaves import Taker, local
from comity.exchange.nibrs.flat_file import FlatFile
from comity.exchange.nibrs.messages import NibrsMessage
from comity.exchange.nibrs.niem import Source
from comity.exchange.nibrs.niem_reports import report as message_report
from comity.exchange.nibrs.outgoing import NibrsReport, report_of
from comity.exchange.nibrs.reports import GroupAIncident, GroupBArrest, Report
from comity.exchange.nibrs.rules.book import breaches
from comity.exchange.outwards import outward
from comity.exchange.xml import read_xml
from comity.records.justice.incident import Incident
from tests.exchange.comparing import told
from tests.exchange.nibrs.house import House, arrested, burglary
from tests.exchange.nibrs.scenes import GROUP_B, INCIDENT, NOTHING, STOLEN, VOID, message, segment, submission
from tests.exchange.nibrs.views import facts, of_kind, view_of, views_of

RECORDED = Path(__file__).parent / "recorded"
# The scene of the flat file, but that the car which was stolen is money: a car is stolen in another offense.
MONEY = segment("3", loss="7", description="20", value="000012000", description__1="17", value__1="000000450")
SOUND = tuple(MONEY if line is STOLEN else line for line in INCIDENT)
SAMPLES = {"group-a": SOUND, "group-b": (GROUP_B,), "zero": (NOTHING,), "void": (VOID,)}


def came_back(raw: bytes) -> Report:
    root = read_xml(raw)
    element = next(child for child in root if local(child) == "Report")
    return message_report(Source(element, Taker(root)), None)


def written(lines: tuple[str, ...]) -> bytes:
    views = views_of(FlatFile().read(submission(*lines)).records)
    (report,) = of_kind(views, "crime-report")
    return NibrsReport().write(report, views)


def of_house(enter: Callable[[House], object]) -> tuple[View, dict[UUID, View]]:
    house = House()
    enter(house)
    views = views_of(house.drafts)
    begun = [view for view in views.values() if NibrsReport().writes(view)]
    return begun[0], views


@pytest.mark.parametrize("name", SAMPLES)
def test_a_recorded_sample_is_written_the_same_to_the_byte(name: str) -> None:
    assert written(SAMPLES[name]) == (RECORDED / f"{name}.xml").read_bytes()


@pytest.mark.parametrize("name", SAMPLES)
def test_what_was_written_reads_back_as_the_same_records(name: str) -> None:
    raw = written(SAMPLES[name])
    before, after = FlatFile().read(submission(*SAMPLES[name])), NibrsMessage().read(raw)
    assert (after.refusals, after.untaken) == ((), ())
    assert without_heads(after.records) == without_heads(before.records)


def without_heads(drafts: tuple[Drafted, ...]) -> list[str]:
    """The records as told, without what the message itself adds: its number, its time and its sender."""
    lines = [line.replace("NIBRS message", "NIBRS flat file") for line in told(drafts)]
    return [line.partition(',"message_number"')[0].rstrip("}") for line in lines]


def test_a_message_that_came_in_goes_out_as_it_came() -> None:
    views = views_of(NibrsMessage().read(message()).records)
    (record,) = of_kind(views, "crime-report")
    report = report_of(record, views)
    assert facts(report) == facts(came_back(message()))


def test_the_outward_connector_is_found_by_its_name() -> None:
    assert isinstance(outward()["nibrs-2019.1"], NibrsReport)


def test_an_incident_of_the_house_becomes_a_report_with_ages_and_dollars_and_no_name() -> None:
    incident, around = of_house(lambda house: arrested(house, burglary(house)))
    report = report_of(incident, around)
    assert isinstance(report, GroupAIncident)
    assert (report.number, report.date, report.time) == ("2026-000123", "2026-11-03", "21:00")
    assert (report.submission.action, report.submission.month, report.submission.ori) == ("I", "2026-11", "ZZ0010000")
    assert [v.person.age for v in report.victims] == ["35"]
    assert [o.person.age for o in report.offenders] == ["24-25"]
    assert [(p.description, p.value) for p in report.properties] == [("17", 450)]
    assert [(a.number, a.sequence, a.date) for a in report.arrests] == [("A2026-000077", 1, "2026-11-04")]
    assert list(breaches(report)) == []
    raw = NibrsReport().write(incident, around)
    assert facts(came_back(raw)) == facts(report)
    assert b"Quill" not in raw
    assert b"1990" not in raw


def test_an_arrest_for_a_lesser_offense_is_a_report_of_its_own() -> None:
    view, around = of_house(lambda house: arrested(house, None, code="90D"))
    report = report_of(view, around)
    assert isinstance(report, GroupBArrest)
    assert report.submission.action == "A"
    assert facts(came_back(NibrsReport().write(view, around))) == facts(report)


def test_an_arrest_of_a_later_month_makes_the_incident_a_replacement() -> None:
    incident, around = of_house(lambda house: arrested(house, burglary(house), at="2026-12-02T08:00-06:00"))
    report = report_of(incident, around)
    assert (report.submission.action, report.submission.month) == ("R", "2026-12")
    assert list(breaches(report)) == []


def test_what_breaks_a_rule_is_refused_with_its_number_the_data_element_and_the_remedy() -> None:
    views = views_of(FlatFile().read(submission(*INCIDENT)).records)
    (record,) = of_kind(views, "crime-report")
    with pytest.raises(Invalid, match="rule 357") as refused:
        NibrsReport().write(record, views)
    assert refused.value.field == "18"
    assert refused.value.remedy == "Count stolen vehicles only in a completed motor vehicle theft."


def test_an_offense_of_which_only_the_code_is_known_is_refused_at_its_source() -> None:
    bare = Drafted(House().enter(Incident()).id, Incident(incident_number="26-1", offenses=("220",)))
    view = view_of(bare, 1)
    with pytest.raises(Invalid, match="nothing is told of 220 but the code") as refused:
        NibrsReport().write(view, {})
    assert refused.value.field == "offenses"


def test_what_is_withheld_is_never_said_to_be_unknown() -> None:
    incident, around = of_house(burglary)
    hidden = {
        id: replace(view, fields={}, withheld=("identity",)) if view.kind == "person" else view
        for id, view in around.items()
    }
    with pytest.raises(Invalid, match="rule 453"):
        NibrsReport().write(incident, hidden)
    empty = {id: replace(view, fields={}) if view.kind == "person" else view for id, view in around.items()}
    report = report_of(incident, empty)
    assert isinstance(report, GroupAIncident)
    assert (report.victims[0].person.age, report.victims[0].person.sex) == ("00", "U")


def test_injuries_that_are_withheld_stop_the_report_of_an_assault() -> None:
    drafts = FlatFile().read(submission(*SOUND)).records
    views = {
        draft.id: view_of(draft, seq, ("medical",) if seq and type(draft.record).__name__ == "Involvement" else ())
        for seq, draft in enumerate(drafts)
    }
    (record,) = of_kind(views, "crime-report")
    bare = {id: replace(v, fields={k: f for k, f in v.fields.items() if k != "injuries"}) for id, v in views.items()}
    with pytest.raises(Invalid, match="injuries") as refused:
        NibrsReport().write(record, bare)
    assert refused.value.field == "injuries"


def test_a_record_that_begins_no_report_is_not_written() -> None:
    incident, around = of_house(burglary)
    assert [view.kind for view in around.values() if NibrsReport().writes(view)] == ["incident"]
    lesser = replace(incident, fields={**incident.fields, "offenses": ["90D"]})
    assert not NibrsReport().writes(lesser)
    with pytest.raises(Invalid, match="no report of NIBRS"):
        NibrsReport().write(lesser, around)
