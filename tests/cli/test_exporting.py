"""What leaves: only what may be seen, written down first, and harmless to whoever opens it."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from comity.acts.submit import submit
from comity.records.justice.diary_entry import DiaryEntry, DiaryOutcome
from comity.store.node import Node
from comity.verify import main as verify
from tests.cli.conftest import CLARK, LEE, Command, OnNode
from tests.worlds import session_of

DANGER = '=HYPERLINK("http://x","y")'
VERA = ("--agency", "oversight", "--member", "vera", "--purpose", "oversight")


async def enter_a_formula(node: Node) -> None:
    entry = DiaryEntry(occurred_at="2026-01-01", outcome=DiaryOutcome.RECORD_ONLY, narrative=DANGER)
    await submit(node, session_of(node, "lee"), entry, key="formula")


@pytest.fixture
def entered(on_node: OnNode[Any]) -> None:
    on_node(enter_a_formula)


def test_an_export_holds_what_the_member_may_see_and_says_what_not(
    command: Command, home: Path, made: Path, entered: None
) -> None:
    out = made / "court.jsonl"
    ran = command("export", *CLARK, "--kinds", "diary-entry", "--out", out, "--json")
    assert (ran.code, ran.answer["records"]) == (0, 1)
    (record,) = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert record["owner"] == "hart-pd"
    assert "narrative" not in record["fields"]
    assert "narrative" in record["withheld"]
    assert record["because"] == ["2.1"]
    assert out.stat().st_mode & 0o777 == 0o600


def test_what_leaves_for_another_agency_is_written_down(
    command: Command, home: Path, made: Path, entered: None
) -> None:
    command("export", *CLARK, "--kinds", "diary-entry", "--out", made / "again.jsonl")
    out = made / "disclosures.jsonl"
    command("export", *VERA, "--kinds", "disclosure", "--out", out, "--yes")
    found = [json.loads(line)["fields"] for line in out.read_text("utf-8").splitlines()]
    exports = [each for each in found if each["channel"] == "export"]
    assert exports[-1]["recipients"][0]["member"] == "clark"
    assert exports[-1]["recipients"][0]["purpose"] == "adjudication"


def test_a_spreadsheet_gets_no_formula(command: Command, home: Path, made: Path, entered: None) -> None:
    out = made / "sheet.csv"
    assert command("export", *LEE, "--kinds", "diary-entry", "--out", out, "--format", "csv").code == 0
    with out.open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["narrative"] == f"'{DANGER}"
    assert row["occurred_at"] == "2026-01-01"


def test_proofs_are_verified_without_the_server(
    command: Command, home: Path, made: Path, entered: None, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made / "proofs"
    ran = command("export", *LEE, "--kinds", "diary-entry", "--out", folder, "--format", "proof", "--json")
    assert (ran.code, ran.answer["records"]) == (0, 1)
    (bundle,) = folder.iterdir()
    assert verify([str(bundle)]) == 0
    content = bytearray(bundle.read_bytes())
    content[len(content) // 2] ^= 1
    bundle.write_bytes(content)
    assert verify([str(bundle)]) != 0


def test_a_file_is_not_replaced_unasked(command: Command, home: Path, made: Path, entered: None) -> None:
    out = made / "kept.jsonl"
    out.write_text("mine", "utf-8")
    ran = command("export", *LEE, "--kinds", "diary-entry", "--out", out)
    assert (ran.code, out.read_text("utf-8")) == (1, "mine")
    assert "--yes" in ran.err
    assert command("export", *LEE, "--kinds", "diary-entry", "--out", out, "--yes").code == 0
    assert out.read_text("utf-8") != "mine"


def test_a_kind_that_is_none_is_told(command: Command, home: Path, made: Path) -> None:
    ran = command("export", *LEE, "--kinds", "arrests", "--out", made / "none.jsonl")
    assert ran.code == 1
    assert "arrests" in ran.err
    assert not (made / "none.jsonl").exists()
