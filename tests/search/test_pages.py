"""Pages of a search hold still while entries come in; a page costs what it shows, however many match."""

from time import perf_counter
from uuid import UUID

import pytest

from comity.acts.search import facets, search
from comity.errors import Invalid
from comity.following.running import App
from comity.store.finding import MOST_COUNTED
from comity.store.node import Node
from tests.api.conftest import SignedIn, address, signed_in
from tests.entering import arrest_fields
from tests.search.telling import incident, person, told
from tests.store.drafting import draft_for
from tests.store.drafting import person as named
from tests.worlds import session_of

__all__ = ["address", "signed_in"]

pytestmark = pytest.mark.anyio

# Not waited for as a measurement: a query that goes through all that match takes many times as long.
_SECONDS = 2.0


async def _some(node: Node) -> list[UUID]:
    """Enter what matches in each of the ways: itself, by whom it refers to, by a name nearly alike."""
    here = await told(node, "incident", **incident())
    found = []
    for surname in ("Quill", "Quill", "Quil", "Quilll", "Quill"):
        ada = await person(node, "Ada", surname)
        found += [ada, await told(node, "arrest", **arrest_fields(here, ada))]
    return found


async def test_no_page_repeats_or_misses_anything_while_entries_come_in(app: App, signed_in: SignedIn) -> None:
    told_before = await _some(app.node)
    lee = await signed_in("lee")
    answer = await lee.get("/v1/search", params={"q": "ada quill", "limit": "1"})
    found, scores = [], []
    while True:
        items = answer.json()["items"]
        found += [UUID(item["id"]) for item in items]
        scores += [item["score"] for item in items]
        if "next" not in answer.links:
            break
        await person(app.node, "Ada", "Quill")
        answer = await lee.get(answer.links["next"]["url"])
    assert len(found) == len(set(found))
    assert set(found) == set(told_before)
    assert scores == sorted(scores, reverse=True)


async def test_a_cursor_is_of_one_query_and_one_reader(app: App, signed_in: SignedIn) -> None:
    await _some(app.node)
    lee, clark = await signed_in("lee"), await signed_in("clark")
    link = (await lee.get("/v1/search", params={"q": "ada quill", "limit": "1"})).links["next"]["url"]
    assert (await lee.get(link)).status_code == 200
    assert (await clark.get(link)).status_code == 404
    assert (await lee.get(link.replace("ada", "eve"))).status_code == 404
    assert (await lee.get(link + "&kind=person")).status_code == 404


async def test_a_name_of_thousands_is_found_by_the_page_and_too_broad_for_facets(node: Node) -> None:
    for _ in range(0, MOST_COUNTED + 500, 500):
        await node.writer.append([draft_for(named()) for _ in range(500)])
    await node.spellings.follow()
    lee = session_of(node, "lee")
    for query in ("ada quill", "quill", "adda quil", "quil"):
        began = perf_counter()
        found = await search(node, lee, query, limit=10)
        assert len(found.hits) == 10
        assert perf_counter() - began < _SECONDS, query
    with pytest.raises(Invalid) as refused:
        await facets(node, lee, "ada quill")
    assert refused.value.field == "facets"
    assert refused.value.remedy
