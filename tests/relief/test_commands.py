"""``comity relief`` as a clerk and a colleague use it, from the preview to the certificate that verifies offline."""

import asyncio
import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from comity.cli import main
from comity.following.running import run_app
from comity.settings import Settings
from comity.verify import main as verify
from tests.relief.scenes import WORLD, Case, enter_case, enter_order


async def _prepared(home: Path) -> tuple[Case, UUID]:
    async with run_app(Settings(home)) as app:
        await app.node.directories.activate(WORLD)
        await app.node.rulebook.refresh()
        case = await enter_case(app.node)
        return case, await enter_order(app.node, "expunge", scope="arrest", records=[case.arrest])


PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "carry-out-a-seal-or-expungement.md"
SHOWN = re.compile(r"^\$ comity (?P<words>.*)$", re.MULTILINE)


@dataclass
class Desk:
    """Runs commands on a home, and remembers what the page calls by a word in capitals."""

    home: Path
    capsys: pytest.CaptureFixture[str]
    known: dict[str, str]

    def says(self, words: str, *, code: int = 0) -> Any:
        """Run the words of a command; gives its answer, or its error."""
        self.capsys.readouterr()
        meant = [self.known.get(word, word) for word in shlex.split(words)]
        assert main([*meant, "--home", str(self.home), "--json"]) == code, self.capsys.readouterr().err
        shown = self.capsys.readouterr()
        answer = json.loads((shown.out if code == 0 else shown.err).strip())
        self.known |= {
            name.upper(): str(value) for name, value in answer.items() if name in {"proposal", "certificate"}
        }
        return answer


def test_two_members_carry_an_order_out_as_the_page_says(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    case, order = asyncio.run(_prepared(place))
    desk = Desk(place, capsys, {"ORDER": str(order), "PERSON": str(case.ben)})
    commands = [found["words"] for found in SHOWN.finditer(PAGE.read_text("utf-8"))]
    answers = {}
    for words in commands:
        if words.startswith("relief confirm"):
            wrong = desk.says(words.replace("cora", "clark"), code=1)
            assert wrong["rule"] == "two_pairs_of_eyes_carry_out_relief"
        answers[words.split()[1]] = desk.says(words)
    assert {each["id"] for each in answers["preview"]["records"]} == set(
        map(str, (case.arrest, case.ada, case.booking))
    )
    assert verify(["certificate.json"]) == 0
    assert answers["clear"]["segments"] >= 0
    assert answers["resume"] == {"certificates": []}
    assert answers["purge"] == {"purged": []}
    assert answers["overdue"] == {"overdue": []}
    assert answers["eligibility"] == {"charges": []}
    assert main(["fsck", "--home", str(place)]) == 0
