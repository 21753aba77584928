"""Twelve agencies: the police show persons to eleven under one agreement, and to four of those under a second one."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec

from comity.acts import agree
from comity.acts.correct import correct
from comity.acts.hand_over import Addressee, hand_over
from comity.acts.read import read
from comity.acts.search import search
from comity.acts.steps import Text
from comity.clock import now
from comity.following.recalling import recall
from comity.policy.sessions import Session, open_session
from comity.records.governance.recall_notice import RecallNotice
from comity.records.governance.review_task import ReviewTask
from comity.store.entries import Stored
from comity.store.node import Node, open_node
from comity.store.pointing import of_classes
from comity.store.sealing import record_of
from tests.entering import enter

OWNER = "hart-pd"
PARTNERS = tuple(f"partner-{n:02}" for n in range(1, 12))
AGENCIES = (OWNER, *PARTNERS)
PAIRED = PARTNERS[:4]
CANARY = "Quillfeather"
OUTSIDE = "Hartwell Tribune"

WORLD = 'origin = "test.example/log"\n' + "".join(
    f"""
[[agency]]
key = "{key}"
name = "{key}"
pillar = "police"

[[member]]
key = "{key}-signatory"
name = "Signatory of {key}"
agency = "{key}"
roles = ["signatory"]

[[member]]
key = "{key}-worker"
name = "Worker of {key}"
agency = "{key}"
roles = ["officer"]
"""
    for key in AGENCIES
)
OWN = """
[[clause]]
id = "own"
prose = "Every agency enters its own."
permit = "enter"
owner = "self"
kinds = ["*"]

[[clause]]
id = "own-sight"
prose = "Every agency sees its own, and passes it on."
permit = ["see", "subscribe", "copy", "pass-on"]
owner = "self"
kinds = ["*"]
markings = ["sensitive"]
categories = ["*"]
"""
AGREEMENT = """\
key = "{key}"
title = "Who is known"
tier = "data-sharing-agreement"
version = 1
parties = [{parties}]
begins = 2026-01-01
expires = 2099-01-01
purpose = "All know of the same persons."
governance = "All meet every quarter."

[[clause]]
id = "1"
prose = "All see whom the police know, and pass it on."
permit = ["see", "subscribe", "copy", "pass-on"]
owner = "hart-pd"
kinds = ["person"]
categories = ["reference", "event", "status", "identity"]
"""
OBLIGED = """
[[clause]]
id = "2"
prose = "It is kept for a month."
owner = "hart-pd"
kinds = ["person"]
oblige = {{ {oblige} }}
"""


def acting(node: Node, agency: str, purpose: str = "investigation") -> Session:
    """Give the session of the worker of an agency."""
    return open_session(node.directory, agency, f"{agency}-worker", purpose)


def signing(node: Node, agency: str) -> Session:
    """Give the session of the signatory of an agency."""
    return open_session(node.directory, agency, f"{agency}-signatory", "administration")


@asynccontextmanager
async def world_at(dsn: str, keyring: Path, *, at: datetime | None = None) -> AsyncIterator[Node]:
    """Give a node on this world, with no follower at work; ``at`` holds its clock still."""
    async with open_node(dsn, keyring, clock=(lambda: at) if at else now) as node:
        if not node.directories.version:
            await node.directories.activate(WORLD + OWN)
            await agreed(node, "net", AGENCIES)
            await agreed(node, "pair", (OWNER, *PAIRED))
        await node.rulebook.refresh()
        yield node


async def agreed(node: Node, key: str, parties: tuple[str, ...], *, oblige: str = "") -> None:
    """Put an agreement in force between some agencies."""
    text = AGREEMENT.format(key=key, parties=", ".join(f'"{party}"' for party in parties))
    if oblige:
        text += OBLIGED.format(oblige=oblige)
    drafted = (await agree.draft(node, signing(node, OWNER), text)).standing.version
    meant = Text(key, drafted.text_hash, drafted.rules_hash)
    for party in parties:
        await agree.sign(node, signing(node, party), meant)
    await agree.activate(node, signing(node, OWNER), meant)


async def enter_known(node: Node) -> UUID:
    """Enter a person at the police."""
    names = [{"given_name": "Ada", "surname": CANARY}]
    return (await enter(node, acting(node, OWNER), "person", names=names)).entry.id


async def amend(node: Node, id: UUID, version: int, **fields: object) -> None:
    """Have the police correct a person."""
    said = fields or {"names": [{"given_name": f"Ada{version}", "surname": CANARY}]}
    await correct(node, acting(node, OWNER), id, msgspec.json.encode(said), replaces=version)


async def found_by(node: Node, agency: str) -> list[UUID]:
    """Have an agency search for everybody of that name, and give whom it was shown."""
    shown = await search(node, acting(node, agency), CANARY, wanted=frozenset({"person"}))
    return [view.id for view in shown.views]


async def show(node: Node, agency: str, id: UUID) -> None:
    """Have an agency read a record."""
    await read(node, acting(node, agency), id)


async def pass_on(node: Node, relay: str, id: UUID, to: str) -> None:
    """Have an agency hand a record to another, or, by a name that no agency has, to somebody outside."""
    addressee = Addressee(agency=to) if to in AGENCIES else Addressee(name=to)
    await hand_over(node, acting(node, relay), [id], addressee, reason="They asked for it.")


async def notices(node: Node) -> list[tuple[str, RecallNotice]]:
    """Give every notice with whom it tells, oldest first."""
    found = await kept(node, "recall-notice")
    read = ((stored.handling.owner, record_of(node.keyring, stored)) for stored in found)
    return [(agency, notice) for agency, notice in read if isinstance(notice, RecallNotice)]


async def told(node: Node) -> list[tuple[str, RecallNotice]]:
    """Follow the log twice, as whoever died in between would, and give every notice with whom it tells."""
    await recall(node)
    first = await notices(node)
    await node.pool.execute("delete from import_progress")
    await recall(node)
    assert await notices(node) == first
    return first


async def tasks(node: Node) -> list[tuple[str, ReviewTask]]:
    """Give every task with whose it is, oldest first."""
    found = await kept(node, "review-task")
    read = ((stored.handling.owner, record_of(node.keyring, stored)) for stored in found)
    return [(agency, task) for agency, task in read if isinstance(task, ReviewTask)]


async def kept(node: Node, kind: str) -> list[Stored]:
    """Give the current records of a kind."""
    return await of_classes(node.pool, node.classes, lambda each: each.kind == kind)


def dice(seed: int) -> random.Random:
    """Give chance that is the same each time."""
    return random.Random(seed)


DAY = timedelta(days=1)
