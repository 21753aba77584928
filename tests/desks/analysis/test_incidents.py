"""Incidents compared: near repeats against chance, and series with their reasons; no person enters either."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import numpy as np
import pytest

from comity.desks.analysis.events import Event, events, on_plane
from comity.desks.analysis.near_repeats import Closeness, near_repeats
from comity.desks.analysis.series import Trait, series
from tests.desks.analysis.making import fact, number, ref

START = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
# A hundred meters north, in degrees of latitude.
NORTH = 100 / 111_195


def event(n: int, *, days: float = 0.0, north: float = 0.0, words: str = "Burglary", **more: Any) -> Event:
    at = START + timedelta(days=days)
    said = at.isoformat(timespec="minutes")
    hour = at.hour + at.minute / 60
    position = (44.9 + north * NORTH, -93.2)
    return Event(number(n), f"I-{n}", "hart-pd", ("1.2",), said, at, hour, ("220",), words, position=position, **more)


def scattered(count: int, first: int = 100) -> list[Event]:
    """Incidents far from one another in place and time, of other sorts than a burglary by the window."""
    drawn = np.random.default_rng(7)
    return [
        event(
            first + n,
            days=float(drawn.uniform(0, 365)),
            north=float(drawn.uniform(0, 4000)),
            words=("Burglary", "Theft", "Vandalism", "Assault")[n % 4],
            methods=(("Door", "Force")[n % 2],),
            setting=("Home", "Shop", "Street")[n % 3],
        )
        for n in range(count)
    ]


def test_an_incident_is_told_with_what_its_offense_its_place_and_its_property_say() -> None:
    facts = [
        fact(1, "incident", incident_number="I-1", occurred_at="2026-01-02T23:30-06:00", location=ref(4),
             offenses=["220"], category_text="Burglary"),
        fact(2, "offense", incident=ref(1), methods_of_entry=["F Force"], location_category="20 Residence/Home"),
        fact(3, "involvement", activity=ref(1), thing=ref(5), role="property"),
        fact(4, "location", area="Riverside", address={"street": "12 Elm Lane"}, position={"latitude": 44.9,
             "longitude": -93.2}),
        fact(5, "item", category_text="20 Money"),
    ]  # fmt: skip
    (told,) = events(facts)
    assert (told.hour, told.setting, told.things) == (23.5, "Residence/Home", ("Money",))
    assert (told.place, told.area, told.position) == ("12 Elm Lane", "Riverside", (44.9, -93.2))
    assert told.at == datetime(2026, 1, 3, 5, 30, tzinfo=UTC)
    (bare,) = events(facts[:1])
    assert (bare.place, bare.position, bare.methods) == ("", None, ())


def test_an_incident_of_which_only_the_month_is_known_has_no_day_to_compare() -> None:
    (told,) = events([fact(1, "incident", occurred_at="2026-01", offenses=["220"])])
    assert (told.said_at, told.at, told.hour, told.sort) == ("2026-01", None, None, "220")


def test_an_event_has_no_field_for_a_person() -> None:
    assert not {each.name for each in fields(Event)} & {"person", "subject", "suspect", "victim", "persons"}


def test_degrees_become_meters() -> None:
    (_, south), (_, north) = on_plane([(44.9, -93.2), (44.9 + NORTH, -93.2)])
    assert north - south == pytest.approx(100, rel=1e-3)


def test_incidents_near_in_place_and_time_are_pairs_and_more_than_chance_would_make() -> None:
    close = [event(n, days=100 + n, north=500 + n / 4) for n in range(4)]
    far = [event(50 + n, days=11 * n, north=1000 + 30 * n) for n in range(30)]
    (found,) = near_repeats([*close, *far], np.random.default_rng(1))
    assert len(found.pairs) == 6
    assert found.expected < 2
    assert found.chance <= 0.05
    nearest = found.pairs[0]
    assert (nearest.one, nearest.other, nearest.meters, nearest.days) == (number(0), number(1), 25, 1.0)


def test_incidents_strewn_without_pattern_are_not_called_unlikely() -> None:
    drawn = np.random.default_rng(3)
    strewn = [event(n, days=float(drawn.uniform(0, 60)), north=float(drawn.uniform(0, 20))) for n in range(120)]
    (found,) = near_repeats(strewn, np.random.default_rng(1))
    assert found.chance > 0.05
    assert found.expected == pytest.approx(len(found.pairs), rel=0.15)


def test_the_same_incidents_and_seed_give_the_same_answer() -> None:
    those = [event(n, days=n, north=n) for n in range(20)]
    assert near_repeats(those, np.random.default_rng(5)) == near_repeats(those, np.random.default_rng(5))


def test_what_has_no_place_or_no_time_or_too_few_like_it_is_left_out() -> None:
    few = [event(n) for n in range(4)]
    unplaced = [Event(number(90), "I-90", "hart-pd", (), "2026", START, None, ("220",), "Burglary")]
    assert near_repeats([*few, *unplaced], np.random.default_rng(1)) == ()
    assert near_repeats([event(n, days=n) for n in range(9)], np.random.default_rng(1), near=Closeness(1, 0.1)) == ()


def test_incidents_alike_in_rare_things_are_a_series_and_each_reason_says_what_it_weighs() -> None:
    alike = [
        event(n, days=200 + 2 * n, north=2000 + n / 2, methods=("Skylight",), setting="Pharmacy", things=("Drugs",))
        for n in range(3)
    ]
    first, *_ = series([*scattered(80), *alike])
    assert first.incidents == tuple(number(n) for n in range(3))
    assert len(first.pairs) == 3
    reasons = {reason.trait: reason for reason in first.pairs[0].reasons}
    assert reasons[Trait.METHOD].word == "Skylight"
    assert (reasons[Trait.PLACE].word, reasons[Trait.PLACE].step) == ("", 100.0)
    assert reasons[Trait.HOUR].step == 1.0
    assert reasons[Trait.METHOD].bits > reasons[Trait.OFFENSE].bits > 0
    assert first.pairs[0].bits == pytest.approx(sum(r.bits for r in first.pairs[0].reasons), abs=0.01)


def test_what_is_common_is_no_reason_to_suggest_anything() -> None:
    assert series([event(n, days=n * 70, north=n * 50) for n in range(30)]) == ()
    assert series([]) == ()


def test_alike_incidents_a_year_apart_are_no_series() -> None:
    odd: dict[str, Any] = {"methods": ("Skylight",), "setting": "Pharmacy", "things": ("Drugs",)}
    found = series([*scattered(80), event(1, days=0, **odd), event(2, days=300, **odd)])
    assert all({number(1), number(2)} != set(each.incidents) for each in found)


def test_an_incident_is_in_one_series_only() -> None:
    odd: dict[str, Any] = {"methods": ("Skylight",), "setting": "Pharmacy"}
    found = series([*scattered(80), *(event(n, days=n, north=n, **odd) for n in range(8))])
    members = [id for each in found for id in each.incidents]
    assert len(members) == len(set(members))


def test_a_thousand_incidents_are_compared_in_two_seconds() -> None:
    many = scattered(1000)
    before = perf_counter()
    series(many)
    near_repeats(many, np.random.default_rng(1))
    assert perf_counter() - before < 2
