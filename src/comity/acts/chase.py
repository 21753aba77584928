"""Chase what was not answered: whoever cannot be reached, acknowledges nothing, or must say that it is still needed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from comity.acts.incidents import close_incidents, open_incident, open_incidents
from comity.acts.recall import by_platform, once
from comity.records.governance.hand_off_receipt import Discrepancy
from comity.records.governance.review_task import ReviewTask
from comity.records.references import Ref
from comity.store.entries import Draft
from comity.store.feeds import down_since
from comity.store.hand_offs import Unanswered, told_late, unanswered
from comity.store.node import Node
from comity.store.subscriptions import Standing

# Detection within a minute (promise): half of it for the silence, the rest for looking.
SILENCE = timedelta(seconds=30)
UNREACHED = "unreached"
# The field's rap-back subscriptions are validated by a day; a month before, whoever has one is asked.
_REMINDED_BEFORE = timedelta(days=30)
_MOST = 1000


async def chase(node: Node) -> None:
    """Open and close incidents of subscribers out of reach, and give tasks for what is overdue; again is no harm."""
    wished, now = await node.subscriptions.refresh(), node.clock()
    await _unreachable(node, wished.all.values(), now)
    for standing in wished.all.values():
        late = await _late(node, standing, now)
        if drafts := [*_reminders(standing, now), *_overdue(standing, late)]:
            await node.writer.append(drafts)
        if late:
            await told_late(node.pool, standing.id, [each.seq for each in late], now)


async def _late(node: Node, standing: Standing, now: datetime) -> Sequence[Unanswered]:
    """Give what a subscription should have acknowledged by now, and nobody was told of."""
    minutes = standing.wish.answer_minutes
    if minutes is None:
        return ()
    return await unanswered(node.pool, standing.id, now - timedelta(minutes=minutes), _MOST)


async def _unreachable(node: Node, known: Iterable[Standing], now: datetime) -> None:
    """Open an incident for each subscriber that has been out of reach for a while, and close it when it is back."""
    silent = await down_since(node.pool, now - SILENCE)
    by_id = {standing.id: standing for standing in known}
    told = {id for id, each in await open_incidents(node) if each.period == UNREACHED}
    for id in (silent.keys() - told) & by_id.keys():
        sent, received = silent[id]
        how = Discrepancy.UNREACHABLE
        await open_incident(node, by_id[id], how, sent=sent, received=received, period=UNREACHED)
    for id in (told - silent.keys()) & by_id.keys():
        await close_incidents(node, by_id[id], UNREACHED)


def _overdue(standing: Standing, late: Sequence[Unanswered]) -> list[Draft]:
    if not late:
        return []
    count, oldest = len(late), late[0]
    task = ReviewTask(
        about=Ref(standing.id),
        member=standing.wish.member,
        rule="hand_offs_are_acknowledged_in_time",
        sentence=f"{count} of what this subscription is owed was not acknowledged in time, the oldest since "
        f"{oldest.queued_at:%Y-%m-%d %H:%M} UTC.",
        remedy="Look at it and acknowledge it; where a partner's system is silent, call the partner.",
        assigned_to=standing.wish.escalate_to or standing.wish.member,
    )
    key = once("overdue", standing.id, oldest.seq, count)
    return [by_platform(task, standing.agency, key)]


def _reminders(standing: Standing, now: datetime) -> list[Draft]:
    by = standing.wish.validate_by
    if by is None or not standing.lasts(now) or now < by - _REMINDED_BEFORE:
        return []
    paused = "is paused" if now >= by else f"pauses on {by:%Y-%m-%d}"
    task = ReviewTask(
        about=Ref(standing.id),
        member=standing.wish.member,
        rule="subscriptions_are_validated",
        sentence=f"This subscription {paused} unless somebody says that it is still needed.",
        remedy="Renew it with a later validation date, or end it.",
        assigned_to=standing.wish.member,
    )
    return [by_platform(task, standing.agency, once("validation", standing.id, by, now >= by))]
