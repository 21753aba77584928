"""Partners' messages: entered once, kept whole, and nothing of them silently dropped."""

import base64
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from comity.store.node import Node
from tests.cli.conftest import CLARK, LEE, Command, OnNode
from tests.corpus import corpus

HEADER = "CrimeDateTime,CrimeCode,Description,Location,Neighborhood,Remark\n"
GOOD = "2026-01-0{0}T10:00:00Z,6D,LARCENY,{0}00 ELM ST,Old Town,\n"
BAD = "yesterday,6D,LARCENY,900 ELM ST,Old Town,\n"


def extract(folder: Path, name: str, *rows: str) -> Path:
    """Write an extract of crime rows, invented."""
    file = folder / name
    file.write_text(HEADER + "".join(rows), "utf-8")
    return file


def size_of(on_node: OnNode[Any]) -> int:
    async def size(node: Node) -> int:
        return await node.reader.size()

    return int(on_node(size))


def test_every_row_becomes_records_and_a_second_import_enters_nothing(
    command: Command, home: Path, made: Path, on_node: OnNode[Any]
) -> None:
    file = extract(made, "twice.csv", GOOD.format(1), GOOD.format(2))
    first = command("import", file, *LEE, "--json")
    assert first.code == 0
    assert first.answer["connector"] == "crime-rows"
    assert first.answer["entered"] == {"incident": 2, "location": 2, "offense": 2, "original-message": 1}
    size = size_of(on_node)
    again = command("import", file, *LEE, "--json")
    assert (again.code, again.answer["entered"], again.answer["already"]) == (0, {}, 7)
    assert size_of(on_node) == size


def test_another_member_of_the_agency_imports_nothing_twice_either(
    command: Command, home: Path, made: Path, on_node: OnNode[Any]
) -> None:
    file = extract(made, "purpose.csv", GOOD.format(3))
    command("import", file, *LEE)
    again = command("import", file, *LEE[:-1], "patrol", "--json")
    assert again.answer["entered"] == {}


def test_the_original_is_kept_and_every_record_names_it(command: Command, home: Path, made: Path) -> None:
    file = extract(made, "kept.csv", GOOD.format(4))
    command("import", file, *LEE)
    out = made / "kept.jsonl"
    kinds = "incident,location,offense,original-message"
    assert command("export", *LEE, "--kinds", kinds, "--out", out).code == 0
    records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    (original,) = [r for r in records if r["fields"].get("filename") == "kept.csv"]
    assert base64.b64decode(original["fields"]["body"]) == file.read_bytes()
    named = [r for r in records if r["fields"]["provenance"].get("message") == original["id"]]
    assert sorted(r["kind"] for r in named) == ["incident", "location", "offense"]
    incident = next(r for r in named if r["kind"] == "incident")
    place = next(r for r in named if r["kind"] == "location")
    assert incident["fields"]["location"] == place["id"]


def test_a_bad_row_is_set_aside_with_its_reason_and_the_rest_is_entered(
    command: Command, home: Path, made: Path
) -> None:
    file, aside = extract(made, "bad.csv", GOOD.format(5), BAD), made / "aside.jsonl"
    ran = command("import", file, *LEE, "--json", "--set-aside", aside)
    assert ran.code == 1
    assert ran.answer["entered"]["incident"] == 1
    (refused,) = ran.answer["refused"]
    assert refused["place"] == "row 2"
    assert "occurred_at" in refused["reason"]
    assert refused["remedy"]
    (line,) = [json.loads(line) for line in aside.read_text("utf-8").splitlines()]
    assert line["refusal"] == refused
    assert aside.stat().st_mode & 0o777 == 0o600


def test_all_or_nothing_enters_nothing_of_a_message_with_a_bad_row(
    command: Command, home: Path, made: Path, on_node: OnNode[Any]
) -> None:
    size = size_of(on_node)
    ran = command("import", extract(made, "all.csv", GOOD.format(6), BAD), *LEE, "--all-or-nothing", "--json")
    assert (ran.code, ran.answer["entered"], len(ran.answer["refused"])) == (1, {}, 1)
    assert size_of(on_node) == size


def test_a_rehearsal_tells_what_would_be_and_enters_nothing(
    command: Command, home: Path, made: Path, on_node: OnNode[Any]
) -> None:
    size = size_of(on_node)
    ran = command("import", extract(made, "dry.csv", GOOD.format(7), BAD), *LEE, "--dry-run", "--json")
    assert (ran.code, ran.answer["rehearsed"], ran.answer["entered"]["incident"]) == (1, True, 1)
    assert size_of(on_node) == size


def test_what_no_clause_lets_an_agency_enter_stays_out_with_all_that_refers_to_it(
    command: Command, home: Path, made: Path
) -> None:
    ran = command("import", extract(made, "court.csv", GOOD.format(8)), *CLARK, "--json")
    assert ran.code == 1
    refused = {each["kind"]: each["rule"] for each in ran.answer["refused"]}
    assert refused["incident"] == "import_needs_a_clause"
    assert refused["offense"] in {"import_needs_a_clause", "reference_must_exist"}
    assert ran.answer["entered"] == {"location": 1, "original-message": 1}


def test_what_no_connector_recognizes_is_said_and_the_next_file_read(command: Command, home: Path, made: Path) -> None:
    folder = made / "mixed"
    folder.mkdir()
    (folder / "a.bin").write_bytes(b"\x00\xff")
    extract(folder, "b.csv", GOOD.format(9))
    ran = command("import", folder, *LEE)
    assert ran.code == 1
    assert "No connector recognizes a.bin." in ran.err
    assert "--mapping" in ran.err
    assert "b.csv\tcrime-rows\t4" in ran.out


def test_a_report_lists_what_was_not_understood(command: Command, home: Path, made: Path) -> None:
    file, report = extract(made, "left.csv", GOOD.format(1).replace(",\n", ",see file\n")), made / "report.jsonl"
    assert command("import", file, *LEE, "--report", report).code == 0
    (line,) = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    assert line["untaken"] == ["row 1/Remark"]
    assert line["leaves"] == line["in_fields"] + 1


@pytest.mark.parametrize(
    "words,said",
    [
        ((), "No file is named"),
        (("nowhere.csv",), "cannot be read"),
        (("--connector", "fax", "x"), "no connector called 'fax'"),
    ],
)
def test_a_wrong_path_or_connector_is_told(command: Command, home: Path, words: tuple[str, ...], said: str) -> None:
    ran = command("import", *words, *LEE)
    assert ran.code == 1
    assert said in ran.err


@pytest.mark.corpus
def test_real_submissions_crashes_calls_and_crimes_are_imported(command: Command, home: Path) -> None:
    files = [
        corpus("nibrs") / "test-files" / "Test-Submission-1.txt",
        corpus("niem") / "crash-driver-6.0" / "examples" / "iep1.xml",
        corpus("calls-for-service") / "baltimore-cfs-2021.json",
        corpus("calls-for-service") / "baltimore-part1-crime-2021.json",
    ]
    ran = command("import", *files, *LEE, "--json")
    for line in ran.lines:
        print(line["file"].rpartition("/")[2], line["connector"], sum(line["entered"].values()), line["refusals"])
        assert line["entered"]
        assert line["in_fields"] >= 0.9 * line["leaves"]
        assert all(refused["reason"] and refused["remedy"] for refused in line["refused"])
    again = command("import", *files, *LEE, "--json")
    assert all(line["entered"] == {} for line in again.lines)


@pytest.mark.corpus
def test_every_real_justice_message_is_imported_without_a_refusal(command: Command, home: Path) -> None:
    files = [path for path in sorted(corpus("ojbc-iepds").rglob("*.xml")) if path.name != "xml-catalog.xml"]
    ran = command("import", *files, *LEE, "--json")
    read = [line for line in ran.lines if line["connector"]]
    whole = [line for line in read if not line["refusals"]]
    rules = Counter(refused.get("rule", "") for line in read for refused in line["refused"])
    print(f"{len(files)} files, {len(read)} read, {len(whole)} of them without a refusal; {dict(rules)}")
    assert len(read) >= 150
    assert len(whole) >= 0.95 * len(read)
    assert sum(line["in_fields"] for line in read) >= 0.9 * sum(line["leaves"] for line in read)
