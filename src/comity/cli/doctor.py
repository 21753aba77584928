"""``comity doctor``: look a node over and say what to do about what is wrong."""

from collections.abc import AsyncIterator

import asyncpg

from comity.cli.checkup import Finding, State, look_at_node, look_at_place
from comity.cli.nodes import any_node
from comity.cli.options import AsJson, Home, settings_of
from comity.cli.speaking import Exit, Voice
from comity.errors import ComityError
from comity.settings import Settings


async def doctor(*, home: Home = None, json: AsJson = False) -> Exit:
    """Check disk, clock, keys, database, directory, writer and checkpoints; each line is ok, warn or fail.

    Nothing is changed. Exit code 0 when nothing failed, 1 when something did, 4 when the database cannot be reached.
    """
    voice = Voice(json)
    settings = settings_of(home)
    findings = []
    async for finding in _look(settings):
        findings.append(finding)
        voice.give(finding)
        voice.say(f"{finding.state:<4} {finding.what}: {finding.said}")
        if finding.remedy:
            voice.say(f"     -> {finding.remedy}")
    if any(f.state is State.FAIL and f.what == "database" for f in findings):
        return Exit.UNAVAILABLE
    return Exit.REFUSED if any(f.state is State.FAIL for f in findings) else Exit.OK


async def _look(settings: Settings) -> AsyncIterator[Finding]:
    place = list(look_at_place(settings))
    for finding in place:
        yield finding
    if any(f.what == "keyring" and f.state is State.FAIL for f in place):
        # To open a node makes what is missing: a doctor who finds no keys must not leave new ones behind.
        return
    try:
        async with any_node(settings) as node:
            async for finding in look_at_node(node):
                yield finding
    except ComityError as wrong:
        yield Finding("database", State.FAIL, wrong.message, wrong.remedy)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as wrong:
        yield Finding("database", State.FAIL, type(wrong).__name__, "See the log of the database.")
