"""The matrix is shown as it stood at any place in the log."""

import pytest

from comity.acts.matrix import matrix, matrix_at
from comity.errors import Absent
from comity.store.node import Node
from tests.entering import enter_incident, enter_person
from tests.simulate.drafts import document
from tests.worlds import SMALL

pytestmark = pytest.mark.anyio

NEW = {"id": "9.9", "prose": "New.", "permit": ["see"], "to": {}, "kinds": ["arrest"], "categories": ["event"]}


async def test_the_matrix_is_shown_as_it_stood_at_a_place_in_the_log(node: Node) -> None:
    await enter_person(node)
    await node.directories.activate(document([NEW]))
    await enter_incident(node)
    await node.directories.activate(SMALL)
    first, second = [await matrix_at(node, place) for place in (0, 1)]
    assert "9.9" not in first.named
    assert "9.9" in second.named
    assert "9.9" not in (await matrix(node)).named


async def test_a_place_that_the_log_has_not_is_absent(node: Node) -> None:
    with pytest.raises(Absent):
        await matrix_at(node, 0)
