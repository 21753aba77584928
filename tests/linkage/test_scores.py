"""Scores: the same from both sides, alone and in bulk, and explained to the last bit."""

from random import Random
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.linkage.columns import columns_of
from comity.linkage.explaining import waterfall
from comity.linkage.features import Features
from comity.linkage.scoring import score, score_pairs, sources_of
from tests.linkage.people import HOME, features, model, person

WORDS = st.sampled_from(
    ["", "ada", "adah", "a", "quill", "quil", "smith", "smyth", "garcia lopez", "lopez", "bill", "william"]
)
DATES = st.sampled_from(["1984", "1984-03", "1984-03-07", "1984-07-03", "1983-03-07", "1950-12-31", "1984-02-30"])
PEOPLE = st.builds(
    Features,
    st.just("person"),
    names=st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=3).map(tuple),
    birth_dates=st.lists(DATES, max_size=2).map(tuple),
    sex=st.sampled_from(["", "F", "M"]),
    numbers=st.lists(
        st.tuples(st.sampled_from(["ssn", "fbi", ""]), st.sampled_from(["912345678", "912345687", "123"])), max_size=2
    ).map(tuple),
    phones=st.lists(st.sampled_from(["4155550142", "4155550143"]), max_size=2).map(tuple),
    places=st.lists(
        st.sampled_from(
            [("62704", "12 oak street", "harbor", ""), ("", "12 oak street", "harbor", ""), ("62705", "", "", "")]
        ),
        max_size=2,
    ).map(tuple),
)


@settings(max_examples=300)
@given(PEOPLE, PEOPLE)
def test_a_score_is_the_same_from_both_sides(one: Features, other: Features) -> None:
    assert score(model(), one, [other])[0] == pytest.approx(score(model(), other, [one])[0], abs=1e-9)


@settings(max_examples=300)
@given(PEOPLE, PEOPLE)
def test_the_steps_of_a_waterfall_sum_to_the_score(one: Features, other: Features) -> None:
    told = waterfall(model(), one, other)
    assert told.prior + sum(step.bits for step in told.steps) == pytest.approx(told.total, abs=1e-9)
    assert told.total == pytest.approx(score(model(), one, [other])[0], abs=1e-9)
    assert 0 <= told.chance <= 1


@settings(max_examples=50)
@given(st.lists(PEOPLE, min_size=2, max_size=12))
def test_many_pairs_at_once_score_as_each_alone(people: list[Features]) -> None:
    left, right = np.triu_indices(len(people), 1)
    together = score_pairs(model(), columns_of(people, sources_of(model())), left, right)
    alone = [score(model(), people[a], [people[b]])[0] for a, b in zip(left, right, strict=True)]
    assert together == pytest.approx(alone, abs=1e-9)


def test_thousands_of_pairs_at_once_score_as_each_alone() -> None:
    chance = Random(5)

    def word() -> str:
        return "".join(chance.choices("abenrt", k=chance.randint(1, 7)))

    def someone() -> Features:
        born = f"19{chance.randint(50, 59)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
        place = (f"627{chance.randint(10, 99)}", f"{chance.randint(1, 9)} {word()} street", "", "")
        phone = f"4155550{chance.randint(100, 199)}"
        return Features("person", ((word(), word(), word()),), (born,), "F", (), (phone,), (), (place,))

    people = [someone() for _ in range(60)]
    left, right = np.triu_indices(len(people), 1)
    together = score_pairs(model(), columns_of(people, sources_of(model())), left, right)
    alone = [score(model(), people[a], [people[b]])[0] for a, b in zip(left, right, strict=True)]
    assert together == pytest.approx(alone, abs=1e-9)


def test_what_is_just_as_alike_as_asked_is_alike() -> None:
    # By Jaro and Winkler these are alike at 0.92 exactly, which is what the level asks.
    one, other = (Features("person", emails=(email,)) for email in ("lucas@marrington.coh", "lucas.harrington@com"))
    told = waterfall(model(), one, other)
    assert next(step.level for step in told.steps if step.comparison == "email") == "alike"


def test_every_reason_is_a_sentence_that_a_clerk_can_read() -> None:
    one = features(person("William", "Smith", "1984-03-07", sex="M", home=HOME))
    told = waterfall(model(), one, features(person("Bill", "Smyth", "1984-07-03", sex="M", home=HOME)))
    words = {step.comparison: step.words for step in told.steps}
    assert words["given"].startswith("One given name is an everyday form of the other: william, bill.")
    assert words["birth_date"].startswith("Day and month of the birth dates have changed places")
    assert words["number"] == "A number is missing. That says nothing either way."
    assert all(step.words.endswith(".") for step in told.steps)


def test_a_waterfall_says_when_it_may_be_a_twin() -> None:
    one = features(person("Ada", "Quill", "1984-03-07", sex="F", home=HOME))
    told = waterfall(model(), one, features(person("Eve", "Quill", "1984-03-07", sex="F", home=HOME)))
    assert any(step.words.startswith("Allowing for a twin") for step in told.steps)


def test_one_record_beside_thirty_is_scored_at_once() -> None:
    one = features(person("Ada", "Quill", "1984-03-07", sex="F", home=HOME))
    others = [features(person("Ada", "Quil", "1984-03-17", sex="F", phone="415-555-0142"))] * 30
    score(model(), one, others)
    took = []
    for _ in range(50):
        began = perf_counter()
        score(model(), one, others)
        took.append(perf_counter() - began)
    # The goal is a millisecond; a machine with other work on it gets ten.
    assert min(took) < 0.01
