"""The how-to pages for operators: their files are written and their commands run, in order."""

import re
import shlex
from pathlib import Path

import pytest
import uvloop

from comity.demo.agreeing import agree
from comity.settings import Settings
from comity.store.node import open_node
from comity.store.postgres.opening import opened
from tests.cli.conftest import Command, Ran

PAGES = Path(__file__).resolve().parents[2] / "docs" / "how-to"
FILE = re.compile(r"`(?P<name>[\w-]+\.(?:csv|toml))`:\n\n```(?:csv|toml)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"^\$ comity (?P<words>.*)$", re.MULTILINE)


@pytest.fixture
def hart_city(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A node on which Hart City's agencies have signed what they agreed on, and an empty folder to work in."""
    monkeypatch.setenv("COMITY_HOME", str(made / "hart"))
    uvloop.run(_agreed(made / "hart"))
    folder = made / "work"
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    return folder


async def _agreed(home: Path) -> None:
    async with opened(home=home, url=None) as dsn, open_node(dsn, Settings(home).keyring) as node:
        await agree(node)


def run_page(command: Command, name: str, folder: Path) -> list[Ran]:
    text = (PAGES / name).read_text("utf-8")
    for found in FILE.finditer(text):
        (folder / found["name"]).write_text(found["text"], "utf-8")
    return [command(*shlex.split(found["words"])) for found in SHOWN.finditer(text)]


def test_importing_and_exporting_go_as_the_page_says(command: Command, hart_city: Path) -> None:
    rehearsed, entered, table, lines, sheet = run_page(command, "import-records.md", hart_city)
    assert (rehearsed.code, entered.code) == (1, 1)
    assert "row 2" in rehearsed.err
    assert "crimes.csv\tcrime-rows\t4\t0" in entered.out
    assert (table.code, lines.code, sheet.code) == (0, 0, 0)
    assert "\tmapping\t2\t0" in table.out
    assert (hart_city / "refused.jsonl").read_text("utf-8").count("\n") == 1
    assert "3 records" in lines.out


def test_a_dispatch_system_is_imported_as_the_page_says(command: Command, hart_city: Path) -> None:
    (ran,) = run_page(command, "import-your-own-system.md", hart_city)
    assert ran.code == 1
    assert "\tmapping\t3\t0\t0\t\t2" in ran.out
    assert "row 3" in ran.err
    assert "row 4" in ran.err


def test_checking_and_rebuilding_go_as_the_page_says(command: Command, hart_city: Path) -> None:
    checked, rebuilt = run_page(command, "check-and-rebuild.md", hart_city)
    assert (checked.code, rebuilt.code) == (0, 0)
