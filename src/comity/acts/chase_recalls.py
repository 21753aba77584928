"""Chase recall notices that nobody answered: first whoever was told, and after as long again the owner of the records.

A notice is settled when it is answered, or when the owner was told that it is not; the settled are not looked at again.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from comity.acts.recall import by_platform, once
from comity.acts.recall_list import Line, Notice, answered, lines_of
from comity.records.declaration import kind_name
from comity.records.governance.disclosure import Channel
from comity.records.governance.recall_notice import RecallNotice
from comity.records.governance.review_task import ReviewTask
from comity.records.references import Ref
from comity.store.entries import Draft
from comity.store.node import Node
from comity.store.pointing import of_classes
from comity.store.progress import keep_mark, mark_of

_MARK = "following/recalls-chased"
_TOGETHER = 200


async def chase_recalls(node: Node) -> None:
    """Give tasks for notices whose time is over, each once at each of both times; again is no harm."""
    after, name, now = int(await mark_of(node.pool, _MARK) or -1), kind_name(RecallNotice), node.clock()
    found = await of_classes(node.pool, node.classes, lambda each: each.kind == name, after=after)
    unbroken = True
    for at in range(0, len(found), _TOGETHER):
        notices = await answered(node, found[at : at + _TOGETHER])
        await _chase(node, [each for each in notices if each.answer is None and each.told.due_at < now], now)
        for each in notices:
            unbroken = unbroken and (each.answer is not None or asked_last(each) < now)
            after = each.seq if unbroken else after
        await keep_mark(node.pool, _MARK, str(after), now)


def asked_last(notice: Notice) -> datetime:
    """Give when the owner is told that a notice was not answered: as long after its day as that was after telling."""
    return notice.told.due_at + (notice.told.due_at - notice.told.told_at)


async def _chase(node: Node, late: Sequence[Notice], now: datetime) -> None:
    lines = defaultdict[object, list[Line]](list)
    for line in await lines_of(node, {ref.id for notice in late for ref in notice.told.records}) if late else ():
        lines[line.record].append(line)
    drafts: list[Draft] = []
    for notice in late:
        of_it = [line for ref in notice.told.records for line in lines[ref.id]]
        drafts.append(_reminder(node, notice, of_it))
        drafts += _reports(node, notice, of_it) if asked_last(notice) < now else ()
    if drafts:
        await node.writer.append(drafts)


def _reminder(node: Node, notice: Notice, lines: Iterable[Line]) -> Draft:
    member = _who_got_it(node, notice.agency, lines)
    task = ReviewTask(
        about=Ref(notice.id),
        member=member,
        rule="recalls_are_answered_in_time",
        sentence=f"This notice that records were {notice.told.effect} was to be answered by "
        f"{notice.told.due_at:%Y-%m-%d}.",
        remedy="See which of them you keep, do as the notice says, and answer it.",
        assigned_to=member,
    )
    return by_platform(task, notice.agency, once("recall-overdue", notice.id))


def _who_got_it(node: Node, agency: str, lines: Iterable[Line]) -> str | None:
    """Name the member of an agency who was shown the records last and is there still; None where nobody is."""
    for line in sorted(lines, key=lambda line: -line.seq):
        member = node.directory.member.get(line.recipient.member)
        # What was handed to an agency names the member who handed it over.
        if line.agency == agency and line.channel is not Channel.HAND_OVER and member and member.agency == agency:
            return member.key
    return None


def _reports(node: Node, notice: Notice, lines: Iterable[Line]) -> Iterable[Draft]:
    agency = node.directory.agency.get(notice.agency)
    for owner in sorted({line.owner for line in lines} - {notice.agency}):
        task = ReviewTask(
            about=Ref(notice.told.records[0].id),
            rule="recalls_are_answered_in_time",
            sentence=f"{agency.name if agency else notice.agency} has not answered since "
            f"{notice.told.told_at:%Y-%m-%d} that it was told of what was {notice.told.effect}.",
            remedy="Call them; comity recall status says who else holds it.",
        )
        yield by_platform(task, owner, once("recall-unanswered", notice.id, owner))
