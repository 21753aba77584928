"""What did not arrive is tried again for about three days, and never by all at the same instant."""

from datetime import timedelta
from random import Random

from comity.outside.retrying import TRIES, next_try

EXACT = [0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]


def test_every_wait_is_that_of_the_schedule_a_fifth_more_or_less() -> None:
    chance = Random(7)
    for _ in range(300):
        for attempts, seconds in enumerate(EXACT):
            wait = next_try(attempts, chance=chance)
            assert wait is not None
            assert 0.8 * seconds <= wait.total_seconds() <= 1.2 * seconds


def test_after_ten_tries_it_is_a_dead_letter() -> None:
    assert TRIES == len(EXACT) == 10
    assert next_try(10, chance=Random(1)) is None
    assert next_try(99, chance=Random(1)) is None


def test_all_tries_together_take_about_three_days() -> None:
    chance = Random(3)
    whole = sum((next_try(attempts, chance=chance) or timedelta() for attempts in range(TRIES)), timedelta())
    assert timedelta(days=2.5) < whole < timedelta(days=3.8)


def test_two_who_wait_for_one_receiver_do_not_come_back_together() -> None:
    assert next_try(5, chance=Random(1)) != next_try(5, chance=Random(2))
