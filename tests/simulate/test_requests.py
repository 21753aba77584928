"""What was asked for is noted: who, for what, of what; and neither a word of a search nor an answer."""

from datetime import timedelta
from uuid import uuid4

import pytest

from comity.acts.history import history
from comity.acts.read import read, read_newest
from comity.acts.search import search
from comity.errors import Absent
from comity.policy.clauses import Operation
from comity.policy.requests import Counted, Request
from comity.policy.sessions import Profile
from comity.store.node import Node
from tests.entering import enter_arrest
from tests.worlds import session_of

pytestmark = pytest.mark.anyio

CLARK = Profile("hart-court", ("clerk",), "adjudication")
_ROWS = "select * from request"


async def asked(node: Node) -> dict[Request, int]:
    counted: tuple[Counted, ...] = await node.requests.since(node.clock() - timedelta(days=30))
    return {each.request: each.times for each in counted}


async def test_every_reading_act_is_noted_with_who_asked_for_what(node: Node) -> None:
    arrest = (await enter_arrest(node)).entry.id
    clark = session_of(node, "clark")
    await read(node, clark, arrest)
    await history(node, clark, arrest)
    await read_newest(node, clark, frozenset({"person", "arrest"}))
    assert await asked(node) == {
        Request(CLARK, "clark", Operation.SEE, None, arrest): 2,
        Request(CLARK, "clark", Operation.SEE, ("arrest", "person")): 1,
    }


async def test_what_is_not_there_is_noted_like_what_is_hidden(node: Node) -> None:
    hidden, nowhere, jo = (await enter_arrest(node)).entry.id, uuid4(), session_of(node, "jo", "administration")
    for id in (hidden, nowhere):
        with pytest.raises(Absent):
            await read(node, jo, id)
    profile = Profile("hart-jail", ("intake",), "administration")
    assert await asked(node) == {Request(profile, "jo", Operation.SEE, None, id): 1 for id in (hidden, nowhere)}


async def test_no_word_of_a_search_is_kept(node: Node) -> None:
    await enter_arrest(node)
    await search(node, session_of(node, "lee"), "Quill", wanted=frozenset({"person"}))
    await node.requests.flush()
    rows = await node.pool.fetch(_ROWS)
    assert [row["kinds"] for row in rows] == [["person"]]
    assert "quill" not in str([tuple(row) for row in rows]).lower()
    assert "2026-1" not in {row["purpose"] for row in rows}, "the case of a purpose is not kept either"


async def test_what_was_asked_is_forgotten_after_thirty_days(node: Node) -> None:
    await read_newest(node, session_of(node, "lee"), frozenset({"person"}))
    await node.requests.flush()
    await node.pool.execute("update request set at = at - interval '31 days'")
    assert await asked(node) == {}
    await node.requests.prune()
    assert await node.pool.fetch(_ROWS) == []


async def test_noting_goes_on_after_what_is_old_was_forgotten(node: Node) -> None:
    for _ in range(2):
        await node.requests.prune()
    await read_newest(node, session_of(node, "lee"), frozenset({"person"}))
    assert sum((await asked(node)).values()) == 1
