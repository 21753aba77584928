"""What leaves with what stands around it: all of it, nothing else, and each of another agency written down."""

import pytest

from comity.acts.disclose_around import disclose_around
from comity.acts.viewing import View
from comity.store.node import Node
from tests.entering import enter_arrest, enter_incident
from tests.worlds import session_of

pytestmark = pytest.mark.anyio

KINDS, BESIDE = frozenset({"incident", "arrest"}), frozenset({"person"})


async def taken(node: Node, member: str, kind: str) -> list[tuple[str, list[str]]]:
    def wanted(view: View) -> bool:
        return view.kind == kind

    found = disclose_around(node, session_of(node, member), KINDS, beside=BESIDE, wanted=wanted)
    return [(seed.kind, sorted(view.kind for view in around.values())) async for seed, around in found]


async def disclosed(node: Node) -> list[tuple[str, list[str]]]:
    def wanted(view: View) -> bool:
        return view.kind == "disclosure"

    vera = session_of(node, "vera")
    found = disclose_around(node, vera, frozenset({"disclosure"}), beside=frozenset(), wanted=wanted)
    return [(str(seed.fields["channel"]), list(seed.fields["kinds"])) async for seed, _ in found]


async def test_an_incident_comes_with_what_refers_to_it_and_with_what_that_refers_to(node: Node) -> None:
    await enter_arrest(node)
    assert await taken(node, "lee", "incident") == [("incident", ["arrest", "incident", "person"])]
    assert await disclosed(node) == []


async def test_what_another_agency_takes_is_written_down_with_all_that_stands_around_it(node: Node) -> None:
    await enter_arrest(node)
    assert await taken(node, "clark", "arrest") == [("arrest", ["arrest", "incident", "person"])]
    assert await disclosed(node) == [("export", ["arrest", "incident", "person"])]


async def test_what_is_not_wanted_is_neither_given_nor_written_down(node: Node) -> None:
    await enter_incident(node)
    assert await taken(node, "clark", "arrest") == []
    assert await disclosed(node) == []


async def test_more_than_a_page_comes_each_once(node: Node) -> None:
    for _ in range(120):
        await enter_incident(node)
    assert len(await taken(node, "lee", "incident")) == 120
