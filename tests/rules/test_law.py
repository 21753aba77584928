"""The page for counsel names tests that there are: whoever takes one away has to answer for the line."""

import re

from tests.rules.tree import ROOT

PAGE = ROOT / "docs" / "explanation" / "what-the-law-asks.md"


def test_every_test_that_the_page_for_counsel_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text("utf-8")))
    there = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }
    assert len(named) > 50
    assert not named - there, "-> write the test, or correct the page"
