"""A docket shows of each hearing the case, the people, the orders, custody, the laboratory and warrants."""

from datetime import UTC, datetime

from comity.acts.viewing import View
from comity.desks.calendar import Naming, calendar, escaped
from comity.desks.docket import DocketEntry, docket, movements_to_court
from comity.desks.seen import thread_of
from tests.desks.seeing import FIRST, docketed, here, id_of, seen

MORNING = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
AROUND = [
    seen("booking", "booking", arrest=id_of("arrest"), booked_at="2026-03-02T15:00:00Z"),
    seen(
        "court-order", "bail", kind="bail", case=id_of("case"), subject=id_of("ada"), bail={"amount": "5000"},
        issued_at="2026-03-03T12:00:00Z", order_number="O-1",
    ),
    seen("exhibit", "exhibit", incident=id_of("incident")),
    seen("lab-request", "request", exhibits=[id_of("exhibit")], requested_at="2026-03-03", laboratory="hart-lab"),
    seen("warrant", "warrant", subject=id_of("ada"), issued_on="2026-03", warrant_number="W-1", category_text="Bench"),
]  # fmt: skip


def entry(shown: list[View]) -> DocketEntry:
    (found,) = docket(thread_of(shown), [id_of("hearing")], here(MORNING))
    return found


def test_a_docket_shows_all_that_stands_around_a_hearing() -> None:
    found = entry([*docketed(), *AROUND])
    assert (found.case_number, found.title, found.courtroom, found.judge, found.what) == (
        "26-CR-7", "People v. Quill", "2", "cole", "Arraignment",
    )  # fmt: skip
    assert [(p.role, p.name, p.present) for p in found.parties] == [("defendant", "Ada Quill", True)]
    assert [(c.number, c.offense, c.plea) for c in found.charges] == [(FIRST, "290", "not guilty")]
    assert [(o.number, o.kind, o.amount, o.subject) for o in found.orders] == [("O-1", "bail", "5000", "Ada Quill")]
    assert [(held.booking, held.state.value) for held in found.custody] == [(id_of("booking"), "held")]
    assert [lab.laboratory for lab in found.lab_pending] == ["hart-lab"]
    assert [(w.number, w.category) for w in found.warrants] == [("W-1", "Bench")]


def test_a_court_that_does_not_see_the_referral_sees_what_the_charges_lead_to() -> None:
    found = entry([each for each in [*docketed(), *AROUND] if each.kind != "charge-referral"])
    assert [(c.number, c.offense) for c in found.charges] == [(FIRST, "290")]
    assert [held.booking for held in found.custody] == [id_of("booking")]
    assert [lab.request for lab in found.lab_pending] == [id_of("request")]


def test_what_is_done_is_not_pending() -> None:
    done = [
        seen("lab-report", "report", request=id_of("request"), signed_at="2026-03-04"),
        seen("warrant-return", "back", warrant=id_of("warrant"), outcome="served", happened_at="2026-03-02"),
    ]
    found = entry([*docketed(), *AROUND, *done])
    assert (found.lab_pending, found.warrants) == ((), ())


def test_nothing_is_said_to_be_open_that_the_reader_would_not_see_closed() -> None:
    blind = here(MORNING, hidden=frozenset({"release", "lab-report", "warrant-return"}))
    (found,) = docket(thread_of([*docketed(), *AROUND]), [id_of("hearing")], blind)
    assert [held.state.value for held in found.custody] == ["booked"]
    assert found.lab_pending == ()
    assert [warrant.sure for warrant in found.warrants] == [False]
    assert movements_to_court([found]) == []


def test_a_recalled_warrant_is_not_active() -> None:
    recalled = seen("warrant", "warrant", subject=id_of("ada"), recalled_at="2026-03-03")
    assert entry([*docketed(), *AROUND, recalled]).warrants == ()


def test_hearings_stand_in_the_order_of_their_instants() -> None:
    more = [
        seen("hearing", "early", case=id_of("case"), starts_at="2026-03-04T13:30:00Z"),
        seen("hearing", "unset", case=id_of("case")),
    ]
    found = docket(thread_of([*docketed(), *more]), map(id_of, ("hearing", "early", "unset")), here(MORNING))
    assert [each.hearing for each in found] == [id_of("early"), id_of("hearing"), id_of("unset")]


def test_a_hearing_of_a_case_that_is_hidden_shows_the_hearing_alone() -> None:
    found = entry([each for each in docketed() if each.kind == "hearing"])
    assert (found.case_number, found.title, found.charges, found.orders) == ("", "", (), ())
    assert [(p.person, p.name) for p in found.parties] == [(id_of("ada"), "")]


def test_who_is_in_custody_is_on_the_list_for_court() -> None:
    entries = docket(thread_of([*docketed(), *AROUND]), [id_of("hearing")], here(MORNING))
    assert [(e.hearing, held.name) for e, held in movements_to_court(entries)] == [(id_of("hearing"), "Ada Quill")]
    free = seen("release", "free", booking=id_of("booking"), released_at="2026-03-03T13:00:00Z")
    entries = docket(thread_of([*docketed(), *AROUND, free]), [id_of("hearing")], here(MORNING))
    assert movements_to_court(entries) == []


def test_a_calendar_names_the_case_and_by_itself_nobody() -> None:
    text = calendar([entry(docketed())], stamp=MORNING, host="hart.example")
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert f"UID:{id_of('hearing')}@hart.example\r\n" in text
    assert "DTSTART:20260304T140000Z\r\nDTEND:20260304T143000Z\r\n" in text
    assert "SUMMARY:26-CR-7 Arraignment\r\n" in text
    assert "Quill" not in text
    named = calendar([entry(docketed())], stamp=MORNING, host="hart.example", naming=Naming.TITLE)
    assert "SUMMARY:26-CR-7 People v. Quill Arraignment\r\n" in named


def test_a_time_without_zone_stays_where_the_court_is() -> None:
    shown = [seen("hearing", "hearing", starts_at="2026-03-04T09:00", ended_at="2026-03-04T10:15")]
    text = calendar([entry(shown)], stamp=MORNING, host="h")
    assert "DTSTART:20260304T090000\r\nDTEND:20260304T101500\r\n" in text


def test_a_hearing_of_which_the_day_is_known_takes_the_day() -> None:
    text = calendar([entry([seen("hearing", "hearing", starts_at="2026-03-04")])], stamp=MORNING, host="h")
    assert "DTSTART;VALUE=DATE:20260304\r\n" in text
    none = calendar([entry([seen("hearing", "hearing", starts_at="2026-03")])], stamp=MORNING, host="h")
    assert "VEVENT" not in none


def test_no_text_breaks_out_of_its_line() -> None:
    assert escaped("a;b,c\\d\r\nEND:VEVENT\n\x07e") == "a\\;b\\,c\\\\d\\nEND:VEVENT\\ne"


def test_long_lines_are_folded_within_75_octets_and_between_characters() -> None:
    shown = [seen("hearing", "hearing", starts_at="2026-03-04", name="सुनवाई " * 40)]
    text = calendar([entry(shown)], stamp=MORNING, host="h")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "सुनवाई " * 39 in text.replace("\r\n ", "")
