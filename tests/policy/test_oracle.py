"""Policy decides as Cedar does on the exported policies: two engines of different authors, and no disagreement."""

from random import Random

import cedarpy
import pytest
from msgspec.structs import replace

from comity.policy.cedar import exported
from comity.policy.clauses import RESTRICTED, Clause, HandlingClass, Operation
from comity.policy.masks import decide
from comity.policy.matrix import Matrix, Rule
from comity.policy.sessions import PURPOSES
from comity.policy.statutes import read_statutes
from comity.records.categories import Category
from comity.records.profiles import profile_keys
from comity.records.registry import kinds
from tests.policy.oracle import Question, answers, obligations, question, world

SEEDS = 8
WORLDS = 16
QUESTIONS = 93
DECISIONS = SEEDS * WORLDS * QUESTIONS * len(Category)


def test_two_hundred_thousand_decisions_are_compared() -> None:
    assert DECISIONS >= 200_000


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_decision_is_the_one_that_cedar_makes(seed: int) -> None:
    chance = Random(seed)
    allowed = 0
    for _ in range(WORLDS):
        matrix = world(chance)
        asked = [question(chance) for _ in range(QUESTIONS)]
        for each, cedar in zip(asked, answers(matrix, asked), strict=True):
            ours = decide(matrix, each.profile, each.handling, each.operation, covers=each.covers)
            theirs = sum(category for category, answer in cedar.items() if answer.allowed)
            assert ours.mask == theirs, (matrix, each, ours)
            because = [answer.because for answer in cedar.values() if answer.allowed]
            assert set(ours.because) == frozenset().union(*because), (matrix, each, ours)
            allowed += ours.mask.bit_count()
    # Hardly a question that is always refused would prove anything.
    assert 0.05 < allowed / (DECISIONS / SEEDS) < 0.95


def test_the_obligations_are_those_that_cedar_names() -> None:
    chance = Random(2302)
    heeded = 0
    for _ in range(24):
        matrix = world(chance)
        asked = [question(chance) for _ in range(40)]
        for each, cedar in zip(asked, obligations(matrix, asked), strict=True):
            ours = decide(matrix, each.profile, each.handling, each.operation, covers=each.covers)
            if each.operation in ("enter", "import"):
                assert not ours.obliged
                continue
            named = [
                cedar[category].because for category in Category if ours.mask & category and cedar[category].allowed
            ]
            assert set(ours.obliged) == frozenset().union(*named), (matrix, each, ours)
            heeded += len(ours.obliged)
    assert heeded


def test_the_exported_policies_hold_to_the_exported_schema() -> None:
    chance = Random(7)
    for _ in range(40):
        export = exported(world(chance))
        result = cedarpy.validate_policies(export.policies, export.schema)
        assert result.validation_passed, ([str(error) for error in result.errors], export.policies)


@pytest.mark.parametrize("profile", profile_keys())
def test_the_statutes_are_decided_as_cedar_decides_them_whatever_partners_agree(profile: str) -> None:
    chance = Random(profile)
    agreed = Clause(
        id="all",
        prose="Everybody sees everything.",
        permit=tuple(Operation),
        kinds=("*",),
        categories=("*",),
        markings=tuple(sorted(RESTRICTED)),
    )
    matrix = Matrix(world(chance).directory, (*read_statutes(profile), Rule(agreed, "all")))
    export = exported(matrix)
    assert cedarpy.validate_policies(export.policies, export.schema).validation_passed
    asked = [_of_life(chance) for _ in range(300)]
    against = set[str]()
    for each, cedar in zip(asked, answers(matrix, asked), strict=True):
        ours = decide(matrix, each.profile, each.handling, each.operation, covers=each.covers)
        assert ours.mask == sum(category for category, answer in cedar.items() if answer.allowed), (each, ours)
        against.update(ours.against)
    assert against


def _of_life(chance: Random) -> Question:
    """Ask about any kind, with the markings that restrict, for any purpose there is."""
    asked = question(chance)
    markings = tuple(sorted(chance.sample(sorted(RESTRICTED), chance.randint(0, 2))))
    return replace(
        asked,
        profile=replace(asked.profile, purpose=chance.choice(sorted(PURPOSES))),
        handling=HandlingClass(chance.choice(sorted(kinds())), asked.handling.owner, markings),
    )
