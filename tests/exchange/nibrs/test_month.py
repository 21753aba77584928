"""A month of one agency: what is new, what has news, arrests of their own; and what is left out, with its reason."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from comity.acts.viewing import View
from comity.exchange.nibrs.flat_file import FlatFile
from comity.exchange.nibrs.month import Month, concerns, month_of
from comity.exchange.nibrs.reports import GroupAIncident
from tests.exchange.nibrs.house import House, arrested, burglary
from tests.exchange.nibrs.scenes import GROUP_B, INCIDENT, NOTHING, VOID, submission
from tests.exchange.nibrs.views import views_of

LATE = datetime(2026, 12, 9, tzinfo=UTC)


def around(views: dict[UUID, View], month: str) -> Iterator[tuple[View, dict[UUID, View]]]:
    return ((view, views) for view in views.values() if begins(view) and concerns(view, month))


def begins(view: View) -> bool:
    return view.kind in {"incident", "arrest", "crime-report"}


def of_house(enter: Callable[[House], object], month: str) -> Month:
    house = House()
    enter(house)
    return month_of(around(views_of(house.drafts), month), month)


def of_scene(*lines: str) -> Month:
    views = views_of(FlatFile().read(submission(*lines)).records)
    return month_of([(view, views) for view in views.values() if view.kind == "crime-report"], "2026-11")


def names(month: Month) -> list[str]:
    return [filed.name for filed in month.filed]


def with_a_later_arrest(house: House) -> None:
    arrested(house, burglary(house), at="2026-12-02T08:00-06:00")


def test_an_incident_is_reported_in_the_month_in_which_it_became_known() -> None:
    assert names(of_house(burglary, "2026-11")) == ["2026-11_ZZ0010000_2026-000123_INC_I.xml"]
    assert of_house(burglary, "2026-10") == of_house(burglary, "2026-12") == Month((), ())


def test_a_later_arrest_is_news_of_its_own_month_and_not_of_the_first() -> None:
    (first,) = of_house(with_a_later_arrest, "2026-11").filed
    (later,) = of_house(with_a_later_arrest, "2026-12").filed
    assert isinstance(first.report, GroupAIncident)
    assert isinstance(later.report, GroupAIncident)
    assert (first.report.submission.action, first.report.arrests) == ("I", ())
    assert (later.report.submission.action, len(later.report.arrests)) == ("R", 1)


def test_an_incident_with_an_arrest_in_its_month_is_reported_once() -> None:
    (filed,) = of_house(lambda house: arrested(house, burglary(house)), "2026-11").filed
    assert isinstance(filed.report, GroupAIncident)
    assert len(filed.report.arrests) == 1


def test_an_incident_that_was_corrected_after_its_report_is_replaced() -> None:
    def then_reported_and_corrected(seq_of_report: int) -> Month:
        views = views_of(FlatFile().read(submission(*INCIDENT[:2], *INCIDENT[6:7], *INCIDENT[8:10])).records)
        corrected = {
            id: replace(view, version=2, recorded_at=LATE, seq=50) if view.kind == "incident" else view
            for id, view in views.items()
        }
        moved = {id: replace(v, seq=seq_of_report) if v.kind == "crime-report" else v for id, v in corrected.items()}
        return month_of(around(moved, "2026-12"), "2026-12")

    after, before = then_reported_and_corrected(49), then_reported_and_corrected(51)
    assert [*names(after), *(left.number for left in after.left_out)] == ["26-000123"]
    assert before == Month((), ())


def test_an_arrest_for_a_lesser_offense_is_filed_beside_the_incidents() -> None:
    month = of_house(lambda house: (burglary(house), arrested(house, None, code="90D")), "2026-11")
    assert names(month) == [
        "2026-11_ZZ0010000_2026-000123_INC_I.xml",
        "2026-11_ZZ0010000_A2026-000077-01_ARR_A.xml",
    ]


def test_reports_on_record_go_out_as_they_say_also_those_that_void_or_that_nothing_happened() -> None:
    assert names(of_scene(GROUP_B, VOID)) == [
        "2026-11_ZZ0010000_B-5-01_ARR_A.xml",
        "2026-11_ZZ0010000_26-000099_INC_D.xml",
    ]
    assert names(of_scene(NOTHING)) == ["2026-10_ZZ0010000_ZERO_I.xml"]


def test_what_breaks_a_rule_is_left_out_with_all_its_reasons_and_the_rest_is_filed() -> None:
    month = of_scene(*INCIDENT, GROUP_B)
    assert names(month) == ["2026-11_ZZ0010000_B-5-01_ARR_A.xml"]
    (left,) = month.left_out
    assert (left.kind, left.number, left.field) == ("incident", "26-000123", "18")
    assert left.reason.startswith("rule 357, data element 18, property 03 of loss 7: ")
    assert left.remedy == "Count stolen vehicles only in a completed motor vehicle theft."


def test_two_incidents_of_one_number_are_not_both_filed() -> None:
    month = of_house(lambda house: (burglary(house), burglary(house)), "2026-11")
    assert len(month.filed) == 1
    assert [left.reason.partition(",")[0] for left in month.left_out] == ["rule 056"]


def test_an_offense_that_nobody_described_is_left_out_at_its_source() -> None:
    house = House()
    burglary(house)
    views = {id: view for id, view in views_of(house.drafts).items() if view.kind != "offense"}
    month = month_of(around(views, "2026-11"), "2026-11")
    (left,) = month.left_out
    assert (month.filed, left.field, left.number) == ((), "offenses", "HPD-2026-000123")
