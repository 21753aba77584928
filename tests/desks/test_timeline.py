"""A timeline tells what happened when, who added it and under which clause, in one order for everybody."""

from datetime import UTC, datetime, timedelta

from comity.desks.timeline import Line, Sort, Told, among, moment_of, page_after, timeline, told_of
from comity.records.registry import kinds
from tests.desks.seeing import RECORDED, id_of, seen, sentenced


def test_a_timeline_goes_by_when_things_happened() -> None:
    told = [line.kind for line in timeline(sentenced()) if line.kind != "person"]
    assert told == [
        "incident", "arrest", "charge-referral", "charging-decision", "court-case", "hearing", "disposition",
        "sentence",
    ]  # fmt: skip


def test_a_line_says_what_it_is_who_added_it_and_by_which_clause() -> None:
    (line,) = [each for each in timeline(sentenced()) if each.kind == "arrest"]
    assert (line.title, line.happened, line.recorded_by, line.because) == (
        "HPD-1", "2026-03-02T14:00:00Z", "lee", ("9.1",),
    )  # fmt: skip
    assert line.told == (
        Told("arrest_number", Sort.TEXT, ("HPD-1",)),
        Told("ground", Sort.CHOICE, ("probable-cause",)),
        Told("charges", Sort.CODE, ("220", "240")),
    )


def test_what_says_no_moment_stands_where_it_was_recorded() -> None:
    (line,) = timeline([seen("person", "ada", names=[{"surname": "Quill"}])])
    assert (line.happened, line.place.at, line.title) == ("", RECORDED, "Quill")


def test_what_is_withheld_is_not_told() -> None:
    assert told_of(seen("arrest", "a")) == ()
    assert moment_of(seen("hearing", "h", next_hearing_at="2026-05-01")) == ""


def test_a_result_is_told_before_how_it_came_about() -> None:
    hearing = seen("hearing", "h", name="Trial", category_text="Jury", courtroom="2", reason="R", result="Continued")
    assert told_of(hearing)[0] == Told("result", Sort.TEXT, ("Continued",))


def test_a_timeline_is_narrowed_by_kind_and_by_agency() -> None:
    lines = timeline(sentenced())
    assert {line.kind for line in among(lines, kinds=frozenset({"arrest", "hearing"}))} == {"arrest", "hearing"}
    assert {line.owner for line in among(lines, owners=frozenset({"hart-da"}))} == {"hart-da"}
    assert among(lines) == lines


def test_pages_of_a_timeline_put_together_are_the_whole() -> None:
    many = [seen("diary-entry", f"d{n}", at=RECORDED + timedelta(minutes=n // 3)) for n in range(20)]
    lines = timeline(many)
    found: list[Line] = []
    while page := page_after(lines, found[-1].place if found else None, size=7):
        found += page
    assert found == lines
    assert len({line.id for line in found}) == 20


def test_a_day_known_to_the_day_only_stands_at_its_beginning() -> None:
    (line,) = timeline([seen("disposition", "d", disposed_at="2026-04-01")])
    assert line.place.at == datetime(2026, 4, 1, tzinfo=UTC)
    assert line.id == id_of("d")


def test_every_kind_that_there_is_has_a_line() -> None:
    found = timeline(seen(kind, kind, owner="hart-pd") for kind in kinds())
    assert {line.kind for line in found} == set(kinds())
