"""To be told that somebody works on the same person is an operation of its own: it opens nothing, nothing opens it."""

import pytest

from comity.policy.clauses import BRINGING, ON_RECORDS, READING, Clause, Grantee, HandlingClass, Operation
from comity.policy.directory import read_directory
from comity.policy.masks import decide
from comity.policy.matrix import Matrix, Rule
from comity.policy.sessions import Profile
from comity.records.categories import Category
from comity.records.pillars import Pillar
from comity.records.registry import kinds
from tests.worlds import SMALL

LEE = Profile("hart-pd", ("officer",), "investigation")
INTEREST = HandlingClass("case-interest", "hart-jail")


def clause(*operations: Operation) -> Clause:
    return Clause(
        id="7.1",
        prose="As signed.",
        permit=operations,
        to=Grantee(pillar=Pillar.POLICE),
        owner="hart-jail",
        kinds=("case-interest",),
        categories=("reference",),
        purposes=("investigation",),
    )


def matrix(*operations: Operation) -> Matrix:
    directory = read_directory(SMALL.partition("[[clause]]")[0], frozenset(kinds()))
    return Matrix(directory, (Rule(clause(*operations), "7.1"),))


def test_it_neither_brings_nor_reads() -> None:
    assert Operation.DECONFLICT not in (*BRINGING, *READING)
    assert {*BRINGING, *ON_RECORDS} == {*Operation}


@pytest.mark.parametrize("operation", [each for each in Operation if each is not Operation.DECONFLICT])
def test_a_clause_that_lets_be_told_lets_do_nothing_else(operation: Operation) -> None:
    assert not decide(matrix(Operation.DECONFLICT), LEE, INTEREST, operation).allowed


def test_a_clause_that_lets_do_everything_else_does_not_let_be_told() -> None:
    others = (each for each in Operation if each is not Operation.DECONFLICT)
    assert not decide(matrix(*others), LEE, INTEREST, Operation.DECONFLICT).allowed


def test_whoever_may_be_told_learns_what_is_of_the_category_reference_and_by_which_clause() -> None:
    decision = decide(matrix(Operation.DECONFLICT), LEE, INTEREST, Operation.DECONFLICT)
    assert (decision.mask, decision.because) == (int(Category.REFERENCE), ("7.1",))


def test_a_restricted_interest_is_told_of_only_where_the_clause_names_it() -> None:
    marked = HandlingClass("case-interest", "hart-jail", ("juvenile",))
    assert not decide(matrix(Operation.DECONFLICT), LEE, marked, Operation.DECONFLICT).allowed
