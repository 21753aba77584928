"""Masks, and all that a decision cites, are what a slow judge finds who reads every clause for every category."""

from collections.abc import Iterator
from random import Random

import pytest

from comity.policy.clauses import Decision
from comity.policy.masks import ALL_COVERS, decide, is_conditional, lens
from comity.policy.matrix import Matrix
from comity.records.categories import Category
from tests.policy.oracle import Question, question, world
from tests.policy.slow import Case, Verdict, verdict

WORLDS = 60
QUESTIONS = 30


def _judged(seed: int) -> Iterator[tuple[Decision, list[tuple[Category, Verdict]], str]]:
    chance = Random(f"judge {seed}")
    for _ in range(WORLDS):
        matrix = world(chance)
        for _ in range(QUESTIONS):
            asked = question(chance)
            ours = decide(matrix, asked.profile, asked.handling, asked.operation, covers=asked.covers)
            yield ours, _verdicts(matrix, asked), f"{ours}\n{asked}\n{matrix.rules}"


def _verdicts(matrix: Matrix, asked: Question) -> list[tuple[Category, Verdict]]:
    return [
        (each, verdict(Case(matrix, asked.profile, asked.handling, asked.operation, asked.covers, each)))
        for each in Category
    ]


@pytest.mark.parametrize("seed", range(4))
def test_a_slow_judge_comes_to_the_same_masks_and_reasons(seed: int) -> None:
    for ours, verdicts, shown in _judged(seed):
        open_ = [found for _, found in verdicts if found.allowed]
        assert ours.mask == sum(category for category, found in verdicts if found.allowed), shown
        assert set(ours.because) == frozenset().union(*(found.permits for found in open_)), shown
        assert set(ours.obliged) == frozenset().union(*(found.obliges for found in open_)), shown
        assert set(ours.grounds) == frozenset().union(*(found.grounds for found in open_)), shown
        assert set(ours.against) == frozenset().union(*(found.prohibits for _, found in verdicts)), shown


def test_a_reason_is_given_once_and_in_the_order_of_the_matrix() -> None:
    for ours, _, shown in _judged(5):
        for names in (ours.because, ours.obliged, ours.against, ours.grounds):
            assert len(set(names)) == len(names), shown


def test_only_what_some_ground_would_widen_is_conditional() -> None:
    chance = Random("conditional")
    found = 0
    for _ in range(WORLDS):
        matrix = world(chance)
        for _ in range(QUESTIONS):
            asked = question(chance)
            seen = lens(matrix, asked.profile, asked.operation)
            wide, narrow = (
                decide(matrix, asked.profile, asked.handling, asked.operation, covers=covers)
                for covers in (ALL_COVERS, ())
            )
            assert is_conditional(seen, asked.handling) == (wide.mask != narrow.mask)
            # A ground never takes anything away.
            assert wide.mask & narrow.mask == narrow.mask
            found += wide.mask != narrow.mask
    assert found


def test_the_order_of_the_rules_changes_no_decision() -> None:
    chance = Random("order")
    for _ in range(WORLDS):
        matrix = world(chance)
        shuffled = Matrix(matrix.directory, tuple(chance.sample(matrix.rules, len(matrix.rules))))
        for _ in range(QUESTIONS):
            asked = question(chance)
            one, other = (
                decide(each, asked.profile, asked.handling, asked.operation, covers=asked.covers)
                for each in (matrix, shuffled)
            )
            assert one.mask == other.mask
            for names in ("because", "obliged", "against", "grounds"):
                assert set(getattr(one, names)) == set(getattr(other, names))
