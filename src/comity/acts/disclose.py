"""Write down what leaves an agency: who got what of whom, when, for which purpose and by which clause.

Reads call ``written_down`` before they answer: what cannot be written down is not shown.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from itertools import groupby
from uuid import UUID

from comity.acts.asked import noted, of_kinds
from comity.acts.judging import judged
from comity.acts.sight import View, sight_of, views
from comity.ids import new_id
from comity.policy.clauses import HandlingClass, Operation
from comity.policy.sessions import Session
from comity.records.categories import labels
from comity.records.governance.disclosure import Channel, Disclosure, Recipient
from comity.records.references import Ref
from comity.store.entries import Draft
from comity.store.node import Node

PAGE = 200
BY_THE_PLATFORM = "platform"


async def disclose(node: Node, session: Session, kinds: frozenset[str]) -> AsyncIterator[View]:
    """Give every record of some kinds that may be seen, oldest first; each page is written down before it leaves."""
    # What is written down on the way is not part of it: an export of disclosures would never end.
    after, end = -1, await node.reader.size()
    while after < end:
        after, shown = await _exported(node, session, kinds, after, end)
        for each in shown:
            yield each


@judged
async def _exported(
    node: Node, session: Session, kinds: frozenset[str], after: int, end: int
) -> tuple[int, list[View]]:
    """Give a page of an export, written down, and the place that it reaches."""
    sight = (await sight_of(node, session, Operation.COPY)).of_kinds(kinds, node.classes.all())
    found = [stored for stored in await node.reader.oldest(sight.scope, after, PAGE) if stored.seq < end]
    shown = views(node, sight, found)
    await written_down(node, session, Channel.EXPORT, shown)
    noted(node, session, of_kinds(kinds, len(shown), Operation.COPY))
    return found[-1].seq if found else end, shown


async def written_down(node: Node, session: Session, channel: Channel, shown: Sequence[View]) -> None:
    """Enter a disclosure for each other agency whose records are shown; when this returns, it is on the record."""
    await written_down_for(node, channel, [(session, shown)])


async def written_down_for(node: Node, channel: Channel, shown: Iterable[tuple[Session, Sequence[View]]]) -> None:
    """Enter what is shown to many readers at once: one disclosure for each agency whose records they are."""
    subjects: dict[str, dict[UUID, None]] = defaultdict(dict)
    recipients: dict[str, list[Recipient]] = defaultdict(list)
    for session, seen_by in shown:
        others = sorted((v for v in seen_by if v.owner != session.agency.key), key=_owner)
        for owner, theirs in groupby(others, key=_owner):
            seen = list(theirs)
            subjects[owner].update(dict.fromkeys(v.id for v in seen))
            recipients[owner].append(_recipient(session, seen))
    if not recipients:
        return
    at = node.clock()
    records = [
        (
            owner,
            Disclosure(
                occurred_at=at, channel=channel, subjects=tuple(map(Ref, ids)), recipients=tuple(recipients[owner])
            ),
        )
        for owner, ids in subjects.items()
    ]
    await node.writer.append(
        [
            Draft(new_id(), record, HandlingClass("disclosure", owner), owner, BY_THE_PLATFORM)
            for owner, record in records
        ]
    )


def _owner(view: View) -> str:
    return view.owner


def _recipient(session: Session, seen: Sequence[View]) -> Recipient:
    mask = 0
    for each in seen:
        mask |= each.mask
    return Recipient(
        agency=session.agency.key,
        member=session.member.key,
        purpose=session.purpose,
        categories=labels(mask),
        basis=tuple(sorted({clause for each in seen for clause in each.because})),
    )
