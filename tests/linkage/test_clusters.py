"""Clusters: merged on the evidence, ruled by people, the same in every order, and undone without a trace."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.linkage.agglomerating import Bounds
from comity.linkage.clustering import Verdict, clusters, contradictions

SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE
EDGES = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(-80, 80).map(lambda n: n / 8)), max_size=40
).map(lambda edges: list({tuple(sorted(edge[:2])): edge for edge in edges if edge[0] != edge[1]}.values()))
JUDGMENTS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.sampled_from(list(Verdict))), max_size=8)
Edge = tuple[int, int, float]
Judged = tuple[int, int, Verdict]


def together(found: tuple[tuple[int, ...], ...], one: int, other: int) -> bool:
    return any(one in members and other in members for members in found)


def test_two_with_evidence_are_one_and_two_without_stay_apart() -> None:
    assert clusters("abc", [("a", "b", 5.0), ("b", "c", -5.0)]) == (("a", "b"), ("c",))


def test_one_strong_pair_does_not_chain_two_families_together() -> None:
    inside = [(a, b, 9.0) for group in ("abc", "xyz") for a, b in combinations(group, 2)]
    across = [(a, b, -9.0) for a in "abc" for b in "xyz" if (a, b) != ("c", "x")]
    assert clusters("abcxyz", [*inside, *across, ("c", "x", 8.0)]) == (("a", "b", "c"), ("x", "y", "z"))


def test_pairs_that_were_not_compared_count_against_a_merge() -> None:
    chain = [("a", "b", 4.0), ("b", "c", 4.0)]
    assert clusters("abc", chain, bounds=Bounds(uncompared=-10.0, merge=0.0)) == (("a", "b"), ("c",))
    assert clusters("abc", chain, bounds=Bounds(uncompared=-1.0, merge=0.0)) == (("a", "b", "c"),)


def test_a_person_who_says_same_outranks_every_weight() -> None:
    assert clusters("ab", [("a", "b", -40.0)], [("a", "b", SAME)]) == (("a", "b"),)


def test_a_person_who_says_different_outranks_every_weight() -> None:
    assert clusters("ab", [("a", "b", 40.0)], [("b", "a", DIFFERENT)]) == (("a",), ("b",))


def test_a_person_who_is_unsure_changes_nothing() -> None:
    assert clusters("ab", [("a", "b", 40.0)], [("a", "b", UNSURE)]) == (("a", "b"),)


def test_judgments_propagate_to_whoever_is_the_same() -> None:
    found = clusters("abc", [("a", "c", 40.0)], [("a", "b", SAME), ("b", "c", DIFFERENT)])
    assert found == (("a", "b"), ("c",))


def test_judgments_that_contradict_each_other_are_named_and_keep_apart() -> None:
    said = [("a", "b", SAME), ("b", "c", SAME), ("c", "a", DIFFERENT)]
    assert contradictions(said) == (("a", "c"),)
    assert clusters("abc", [], said) == (("a", "b"), ("c",))


def test_a_judgment_about_somebody_who_is_not_there_changes_nothing() -> None:
    assert clusters("ab", [("a", "b", 9.0)], [("a", "z", DIFFERENT)]) == (("a", "b"),)


@settings(max_examples=200)
@given(EDGES, JUDGMENTS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_change_a_cluster(edges: list[Edge], said: list[Judged], chance: Random) -> None:
    nodes = list(range(12))
    first = clusters(nodes, edges, said)
    for each in (nodes, edges, said):
        chance.shuffle(each)
    turned = [(b, a, bits) if chance.random() < 0.5 else (a, b, bits) for a, b, bits in edges]
    assert clusters(nodes, turned, said) == first


@settings(max_examples=200)
@given(EDGES, JUDGMENTS)
def test_what_people_judged_different_is_never_in_one_cluster(edges: list[Edge], said: list[Judged]) -> None:
    found = clusters(range(12), edges, said)
    assert not any(together(found, one, other) for one, other, verdict in said if verdict is DIFFERENT and one != other)
    apart = {frozenset(pair) for pair in contradictions(said)}
    if not apart:
        assert all(together(found, one, other) for one, other, verdict in said if verdict is SAME)


def test_a_thousand_judgments_added_and_removed_restore_the_clusters() -> None:
    chance = Random(4)
    edges = [(chance.randrange(400), chance.randrange(400), chance.uniform(-12, 12)) for _ in range(1_500)]
    before = clusters(range(400), edges)
    verdicts = list(Verdict)
    said = [(chance.randrange(400), chance.randrange(400), chance.choice(verdicts)) for _ in range(1_000)]
    assert clusters(range(400), edges, said) != before
    chance.shuffle(said)
    while said:
        del said[: chance.randrange(1, 200)]
        clusters(range(400), edges, said)
    assert clusters(range(400), edges, said) == before


def test_of_somebody_with_very_many_records_those_that_could_not_be_compared_do_not_count_against() -> None:
    """A dozen records of one slip stand by themselves, and each was compared with the twenty oldest of 150 only."""
    many, slipped = range(150), range(150, 162)
    edges = [(a, b, 20.0) for group in (many, slipped) for a, b in combinations(group, 2)]
    across = [(old, late, 12.0) for old in range(20) for late in slipped]
    assert clusters(range(162), [*edges, *across]) == (tuple(range(162)),)
    assert len(clusters(range(162), [*edges, *across[: len(across) // 3]])) == 2


@pytest.mark.parametrize("size", [2, 40])
def test_a_component_that_is_plainly_one_comes_out_whole(size: int) -> None:
    assert clusters(range(size), [(a, b, 3.0) for a, b in combinations(range(size), 2)]) == (tuple(range(size)),)


def test_a_giant_component_is_still_quick() -> None:
    chance = Random(1)
    chain = [(n, n + 1, chance.uniform(0.5, 9)) for n in range(20_000)]
    assert sum(map(len, clusters(range(20_001), chain))) == 20_001
