"""``comity deadlines``: what an agency must do, as a person and as a program read it."""

from typing import Any

from comity.acts.expect_in_time import expect_in_time
from comity.store.node import Node
from tests.cli.conftest import CLARK, LEE, Command, OnNode
from tests.entering import enter_arrest


async def _arrest(node: Node) -> None:
    await enter_arrest(node)
    await expect_in_time(node)


def test_an_officer_sees_what_is_overdue_and_the_court_sees_nothing_of_it(
    command: Command, on_node: OnNode[Any]
) -> None:
    on_node(_arrest)
    said = command("deadlines", *LEE)
    assert said.code == 0
    assert [line.split("\t")[:2] for line in said.out.splitlines()] == [
        ["2026-01-04 11:00", "overdue"],
        ["2026-01-05 11:00", "overdue"],
    ]
    (late,) = command("deadlines", *LEE, "--overdue", "--json").lines
    assert [each["rule"] for each in late["items"]] == [
        "person_arrested_appears_in_court",
        "arrest_charge_is_referred",
    ]
    assert command("deadlines", *CLARK, "--overdue").out == "Nothing is overdue.\n"
