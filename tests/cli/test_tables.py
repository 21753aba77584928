"""Tables of an agency's own system, by a mapping: incremental, restartable, and never over a person's correction."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from comity.acts.correct import correct
from comity.store.node import Node
from tests.cli.conftest import CLARK, LEE, Command, OnNode
from tests.worlds import session_of

MAPPING = """
name = "{name}"
zone = "America/Chicago"
watermark = "UPDATED"

[source]
csv = "{name}.csv"

[[record]]
kind = "person"
key = ["PERSON_ID"]

[record.fields]
"names[0].surname" = "LAST"
"names[0].given_name" = "FIRST"
birth_date = {{ column = "DOB", date = "%m/%d/%Y" }}
sex = {{ column = "SX", codes = "sex" }}

[codes.sex]
table = {{ F = "F", M = "M", "1" = "M" }}
"""
HEADER = "PERSON_ID,LAST,FIRST,DOB,SX,UPDATED\n"
ADA = "1,Reyes,Ada,01/02/1990,F,2026-01-01\n"
BO = "2,Stone,Bo,02/03/1990,1,2026-01-02\n"


class Table:
    """A table with its mapping, in files of its own."""

    def __init__(self, folder: Path, name: str) -> None:
        self.mapping, self._csv = folder / f"{name}.toml", folder / f"{name}.csv"
        self.mapping.write_text(MAPPING.format(name=name), "utf-8")

    def hold(self, *rows: str) -> None:
        self._csv.write_text(HEADER + "".join(rows), "utf-8")


@pytest.fixture
def table(made: Path, request: pytest.FixtureRequest) -> Table:
    return Table(made, request.node.name.removeprefix("test_")[:40])


def people(command: Command, made: Path) -> dict[str, Any]:
    out = made / "people.jsonl"
    command("export", *LEE, "--kinds", "person", "--out", out, "--yes")
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    return {line["fields"]["names"][0]["given_name"]: line for line in lines}


def test_rows_become_records_once(command: Command, home: Path, table: Table) -> None:
    table.hold(ADA, BO)
    first = command("import", "--mapping", table.mapping, *LEE, "--json").answer
    assert (first["rows"], first["entered"], first["refused"]) == (2, {"person": 2}, [])
    again = command("import", "--mapping", table.mapping, *LEE, "--json").answer
    assert (again["entered"], again["corrected"]) == ({}, 0)


def test_rows_before_the_watermark_are_passed_over(command: Command, home: Path, table: Table) -> None:
    table.hold(ADA, BO)
    command("import", "--mapping", table.mapping, *LEE)
    again = command("import", "--mapping", table.mapping, *LEE, "--json").answer
    assert (again["rows"], again["already"]) == (1, 1)


def test_a_row_that_changed_at_the_source_becomes_a_correction(
    command: Command, home: Path, made: Path, table: Table
) -> None:
    table.hold(ADA.replace("Ada", "Addy"), BO)
    command("import", "--mapping", table.mapping, *LEE)
    table.hold(ADA.replace("Ada", "Adah").replace("2026-01-01", "2026-01-03").replace(",F,", ",,"), BO)
    changed = command("import", "--mapping", table.mapping, *LEE, "--json").answer
    assert (changed["entered"], changed["corrected"], changed["refused"]) == ({}, 1, [])
    adah = people(command, made)["Adah"]
    assert adah["version"] == 2
    assert "sex" not in adah["fields"]
    assert adah["fields"]["birth_date"] == "1990-01-02"


def test_a_person_s_correction_is_never_overwritten(
    command: Command, home: Path, made: Path, table: Table, on_node: OnNode[Any]
) -> None:
    table.hold(ADA.replace("Ada", "Asta"))
    command("import", "--mapping", table.mapping, *LEE)
    asta = people(command, made)["Asta"]

    async def mend(node: Node) -> None:
        patch = b'{"birth_date": "1991-01-02"}'
        await correct(node, session_of(node, "lee"), UUID(asta["id"]), patch, replaces=1, key="by hand")

    on_node(mend)
    table.hold(ADA.replace("Ada", "Asta").replace("2026-01-01", "2026-01-04"))
    ran = command("import", "--mapping", table.mapping, *LEE, "--json")
    assert (ran.code, ran.answer["corrected"]) == (1, 0)
    assert "corrected here" in ran.answer["refused"][0]["reason"]
    assert people(command, made)["Asta"]["fields"]["birth_date"] == "1991-01-02"


def test_a_refused_row_keeps_its_cells_and_is_read_again_when_it_is_mended(
    command: Command, home: Path, made: Path, table: Table
) -> None:
    aside = made / "cells.jsonl"
    table.hold(ADA.replace("01/02/1990", "1990"), BO.replace("Bo", "Bob"))
    ran = command("import", "--mapping", table.mapping, *LEE, "--json", "--set-aside", aside)
    assert (ran.code, ran.answer["entered"]) == (1, {"person": 1})
    (refused,) = ran.answer["refused"]
    assert (refused["place"], refused["column"], refused["field"]) == ("row 1", "DOB", "birth_date")
    assert json.loads(aside.read_text("utf-8"))["cells"]["DOB"] == "1990"
    table.hold(ADA, BO.replace("Bo", "Bob"))
    mended = command("import", "--mapping", table.mapping, *LEE, "--json").answer
    assert (mended["entered"], mended["already"]) == ({"person": 1}, 1)


def test_a_rehearsal_of_a_table_enters_nothing(command: Command, home: Path, table: Table) -> None:
    table.hold(ADA, BO)
    dry = command("import", "--mapping", table.mapping, *LEE, "--dry-run", "--json").answer
    assert (dry["rehearsed"], dry["entered"]) == (True, {"person": 2})
    real = command("import", "--mapping", table.mapping, *LEE, "--json").answer
    assert real["entered"] == {"person": 2}


def test_another_file_may_take_the_place_of_the_mapping_s_own(
    command: Command, home: Path, made: Path, table: Table
) -> None:
    (made / "other.csv").write_text(HEADER + ADA, "utf-8")
    ran = command("import", made / "other.csv", "--mapping", table.mapping, *LEE, "--json").answer
    assert (ran["rows"], ran["entered"]) == (1, {"person": 1})


def test_a_table_is_not_entered_all_or_nothing(command: Command, home: Path, table: Table) -> None:
    table.hold(ADA)
    ran = command("import", "--mapping", table.mapping, "--all-or-nothing", *LEE)
    assert ran.code == 1
    assert "row by row" in ran.err


def test_a_wrong_mapping_says_what_is_wrong_in_it(command: Command, home: Path, table: Table) -> None:
    table.hold(ADA)
    table.mapping.write_text(table.mapping.read_text("utf-8").replace("birth_date", "birthday"), "utf-8")
    ran = command("import", "--mapping", table.mapping, *LEE)
    assert ran.code == 1
    assert "birthday" in ran.err


def test_a_reference_by_number_finds_what_an_earlier_row_entered(command: Command, home: Path, made: Path) -> None:
    (made / "cad.toml").write_text(CAD, "utf-8")
    (made / "cad.csv").write_text("NO,PARENT,AT\nC-1,,2026-01-01T10:00\nC-2,C-1,2026-01-01T11:00\n", "utf-8")
    ran = command("import", "--mapping", made / "cad.toml", *LEE, "--json")
    assert (ran.code, ran.answer["entered"]) == (0, {"incident": 2, "offense": 1})


def test_a_row_is_entered_with_all_its_records_or_with_none(command: Command, home: Path, made: Path) -> None:
    (made / "rows.toml").write_text(ROWS, "utf-8")
    (made / "rows.csv").write_text("NO,STREET,AT\nR-1,1 ELM ST,\nR-2,2 ELM ST,2026-01-01T11:00\n", "utf-8")
    ran = command("import", "--mapping", made / "rows.toml", *CLARK, "--json")
    assert (ran.code, ran.answer["entered"]) == (1, {"location": 1})
    refused = {each["kind"]: (each["place"], each["rule"]) for each in ran.answer["refused"]}
    assert refused == {"incident": ("row 2", "import_needs_a_clause"), "location": ("row 2", "one_row")}


CAD = """
name = "cad"
zone = "America/Chicago"

[source]
csv = "cad.csv"

[[record]]
kind = "incident"
key = ["NO"]

[record.fields]
incident_number = "NO"
occurred_at = { column = "AT", time = "iso" }

[[record]]
kind = "offense"
key = ["NO"]
when = "PARENT"

[record.fields]
incident = { column = "PARENT", reference = { kind = "incident", by = "incident_number" } }
text = { constant = "as dispatched" }
"""

ROWS = """
name = "rows"

[source]
csv = "rows.csv"

[[record]]
kind = "location"
key = ["NO"]

[record.fields]
"address.street" = "STREET"

[[record]]
kind = "incident"
key = ["NO"]
when = "AT"

[record.fields]
incident_number = "NO"
occurred_at = { column = "AT", time = "iso" }
"""
