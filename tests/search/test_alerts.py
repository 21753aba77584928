"""A saved search goes on: its member is told of what is new, once, and never of what they may not see."""

import asyncio
from typing import Any
from uuid import UUID

import msgspec
import pytest

from comity.acts.correct import correct
from comity.acts.read import read_newest
from comity.errors import Refused
from comity.store.node import Node
from tests.entering import arrest_fields
from tests.search.telling import incident, person, told
from tests.worlds import session_of

pytestmark = pytest.mark.anyio


async def saved(node: Node, by: str, query: str, **more: Any) -> UUID:
    purpose = session_of(node, by).purpose
    return await told(node, "saved-search", by, query=query, member=by, purpose=purpose, **more)


async def alerts(node: Node, by: str, count: int) -> list[dict[str, Any]]:
    """Wait until so many alerts are there, and a little longer; oldest first."""
    found: list[dict[str, Any]] = []
    for waited in range(100):
        shown = await read_newest(node, session_of(node, by), frozenset({"search-alert"}))
        found = [view.fields for view in reversed(shown)]
        if len(found) >= count and waited >= 5:
            break
        await asyncio.sleep(0.1)
    return found


async def test_a_member_is_told_of_new_and_corrected_records_once_each(node: Node) -> None:
    await person(node, "Ada", "Quill")
    search = await saved(node, "clark", "ada quill", kinds=["person", "arrest"])
    ada = await person(node, "Ada", "Quill")
    await person(node, "Bob", "Reed")
    here = await told(node, "incident", **incident())
    arrest = await told(node, "arrest", **arrest_fields(here, ada))
    first = await alerts(node, "clark", 2)
    assert [(each["search"], each["found"], each["version"]) for each in first] == [
        (str(search), str(ada), 1),
        (str(search), str(arrest), 1),
    ]
    patch = msgspec.json.encode({"sex": "F"})
    await correct(node, session_of(node, "lee"), ada, patch, replaces=1)
    again = await alerts(node, "clark", 3)
    assert [(each["found"], each["version"]) for each in again[2:]] == [(str(ada), 2)]


async def test_nobody_is_told_of_what_is_hidden_from_them(node: Node) -> None:
    await saved(node, "clark", "quill")
    hidden = await person(node, "Ada", "Quill", markings=["sensitive"])
    here = await told(node, "incident", **incident())
    await told(node, "arrest", **arrest_fields(here, hidden))
    seen = await person(node, "Eve", "Quill")
    assert [each["found"] for each in await alerts(node, "clark", 1)] == [str(seen)]


async def test_a_search_that_was_ended_tells_nothing_more(node: Node) -> None:
    search = await saved(node, "lee", "quill")
    await correct(node, session_of(node, "lee"), search, b'{"ended": true}', replaces=1)
    await person(node, "Ada", "Quill")
    assert await alerts(node, "lee", 0) == []


async def test_an_alert_says_nothing_of_what_was_found(node: Node) -> None:
    await saved(node, "lee", "quill")
    await person(node, "Ada", "Quill")
    (alert,) = await alerts(node, "lee", 1)
    assert set(alert) == {"search", "found", "version", "member"}


async def test_a_search_is_saved_in_ones_own_name_and_must_be_readable(node: Node) -> None:
    purpose = session_of(node, "lee").purpose
    for fields in ({"query": "?!", "member": "lee"}, {"query": "quill", "member": "away"}):
        with pytest.raises(Refused):
            await told(node, "saved-search", "lee", purpose=purpose, **fields)
