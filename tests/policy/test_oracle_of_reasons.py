"""Masks, and all that a decision cites, are what a slow judge finds who reads every clause for every category."""

from collections.abc import Iterator
from random import Random

import pytest

from comity.policy.clauses import Clause, Decision, Exemption, HandlingClass, Needs, Operation
from comity.policy.directory import Agency, Directory
from comity.policy.grounds import Cover, Sort
from comity.policy.masks import ALL_COVERS, decide, is_conditional, lens
from comity.policy.matrix import Matrix, founded
from comity.policy.sessions import Profile
from comity.records.categories import Category
from comity.records.pillars import Pillar
from tests.policy.oracle import Question, question, world
from tests.policy.slow import Case, Verdict, verdict

WORLDS = 150
QUESTIONS = 30
COURT = Agency(key="court", name="Court", pillar=Pillar.COURT)
CLERK = Profile("court", ("clerk",), "adjudication")
BOOKING = HandlingClass("booking", "jail")
CONSENT = Cover(Sort.CONSENT, "part2", int(Category.EVENT | Category.MEDICAL), "consent 1")


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


def _booked(*clauses: Clause, covers: tuple[Cover, ...] = ()) -> Decision:
    directory = Directory(origin="test.example/log", agencies=(COURT,), members=(), clauses=clauses)
    return decide(Matrix(directory, founded(directory)), CLERK, BOOKING, Operation.SEE, covers=covers)


def _clause(id: str, *categories: str, needs: Needs = Needs()) -> Clause:  # noqa: B008 - a frozen value
    return Clause(
        id=id, prose="As signed.", permit=(Operation.SEE,), kinds=("booking",), categories=categories, needs=needs
    )


def _forbidden(id: str, *categories: str, unless: tuple[Exemption, ...] = ()) -> Clause:
    return Clause(
        id=id, prose="As signed.", prohibit=(Operation.SEE,), kinds=("*",), categories=categories, unless=unless
    )


def test_what_was_all_taken_away_again_is_no_reason_and_its_ground_is_not_cited() -> None:
    given = _clause("1", "event"), _clause("2", "medical", needs=Needs(consent="part2")), _forbidden("3", "medical")
    decision = _booked(*given, covers=(CONSENT,))
    assert decision == Decision(int(Category.EVENT), ("1",), against=("3",))


def test_every_prohibition_is_named_that_takes_the_same() -> None:
    decision = _booked(_clause("1", "event", "medical"), _forbidden("2", "medical"), _forbidden("3", "medical"))
    assert decision.against == ("2", "3")


def test_the_ground_of_an_exemption_is_cited_with_what_it_opens() -> None:
    unless = (Exemption(needs=Needs(consent="part2")),)
    given = _clause("1", "event", "medical"), _forbidden("2", "medical", unless=unless)
    assert _booked(*given).mask == Category.EVENT
    assert _booked(*given, covers=(CONSENT,)) == Decision(
        int(Category.EVENT | Category.MEDICAL), ("1",), grounds=("consent 1",)
    )


def test_a_ground_is_not_cited_for_what_is_open_anyway() -> None:
    elsewhere = (Exemption(needs=Needs(consent="part2")),)
    decision = _booked(_clause("1", "event"), _forbidden("2", "counsel", unless=elsewhere), covers=(CONSENT,))
    assert decision == Decision(int(Category.EVENT), ("1",))
