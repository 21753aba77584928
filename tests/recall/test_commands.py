"""``comity recall`` as the owner of a record uses it, and as the page tells."""

import asyncio
import json
import re
import shlex
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from comity.acts.correct import correct
from comity.acts.read import read
from comity.cli import main
from comity.following.recalling import recall
from comity.following.running import run_app
from comity.settings import Settings
from tests.entering import enter_person
from tests.relief.scenes import WORLD
from tests.worlds import session_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "recall-what-was-shared.md"
SHOWN = re.compile(r"^\$ comity (?P<words>.*)$", re.MULTILINE)


async def _prepared(home: Path) -> UUID:
    async with run_app(Settings(home)) as app:
        await app.node.directories.activate(WORLD)
        await app.node.rulebook.refresh()
        ada = await enter_person(app.node)
        await read(app.node, session_of(app.node, "clark"), ada)
        await correct(app.node, session_of(app.node, "lee"), ada, b'{"sex": "F"}', replaces=1)
        await recall(app.node)
        return ada


def test_the_owner_sees_who_holds_a_record_and_who_has_not_answered_as_the_page_says(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ada = str(asyncio.run(_prepared(place)))
    answers: list[Any] = []
    for found in SHOWN.finditer(PAGE.read_text("utf-8")):
        words = [ada if word == "RECORD" else word for word in shlex.split(found["words"])]
        capsys.readouterr()
        assert main([*words, "--home", str(place), "--json"]) == 0, capsys.readouterr().err
        answers.append(json.loads(capsys.readouterr().out))
        assert main([*words, "--home", str(place)]) == 0
    status, overdue = answers
    assert [(each["agency"], each["held"]) for each in status["holders"]] == [("hart-court", "outdated")]
    assert overdue == {"overdue": []}
