"""The page on simulating a draft: its file is written and its commands run, in order."""

from pathlib import Path

from tests.cli.conftest import Command
from tests.cli.test_how_to import hart_city, run_page

__all__ = ["hart_city"]


def test_a_draft_is_simulated_as_the_page_says(command: Command, hart_city: Path) -> None:
    checked, simulated, helped = run_page(command, "see-what-an-agreement-would-change.md", hart_city)
    assert checked.code == 0, checked.err
    assert simulated.code == 0, simulated.err
    assert "questions of the last 30 days" in simulated.out
    assert "Clause release-notice 1 counts for nothing that is held." in simulated.out
    assert "--why" in helped.out
