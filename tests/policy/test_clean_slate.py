"""Who may be relieved without a petition: each reason for and against, to the day."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from comity.policy.clean_slate import Ended, Restitution, eligibility
from comity.records.profiles import profile

RULES = profile("us").clean_slate
DAY = timedelta(days=1)


def ended(**changes: Any) -> Ended:
    charge = Ended(charge="HPD-A2015-000001-001", ending="convicted", on="2015-06-01", severity="misdemeanor")
    return replace(charge, **changes)


@pytest.mark.parametrize(
    "charge, eligible_on",
    [
        (ended(ending="acquitted"), "2015-07-31"),
        (ended(ending="dismissed", severity="felony"), "2015-07-31"),
        (ended(ending="diverted"), "2016-06-01"),
        (ended(), "2022-06-01"),
        (ended(severity="Misdemeanor"), "2022-06-01"),
        (ended(severity="felony", offenses=("240",)), "2025-06-01"),
    ],
)
def test_a_charge_becomes_eligible_when_its_waiting_period_is_over(charge: Ended, eligible_on: str) -> None:
    found = eligibility(charge, [charge], RULES)
    assert found.on is not None
    assert f"{found.on:%Y-%m-%d}" == eligible_on
    assert not found.now(found.on - DAY)
    assert found.now(found.on + DAY)


@pytest.mark.parametrize(
    "charge, reason",
    [
        (ended(severity="felony", offenses=("13A",)), "No rule seals"),
        (ended(offenses=("11A",)), "No rule seals"),
        (ended(severity=""), "No rule seals"),
        (ended(ending="transferred"), "No rule seals"),
        (ended(restitution=Restitution.OPEN), "Restitution"),
    ],
)
def test_a_charge_is_never_eligible_for_a_reason_that_is_told(charge: Ended, reason: str) -> None:
    found = eligibility(charge, [charge], RULES)
    assert found.on is None
    assert found.because[0].startswith(reason)
    assert not found.now(datetime(2999, 1, 1, tzinfo=UTC))


def test_paid_restitution_stands_in_nobodys_way() -> None:
    assert eligibility(ended(restitution=Restitution.PAID), [], RULES).on is not None


def test_the_wait_runs_from_the_end_of_the_sentence() -> None:
    found = eligibility(ended(sentence_ends="2017-06-01"), [], RULES)
    assert f"{found.on:%Y-%m-%d}" == "2024-06-01"
    assert "The sentence ends 2017-06-01." in found.because


def test_a_later_conviction_begins_the_wait_anew_and_an_earlier_one_does_not() -> None:
    later, earlier = ended(on="2018-01-01"), ended(on="2014-01-01")
    assert f"{eligibility(ended(), [ended(), later], RULES).on:%Y-%m-%d}" == "2025-01-01"
    assert f"{eligibility(ended(), [ended(), earlier], RULES).on:%Y-%m-%d}" == "2022-06-01"


def test_a_later_acquittal_and_a_rule_without_that_condition_change_nothing() -> None:
    acquitted = ended(on="2018-01-01", ending="acquitted")
    assert f"{eligibility(ended(), [acquitted], RULES).on:%Y-%m-%d}" == "2022-06-01"
    dismissed = ended(ending="dismissed")
    assert f"{eligibility(dismissed, [ended(on='2018-01-01')], RULES).on:%Y-%m-%d}" == "2015-07-31"


def test_where_a_jurisdiction_has_no_such_law_nothing_is_eligible() -> None:
    assert eligibility(ended(ending="acquitted"), [], profile("in").clean_slate).on is None
