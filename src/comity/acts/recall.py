"""Recall: tell everyone who holds or received records what became of them, and see who has not answered."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from comity.acts.disclose import BY_THE_PLATFORM
from comity.acts.recall_list import referring
from comity.ids import new_id
from comity.policy.clauses import HandlingClass
from comity.records.declaration import Record, kind_name
from comity.records.governance.disclosure import Disclosure
from comity.records.governance.recall_notice import Recall, RecallAnswer, RecallNotice
from comity.records.profiles import profile as profile_named
from comity.records.references import Ref
from comity.store.entries import Draft, Stored
from comity.store.node import Node
from comity.store.pointing import of_classes
from comity.store.sealing import record_of

Holders = Mapping[str, Collection[UUID]]

ANSWER_CLOCK = "recall-answer"
_USUAL_TIME = timedelta(days=14)
# A notice names as many records as somebody can go through.
_MOST_NAMED = 500
_NOBODY: Holders = MappingProxyType({})


@dataclass(frozen=True)
class Cause:
    """Why agencies are told of records: because of what, to which effect, and what the notices say beside."""

    because: UUID
    effect: Recall
    shown_version: int | None = None
    new_version: int | None = None
    destroy_by: datetime | None = None
    relay: str | None = None


@dataclass(frozen=True)
class Overdue:
    """A notice that its agency has not answered in time."""

    notice: UUID
    agency: str
    effect: Recall
    told_at: datetime
    due_at: datetime


async def tell_recipients(
    node: Node, ids: Collection[UUID], because: UUID, *, effect: Recall, holders: Holders = _NOBODY
) -> tuple[str, ...]:
    """Tell each agency that received any of these records, or holds some, what became of those; names the agencies.

    ``because`` is the order, consent ending or correction behind it. However often it is called, each is told once.
    """
    meant: dict[str, set[UUID]] = defaultdict(set)
    for agency, theirs in [*(await _recipients(node, ids)).items(), *holders.items()]:
        meant[agency].update(theirs)
    drafts = [_notice(node, agency, sorted(theirs), because, effect) for agency, theirs in sorted(meant.items())]
    if drafts:
        await node.writer.append(drafts)
    return await told_of(node, because)


async def told_of(node: Node, because: UUID) -> tuple[str, ...]:
    """Name the agencies that were told because of an order, a consent ending or a correction."""
    found = await referring(node, RecallNotice, [because])
    return tuple(sorted({stored.handling.owner for stored in found}))


async def overdue(node: Node) -> tuple[Overdue, ...]:
    """Give the notices whose time is over and that nobody has answered, the oldest first."""
    now = node.clock()
    notices = await of_classes(node.pool, node.classes, lambda each: each.kind == kind_name(RecallNotice))
    late = {stored.id: stored for stored in notices if _read(node, stored).due_at < now}
    answers = await referring(node, RecallAnswer, late) if late else []
    for stored in answers:
        answer = record_of(node.keyring, stored)
        if isinstance(answer, RecallAnswer):
            late.pop(answer.notice.id, None)
    return tuple(_overdue(node, stored) for stored in late.values())


def once(what: str, *parts: object) -> bytes:
    """Give the key under which the platform enters something once, however often it takes the work up again."""
    return hashlib.sha256("\0".join(("platform", what, *map(str, parts))).encode()).digest()[:16]


def by_platform(record: Record, owner: str, key: bytes) -> Draft:
    """Prepare what the platform itself enters for an agency, once under its key."""
    id, handling = new_id(), HandlingClass(kind_name(type(record)), owner, tuple(sorted(record.markings)))
    return Draft(id, record, handling, owner, BY_THE_PLATFORM, request=key, request_digest=key)


async def _recipients(node: Node, ids: Collection[UUID]) -> dict[str, set[UUID]]:
    """Read the disclosure log: which agencies were shown which of these records."""
    wanted, found = set(ids), defaultdict[str, set[UUID]](set)
    for disclosure in await disclosures_of(node, ids):
        shown = {ref.id for ref in disclosure.subjects} & wanted
        for recipient in disclosure.recipients:
            found[recipient.agency].update(shown)
    return found


async def disclosures_of(node: Node, ids: Collection[UUID]) -> list[Disclosure]:
    """Read the disclosure log: every disclosure of one of these records."""
    found = [record_of(node.keyring, stored) for stored in await referring(node, Disclosure, ids)]
    return [disclosure for disclosure in found if isinstance(disclosure, Disclosure)]


async def received_under(node: Node, ground: UUID) -> dict[str, set[UUID]]:
    """Read the disclosure log: which agencies were shown which records under a consent, an order or an assignment."""
    found = defaultdict[str, set[UUID]](set)
    for stored in await referring(node, Disclosure, [ground]):
        disclosure = record_of(node.keyring, stored)
        if isinstance(disclosure, Disclosure):
            for recipient in disclosure.recipients:
                if any(each.id == ground for each in recipient.grounds):
                    found[recipient.agency].update(ref.id for ref in disclosure.subjects)
    return found


async def tell_missing(node: Node, cause: Cause, holders: Holders) -> int:
    """Tell each agency of those of its records of which it was not told yet because of this; gives how many notices.

    However often it is called, and whoever is named again along a chain of relays, each is told of each record once.
    """
    told = defaultdict[str, set[UUID]](set)
    for stored in await referring(node, RecallNotice, [cause.because]):
        notice = _read(node, stored)
        if (notice.effect, notice.new_version) == (cause.effect, cause.new_version):
            told[stored.handling.owner].update(ref.id for ref in notice.records)
    drafts = [
        _noticed(node, agency, missing[at : at + _MOST_NAMED], cause)
        for agency, theirs in sorted(holders.items())
        for missing in [sorted(set(theirs) - told[agency])]
        for at in range(0, len(missing), _MOST_NAMED)
    ]
    if drafts:
        await node.writer.append(drafts)
    return len(drafts)


def notice_of(node: Node, agency: str, ids: Iterable[UUID], cause: Cause) -> RecallNotice:
    """Give the notice that tells an agency of records, with the time that its law gives it to answer."""
    now = node.clock()
    here = node.directory.agency.get(agency)
    clock = profile_named(here.profile).clocks.get(ANSWER_CLOCK) if here else None
    return RecallNotice(
        because=Ref(cause.because),
        effect=cause.effect,
        records=tuple(map(Ref, ids)),
        shown_version=cause.shown_version,
        new_version=cause.new_version,
        destroy_by=cause.destroy_by,
        passed_on_by=cause.relay,
        told_at=now,
        due_at=now + (clock.length if clock else _USUAL_TIME),
    )


def _notice(node: Node, agency: str, ids: Iterable[UUID], because: UUID, effect: Recall) -> Draft:
    notice = notice_of(node, agency, ids, Cause(because, effect))
    return by_platform(notice, agency, once("recall-notice", because, agency, effect))


def _noticed(node: Node, agency: str, ids: Sequence[UUID], cause: Cause) -> Draft:
    key = once("recall-notice", cause.because, agency, cause.effect, cause.new_version, *ids)
    return by_platform(notice_of(node, agency, ids, cause), agency, key)


def _read(node: Node, stored: Stored) -> RecallNotice:
    notice = record_of(node.keyring, stored)
    assert isinstance(notice, RecallNotice)  # noqa: S101 - found by its kind
    return notice


def _overdue(node: Node, stored: Stored) -> Overdue:
    notice = _read(node, stored)
    return Overdue(stored.id, stored.handling.owner, notice.effect, notice.told_at, notice.due_at)
