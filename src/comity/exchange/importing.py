"""Importing a partner's message: the original is kept sealed, and what was read of it is entered once."""

import asyncio
import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from comity.errors import Conflict, Invalid
from comity.exchange.connector import Connector, Message
from comity.exchange.entering import (
    Offered,
    Outcome,
    SetAside,
    enter_all,
    enter_what_passes,
    groups,
    id_under,
    import_secret,
    present,
    rehearsed,
)
from comity.exchange.ojbc.docketed import docketings, note_docketings
from comity.policy.sessions import Session
from comity.records.codec import decode, encode
from comity.records.declaration import Provenance, Record, kind_name
from comity.records.governance.original_message import OriginalMessage
from comity.records.references import Ref
from comity.store.node import Node

Progress = Callable[[int, int], None]

# What the record of the original holds, in base64.
LARGEST_MESSAGE = 10 * 1024 * 1024
# So many groups wait for the disk at once: the writer gives them one commit.
IN_FLIGHT = 4
_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Wish(StrEnum):
    """What shall become of a message with a bad record in it."""

    ALL_OR_NOTHING = "all-or-nothing"
    WHAT_PASSES = "what-passes"
    REHEARSAL = "rehearsal"


@dataclass(frozen=True)
class Imported:
    """What became of one message: of its ``leaves`` (values), ``taken`` stand in fields, and the rest are named."""

    connector: str
    outcome: Outcome
    already: int
    leaves: int
    taken: int
    untaken: tuple[str, ...] = field(repr=False)

    @property
    def kinds(self) -> dict[str, int]:
        """How many records were entered, by kind."""
        return dict(sorted(Counter(each.kind for each in self.outcome.entered).items()))


def _no_progress(done: int, total: int) -> None:
    del done, total


async def import_message(
    node: Node,
    session: Session,
    connector: Connector,
    raw: bytes,
    *,
    filename: str,
    wish: Wish,
    progress: Progress = _no_progress,
) -> Imported:
    """Read a message and enter its records; Invalid when it cannot be read at all.

    Every record names in its provenance the original, which is kept whole. Ids come from the message's bytes, so that
    a second import by the same agency finds everything there and enters nothing. What a court's receipt says of a
    referral is noted in the referral.
    """
    if len(raw) > LARGEST_MESSAGE:
        raise Invalid(
            f"{filename} is larger than {LARGEST_MESSAGE >> 20} MiB.",
            remedy="Split it, or import a table by a mapping file.",
        )
    message = await asyncio.to_thread(connector.read, raw)
    original, offered = _offered(node, session, message, filename)
    there = await present(node, [original.id, *(each.id for each in offered)])
    new = [each for each in (original, *offered) if each.id not in there]
    unread = tuple(SetAside(refusal.place, refusal.error) for refusal in message.refusals)
    outcome = Outcome(refused=unread) + await _entered(node, session, new, wish, unread=bool(unread), progress=progress)
    if wish is not Wish.REHEARSAL and not (wish is Wish.ALL_OR_NOTHING and outcome.refused):
        outcome += await note_docketings(node, session, docketings(message))
    return Imported(message.connector, outcome, len(there), message.leaves, message.taken, message.untaken)


async def _entered(
    node: Node, session: Session, new: Sequence[Offered], wish: Wish, *, unread: bool, progress: Progress
) -> Outcome:
    if wish is Wish.REHEARSAL:
        return await rehearsed(node, session, new)
    if wish is Wish.ALL_OR_NOTHING:
        return Outcome() if unread else await enter_all(node, session, new)
    rest = new
    outcome = Outcome()
    if new and isinstance(new[0].record, OriginalMessage):
        outcome, rest = await _kept(node, session, new[0]), new[1:]
    if outcome.refused:
        # What has no original to refer to would be without a source.
        return outcome
    return outcome + await _in_groups(node, session, rest, progress)


async def _kept(node: Node, session: Session, original: Offered) -> Outcome:
    try:
        return await enter_all(node, session, [original])
    except Conflict:
        # Another import of the same bytes has kept it between our look and now.
        return Outcome()


async def _in_groups(node: Node, session: Session, offered: Sequence[Offered], progress: Progress) -> Outcome:
    turns = asyncio.Semaphore(IN_FLIGHT)
    done = 0

    async def enter(group: tuple[Offered, ...]) -> Outcome:
        nonlocal done
        async with turns:
            outcome = await enter_what_passes(node, session, group)
        done += len(group)
        progress(done, len(offered))
        return outcome

    return sum(await asyncio.gather(*map(enter, groups(offered))), Outcome())


def _offered(node: Node, session: Session, message: Message, filename: str) -> tuple[Offered, list[Offered]]:
    """Give the original and the records of a message under their lasting ids."""
    digest = hashlib.sha256(message.original).hexdigest()
    secret = import_secret(node)
    original = OriginalMessage(
        provenance=Provenance(source_system=message.connector, completeness="complete"),
        connector=message.connector,
        media_type=message.media_type,
        filename=filename,
        sha256=digest,
        received_at=node.clock(),
        leaves_total=message.leaves,
        leaves_taken=message.taken,
        untaken=message.untaken,
        body=base64.b64encode(message.original).decode(),
    )
    base = f"{session.agency.key}/{digest}"
    first = Offered(
        id_under(secret, f"{base}/original"), decode(OriginalMessage, encode(original)), f"{base}/original", filename
    )
    names = [f"{kind} {n}" for kind, n in _counted(drafted.record for drafted in message.records)]
    ids = {drafted.id: id_under(secret, f"{base}/{name}") for drafted, name in zip(message.records, names, strict=True)}
    lasting = {str(old).encode(): str(new).encode() for old, new in ids.items()}
    return first, [
        Offered(ids[drafted.id], _settled(drafted.record, lasting, message, first), f"{base}/{name}", name)
        for drafted, name in zip(message.records, names, strict=True)
    ]


def _counted(records: Iterable[Record]) -> Iterable[tuple[str, int]]:
    """Number the records of each kind, so that a kind more does not move the numbers of the others."""
    count: Counter[str] = Counter()
    for record in records:
        kind = kind_name(type(record))
        count[kind] += 1
        yield kind, count[kind]


def _settled(record: Record, lasting: Mapping[bytes, bytes], message: Message, original: Offered) -> Record:
    """Give a record with lasting ids in its references, and its source in its provenance."""
    given = record.provenance
    provenance = Provenance(
        source_system=given.source_system if given else message.connector,
        source_id=given.source_id if given else None,
        message=Ref(original.id),
        completeness=(given.completeness if given else None) or "partial",
    )
    body = encode(msgspec.structs.replace(record, provenance=provenance))
    return decode(type(record), _ID.sub(lambda found: lasting.get(found[0], found[0]), body))
