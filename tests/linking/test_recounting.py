"""How common names are is counted anew when a node has grown, and nobody has to think of it."""

from dataclasses import replace

import pytest

from comity.acts.identify import identify
from comity.acts.recount import recount
from comity.linkage.features import features_of
from comity.records.parties.names import PersonName
from comity.records.parties.person import Person
from comity.store.node import Node
from tests.linking.worlds import enter_many, hart_persons, person, who

pytestmark = pytest.mark.anyio


async def test_a_name_that_has_become_common_weighs_less_from_then_on(node: Node) -> None:
    await enter_many(node, hart_persons(60))
    crowd = [
        replace(entry, person=Person(names=(PersonName(given_name="Adelina", surname=f"Name{n}ton"),)))
        for n, entry in enumerate(hart_persons(30))
    ]
    await enter_many(node, [each for each in crowd if features_of(each.person)])
    assert await recount(node, least=100) == ["person"]
    model = node.linking.trained("person")
    assert max(model.frequencies["given"], key=lambda name: model.frequencies["given"][name]) == "adelina"
    assert await recount(node, least=100) == []
    one = await person(node)
    assert (await identify(node, who(node, "bo"), one)).id == one


async def test_a_small_node_goes_on_by_the_counts_that_are_shipped(node: Node) -> None:
    await enter_many(node, hart_persons(20))
    assert await recount(node) == []
