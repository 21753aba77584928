"""Ages are told as exactly as the birth date is known, and babies in words."""

import pytest

from comity.exchange.nibrs.ages import age_on


@pytest.mark.parametrize(
    "born, age",
    [
        ("1990-12-10", "35"),
        ("1990-11-03", "36"),
        ("2001", "24-25"),
        ("2001-11", "24-25"),
        ("2001-12", "24"),
        ("1920-01-01", "99"),
        ("1927-06-01", "99"),
        ("1928-06-01", "98"),
        ("2026-11-03", "NN"),
        ("2026-10-30", "NB"),
        ("2026-03-01", "BB"),
        ("2025-11-03", "01"),
        ("2026", "00"),
        ("2025", "00"),
        ("2027-01-01", "00"),
        ("unknown", "00"),
    ],
)
def test_an_age_on_a_day(born: str, age: str) -> None:
    assert age_on(born, "2026-11-03T21:40-06:00") == age


def test_without_a_day_no_age_is_known() -> None:
    assert age_on("1990-12-10", "2026") == "00"
