"""Rules of interests in persons: they end, and soon enough that somebody must say so again."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from comity.ids import new_id
from comity.records.fusion.case_interest import LONGEST_INTEREST, CaseInterest, InterestPurpose
from comity.records.references import Ref
from tests.records.known import NOW, KnownForTests

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


def interest(**changes: Any) -> CaseInterest:
    whole = CaseInterest(
        person=Ref(new_id()),
        contact="lee",
        purpose=InterestPurpose.INVESTIGATION,
        begins_at=NOW - DAY,
        ends_at=NOW + 30 * DAY,
        reason="Seen at three break-ins.",
    )
    return replace(whole, **changes)


def test_interest_ends_after_it_begins_lets_a_day_pass(known: KnownForTests) -> None:
    assert not known.broken(interest(ends_at=NOW))


@pytest.mark.parametrize("ends", [NOW - DAY, NOW - 2 * DAY])
def test_interest_ends_after_it_begins_refuses_an_end_before_or_at_the_beginning(
    known: KnownForTests, ends: Any
) -> None:
    assert set(known.broken(interest(ends_at=ends))) == {"interest_ends_after_it_begins"}


def test_interest_ends_within_180_days_lets_180_days_to_the_instant_pass_and_be_renewed(known: KnownForTests) -> None:
    assert not known.broken(interest(ends_at=NOW + LONGEST_INTEREST))
    known.earlier = interest(begins_at=NOW - 170 * DAY, ends_at=NOW + 10 * DAY)
    assert not known.broken(interest(begins_at=NOW - 170 * DAY, ends_at=NOW + LONGEST_INTEREST))


def test_interest_ends_within_180_days_refuses_more_however_late_it_begins(known: KnownForTests) -> None:
    for begins in (NOW - DAY, NOW + 100 * DAY):
        broken = known.broken(interest(begins_at=begins, ends_at=NOW + LONGEST_INTEREST + TICK))
        assert set(broken) == {"interest_ends_within_180_days"}


def test_an_interest_runs_from_its_beginning_until_its_end() -> None:
    runs = [interest().runs(at) for at in (NOW - DAY - TICK, NOW - DAY, NOW + 30 * DAY - TICK, NOW + 30 * DAY)]
    assert runs == [False, True, True, False]
