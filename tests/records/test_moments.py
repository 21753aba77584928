"""When something was, and what is surely before what."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.records.moments import DURATION_PATTERN, WHEN_PATTERN, When, earliest, later_by, latest, surely_before

MOMENTS = st.from_regex(WHEN_PATTERN.removeprefix("^").removesuffix(r"$(?!\n)"), fullmatch=True)


@given(MOMENTS)
def test_every_moment_that_the_pattern_admits_can_be_placed(when: str) -> None:
    assert earliest(when) <= latest(when)
    assert not surely_before(when, when)


@given(MOMENTS, MOMENTS)
def test_of_two_moments_at_most_one_is_surely_before_the_other(one: str, other: str) -> None:
    assert not (surely_before(one, other) and surely_before(other, one))


NO_MOMENTS = (
    "2026-02-30 2026-13 2026-04-31 0000 2026-11-22T24:00 2026-11-22T10:60 ٢٠٢٦ 26 2026-11-22Z 2026-11-22T10:00+15:00"
)


@pytest.mark.parametrize("when", [*NO_MOMENTS.split(), "2026-11-22\n", ""])
def test_a_day_that_no_calendar_has_is_no_moment(when: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(when, When)


def test_a_leap_day_of_a_common_year_is_read_as_the_day_after_february() -> None:
    assert earliest("2025-02-29") == datetime(2025, 3, 1, tzinfo=UTC)


def test_a_year_lasts_to_its_last_microsecond() -> None:
    assert latest("2016") == datetime(2016, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    assert latest("2016-02") == datetime(2016, 2, 29, 23, 59, 59, 999999, tzinfo=UTC)


def test_an_offset_is_taken_off() -> None:
    assert earliest("2026-11-22T05:30:00+05:30") == datetime(2026, 11, 22, tzinfo=UTC)


def test_a_day_is_not_surely_before_a_moment_of_that_day() -> None:
    assert not surely_before("2016-09-12", "2016-09-12T07:23:00")
    assert surely_before("2016-09-11", "2016-09-12T07:23:00")


def test_a_local_time_is_only_before_an_instant_that_no_zone_could_reach() -> None:
    assert not surely_before("2016-09-12T07:00:00", "2016-09-12T12:00:00Z")
    assert surely_before("2016-09-10T07:00:00", "2016-09-12T12:00:00Z")


def test_an_unknown_moment_is_before_nothing() -> None:
    assert not surely_before(None, "2016")
    assert not surely_before("2016", None)


@pytest.mark.parametrize(
    "duration,end",
    [
        ("P1Y6M", datetime(2027, 7, 1, tzinfo=UTC)),
        ("P30D", datetime(2026, 1, 31, tzinfo=UTC)),
        ("P2W", datetime(2026, 1, 15, tzinfo=UTC)),
        ("PT36H30M", datetime(2026, 1, 2, 12, 30, tzinfo=UTC)),
    ],
)
def test_a_duration_is_counted_by_the_calendar(duration: str, end: datetime) -> None:
    assert later_by("2026-01-01T00:00:00.000000Z", duration) == end


@given(st.from_regex(DURATION_PATTERN.removeprefix("^").removesuffix(r"$(?!\n)"), fullmatch=True))
def test_every_duration_that_the_pattern_admits_can_be_added(duration: str) -> None:
    assert later_by("2026", duration) >= latest("2026")
