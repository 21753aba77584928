"""Rehearse entering records: say which of them would be refused now, and why, and enter nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from comity.acts.known import referred
from comity.acts.marking import Around, with_juvenile_marking
from comity.acts.submit import Submission, draft_of, reviews_asked, with_markings
from comity.errors import Refused
from comity.policy.sessions import Session, no_action_by_account_of_officer_on_leave
from comity.records.declaration import Record
from comity.records.reach import pointers_of
from comity.store.node import Node


async def rehearse(node: Node, session: Session, submissions: Sequence[Submission]) -> dict[UUID, Refused]:
    """Give the refusals that records would meet if they were entered together; {} when all would be entered.

    Nothing is written, and no number minted. What the log holds may change before they are entered in earnest.
    """
    now = node.clock()
    no_action_by_account_of_officer_on_leave(session, now)
    marked = [with_markings(session, submission) for submission in submissions]
    together = {submission.id: submission.record for submission in marked}
    refused: dict[UUID, Refused] = {}
    for submission in marked:
        try:
            await _hold(node, session, submission, together, now)
        except Refused as wrong:
            refused[submission.id] = wrong
    return refused


async def _hold(
    node: Node, session: Session, submission: Submission, together: Mapping[UUID, Record], now: datetime
) -> None:
    found = await referred(node, session, pointers_of(submission.record), together)
    around = Around({stored.id: stored for stored in found}, together)
    submission = replace(submission, record=with_juvenile_marking(node, session, submission.record, around))
    draft_of(node, session, submission, now)
    await reviews_asked(node, session, submission, together=together, found=found, now=now)
