"""Whom somebody is joined with, for each reader by what that reader sees; what is hidden leads nowhere."""

from pathlib import Path
from uuid import UUID

import pytest

from comity.acts.associate import Associations, associate
from comity.acts.read import read_newest
from comity.desks.analysis.together import Thing
from comity.errors import Absent, Refused
from comity.ids import new_id
from comity.store.node import Node
from tests.acts.analysis_worlds import (
    ADA,
    BEA,
    CAL,
    CAR,
    DOV,
    FIRST,
    LINE,
    SECOND,
    arrest,
    enter_as,
    enter_file,
    person,
)
from tests.conftest import Server, app_on
from tests.worlds import SMALL, session_of

pytestmark = pytest.mark.anyio

TEL = "tel:15550100"


async def around(node: Node, id: UUID, member: str = "lee", hops: int = 2) -> Associations:
    return await associate(node, session_of(node, member), id, hops=hops)


def hop_of(found: Associations) -> dict[str, int]:
    return {point.key: point.hop for point in found.network.points}


async def test_lee_sees_whom_ada_is_joined_with_hop_by_hop_and_why(node: Node) -> None:
    await enter_file(node)
    found = await around(node, ADA)
    hops = hop_of(found)
    assert hops[str(ADA)] == 0
    assert (hops[str(FIRST)], hops[str(SECOND)], hops[TEL]) == (1, 1, 1)
    assert (hops[str(BEA)], hops[str(CAL)]) == (2, 2)
    assert str(CAR) not in hops
    assert str(DOV) not in hops
    assert hop_of(await around(node, ADA, hops=3))[str(CAR)] == 3
    for link in found.network.links:
        assert link.evidence
        assert all(each.because == ("1.2",) for each in link.evidence)
        assert {each.record for each in link.evidence} <= found.views.keys()


async def test_the_arrests_that_ada_shares_with_bea_are_counted_and_the_line_she_shares_with_cal_is_told(
    node: Node,
) -> None:
    await enter_file(node)
    found = await around(node, ADA)
    (pair,) = found.co_arrests
    assert {pair.one, pair.other} == {str(ADA), str(BEA)}
    assert [(o.incident, o.at) for o in pair.occasions] == [
        (FIRST, "2026-01-02T11:00:00Z"),
        (SECOND, "2026-01-05T11:00:00Z"),
    ]
    told = {each.thing: dict(each.sharing) for each in found.shared}
    assert told[Thing.TELEPHONE] == {str(ADA): (ADA,), str(CAL): (LINE,)}
    assert set(told[Thing.ADDRESS]) == {str(ADA), str(BEA)}


async def test_one_may_begin_at_a_line_a_vehicle_an_incident_and_at_nothing_that_only_joins(node: Node) -> None:
    await enter_file(node)
    assert hop_of(await around(node, LINE, hops=1)) == {TEL: 0, str(ADA): 1, str(CAL): 1}
    assert hop_of(await around(node, CAR, hops=1)) == {str(CAR): 0, str(BEA): 1}
    assert hop_of(await around(node, FIRST, hops=1)) == {str(FIRST): 0, str(ADA): 1, str(BEA): 1}
    with pytest.raises(Refused, match="stands for nobody"):
        await around(node, UUID(int=0x4A))


async def test_a_person_under_two_records_is_one_point_and_leads_on_by_both(node: Node) -> None:
    await enter_file(node)
    number = [{"kind": "ssn", "value": "900-12-3456"}]
    one, twin, third = new_id(), new_id(), new_id()
    who = person("Esther", birth_date="1990-12-10", sex="F", identifications=number)
    await enter_as(node, {one: ("person", who), twin: ("person", who)})
    await enter_as(node, {third: ("arrest", arrest(twin, FIRST, "2026-01-02T15:00:00Z"))})
    for asked in (one, twin):
        found = await around(node, asked, hops=2)
        start = found.network.points[0]
        assert start.records == (one, twin)
        assert hop_of(found)[str(BEA)] == 2


async def test_clark_sees_only_what_the_agreement_opens_and_it_is_written_down_once(node: Node) -> None:
    await enter_file(node)
    found = await around(node, ADA, "clark", hops=3)
    assert set(hop_of(found)) == {str(each) for each in (ADA, BEA, FIRST, SECOND)}
    assert {each.because for link in found.network.links for each in link.evidence} == {("2.1",)}
    assert found.shared == ()
    (told,) = await read_newest(node, session_of(node, "vera"), frozenset({"disclosure"}))
    assert set(told.fields["kinds"]) == {"arrest", "incident", "person"}
    assert set(told.fields["subjects"]) == {str(id) for id in found.views}


async def test_what_one_may_not_know_of_has_no_network(node: Node) -> None:
    await enter_file(node)
    for id in (CAR, LINE, new_id()):
        with pytest.raises(Absent):
            await around(node, id, "clark")


async def told(server: Server, home: Path, member: str, *, hides: bool) -> str:
    """Give all that one reader is told in a world that hides, in the middle of the file, whom Ada was arrested with."""
    async with app_on(await server.new_database(), home) as app:
        await app.node.directories.activate(SMALL)
        await enter_file(app.node, hides=hides)
        answers = [await around(app.node, id, member, hops) for id in (ADA, BEA, FIRST) for hops in (1, 2, 3)]
        return repr([(each.network, each.co_arrests, each.shared, sorted(each.views)) for each in answers])


async def test_what_is_hidden_from_clark_changes_nothing_of_what_clark_is_told(server: Server, place: Path) -> None:
    with_them = await told(server, place / "with", "clark", hides=True)
    assert with_them == await told(server, place / "without", "clark", hides=False)


async def test_the_hidden_is_there_for_its_owner_so_that_the_comparison_is_known_to_see(
    server: Server, place: Path
) -> None:
    with_them = await told(server, place / "with", "lee", hides=True)
    assert with_them != await told(server, place / "without", "lee", hides=False)
