"""Counts tell how many there are of what may be counted, and of few nothing, neither plainly nor by subtraction."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.acts.count import GroupBy, count
from comity.policy.cells import told
from comity.policy.sessions import Session
from comity.records.registry import kinds
from comity.store.node import Node
from tests.api.conftest import SignedIn
from tests.disclosures.conftest import Patient
from tests.entering import enter_arrest, enter_incident
from tests.worlds import session_of

pytestmark = pytest.mark.anyio

EVERYTHING = frozenset(kinds())
SMALL = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9), max_size=6)


@given(counts=SMALL, threshold=st.integers(2, 6))
def test_no_small_count_is_told(counts: dict[str, int], threshold: int) -> None:
    shown = told(counts, threshold)
    assert all(number is None or number >= threshold for number in shown.cells.values())
    assert set(shown.cells) == {name for name, number in counts.items() if number}


@given(counts=SMALL, threshold=st.integers(2, 6))
def test_what_is_told_is_true(counts: dict[str, int], threshold: int) -> None:
    shown = told(counts, threshold)
    assert all(number in (None, counts[name]) for name, number in shown.cells.items())
    assert shown.total in (None, sum(counts.values()))


@given(counts=SMALL, threshold=st.integers(2, 5))
def test_no_suppressed_count_can_be_computed_from_the_total(counts: dict[str, int], threshold: int) -> None:
    shown = told(counts, threshold)
    hidden = sorted(name for name, number in shown.cells.items() if number is None)
    if shown.total is None or not hidden:
        return
    rest = shown.total - sum(number for number in shown.cells.values() if number)
    assert rest >= threshold
    # Every way in which the hidden cells can make up the rest, as somebody may try them out who has the total.
    ways = [way for way in product(range(1, rest + 1), repeat=len(hidden)) if sum(way) == rest] if rest <= 12 else []
    for at in range(len(hidden)):
        assert not ways or len({way[at] for way in ways}) > 1


@given(counts=SMALL)
def test_where_nothing_is_small_everything_is_told(counts: dict[str, int]) -> None:
    large = {name: number + 5 for name, number in counts.items()}
    shown = told(large, 5)
    assert (shown.cells, shown.total) == (large, sum(large.values()))


async def some(node: Node) -> Session:
    for _ in range(6):
        await enter_arrest(node)
    await enter_incident(node)
    return session_of(node, "vera")


@pytest.mark.parametrize("group_by, groups", [("owner", {"hart-pd": 13}), ("kind", {"arrest": 6, "incident": 7})])
async def test_what_may_be_counted_is_counted(clinic: Node, group_by: str, groups: dict[str, int]) -> None:
    counts = await count(clinic, await some(clinic), EVERYTHING, GroupBy(group_by))
    assert {cell.group: cell.records for cell in counts.cells} == groups
    assert counts.total == 13


async def test_months_are_counted_as_the_rest(clinic: Node) -> None:
    counts = await count(clinic, await some(clinic), frozenset({"arrest"}), GroupBy.MONTH)
    assert [(cell.group, cell.records) for cell in counts.cells] == [(f"{clinic.clock():%Y-%m}", 6)]


@pytest.mark.parametrize("group_by", list(GroupBy))
async def test_what_may_not_be_counted_leaves_no_trace(clinic: Node, patient: Patient, group_by: GroupBy) -> None:
    vera = await some(clinic)
    before = await count(clinic, vera, EVERYTHING, group_by)
    for _ in range(6):
        await enter_arrest(clinic, markings=["sensitive"])
    counts = await count(clinic, vera, frozenset({"arrest"}), group_by)
    assert counts.total == 6
    assert before.total == 13
    assert (await count(clinic, session_of(clinic, "lee"), EVERYTHING, group_by)).cells == ()


async def test_few_are_not_told_over_http(clinic: Node, signed_in: SignedIn) -> None:
    for _ in range(3):
        await enter_incident(clinic)
    vera = await signed_in("vera")
    told_of_it = (await vera.get("/v1/counts", params={"kinds": "incident", "group_by": "owner"})).json()
    assert told_of_it == {
        "group_by": "owner",
        "cells": [{"group": "hart-pd", "records": None}],
        "total": None,
        "threshold": 5,
    }
    assert (await vera.get("/v1/counts", params={"group_by": "member"})).status_code == 400
