"""An agency sees on the command line who was shown what, accounts to a person, and finds the weeks still open."""

import shlex
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from comity.acts.read import read
from comity.store.node import Node
from tests.cli.conftest import LEE, Command, OnNode
from tests.cli.test_how_to import PAGES, SHOWN
from tests.entering import enter_arrest
from tests.worlds import session_of


async def disclose_one(node: Node) -> str:
    arrest = (await enter_arrest(node)).entry
    await read(node, session_of(node, "clark"), arrest.id)
    return str((await read(node, session_of(node, "lee"), arrest.id)).fields["subject"])


@pytest.fixture
def person(home: Path, on_node: OnNode[Any]) -> UUID:
    """Somebody whose arrest the clerk has read."""
    return UUID(on_node(disclose_one))


def test_an_agency_sees_who_was_shown_what_and_tells_the_person(command: Command, person: UUID) -> None:
    listed = command("disclosures", "list", *LEE, "--by", "clark", "--json")
    assert listed.code == 0, listed.err
    assert {each["fields"]["channel"] for each in listed.lines} == {"read"}
    (told,) = command("disclosures", "account", person, *LEE, "--json").lines
    assert (told["recipient"], told["kinds"], told["basis"]) == ("Hart Superior Court", ["arrest"], ["2.1"])
    assert "Hart Superior Court" in command("disclosures", "account", person, *LEE).out


def test_a_week_that_is_not_over_is_not_signed_for(command: Command, person: UUID) -> None:
    assert command("disclosures", "open-weeks", *LEE, "--json").lines == []
    refused = command("disclosures", "sign", "2999-01-01", "--findings", "None.", *LEE)
    assert refused.code == 1
    assert "over" in refused.err


def test_an_accounting_is_given_as_the_page_says(command: Command, person: UUID) -> None:
    page = (PAGES / "answer-an-accounting-request.md").read_text("utf-8").replace("PERSON", str(person))
    told, listed, weeks = [command(*shlex.split(found["words"])) for found in SHOWN.finditer(page)]
    assert (told.code, listed.code, weeks.code) == (0, 0, 0), (told.err, listed.err, weeks.err)
    assert "Hart Superior Court" in told.out
    assert "clark" in listed.out
    assert "60 days" in told.err
