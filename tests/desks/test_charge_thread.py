"""A charge is followed from arrest to sentence; what is missing is said, but only to whom it could not be hidden."""

from datetime import UTC, datetime, timedelta

from comity.desks.awaiting import gaps
from comity.desks.charge_thread import ChargeThread, Stage, charge_threads
from comity.desks.seen import thread_of
from tests.desks.seeing import FIRST, SECOND, arrested, decided, docketed, here, referred, seen, sentenced

ARRESTED = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
SOON, LATE = ARRESTED + timedelta(hours=1), ARRESTED + timedelta(days=90)


def stages(charge: ChargeThread) -> list[str]:
    return [step.stage.value for step in charge.steps]


def test_a_charge_is_followed_from_arrest_to_sentence() -> None:
    first, second = charge_threads(thread_of(sentenced()))
    assert (first.number, second.number) == (FIRST, SECOND)
    assert stages(first) == ["arrested", "referred", "decided", "docketed", "pleaded", "disposed", "sentenced"]
    assert stages(second) == ["arrested", "referred", "decided"]
    assert first.reached is Stage.SENTENCED


def test_a_charge_is_what_it_was_amended_to() -> None:
    first, second = charge_threads(thread_of(decided()))
    assert (first.offense, second.offense, second.text) == ("290", "240", "Took a car.")


def test_each_step_says_when_and_by_whom_and_what() -> None:
    first, second = charge_threads(thread_of(sentenced()))
    amended, declined = first.steps[2], second.steps[2]
    assert (amended.said, amended.reason, amended.owner, amended.at) == (
        "amend", "Less.", "hart-da", "2026-03-03T09:00:00Z",
    )  # fmt: skip
    assert (declined.said, declined.reason) == ("decline", "No proof.")
    assert (first.steps[3].said, first.steps[4].said, first.steps[5].said) == ("26-CR-7", "not guilty", "convicted")
    assert [part.kind.value for part in first.steps[6].components] == ["confinement", "fine"]


def test_a_charge_that_is_not_referred_says_why() -> None:
    referral = seen(
        "charge-referral", "referral", accused=[{"serial": 1, "person": arrested()[0].id, "arrest": arrested()[2].id}],
        not_referred=[{"charge_tracking_number": SECOND, "reason": "Withdrawn."}], referred_at="2026-03-02T15:00:00Z",
    )  # fmt: skip
    _, second = charge_threads(thread_of([*arrested(), referral]))
    assert (second.reached, second.steps[-1].reason) == (Stage.NOT_REFERRED, "Withdrawn.")


def test_a_step_that_is_not_seen_is_not_there() -> None:
    shown = [each for each in sentenced() if each.kind != "charging-decision"]
    first, _ = charge_threads(thread_of(shown))
    assert stages(first) == ["arrested", "referred", "pleaded", "disposed", "sentenced"]


def test_what_has_not_come_is_open_and_then_overdue() -> None:
    thread = thread_of(referred())
    soon, late = here(SOON), here(LATE)
    first, _ = charge_threads(thread, gaps(thread, soon))
    assert [(gap.name, gap.overdue) for gap in first.gaps] == [("referred_charge_is_decided", False)]
    assert not first.is_overdue
    first, _ = charge_threads(thread, gaps(thread, late))
    assert first.is_overdue
    assert first.gaps[0].due_at == ARRESTED + timedelta(days=30)


def test_nothing_is_said_to_be_missing_that_the_reader_could_not_see() -> None:
    thread = thread_of(referred())
    blind = here(LATE, hidden=frozenset({"charging-decision"}))
    assert all(not charge.gaps for charge in charge_threads(thread, gaps(thread, blind)))


def test_what_has_come_is_not_missing() -> None:
    thread = thread_of(docketed())
    assert [gap.name for gap in gaps(thread, here(LATE)) if gap.charge] == []
    names = {gap.name for gap in gaps(thread_of(arrested()), here(LATE))}
    assert names == {"arrest_charge_is_referred", "person_arrested_appears_in_court"}
