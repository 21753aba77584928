"""The policies that are written are those in force, and the page that says how to ask Cedar is right."""

import re
from pathlib import Path

import cedarpy
import pytest

from tests.cli.conftest import Command
from tests.cli.test_how_to import PAGES, run_page

PROGRAM = re.compile(r"^```python\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_policies_in_force_are_written_as_the_page_says(
    command: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (written,) = run_page(command, "check-policies-with-cedar.md", tmp_path)
    assert written.code == 0
    program = PROGRAM.search((PAGES / "check-policies-with-cedar.md").read_text("utf-8"))
    assert program
    exec(program["text"], {})  # noqa: S102 - the program of the page itself
    assert capsys.readouterr().out == "True ['2.1']\n"


def test_policies_that_are_there_are_not_replaced_unasked(command: Command, home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    assert command("policy", "cedar", "--output", folder, "--json").answer["rules"] > 9
    assert command("policy", "cedar", "--output", folder).code == 1
    assert command("policy", "cedar", "--output", folder, "--yes").code == 0
    schema, policies = ((folder / name).read_text("utf-8") for name in ("comity.cedarschema", "comity.cedar"))
    assert cedarpy.validate_policies(policies, schema).validation_passed
    entities = (folder / "entities.json").read_text("utf-8")
    assert len(cedarpy.Entities.from_json_str(entities, schema)) > 0
