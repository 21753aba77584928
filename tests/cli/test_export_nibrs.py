"""A month for the FBI, from the command line: a message for each report, and a report of what was left out."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from comity.exchange.nibrs.messages import NibrsMessage
from tests.cli.conftest import LEE, Command
from tests.exchange.nibrs.scenes import GROUP_B, INCIDENT, segment, submission


def theft(number: str, value: str) -> tuple[str, ...]:
    """A bicycle that was stolen by nobody knows whom."""
    return (
        segment(
            "1", number=number, incident_date="20261110", incident_hour="15", cleared_exceptionally="N", cargo_theft="N"
        ),
        segment("2", number=number, offense="23H", attempted="C", suspected_of_using="N", location="20", bias="88"),
        segment("3", number=number, loss="7", description="04", value=value),
        segment("4", number=number, sequence="001", offense="23H", type="I", age="34", sex="F", race="W"),
        segment("5", number=number, sequence="00"),
    )


@pytest.fixture(scope="module")
def reported() -> bytes:
    return submission(*theft("26-000200", "000000300"), *theft("26-000201", "000000000"), *INCIDENT, GROUP_B)


@pytest.fixture
def entered(command: Command, home: Path, made: Path, reported: bytes) -> None:
    file = made / "november.txt"
    file.write_bytes(reported)
    assert command("import", file, *LEE).code == 0


def test_a_month_is_filed_and_what_breaks_a_rule_is_named_beside_it(
    command: Command, home: Path, made: Path, entered: None
) -> None:
    out = made / "november.zip"
    ran = command("export", "nibrs", *LEE, "--month", "2026-11", "--out", out, "--json")
    assert (ran.code, ran.answer["reports"], ran.answer["left_out"]) == (1, 2, 2)
    with ZipFile(out) as archive:
        assert archive.namelist() == ["2026-11_ZZ0010000_26-000200_INC_I.xml", "2026-11_ZZ0010000_B-5-01_ARR_A.xml"]
        assert not any(NibrsMessage().read(archive.read(name)).refusals for name in archive.namelist())
    told = Path(ran.answer["report"]).read_text("utf-8").splitlines()
    assert told[0] == "NIBRS 2026-11, hart-pd: 2 reports filed, 2 left out."
    assert told[1] == (
        "Left out: incident 26-000201: rule 351, data element 16, property 04 of loss 7: Property is worth something, "
        "except documents, cards and what has no price. Enter the value; 1 dollar where it is not known."
    )
    assert told[2].startswith("Left out: incident 26-000123: injuries: they are withheld from whoever asks")
    assert {path.stat().st_mode & 0o777 for path in (out, Path(ran.answer["report"]))} == {0o600}


def test_the_same_month_gives_the_same_bytes_and_is_not_replaced_unasked(
    command: Command, home: Path, made: Path, entered: None
) -> None:
    out = made / "again.zip"
    command("export", "nibrs", *LEE, "--month", "2026-11", "--out", out)
    first = out.read_bytes()
    asked = command("export", "nibrs", *LEE, "--month", "2026-11", "--out", out)
    assert (asked.code, "--yes" in asked.err) == (1, True)
    command("export", "nibrs", *LEE, "--month", "2026-11", "--out", out, "--yes")
    assert out.read_bytes() == first


def test_a_month_of_which_nothing_is_on_record_says_what_to_enter(command: Command, home: Path, made: Path) -> None:
    out = made / "quiet.zip"
    ran = command("export", "nibrs", *LEE, "--month", "2019-01", "--out", out, "--json")
    assert (ran.code, ran.answer["reports"]) == (1, 0)
    assert "zero report" in Path(ran.answer["report"]).read_text("utf-8")


def test_what_is_no_month_is_refused(command: Command, home: Path, made: Path) -> None:
    ran = command("export", "nibrs", *LEE, "--month", "November", "--out", made / "none.zip")
    assert (ran.code, "YYYY-MM" in ran.err) == (1, True)
    assert not (made / "none.zip").exists()
