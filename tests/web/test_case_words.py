"""How alarms, lengths of time, hours and offenses are said."""

import pytest

from comity.desks.custody import Alarm
from comity.web.case_words import ALARMS, hour_in, length_in, offense_said


@pytest.mark.parametrize(
    "language,length,said",
    [
        ("en", "P1Y6M", "1 year 6 months"),
        ("es", "P30D", "30 días"),
        ("en", "PT48H", "48 hours"),
        ("en", "six months", "six months"),
        ("en", "", ""),
    ],
)
def test_a_length_of_time_is_said_in_words(language: str, length: str, said: str) -> None:
    assert length_in(language)(length) == said


@pytest.mark.parametrize(
    "language,when,said",
    [("es", "2026-03-04T09:30:00-05:00", "9:30"), ("es", "2026-03-04T09:30", "9:30"), ("en", "2026-03-04", "")],
)
def test_an_hour_is_that_of_the_place_where_it_was_said(language: str, when: str, said: str) -> None:
    assert hour_in(language)(when) == said


def test_an_offense_is_said_by_its_name() -> None:
    assert offense_said("us", "220") == "220 Burglary/Breaking & Entering"
    assert offense_said("us", "no such code") == "no such code"
    assert offense_said("us", "") == ""


def test_every_alarm_says_what_to_do() -> None:
    assert set(ALARMS) == set(Alarm)
    assert all(":" in sentence and sentence.endswith(".") for sentence in ALARMS.values())
