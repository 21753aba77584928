"""A node whose clock is held, in a jurisdiction where every agency of the case flow sees what it works on."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from comity.acts.correct import correct
from comity.acts.expect_in_time import expect_in_time
from comity.acts.read import NEWEST, read, read_newest
from comity.acts.submit import submit
from comity.acts.viewing import View
from comity.policy.sessions import Session, open_session
from comity.records.codec import decode
from comity.records.registry import kind_named
from comity.store.node import Node, open_node
from tests.conftest import Server
from tests.worlds import SMALL

BEGAN = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

FLOW = """
[[agency]]
key = "hart-da"
name = "Hart Prosecutor"
pillar = "prosecution"
code = "HDA"

[[agency]]
key = "hart-lab"
name = "Hart Laboratory"
pillar = "laboratory"
code = "HLB"

[[agency]]
key = "state-bureau"
name = "State Identification Bureau"
pillar = "identification"
code = "SIB"

[[agency]]
key = "reed-pd"
name = "Reed Police"
pillar = "police"
code = "RPD"
supervisors = ["rose"]

[[agency]]
key = "dilli-ps"
name = "Dilli Police Station"
pillar = "police"
code = "DPS"
profile = "in"

[[member]]
key = "sam"
name = "Sam"
agency = "hart-pd"
roles = ["officer", "supervisor"]

[[member]]
key = "pat"
name = "Pat"
agency = "hart-da"
roles = ["prosecutor"]

[[member]]
key = "cole"
name = "Cole"
agency = "hart-court"
roles = ["judge", "supervisor"]

[[member]]
key = "lin"
name = "Lin"
agency = "hart-lab"
roles = ["examiner"]

[[member]]
key = "ida"
name = "Ida"
agency = "state-bureau"
roles = ["analyst"]

[[member]]
key = "rose"
name = "Rose"
agency = "reed-pd"
roles = ["officer"]

[[member]]
key = "rob"
name = "Rob"
agency = "reed-pd"
roles = ["officer"]

[[member]]
key = "devi"
name = "Devi"
agency = "dilli-ps"
roles = ["officer"]

[[clause]]
id = "9.1"
prose = "Agencies of the case flow see one another's work in it."
permit = ["see", "subscribe", "copy"]
to = {}
kinds = ["arrest", "charge-referral", "charging-decision", "court-case", "court-order", "hearing", "disposition",
    "sentence", "booking", "commitment", "custody-movement", "release", "warrant", "warrant-return", "lab-request",
    "lab-report", "incident", "exhibit", "person"]
categories = ["reference", "event", "status", "charge", "statistic", "identity"]
purposes = ["investigation", "prosecution", "adjudication", "custody", "forensics", "identification"]
"""
WORLD = SMALL.replace("[[clause]]", FLOW.split("[[clause]]", maxsplit=1)[0] + "[[clause]]", 1) + "".join(
    f"[[clause]]{each}" for each in FLOW.split("[[clause]]")[1:]
)
PURPOSES = {
    "hart-pd": "investigation/2026-1", "reed-pd": "investigation/2026-1", "dilli-ps": "investigation/2026-1",
    "hart-da": "prosecution", "hart-court": "adjudication", "hart-jail": "custody", "hart-lab": "forensics",
    "state-bureau": "identification",
}  # fmt: skip


@dataclass
class Held:
    """A clock that stands still until it is moved."""

    at: datetime = BEGAN + HOUR

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.at


@dataclass
class Town:
    """The node, its clock, and short ways to say what is done in it."""

    node: Node
    clock: Held
    folder: Path

    def session(self, member: str) -> Session:
        """Give the session of a member for the purpose of their profession."""
        agency = self.node.directory.member[member].agency
        return open_session(self.node.directory, agency, member, PURPOSES[agency], second_factor=True)

    async def enter(self, member: str, what: str, /, **fields: Any) -> UUID:
        """Enter a record of a kind, and give its id."""
        record = decode(kind_named(what).kind, msgspec.json.encode(fields))
        return (await submit(self.node, self.session(member), record)).entry.id

    async def correct(self, member: str, id: UUID, **fields: Any) -> None:
        """Correct some fields of a record."""
        session = self.session(member)
        shown = await read(self.node, session, id)
        await correct(self.node, session, id, msgspec.json.encode(fields), replaces=shown.version)

    async def at(self, moment: datetime) -> None:
        """Move the clock, and do what is due then."""
        self.clock.at = moment
        while await expect_in_time(self.node):
            pass

    async def tasks(self, member: str, rule: str = "") -> list[View]:
        """Give the tasks of somebody's agency, the newest first, of a rule or of all."""
        found: list[View] = []
        while page := await self._page(member, found[-1].seq if found else NEWEST):
            found += page
        return [each for each in found if rule in ("", each.fields["rule"])]

    async def _page(self, member: str, before: int) -> list[View]:
        session = self.session(member)
        return await read_newest(self.node, session, frozenset({"review-task"}), before=before, limit=200)

    async def numbers(self, arrest: UUID) -> list[str]:
        """Give the charge tracking numbers of an arrest."""
        found = await read(self.node, self.session("lee"), arrest)
        return [charge["charge_tracking_number"] for charge in found.fields["charges"]]


@pytest.fixture
async def town(server: Server, place: Path) -> AsyncIterator[Town]:
    """The town at work, an hour after the arrest of the story."""
    clock = Held()
    async with open_node(await server.new_database(), place, clock=clock) as node:
        await node.directories.activate(WORLD)
        yield Town(node, clock, place)
