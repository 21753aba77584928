"""Who is held, on which order and until when; and who should not be any more."""

from datetime import UTC, datetime
from typing import Any

import pytest

from comity.acts.viewing import View
from comity.desks.custody import Alarm, Custody, CustodyState, custodies
from comity.desks.seen import thread_of
from tests.desks.seeing import arrested, here, id_of, seen

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def booked(*more: View) -> list[View]:
    fields: dict[str, Any] = {"arrest": id_of("arrest"), "booked_at": "2026-03-02T15:00:00Z", "booking_number": "B-1"}
    return [*arrested(), seen("booking", "booking", facility_name="Main", **fields), *more]


def order(name: str, kind: str, issued_at: str, **more: Any) -> View:
    return seen("court-order", name, kind=kind, issued_at=issued_at, subject=id_of("ada"), order_number=name, **more)


def now(*more: View, at: datetime = NOON) -> Custody:
    (found,) = custodies(thread_of(booked(*more)), here(at))
    return found


REMAND = order("O-1", "remand", "2026-03-03T10:00:00Z", expires_at="2026-03-20", case=id_of("case"))


def test_somebody_is_held_on_an_order_until_it_ends() -> None:
    found = now(REMAND)
    assert (found.name, found.state, found.since, found.facility) == (
        "Ada Quill", CustodyState.HELD, "2026-03-02T15:00:00Z", "Main",
    )  # fmt: skip
    assert found.order is not None
    assert (found.order.number, found.order.expires_at, found.alarms) == ("O-1", "2026-03-20", ())


def test_somebody_held_past_the_order_is_over_detained() -> None:
    found = now(REMAND, at=datetime(2026, 3, 21, 0, 0, 1, tzinfo=UTC))
    assert found.alarms == (Alarm.ORDER_EXPIRED,)
    assert found.is_over_detained
    assert not now(REMAND, at=datetime(2026, 3, 20, 23, 59, tzinfo=UTC)).alarms


def test_somebody_whose_release_is_ordered_is_to_be_let_go_at_once() -> None:
    free = order("O-2", "release", "2026-03-10T11:30:00Z", case=id_of("case"))
    assert now(REMAND, free).alarms == (Alarm.RELEASE_ORDERED,)
    later = now(REMAND, free, at=datetime(2026, 3, 12, 12, 0, tzinfo=UTC))
    assert later.alarms == (Alarm.RELEASE_OVERDUE,)
    assert later.is_over_detained


def test_a_release_in_one_case_frees_nobody_who_is_held_in_another() -> None:
    free = order("O-2", "release", "2026-03-04T10:00:00Z", case=id_of("other"))
    assert not now(REMAND, free).alarms


def test_bail_that_was_set_frees_nobody_by_itself() -> None:
    assert not now(order("O-3", "bail", "2026-03-03T10:00:00Z", case=id_of("case"))).alarms


def test_an_order_that_was_recalled_holds_nobody() -> None:
    recalled = order("O-1", "remand", "2026-03-03T10:00:00Z", expires_at="2026-03-20", recalled_at="2026-03-04")
    assert now(recalled).alarms == (Alarm.WITHOUT_ORDER,)


def test_nobody_is_held_without_an_order_past_the_first_appearance() -> None:
    assert now().alarms == (Alarm.WITHOUT_ORDER,)
    assert not now(at=datetime(2026, 3, 3, 12, 0, tzinfo=UTC)).alarms


def test_a_sentence_to_confinement_is_ground_to_hold_until_it_is_acknowledged() -> None:
    confined = [{"kind": "confinement", "term": "P6M"}]
    fields: dict[str, Any] = {"subject": id_of("ada"), "imposed_at": "2026-03-08T10:00:00Z"}
    assert not now(seen("sentence", "s", components=confined, **fields)).alarms
    assert now(seen("sentence", "s", components=[{"kind": "fine"}], **fields)).alarms == (Alarm.WITHOUT_ORDER,)


def test_who_does_not_see_orders_is_told_of_none_missing() -> None:
    (found,) = custodies(thread_of(booked()), here(NOON, hidden=frozenset({"court-order"})))
    assert found.alarms == ()


def test_nobody_is_held_past_the_computed_release() -> None:
    commitment = seen("commitment", "c", booking=id_of("booking"), received_at="2026-03-05", release_on="2026-03-09")
    assert now(commitment).alarms == (Alarm.PAST_COMPUTED_RELEASE,)
    assert not now(commitment, at=datetime(2026, 3, 9, 23, 0, tzinfo=UTC)).alarms


@pytest.mark.parametrize(
    "kind,state", [("court", "outside"), ("return", "held"), ("escape", "escaped"), ("death", "dead")]
)
def test_where_somebody_is_goes_by_the_last_movement(kind: str, state: str) -> None:
    first = seen("custody-movement", "m1", booking=id_of("booking"), kind="hospital", moved_at="2026-03-05T08:00:00Z")
    last = seen("custody-movement", "m2", booking=id_of("booking"), kind=kind, moved_at="2026-03-06T08:00:00Z")
    assert now(last, first, REMAND).state == state


def test_somebody_released_is_in_custody_no_more() -> None:
    release = seen("release", "r", booking=id_of("booking"), released_at="2026-03-06T08:00:00Z")
    found = now(release)
    assert (found.state, found.is_in_custody, found.alarms) == (CustodyState.RELEASED, False, ())
