"""What is hidden changes nothing of a search: not what is found, its order or score, a word that was tried, a count."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pytest

from comity.acts.search import facets
from comity.store.node import Node
from tests.conftest import Server, app_on
from tests.entering import arrest_fields
from tests.relief.scenes import WORLD, relieve
from tests.search.telling import asked, found, incident, person, told
from tests.worlds import SMALL, session_of

pytestmark = pytest.mark.anyio

# More spellings near one name than are tried for a word.
_HIDDEN = [f"Quillf{one}ather{other}" for one in "aeiou" for other in "abcdefghijkl"]
_SEEN = ("Quillfeather", "Quillfether", "Quilfeather", "Quillfeathar")
_QUERIES = ("quillfeathr", "ada quillfeathr", "quillfeather", "adda quilfether", "ada 2024", "quillfaathera")


async def tell(node: Node, *, hides: bool) -> dict[UUID, str]:
    """Enter persons that Clark sees, and between them, where something is hidden, more that he does not see."""
    seen = {}
    here = await told(node, "incident", **incident())
    seen[here] = "incident"
    for surname in _SEEN:
        if hides:
            await hide(node, here)
        ada = seen_person = await person(node, "Ada", surname)
        seen[seen_person] = surname
        seen[await told(node, "arrest", **arrest_fields(here, ada))] = f"arrest of {surname}"
    return seen


async def hide(node: Node, here: UUID) -> None:
    for surname in _HIDDEN:
        hidden = await person(node, "Ada", surname, markings=["sensitive"])
    await told(node, "arrest", **arrest_fields(here, hidden), markings=["sensitive"])


async def answers(node: Node, seen: dict[UUID, str]) -> list[Sequence[object]]:
    """Give all that Clark is told, by names instead of ids."""
    told_of: list[Sequence[object]] = []
    for query in _QUERIES:
        hits = (await asked(node, query, "clark")).hits
        told_of.append([query, *((seen[hit.view.id], hit.score, hit.words) for hit in hits)])
        counts = await facets(node, session_of(node, "clark"), query)
        told_of.append([query, counts.kind, counts.owner, *counts.month.values()])
    return told_of


async def test_hidden_names_take_no_place_among_the_spellings_that_are_tried(server: Server, place: Path) -> None:
    said = []
    for hides in (True, False):
        async with app_on(await server.new_database(), place / str(hides)) as app:
            await app.node.directories.activate(SMALL)
            said.append(await answers(app.node, await tell(app.node, hides=hides)))
    assert said[0] == said[1]
    assert any(len(each) > 3 for each in said[0])


async def test_a_name_that_only_hidden_records_carry_takes_no_place_from_the_names_near_it(
    server: Server, place: Path
) -> None:
    said = []
    for hides in (True, False):
        async with app_on(await server.new_database(), place / str(hides)) as app:
            await app.node.directories.activate(SMALL)
            if hides:
                await person(app.node, "Ada", "Quillfaathera", markings=["sensitive"])
            seen = {await person(app.node, "Ada", surname): surname for surname in _HIDDEN}
            hits = (await asked(app.node, "quillfaathera", "clark", limit=100)).hits
            said.append([(seen[hit.view.id], hit.score, hit.words) for hit in hits])
    assert said[0] == said[1]
    assert said[0]


async def test_the_owner_of_hidden_names_finds_them_so_that_the_comparison_is_known_to_see(node: Node) -> None:
    here = await told(node, "incident", **incident())
    await hide(node, here)
    assert await found(node, "quillfaathera", "lee")
    assert await found(node, "quillfaathera", "clark") == []


async def test_expunged_names_are_gone_from_the_vocabulary(node: Node) -> None:
    await node.directories.activate(WORLD)
    await node.rulebook.refresh()
    ada = await person(node, "Ada", "Quillfeather")
    assert await found(node, "quilfeather") == [ada]
    await relieve(node, "expunge", scope="records", records=[ada])
    assert "quillfeather" not in node.spellings.vocabulary
    assert await found(node, "quilfeather") == []
    assert "quillfeather" not in node.spellings.vocabulary
    assert await node.pool.fetchval("select count(*) from name_key") == 0


async def test_no_name_and_no_word_stands_readable_in_the_tables_of_search(node: Node) -> None:
    await person(node, "Ada", "Quillfeather")
    rows = await node.pool.fetch("select k::text as row from name_key k union all select r::text from record r")
    assert rows
    assert not any("quill" in row["row"].lower() for row in rows)


async def test_a_name_that_was_expunged_before_anybody_searched_is_never_taken_in(node: Node) -> None:
    await node.directories.activate(WORLD)
    await node.rulebook.refresh()
    ada = await person(node, "Ada", "Quillfeather")
    await relieve(node, "expunge", scope="records", records=[ada])
    assert await found(node, "quilfeather") == []
    assert "quillfeather" not in node.spellings.vocabulary
