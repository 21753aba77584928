"""Ten thousand reads by others, by every channel: each leaves exactly one disclosure with its owner, and it is true."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from comity.acts.deliver import messages
from comity.acts.disclose import disclose
from comity.acts.export_case import Chosen, export_case
from comity.acts.gather import gather
from comity.acts.hand_over import Addressee, hand_over
from comity.acts.history import history
from comity.acts.identify import identify
from comity.acts.prove import prove
from comity.acts.read import read, read_newest
from comity.acts.search import search
from comity.acts.subscribe import owed, standing, subscribe
from comity.acts.viewing import View
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel, Disclosure
from comity.records.governance.subscription import Way as Pushed
from comity.records.justice.arrest import Arrest
from comity.store.hand_offs import Owed, queue
from comity.store.node import Node
from comity.store.sealing import record_of
from comity.store.walking import walk
from tests.disclosures.channels import HELD_BACK, AsSeen
from tests.disclosures.worlds import WORLD
from tests.entering import enter, enter_arrest
from tests.worlds import session_of

pytestmark = pytest.mark.anyio

READS = 10_000
_AT_ONCE = 64
PROVEN = """
[[clause]]
id = "5.3"
prose = "The court gets copies of arrests and incidents."
permit = ["see", "copy", "pass-on"]
to = { pillar = "court" }
owner = "hart-pd"
kinds = ["arrest", "incident", "person"]
categories = ["*"]
purposes = ["adjudication"]
"""


@dataclass(frozen=True)
class Tried:
    """What was read by whom on which way, as the reader saw it, each owner's records on their own."""

    channel: Channel
    owner: str
    member: str
    purpose: str
    subjects: frozenset[UUID]


Way = Callable[[Node, Session, UUID], Awaitable[Sequence[View]]]


async def _one(node: Node, session: Session, id: UUID) -> Sequence[View]:
    return [await read(node, session, id)]


async def _page(node: Node, session: Session, id: UUID) -> Sequence[View]:
    del id
    return await read_newest(node, session, frozenset({"arrest", "booking"}), limit=12)


async def _found(node: Node, session: Session, id: UUID) -> Sequence[View]:
    del id
    return (await search(node, session, "Quill", wanted=frozenset({"person"}), limit=3)).views


async def _taken_out(node: Node, session: Session, id: UUID) -> Sequence[View]:
    return (await export_case(node, session, id, Chosen())).views


async def _exported(node: Node, session: Session, id: UUID) -> Sequence[View]:
    del id
    return [view async for views in disclose(node, session, frozenset({"arrest", "booking"})) for view in views]


async def _proven(node: Node, session: Session, id: UUID) -> Sequence[View]:
    await prove(node, session, id)
    return [View(0, id, "arrest", "hart-pd", 1, node.clock(), "", {}, (), (), 0)]


async def _identified(node: Node, session: Session, id: UUID) -> Sequence[View]:
    (stored,) = (await node.holding.held([id])).values()
    arrest = record_of(node.keyring, stored)
    assert isinstance(arrest, Arrest)
    assert arrest.subject is not None
    found = await identify(node, session, arrest.subject.id)
    return (*found.records, *found.others)


async def _handed(node: Node, session: Session, id: UUID) -> Sequence[View]:
    return (await hand_over(node, session, [id], Addressee(name="Hart Tribune"), reason="They asked.")).views


async def _owed(node: Node, session: Session, id: UUID) -> Sequence[View]:
    del id
    (mine,) = [each for each in await standing(node, session) if each.wish.way is Pushed.STREAM]
    return await owed(node, session, mine.id, limit=3)


_HOLDING = asyncio.Lock()


async def _delivered(node: Node, session: Session, id: UUID) -> Sequence[View]:
    """Make what goes out of one record, as if it had just been entered."""
    # Whoever makes it holds the subscription.
    async with _HOLDING:
        (held,) = [each for each in await standing(node, session) if each.wish.way is Pushed.MAIL]
        (stored,) = (await node.holding.held([id])).values()
        async with node.pool.acquire() as connection:
            await connection.execute("delete from hand_off where subscription = $1", held.id)
            await queue(connection, [Owed(held.id, stored.seq, id, "created")], node.clock())
        written = AsSeen([])
        await messages(node, held, {"as-seen": written})
    return written.seen


WAYS: dict[Channel, tuple[Way, ...]] = {
    Channel.READ: (_one, _page),
    Channel.HISTORY: (history,),
    Channel.THREAD: (gather,),
    Channel.SEARCH: (_found,),
    Channel.EXPORT: (_exported, _taken_out),
    Channel.PROOF: (_proven,),
    Channel.HAND_OVER: (_handed,),
    Channel.STREAM: (_owed,),
    Channel.IDENTITY: (_identified,),
    Channel.DELIVERY: (_delivered,),
}
# What only the court may do in this world: the jail sees, and is sent nothing to keep or to pass on.
OF_THE_COURT = {Channel.PROOF, Channel.HAND_OVER}


def test_every_channel_is_among_the_ways() -> None:
    assert set(WAYS) == set(Channel)


async def test_ten_thousand_reads_by_others_leave_exactly_one_disclosure_each(node: Node) -> None:
    await node.directories.activate(WORLD + PROVEN)
    readers = [session_of(node, "clark"), session_of(node, "jo"), session_of(node, "kim")]
    for reader in readers:
        await subscribe(node, reader, ["arrest"])
        await subscribe(node, reader, ["lab-request"], terms=HELD_BACK, formats=["as-seen"])
    arrests = [(await enter_arrest(node)).entry.id for _ in range(8)]
    for arrest in arrests:
        held: dict[str, Any] = {
            "arrest": str(arrest),
            "booked_at": "2026-01-02T13:00:00Z",
            "health": {"conditions": ["asthma"]},
        }
        await enter(node, session_of(node, "jo"), "booking", **held)
    await node.log.publish()
    chance = random.Random(3)
    begun, size = node.clock(), await node.reader.size()
    tried: Counter[Tried] = Counter()
    for _ in range(0, READS, _AT_ONCE):
        for each in await asyncio.gather(*(_read_somehow(node, readers, arrests, chance) for _ in range(_AT_ONCE))):
            tried.update(each)
    assert tried.total() >= READS
    # Some acts show records of two agencies: each of them has its own disclosure of it.
    assert {each.owner for each in tried} == {"hart-pd", "hart-jail"}
    assert await _written(node, size, begun) == tried


async def _read_somehow(
    node: Node, readers: Sequence[Session], arrests: Sequence[UUID], chance: random.Random
) -> list[Tried]:
    channel = chance.choice(list(WAYS))
    reader = readers[0] if channel in OF_THE_COURT else chance.choice(readers)
    way = chance.choice(WAYS[channel])
    shown = await way(node, reader, chance.choice(arrests))
    owners = {view.owner for view in shown}
    return [
        Tried(
            channel,
            owner,
            reader.member.key,
            reader.purpose,
            frozenset(view.id for view in shown if view.owner == owner),
        )
        for owner in owners
        if owner != reader.agency.key
    ]


async def _written(node: Node, size: int, begun: datetime) -> Counter[Tried]:
    """Give what was written down since, each of it held to what a disclosure must say."""
    found: Counter[Tried] = Counter()
    async for page in walk(node, upto=await node.reader.size()):
        # Tasks are what the platform itself gives, of what is overdue by now.
        for stored in (each for each in page if each.seq >= size and each.handling.kind != "review-task"):
            assert stored.handling.kind == "disclosure"
            disclosure = record_of(node.keyring, stored)
            assert isinstance(disclosure, Disclosure)
            (recipient,) = disclosure.recipients
            assert begun <= disclosure.occurred_at <= node.clock()
            assert recipient.basis
            assert set(recipient.basis) <= {"2.1", "2.2", "2.3", "5.2", "5.3"}
            assert recipient.categories
            assert set(disclosure.kinds) <= {"arrest", "incident", "person", "booking"}
            subjects = frozenset(ref.id for ref in disclosure.subjects)
            found[Tried(disclosure.channel, stored.handling.owner, recipient.member, recipient.purpose, subjects)] += 1
    return found
