"""Make what goes out to a subscriber: judged as it leaves, written down, numbered, and the same however often it goes.

A thin message says which record something happened to, and nothing of it. Fuller ones need a clause by which the
subscriber may copy; what a receiver may not see stands in none.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from msgspec import Struct
from msgspec.json import Encoder

from comity.acts.abouts import session_of
from comity.acts.disclose import written_down
from comity.acts.judging import judged
from comity.acts.sight import Sight, sight_of
from comity.acts.subscribe import THIN
from comity.acts.surroundings import all_around
from comity.acts.viewing import View, views
from comity.errors import Invalid
from comity.policy.clauses import Operation
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.records.governance.subscription import RecordEvent
from comity.records.registry import kinds, kinds_in
from comity.store.feeds import Numbered, Open, feed_of, number, open_of
from comity.store.hand_offs import withdraw
from comity.store.ledger.parcels import Parcel, digest_of
from comity.store.node import Node
from comity.store.subscriptions import Standing

_JSON = "application/json"
_SALT_BYTES = 16
_PAGE = 50
# Many cases refer to these: what leads to them is no part of what is told of one.
_SHARED = kinds_in("parties")
# What only says what became of records is no part of a message.
_TOLD = frozenset(kinds()) - kinds_in("governance")
_ENCODER = Encoder(order="sorted")


class Given(Struct, frozen=True, omit_defaults=True):
    """What a message says: the lines that its leaf is made of, and the content in base64 if it has any.

    ``digest`` is SHA-256 over ``salt`` and the content, both as bytes; ``notices`` are clauses with their texts, which
    whoever receives the content must heed.
    """

    subscription: UUID
    number: int
    record: UUID
    version: int
    event: str
    digest: str = ""
    kind: str = ""
    salt: bytes | None = None
    content: bytes | None = None
    content_type: str = ""
    notices: tuple[tuple[str, str], ...] = ()


class Envelope(Struct, frozen=True):
    """The message as a CloudEvent (CloudEvents 1.0.2, JSON event format)."""

    specversion: str
    id: str
    source: str
    type: str
    time: datetime
    datacontenttype: str
    data: Given


class Format(Protocol):
    """Writes a record as a message of some exchange; ``around`` are the records that it leads to, by id."""

    media_type: str

    def writes(self, view: View) -> bool:
        """Tell whether such a message is of records of this kind."""
        ...

    def write(self, view: View, around: Mapping[UUID, View]) -> bytes:
        """Give the message; Invalid when what may be seen does not make one."""
        ...


Formats = Mapping[str, Format]


@dataclass(frozen=True)
class Message:
    """What goes out under a number: ``body`` with its envelope, and the content alone where a format made it.

    ``fault`` says why there is none: it is a dead letter then, and what follows goes on.
    """

    parcel: Parcel
    queued_at: datetime
    body: bytes
    content: bytes | None
    media_type: str
    fault: str = ""


class _Content(NamedTuple):
    """What a receiver gets of a record, or why it cannot be written."""

    said: bytes | None = None
    media_type: str = _JSON
    fault: str = ""


_NOTHING = _Content()


@judged
async def messages(node: Node, standing: Standing, formats: Formats) -> list[Message]:
    """Give what goes out next to a subscriber, in order; when this returns, it is written down as disclosed.

    Whoever calls holds the subscription: two at once would draw the same numbers.
    """
    session = session_of(node, standing)
    waiting = await open_of(node.pool, standing.id, _PAGE) if session is not None else []
    if session is None or not waiting:
        return []
    seen, around = await _seen(node, session, standing, waiting)
    gone = {each.seq for each in waiting if _is_new(each) and each.seq not in seen}
    await withdraw(node.pool, standing.id, gone)
    leaving = [each for each in waiting if each.seq not in gone]
    contents = {each.seq: _content(standing, formats, seen[each.seq], around) for each in leaving if each.seq in seen}
    given = await _numbered(node, standing, leaving, seen, contents)
    return [
        _message(node, each, numbered, seen.get(each.seq), contents.get(each.seq, _NOTHING))
        for each, numbered in zip(leaving, given, strict=True)
    ]


def _is_new(waiting: Open) -> bool:
    """Whether this is of a record that is to be seen, and was given no number yet."""
    return waiting.number is None and waiting.event != RecordEvent.RECALLED


async def _seen(
    node: Node, session: Session, standing: Standing, waiting: Sequence[Open]
) -> tuple[Mapping[int, View], Mapping[UUID, View]]:
    """Give how each entry is seen that goes out, and what stands around them; written down where it is new."""
    operation = Operation.SUBSCRIBE if standing.wish.format == THIN else Operation.COPY
    sight = await sight_of(node, session, operation)
    wanted = [each.seq for each in waiting if each.event != RecordEvent.RECALLED]
    shown = views(node, sight, await node.reader.at(sight.scope, wanted)) if wanted else []
    around = {} if standing.wish.format == THIN else await _around(node, sight, shown)
    new = {each.seq for each in waiting if _is_new(each)}
    beside = [view for view in around.values() if view.seq not in {each.seq for each in shown}]
    if leaving := [view for view in shown if view.seq in new]:
        await written_down(node, session, Channel.DELIVERY, [*leaving, *beside])
    return {view.seq: view for view in shown}, around


async def _around(node: Node, sight: Sight, shown: Sequence[View]) -> dict[UUID, View]:
    """Give what stands around some records, of what is told."""
    near = sight.of_kinds(_TOLD, node.classes.all())
    return await all_around(node, near, shown, frozenset(view.kind for view in shown) - _SHARED)


def _content(standing: Standing, formats: Formats, view: View, around: Mapping[UUID, View]) -> _Content:
    if standing.wish.format == THIN:
        return _NOTHING
    written_by = formats.get(standing.wish.format)
    if written_by is None or not written_by.writes(view):
        return _Content(fault=f"{standing.wish.format} has no message of a {view.kind}.")
    try:
        return _Content(written_by.write(view, around), written_by.media_type)
    except Invalid as wrong:
        return _Content(fault=str(wrong))


async def _numbered(
    node: Node,
    standing: Standing,
    leaving: Sequence[Open],
    seen: Mapping[int, View],
    contents: Mapping[int, _Content],
) -> list[Numbered]:
    """Give each its number, those that have one theirs; when this returns, the numbers are kept."""
    upcoming = (await feed_of(node.pool, standing.id)).sent
    given: list[Numbered] = []
    for each in leaving:
        if each.number is None:
            upcoming += 1
            given.append(_first(standing, each, upcoming, seen.get(each.seq), contents.get(each.seq, _NOTHING)))
        else:
            given.append(_again(standing, each, each.number))
    drawn = {each.seq for each in leaving if each.number is None}
    await number(node.pool, standing.id, [each for each in given if each.seq in drawn])
    return given


def _first(standing: Standing, waiting: Open, number: int, view: View | None, content: _Content) -> Numbered:
    salt = os.urandom(_SALT_BYTES) if content.said is not None else None
    digest = digest_of(salt, content.said) if salt is not None and content.said is not None else ""
    version, kind = (view.version, view.kind) if view is not None else (0, "")
    parcel = Parcel(standing.id, number, waiting.record, version, waiting.event, digest)
    return Numbered(waiting.seq, parcel, kind, salt)


def _again(standing: Standing, waiting: Open, number: int) -> Numbered:
    parcel = Parcel(standing.id, number, waiting.record, waiting.version or 0, waiting.event, waiting.digest)
    return Numbered(waiting.seq, parcel, waiting.kind or "", waiting.salt)


def _message(node: Node, waiting: Open, given: Numbered, view: View | None, content: _Content) -> Message:
    """Write the envelope (CloudEvents 1.0); content that has changed since its number was given is left out of it."""
    parcel, said = given.parcel, content.said
    if said is not None and (given.salt is None or digest_of(given.salt, said) != parcel.digest):
        said = None
    envelope = Envelope(
        specversion="1.0",
        id=parcel.id,
        source=f"{node.directory.origin}/subscriptions/{parcel.subscription}",
        type=f"comity.record.{parcel.event}",
        time=waiting.queued_at,
        datacontenttype=_JSON,
        data=Given(
            subscription=parcel.subscription,
            number=parcel.number,
            record=parcel.record,
            version=parcel.version,
            event=parcel.event,
            digest=parcel.digest,
            kind=given.kind,
            salt=given.salt,
            content=said,
            content_type=content.media_type if said is not None else "",
            notices=tuple((each.clause, each.text) for each in view.notices) if view is not None else (),
        ),
    )
    return Message(parcel, waiting.queued_at, _ENCODER.encode(envelope), said, content.media_type, content.fault)
