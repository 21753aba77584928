"""The page on searching: its commands run, in order, and find what a colleague has entered."""

from pathlib import Path

import uvloop

from comity.policy.sessions import open_session
from comity.settings import Settings
from comity.store.node import open_node
from comity.store.postgres.opening import opened
from tests.cli.conftest import Command
from tests.cli.test_how_to import hart_city, run_page
from tests.entering import arrest_fields, enter

__all__ = ["hart_city"]


async def _told(home: Path) -> None:
    async with opened(home=home, url=None) as dsn, open_node(dsn, Settings(home).keyring) as node:
        lee = open_session(node.directory, "hart-city-police", "lee", "investigation/2026-1")
        ada = await enter(node, lee, "person", names=[{"given_name": "Ada", "surname": "Quill"}])
        here = await enter(
            node,
            lee,
            "incident",
            registered_at="2026-01-02T10:00:00Z",
            investigating_officer="lee",
            offenses=["220"],
        )
        await enter(node, lee, "arrest", **arrest_fields(here.entry.id, ada.entry.id))


def test_a_search_goes_as_the_page_says(command: Command, hart_city: Path, made: Path) -> None:
    uvloop.run(_told(made / "hart"))
    misspelled, counted = run_page(command, "search.md", hart_city)
    assert (misspelled.code, counted.code) == (0, 0), (misspelled.err, counted.err)
    assert "person of hart-city-police: ada, quill" in misspelled.out
    assert "kind: arrest 1" in counted.out


def test_a_search_answers_programs_in_json_and_says_what_is_wrong(command: Command, hart_city: Path) -> None:
    lee = ("--agency", "hart-city-police", "--member", "lee", "--purpose", "investigation/2026-1")
    (item,) = command("search", "ada quill", "--kind", "person", "--json", *lee).answer["items"]
    assert (item["score"], item["words"]) == (1, ["ada", "quill"])
    refused = command("search", "?!", *lee)
    assert refused.code != 0
    assert "Give a name" in refused.err
