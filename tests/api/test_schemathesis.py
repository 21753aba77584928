"""The contract holds: thousands of requests made from /openapi.json, good and bad, none of them answered beside it."""

import asyncio
import re
import sys
from pathlib import Path

import pytest

from comity.following.running import App
from tests.api.conftest import SignedIn, token_for
from tests.api.talking import enter_arrest

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]
# Every address that is no kind's, and four kinds: with little and much in them, with and without references.
SOME = (
    r"^/(v1/(records/(diary-entry|hearing|arrest|organization|[{]id[}].*)|cases.*|search|stream|subscriptions.*|kinds.*|log.*)"
    r"|livez|readyz|openapi.json)?$"
)
ONE_RECORD = r"^/v1/(records|cases)/[{]id[}].*$"
# 412 and 428 are right answers to a correction that rests on an older version, or on none; schemathesis knows them not.
SETTINGS = """
[auth.openapi.token]
bearer = "{token}"
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "401", "403", "404", "409", "412", "429", "5xx"]
[checks.missing_required_header]
expected-statuses = ["400", "401", "403", "406", "415", "422", "428"]
"""
PINNED = """
[parameters]
"path.id" = "{id}"
"""


async def cases_run(settings: str, folder: Path, address: str, *options: str) -> int:
    """Run schemathesis with all its checks, and give how many cases it made; fail with its report when one fails."""
    (folder / "schemathesis.toml").write_text(settings)
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).parent / "schemathesis"),
        "--config-file",
        str(folder / "schemathesis.toml"),
        "run",
        f"{address}/openapi.json",
        "--checks=all",
        "--continue-on-failure",
        "--seed=1",
        *options,
        cwd=folder,
        env={"SCHEMATHESIS_HOOKS": "tests.api.schemathesis_hooks", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    report, _ = await process.communicate()
    text = report.decode()
    if process.returncode:
        pytest.fail("\n".join(line[:600] for line in text.splitlines()), pytrace=False)
    made = re.search(r"(\d+) generated", text)
    assert made, text
    return int(made[1])


async def test_no_request_is_answered_beside_the_contract(app: App, address: str, tmp_path: Path) -> None:
    settings = SETTINGS.format(token=await token_for(app, "lee"))
    made = await cases_run(settings, tmp_path, address, "--include-path-regex", SOME, "--max-examples=20")
    assert made >= 2000


async def test_no_request_about_a_record_that_is_there_is_answered_beside_the_contract(
    app: App, address: str, signed_in: SignedIn, tmp_path: Path
) -> None:
    arrest = await enter_arrest(await signed_in("lee"))
    await app.node.log.publish()
    settings = SETTINGS.format(token=await token_for(app, "lee")) + PINNED.format(id=arrest["id"])
    made = await cases_run(
        settings,
        tmp_path,
        address,
        "--include-path-regex",
        ONE_RECORD,
        "--max-examples=60",
        "--phases=coverage,fuzzing",
    )
    assert made >= 200


@pytest.mark.soak
async def test_no_request_of_any_kind_is_answered_beside_the_contract(app: App, address: str, tmp_path: Path) -> None:
    settings = SETTINGS.format(token=await token_for(app, "lee"))
    assert await cases_run(settings, tmp_path, address, "--max-examples=50") >= 40_000
