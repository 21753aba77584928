"""Who may see a record, said on the command line: to its owner of everybody, to its reader of themselves."""

from typing import Any
from uuid import uuid4

import pytest

from comity.store.node import Node
from tests.cli.conftest import CLARK, LEE, Command, OnNode
from tests.entering import enter_arrest


@pytest.fixture
def arrest(on_node: OnNode[Any]) -> str:
    async def entered(node: Node) -> str:
        return str((await enter_arrest(node)).entry.id)

    return str(on_node(entered))


def test_the_owner_is_told_of_everybody(command: Command, arrest: str) -> None:
    ran = command("explain", arrest, *LEE)
    assert ran.code == 0
    assert "arrest of hart-pd" in ran.out
    assert "hart-court (clerk; 1 member), for adjudication:" in ran.out
    assert "see, subscribe, copy: reference, event, status, charge; by 2.1" in ran.out


def test_a_reader_is_told_why_each_category_is_shown_or_withheld(command: Command, arrest: str) -> None:
    ran = command("explain", arrest, *CLARK, "--why")
    assert "charge: shown by 2.1" in ran.out
    assert "narrative: withheld. No clause gives it to you for adjudication." in ran.out
    answer = command("explain", arrest, *CLARK, "--json").answer
    assert [group["agency"] for group in answer["readers"]] == ["hart-court"]


def test_what_is_not_there_is_refused(command: Command, home: object) -> None:
    assert command("explain", uuid4(), *CLARK).code == 1
