"""Agreements on the command line: written, checked, signed by each party, compared, suspended, shown."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.cli import main
from tests.agreements.texts import TEXT, WORLD
from tests.cli.conftest import Command
from tests.cli.test_how_to import run_page

JAIL = ("--agency", "hart-jail", "--member", "hart-jail-signatory")
COURT = ("--agency", "hart-court", "--member", "hart-court-signatory")
DRAFTER = ("--agency", "hart-jail", "--member", "hart-jail-drafter")


@pytest.fixture(scope="module")
def agreed() -> Iterator[Path]:
    """A folder with a node in it, and a text."""
    place = Path(tempfile.mkdtemp(prefix="cmt-"))
    place.chmod(0o711)
    (place / "directory.toml").write_text(WORLD, "utf-8")
    (place / "text.toml").write_text(TEXT, "utf-8")
    assert main(["init", "--home", str(place / "node"), "--directory", str(place / "directory.toml")]) == 0
    yield place
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def folder(agreed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, to work in."""
    monkeypatch.setenv("COMITY_HOME", str(agreed / "node"))
    monkeypatch.delenv("COMITY_DATABASE_URL", raising=False)
    monkeypatch.chdir(agreed)
    return agreed


def test_a_first_text_is_written_and_holds(command: Command, folder: Path) -> None:
    ran = command("agreement", "new", "mou.toml", "--key", "hart-mou", "--parties", "hart-jail, hart-court")
    assert ran.code == 0
    checked = command("agreement", "check", "mou.toml")
    assert (checked.code, "can be signed" in checked.out) == (0, True), checked.out
    again = command("agreement", "new", "mou.toml", "--key", "hart-mou", "--parties", "hart-jail,hart-court")
    assert again.code == 1
    assert "--yes" in again.err


def test_every_problem_is_told_with_file_and_line(command: Command, folder: Path) -> None:
    wrong = TEXT.replace('"release"', '"releese"').replace('id = "2"', 'id = "1"')
    (folder / "wrong.toml").write_text(wrong, "utf-8")
    ran = command("agreement", "check", "wrong.toml")
    assert ran.code == 1
    assert [line.partition(", ")[0] for line in ran.out.splitlines()] == ["wrong.toml: line 17", "wrong.toml: line 22"]
    told = command("agreement", "check", "wrong.toml", "--json").answer["problems"]
    assert [(each["line"], each["clause"]) for each in told] == [(17, "1"), (22, "1")]
    refused = command("agreement", "draft", "wrong.toml", *DRAFTER, "--json")
    assert refused.code == 1
    assert "line 22" in refused.err


def test_an_agreement_is_signed_put_in_force_suspended_and_left(command: Command, folder: Path) -> None:
    assert command("agreement", "draft", "text.toml", *DRAFTER).code == 0
    for party in (JAIL, COURT):
        assert command("agreement", "sign", "text.toml", *party, "--json").answer["standing"]["newest"] == 1
    other = TEXT.replace("Nobody passes it on.", "Nobody hands it on.")
    (folder / "other.toml").write_text(other, "utf-8")
    refused = command("agreement", "sign", "other.toml", *JAIL)
    assert (refused.code, "another text" in refused.err) == (1, True)
    active = command("agreement", "activate", "jail-court", *COURT, "--json").answer["standing"]
    assert (active["state"], active["parties"]) == ("active", ["hart-jail", "hart-court"])
    assert "jail-court\t1\tdata-sharing-agreement\tactive" in command("agreement", "show").out
    rows = {row["rule"]: row for row in command("matrix", "--json").lines}
    assert rows["jail-court 1"]["does"] == "permits to see"
    assert rows["42 CFR 2.13(a)"]["does"].startswith("prohibits to see")
    suspended = command("agreement", "suspend", "jail-court", "--reason", "Read aloud.", *COURT, "--json").answer[
        "standing"
    ]
    assert (suspended["state"], suspended["reasons"]) == ("suspended", ["hart-court suspended it: Read aloud."])
    assert "jail-court 1" not in command("matrix").out
    assert command("agreement", "resume", "jail-court", *COURT, "--json").answer["standing"]["state"] == "active"
    shown = command("agreement", "show", "jail-court").out
    assert "hart-court-signatory of hart-court: suspend version 1 (Read aloud.)" in shown
    assert "The jail shows the court who is held" in shown
    assert command("agreement", "show", "jail-court", "--text").out == TEXT
    left = command("agreement", "leave", "jail-court", "--reason", "The budget ended.", *COURT, "--json").answer[
        "standing"
    ]
    assert left["state"] == "ended"


def test_two_texts_are_compared_clause_by_clause(command: Command, folder: Path) -> None:
    newer = TEXT.replace('"identity"]', '"charge"]').replace("Nobody passes", "No party passes")
    (folder / "newer.toml").write_text(newer, "utf-8")
    said = command("agreement", "diff", "text.toml", "newer.toml").out.splitlines()
    assert said == [
        "clause 1, categories: reference, event, status, identity becomes reference, event, status, charge",
        "clause 2, prose is worded anew: No party passes it on.",
    ]
    same = command("agreement", "diff", "text.toml", "text.toml", "--json").answer
    assert same["changes"] == []


def test_the_matrix_of_a_moment_before_the_node_is_absent(command: Command, folder: Path) -> None:
    assert command("matrix", "--at", "2001-01-01T00:00:00Z").code == 1
    assert command("matrix", "--at", "yesterday").code == 1
    assert command("matrix", "--at", "2001-01-01T00:00:00").code == 1


def test_nobody_acts_who_is_no_signatory(command: Command, folder: Path) -> None:
    for words in (
        ("sign", "text.toml"),
        ("activate", "jail-court"),
        ("suspend", "jail-court", "--reason", "No."),
        ("leave", "jail-court", "--reason", "No."),
        ("end", "jail-court"),
    ):
        ran = command("agreement", *words, *DRAFTER)
        assert ran.code == 1, words
        assert "signatory" in ran.err or "no agreement" in ran.err, words


def test_an_agreement_is_written_and_signed_as_the_page_says(
    command: Command, agreed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = agreed / "page"
    folder.mkdir()
    monkeypatch.setenv("COMITY_HOME", str(agreed / "north"))
    monkeypatch.delenv("COMITY_DATABASE_URL", raising=False)
    monkeypatch.chdir(folder)
    ran = run_page(command, "write-and-sign-an-agreement.md", folder)
    refused = [number for number, each in enumerate(ran) if each.code]
    assert refused == [8], [(each.code, each.err) for each in ran if each.code]
    assert "north-court has not attested security-review" in ran[8].err
    said = "\n".join(each.out for each in ran)
    assert "Clause custody 1 counts for nothing that is held." in said
    assert "custody version 1 is active" in said
    assert "clause 1, kinds: booking, release, person becomes booking, custody-movement, release, person" in said
    assert "custody version 1 is ended: fewer than two parties are left" in said
