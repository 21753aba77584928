"""What is made up is the same for a seed, follows its own order, and keeps who is who to itself."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from comity.acts.submit import Submission
from comity.demo.chance import Chance
from comity.demo.city import City
from comity.demo.generating import stories
from comity.demo.mistakes import STREET, as_entered
from comity.demo.tales import Story
from comity.records.codec import encode
from comity.records.declaration import kind_name
from comity.records.moments import earliest
from comity.records.parties.person import Person
from comity.records.reach import pointers_of

SMALL = 0.01


def city_of(seed: int) -> City:
    return City(scale=SMALL, seed=seed, until=date(2026, 1, 1))


def told_by(city: City) -> list[Story]:
    return list(stories(city, SMALL))


def entered(told: Iterable[Story]) -> Iterator[Submission]:
    return (submission for story in told for step in story.steps for submission in step.submissions)


def spelled(told: Iterable[Story]) -> list[tuple[str, bytes]]:
    return [(str(submission.id), encode(submission.record)) for submission in entered(told)]


def test_the_same_seed_tells_the_same_stories_with_the_same_ids() -> None:
    one, other = city_of(7), city_of(7)
    assert spelled(told_by(one)) == spelled(told_by(other))
    assert one.truth == other.truth


def test_another_seed_tells_other_stories() -> None:
    one, other = (dict(spelled(told_by(city_of(seed)))) for seed in (7, 8))
    assert one.keys().isdisjoint(other)


def test_a_story_refers_only_to_what_it_or_an_earlier_story_entered() -> None:
    entered_in: dict[str, int] = {}
    for story in told_by(city_of(1)):
        for step in story.steps:
            for submission in step.submissions:
                entered_in[str(submission.id)] = story.number
            for submission in step.submissions:
                for pointer in pointers_of(submission.record):
                    assert entered_in[str(pointer.id)] in {story.number, *story.after}


def test_nothing_is_told_that_has_not_happened_yet() -> None:
    city = city_of(1)
    for submission in entered(told_by(city)):
        happened = getattr(submission.record, "occurred_at", None)
        assert happened is None or earliest(happened) < city.until


def test_the_hidden_truth_names_every_person_record_once_and_no_other() -> None:
    city = city_of(1)
    persons = [submission.id for submission in entered(told_by(city)) if isinstance(submission.record, Person)]
    assert sorted(line.record for line in city.truth) == sorted(persons)


def test_one_true_person_is_entered_by_several_agencies_and_twice_by_the_same() -> None:
    city = City(scale=0.05, seed=1, until=date(2026, 1, 1))
    list(stories(city, 0.05))
    agencies: dict[int, set[str]] = {}
    entries = Counter((line.human, line.agency) for line in city.truth)
    for human, agency in entries:
        agencies.setdefault(human, set()).add(agency)
    assert sum(len(of) > 1 for of in agencies.values()) > 50
    assert sum(count > 1 for count in entries.values()) > 50


def test_some_entries_of_a_person_have_an_error_and_most_have_none() -> None:
    city = City(scale=0.05, seed=3, until=date(2026, 1, 1))
    chance, wrong = Chance("entries"), 0
    for human in city.people:
        name = as_entered(chance, human, STREET).names[0]
        wrong += (name.given_name, name.surname) != (human.given_name, human.surname)
    assert 0.1 < wrong / len(city.people) < 0.35


@pytest.mark.parametrize("mistake", ["given_name", "surname"])
def test_no_error_of_entry_leaves_a_name_empty(mistake: str) -> None:
    city = City(scale=0.05, seed=4, until=date(2026, 1, 1))
    chance = Chance("names")
    assert all(getattr(as_entered(chance, human, STREET).names[0], mistake) for human in city.people)


def test_scale_one_is_a_city_of_twenty_thousand_with_five_years_from_incident_to_sentence() -> None:
    city = City(scale=1, seed=1, until=date(2026, 1, 1))
    count = Counter(kind_name(type(submission.record)) for submission in entered(stories(city, 1)))
    assert len(city.people) == 20_000
    assert 25_000 < count["incident"] < 40_000
    assert count["incident"] > count["arrest"] > count["court-case"] > count["sentence"] > 2_000
    assert min(count[kind] for kind in FLOW) > 500


FLOW = (
    *("diary-entry", "incident", "involvement", "exhibit", "custody-handoff", "lab-request", "lab-report", "arrest"),
    *("booking", "person-identification", "charge-referral", "charging-decision", "court-case", "hearing"),
    *("court-order", "warrant", "warrant-return", "disposition", "sentence", "case-closing", "commitment"),
    *("custody-movement", "release", "supervision", "supervision-event", "service-call"),
    *("behavioral-health-evaluation", "location", "person"),
)
