"""Write down what leaves an agency: who got what of whom, when, for which purpose and by which clause.

Reads call ``written_down`` before they answer: what cannot be written down is not shown.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from comity.acts.asked import noted, of_kinds
from comity.acts.emergency import review_after
from comity.acts.judging import judged
from comity.acts.recipients import recipient_of
from comity.acts.sight import sight_of
from comity.acts.still import StillSeen
from comity.acts.viewing import View, views
from comity.ids import new_id
from comity.policy.clauses import HandlingClass, Operation
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel, Disclosure, Recipient
from comity.records.references import Ref
from comity.records.rules import SEALED
from comity.store.entries import Draft
from comity.store.node import Node

PAGE = 200
_AT_ONCE = 20
BY_THE_PLATFORM = "platform"


async def disclose(
    node: Node, session: Session, kinds: frozenset[str], *, at_once: int = _AT_ONCE
) -> AsyncIterator[Sequence[View]]:
    """Give every record of some kinds that may be seen, oldest first, ``at_once`` together; no more than a page.

    Each page is written down before it leaves, and nothing is given after what opened it was taken away, in whichever
    process. One that is corrected meanwhile may come again, in its new version.
    """
    # What is written down on the way is not part of it: an export of disclosures would never end.
    after, end = -1, await node.reader.size()
    began, more = end, True
    while more:
        more = False
        while after < end:
            still = StillSeen(node, session)
            reached, shown = await _exported(node, session, kinds, after, span=(began, end))
            for first in range(0, len(shown), at_once):
                together = shown[first : first + at_once]
                # Whoever takes a page slowly must not get what was revoked or sealed, or has expired, meanwhile.
                if not await still.holds(together):
                    break
                after, more = together[-1].seq, True
                yield together
            else:
                after = reached
        # What was corrected in the meantime has moved behind the end, and would be missing.
        after, end = end - 1, await node.reader.size()


@judged
async def _exported(
    node: Node, session: Session, kinds: frozenset[str], after: int, *, span: tuple[int, int]
) -> tuple[int, list[View]]:
    """Give a page of an export, written down, and the place that it reaches.

    ``span`` holds the places at which the export began and at which this round ends; between them count corrections.
    """
    began, end = span
    sight = (await sight_of(node, session, Operation.COPY)).of_kinds(kinds, node.classes.all())
    found = [stored for stored in await node.reader.oldest(sight.scope, after, PAGE) if stored.seq < end]
    shown = views(node, sight, (stored for stored in found if stored.seq < began or stored.version > 1))
    await written_down(node, session, Channel.EXPORT, shown)
    noted(node, session, of_kinds(kinds, len(shown), Operation.COPY))
    return found[-1].seq if found else end, shown


async def written_down(node: Node, session: Session, channel: Channel, shown: Sequence[View]) -> None:
    """Enter a disclosure for each other agency whose records are shown; when this returns, it is on the record."""
    await written_down_for(node, channel, [(session, shown)])


async def written_down_for(node: Node, channel: Channel, shown: Iterable[tuple[Session, Sequence[View]]]) -> None:
    """Enter what is shown to many readers at once: one disclosure for each agency and those who got the same of it.

    What was opened by a stated emergency is given to its owner to review, once for each act.
    """
    told: dict[_Told, list[Recipient]] = defaultdict(list)
    at, ids, reviews = node.clock(), dict[_Told, UUID](), list[Draft]()
    for session, seen_by in shown:
        for owner, seen in by_owner(seen_by):
            about = seen[0].id
            if noted_down := [view for view in seen if owner != session.agency.key or SEALED in view.markings]:
                what = _told(owner, noted_down, session.emergency)
                about = ids.setdefault(what, new_id())
                told[what].append(recipient_of(session, noted_down, at))
            reviews += review_after(node, session, seen, about=about, by=BY_THE_PLATFORM)
    drafts = [_draft(ids[what], what.owner, what.disclosed(channel, at, got)) for what, got in told.items()]
    if drafts or reviews:
        await node.writer.append([*drafts, *reviews])


def by_owner(shown: Iterable[View]) -> list[tuple[str, list[View]]]:
    """Part what is shown by the agencies whose it is."""
    return [(owner, list(theirs)) for owner, theirs in groupby(sorted(shown, key=_owner), key=_owner)]


@dataclass(frozen=True)
class _Told:
    """What some readers got of one owner, each of them all of it."""

    owner: str
    subjects: tuple[UUID, ...]
    versions: tuple[int, ...]
    kinds: tuple[str, ...]
    emergency: str

    def disclosed(self, channel: Channel, at: datetime, recipients: Sequence[Recipient]) -> Disclosure:
        """Give the record of it."""
        return Disclosure(
            occurred_at=at,
            channel=channel,
            subjects=tuple(map(Ref, self.subjects)),
            kinds=self.kinds,
            versions=self.versions,
            recipients=tuple(recipients),
            emergency=self.emergency or None,
        )


def _told(owner: str, seen: Sequence[View], emergency: str) -> _Told:
    newest: dict[UUID, int] = {}
    for view in seen:
        newest[view.id] = max(view.version, newest.get(view.id, 0))
    return _Told(owner, tuple(newest), tuple(newest.values()), tuple(sorted({view.kind for view in seen})), emergency)


def _draft(id: UUID, owner: str, record: Disclosure) -> Draft:
    return Draft(id, record, HandlingClass("disclosure", owner), owner, BY_THE_PLATFORM)


def _owner(view: View) -> str:
    return view.owner
