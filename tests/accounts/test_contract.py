"""The contract holds for signing in and for accounts too: good requests and bad ones, none answered beside it."""

import asyncio
from pathlib import Path

import pytest

from tests.accounts.conftest import City, HeldClock
from tests.api.test_schemathesis import SETTINGS, cases_run

pytestmark = pytest.mark.anyio

# To sign out would leave all that follows without a token; the stories do.
OURS = r"^/v1/(sign-in|registration|session|accounts|account-changes|keys).*$"


async def hurried(clock: HeldClock) -> None:
    """Let time pass forty times as fast, so that the pace of one source holds few requests back."""
    while True:
        await asyncio.sleep(0.05)
        clock.move(seconds=2)


async def test_no_request_about_accounts_is_answered_beside_the_contract(
    city: City, clock: HeldClock, tmp_path: Path
) -> None:
    adam = await city.administrator("adam")
    token = adam.headers["Authorization"].removeprefix("Bearer ")
    options = ("--include-path-regex", OURS, "--exclude-operation-id=signOut", "--max-examples=15")
    hurrying = asyncio.create_task(hurried(clock))
    made = await cases_run(SETTINGS.format(token=token), tmp_path, city.address, *options)
    hurrying.cancel()
    assert made >= 500
