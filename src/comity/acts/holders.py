"""Tell the owner of a record who holds which version of it, by which way and right, and what came of each recall."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from comity.acts.asked import Asked, noted
from comity.acts.judging import judged
from comity.acts.read import absent
from comity.acts.recall_list import Line, Notice, lines_in, notices_of, referring
from comity.acts.sight import Sight, sight_of
from comity.errors import Refused
from comity.policy.clauses import HandlingClass
from comity.policy.holdings import Held, WasShown, held_now
from comity.policy.sessions import Session
from comity.records.categories import Category
from comity.records.declaration import kind_name
from comity.records.governance.disclosure import Channel, Disclosure
from comity.records.governance.recall_notice import Recall, RecallOutcome
from comity.store.entries import Stored
from comity.store.node import Node


class HolderReceived(Struct, frozen=True, kw_only=True):
    """What was shown of a record: which version (0 where it was not written down), by which way and right, how often.

    ``passed_on_by`` is the agency that passed it on; ``handed_to`` somebody outside who got it, for whoever may read
    that in the disclosure log.
    """

    version: int
    channel: Channel
    member: str
    purpose: str
    basis: tuple[str, ...]
    since: datetime
    last: datetime
    times: int
    passed_on_by: str = ""
    handed_to: str = ""
    destroy_by: datetime | None = None


class HolderTold(Struct, frozen=True, kw_only=True):
    """A recall that an agency was told of, and its answer; ``overdue`` when its time is over without one."""

    notice: UUID
    effect: Recall
    new_version: int | None
    told_at: datetime
    due_at: datetime
    destroy_by: datetime | None
    outcome: RecallOutcome | None
    answered_at: datetime | None
    passed_to: tuple[str, ...]
    overdue: bool


class Holder(Struct, frozen=True, kw_only=True):
    """One who was shown a record, or was named by a relay as having received it, and how they hold it now.

    ``agency`` is the one that answers for it; ``outside`` tells that it handed this to somebody who is no agency here.
    """

    agency: str
    outside: bool
    held: Held
    received: tuple[HolderReceived, ...]
    told: tuple[HolderTold, ...] = ()


class Holders(Struct, frozen=True):
    """Who holds a record, of which ``version`` is the current one."""

    record: UUID
    version: int
    holders: tuple[Holder, ...]


@judged
async def holders(node: Node, session: Session, id: UUID) -> Holders:
    """Give who holds which version of a record of the session's own agency.

    Absent for all others. Refused when no clause lets this member see what was disclosed of their agency's records.
    """
    sight = await sight_of(node, session, among=(id,))
    found = [each for each in await node.reader.current(sight.scope, [id]) if sight.on_stored(each).allowed]
    mine = [each for each in found if each.handling.owner == session.agency.key]
    noted(node, session, Asked(len(mine), record=id))
    if not mine:
        raise absent()
    may = sight.on_class(HandlingClass(kind_name(Disclosure), session.agency.key)).mask
    if not may & Category.REFERENCE:
        raise Refused(
            "No clause lets you see what was disclosed of your agency's records.",
            rule="disclosures_are_seen_by_a_clause",
            remedy="Ask whoever of your agency reviews its disclosures.",
        )
    lines = [line for line in await _lines(node, sight, id) if line.outside or line.agency != line.owner]
    notices = [each for each in await notices_of(node, [id]) if id in {ref.id for ref in each.told.records}]
    return Holders(id, mine[0].version, tuple(_holders(node, mine[0], lines, notices, names=bool(may & _NAMES))))


_NAMES = Category.IDENTITY


async def _lines(node: Node, sight: Sight, id: UUID) -> list[Line]:
    found = await referring(node, Disclosure, [id])
    lines = (line for stored in found if sight.shows(stored) for line in lines_in(node, stored) if line.record == id)
    return sorted(lines, key=lambda line: line.seq)


def _holders(
    node: Node, stored: Stored, lines: Iterable[Line], notices: Sequence[Notice], *, names: bool
) -> Iterable[Holder]:
    by_holder = defaultdict[tuple[str, UUID | None], list[Line]](list)
    for line in lines:
        by_holder[line.agency, line.disclosure if line.outside else None].append(line)
    for notice in notices:
        # Named by a relay, or holding it before: there is no line of it, and it counts all the same.
        if notice.agency != stored.handling.owner:
            by_holder.setdefault((notice.agency, None), [])
    for (agency, outside), theirs in sorted(by_holder.items(), key=lambda each: (each[0][0], str(each[0][1] or ""))):
        told = [each for each in notices if each.agency == agency and outside is None]
        shown = [WasShown(line.seq, line.version) for line in theirs] or [WasShown(-1, 0)]
        yield Holder(
            agency=agency,
            outside=outside is not None,
            held=held_now(shown, [each.was_told() for each in told], stored.version),
            received=tuple(_received(theirs, names=names)),
            told=tuple(_told(node, each) for each in told),
        )


def _received(lines: Iterable[Line], *, names: bool) -> Iterable[HolderReceived]:
    alike = defaultdict[tuple[object, ...], list[Line]](list)
    for line in lines:
        got = line.recipient
        alike[line.version, line.channel, got.member, got.purpose, got.basis, line.relay, line.outside].append(line)
    for same in alike.values():
        first, got = same[0], same[0].recipient
        yield HolderReceived(
            version=first.version,
            channel=first.channel,
            member=got.member,
            purpose=got.purpose,
            basis=got.basis,
            since=first.at,
            last=same[-1].at,
            times=len(same),
            passed_on_by=first.relay,
            handed_to=first.outside.name if first.outside and names else "",
            destroy_by=min((each.recipient.destroy_by for each in same if each.recipient.destroy_by), default=None),
        )


def _told(node: Node, notice: Notice) -> HolderTold:
    told, answer = notice.told, notice.answer
    return HolderTold(
        notice=notice.id,
        effect=told.effect,
        new_version=told.new_version,
        told_at=told.told_at,
        due_at=told.due_at,
        destroy_by=told.destroy_by,
        outcome=answer.outcome if answer else None,
        answered_at=notice.answered_at,
        passed_to=answer.passed_to if answer else (),
        overdue=answer is None and told.due_at < node.clock(),
    )
