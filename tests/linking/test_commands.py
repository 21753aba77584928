"""``comity link`` as Bo uses it, from the page on it, and what the commands say to whoever gets one wrong."""

import asyncio
import json
import re
import shlex
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from comity.cli import main
from comity.following.running import run_app
from comity.settings import Settings
from tests.linking.worlds import SSN, WITH_BUREAU, enter_many, hart_persons, person

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "see-and-judge-who-is-the-same.md"
SHOWN = re.compile(r"^\$ comity (?P<words>.*)$", re.MULTILINE)
BO = ("--agency", "hart-bureau", "--member", "bo")
PEOPLE = 300


async def _prepared(home: Path) -> tuple[UUID, UUID, str]:
    async with run_app(Settings(home)) as app:
        await app.node.directories.activate(WITH_BUREAU)
        one, other = await person(app.node, identifications=SSN), await person(app.node, "jo", identifications=SSN)
        lines = ["record,person,origin"]
        for id, human in await enter_many(app.node, hart_persons(PEOPLE)):
            lines.append(f"{id},{human.number},{human.origin}")
        return one, other, "\n".join(lines) + "\n"


def test_the_commands_of_the_page_run_as_they_stand(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other, truth = asyncio.run(_prepared(place))
    (place / "truth.csv").write_text(truth, "utf-8")
    monkeypatch.setenv("COMITY_HOME", str(place))
    monkeypatch.chdir(place)
    known, told = {"ONE": str(one), "OTHER": str(other)}, list[Any]()
    for found in SHOWN.finditer(PAGE.read_text("utf-8")):
        words = [known.get(word, word) for word in shlex.split(found["words"])]
        capsys.readouterr()
        assert main([*words, "--json"]) == 0, found["words"]
        told.append(json.loads(capsys.readouterr().out))
        known["JUDGMENT"] = told[-1].get("judgment", known.get("JUDGMENT", ""))
    shown, explained, review, vehicles, judged, undone, batch, trained, evaluated = told
    assert [record["id"] for record in shown["records"]] == [str(one), str(other)]
    assert explained["decision"] == "link"
    assert sum(step["bits"] for step in explained["steps"]) + explained["prior"] == pytest.approx(explained["bits"])
    assert review["pairs"]
    assert vehicles["pairs"] == []
    assert judged["judgment"] != undone["judgment"]
    assert batch["records"]["person"] == trained["records"]
    assert evaluated["records"] == truth.count("\n") - 1
    assert evaluated["clusters"]["precision"] > 0.9
    assert {group["group"].split()[0] for group in evaluated["groups"]} == {"sex", "born", "origin"}


@pytest.mark.parametrize(
    "text,said",
    [
        ("record\n1\n", "has no columns record and person"),
        ("record,person\nnobody,1\n", "Line 2: 'nobody' is no id of a record."),
        ("record,person\n00000000-0000-4000-8000-000000000000,1\n", "None of the records in the truth is linked here."),
    ],
)
def test_a_truth_that_cannot_be_used_is_refused_with_its_line(
    place: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    asyncio.run(_small(place))
    (place / "truth.csv").write_text(text, "utf-8")
    capsys.readouterr()
    assert main(["link", "evaluate", str(place / "truth.csv"), *BO, "--home", str(place)]) == 1
    assert said in capsys.readouterr().err


def test_nobody_trains_from_a_handful_of_records_or_a_kind_that_is_not_linked(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_small(place))
    for kind, said in (("person", "too few to learn from"), ("arrest", "are not linked")):
        capsys.readouterr()
        assert main(["link", "train", kind, *BO, "--home", str(place)]) == 1
        assert said in capsys.readouterr().err


async def _small(home: Path) -> None:
    async with run_app(Settings(home)) as app:
        await app.node.directories.activate(WITH_BUREAU)
        await person(app.node)
