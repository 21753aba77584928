"""Read the recall list: who was shown which version of which record by which way, what they were told and answered."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comity.policy.holdings import WasShown, WasTold
from comity.records.categories import Category
from comity.records.declaration import Record, kind_name
from comity.records.governance.disclosure import Channel, Disclosure, OutsideRecipient, Recipient
from comity.records.governance.recall_notice import RecallAnswer, RecallNotice
from comity.records.reach import pointing_at
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.pointing import carrying
from comity.store.sealing import record_of
from comity.store.tokens import token

# Disclosures that are opened before others have their turn: a few milliseconds.
_AT_ONCE = 50


@dataclass(frozen=True)
class Line:
    """That a record was shown to somebody: where it is written down, which version, and by which way.

    ``relay`` is the agency that passed it on, "" for none; ``outside`` is whoever got it who is no agency here.
    """

    seq: int
    disclosure: UUID
    owner: str
    at: datetime
    record: UUID
    version: int
    channel: Channel
    recipient: Recipient
    relay: str
    outside: OutsideRecipient | None

    @property
    def agency(self) -> str:
        """The agency that got it, or that handed it to somebody outside."""
        return self.recipient.agency


@dataclass(frozen=True)
class Notice:
    """A recall notice with its id and place, the agency that it tells, and that agency's answer, if it gave one."""

    seq: int
    id: UUID
    agency: str
    told: RecallNotice
    answer: RecallAnswer | None = None
    answered_seq: int | None = None
    answered_at: datetime | None = None

    def was_told(self) -> WasTold:
        """Give what counts of it for what its agency holds."""
        outcome = self.answer.outcome if self.answer else None
        return WasTold(self.seq, self.id, self.told.effect, self.told.new_version or 0, self.answered_seq, outcome)


async def lines_of(node: Node, ids: Collection[UUID]) -> list[Line]:
    """Give every line of the disclosure log about some records, in the order of the log."""
    wanted = set(ids)
    found = await referring(node, Disclosure, wanted)
    lines = [line for line in await lines_among(node, found) if line.record in wanted]
    return sorted(lines, key=lambda line: line.seq)


async def lines_among(node: Node, found: Sequence[Stored]) -> list[Line]:
    """Give the lines of many disclosures; whoever reads and enters meanwhile does not wait for all of it."""
    lines: list[Line] = []
    for at in range(0, len(found), _AT_ONCE):
        lines += [line for stored in found[at : at + _AT_ONCE] for line in lines_in(node, stored)]
        await asyncio.sleep(0)
    return lines


def lines_in(node: Node, stored: Stored) -> Iterable[Line]:
    """Give the lines of one disclosure: one for each record and recipient; none of anything else."""
    record = record_of(node.keyring, stored)
    if not isinstance(record, Disclosure):
        return
    versions = record.versions or (0,) * len(record.subjects)
    for ref, version in zip(record.subjects, versions, strict=True):
        for recipient in record.recipients:
            yield Line(
                stored.seq,
                stored.id,
                stored.handling.owner,
                record.occurred_at,
                ref.id,
                version,
                record.channel,
                recipient,
                record.passed_on_by or "",
                record.handed_to,
            )


async def notices_of(node: Node, ids: Collection[UUID]) -> list[Notice]:
    """Give every notice that tells of some records or is because of them, with its answer, in the order of the log."""
    return await answered(node, await referring(node, RecallNotice, ids))


async def answered(node: Node, found: Iterable[Stored]) -> list[Notice]:
    """Give stored notices with their answers, in the order of the log."""
    told = {stored.id: (stored, record_of(node.keyring, stored)) for stored in found}
    answers: dict[UUID, tuple[Stored, RecallAnswer]] = {}
    for stored in await referring(node, RecallAnswer, told) if told else ():
        record = record_of(node.keyring, stored)
        if isinstance(record, RecallAnswer):
            answers.setdefault(record.notice.id, (stored, record))
    notices = (_notice(stored, record, answers.get(id)) for id, (stored, record) in told.items())
    return sorted((each for each in notices if each is not None), key=lambda each: each.seq)


def _notice(stored: Stored, record: Record, given: tuple[Stored, RecallAnswer] | None) -> Notice | None:
    if not isinstance(record, RecallNotice):
        return None
    if given is None:
        return Notice(stored.seq, stored.id, stored.handling.owner, record)
    where, answer = given
    return Notice(stored.seq, stored.id, stored.handling.owner, record, answer, where.seq, where.recorded_at)


def shown_to(lines: Iterable[Line]) -> dict[tuple[UUID, str], list[WasShown]]:
    """Give what was shown of each record to each agency but its owner."""
    found = defaultdict[tuple[UUID, str], list[WasShown]](list)
    for line in lines:
        if line.agency != line.owner:
            found[line.record, line.agency].append(WasShown(line.seq, line.version))
    return found


def told_to(notices: Iterable[Notice]) -> dict[tuple[UUID, str], list[WasTold]]:
    """Give what was told of each record to each agency."""
    found = defaultdict[tuple[UUID, str], list[WasTold]](list)
    for notice in notices:
        for ref in notice.told.records:
            found[ref.id, notice.agency].append(notice.was_told())
    return found


async def referring(node: Node, kind: type[Record], ids: Iterable[UUID]) -> list[Stored]:
    """Give every current record of a kind that refers to one of these, for the platform's own work."""
    tokens = [token(node.keyring.token_key, pointing_at(Category.REFERENCE, id)) for id in ids]
    name = kind_name(kind)
    return await carrying(node.pool, node.classes, tokens, lambda each: each.kind == name)
