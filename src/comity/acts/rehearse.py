"""Rehearse entering records: say which of them would be refused now, and why, and enter nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from comity.acts.known import Knowing, hold_checks, referred
from comity.acts.submit import Submission, draft_of
from comity.errors import Refused
from comity.policy.sessions import Session, no_action_by_account_of_officer_on_leave
from comity.records.declaration import Record
from comity.records.profiles import profile as profile_named
from comity.records.reach import pointers_of
from comity.records.rules import checks_of, with_due_markings
from comity.store.node import Node


async def rehearse(node: Node, session: Session, submissions: Sequence[Submission]) -> dict[UUID, Refused]:
    """Give the refusals that records would meet if they were entered together; {} when all would be entered.

    Nothing is written, and no number minted. What the log holds may change before they are entered in earnest.
    """
    now = node.clock()
    no_action_by_account_of_officer_on_leave(session, now)
    profile = profile_named(session.agency.profile)
    marked = [replace(each, record=with_due_markings(each.record, profile)) for each in submissions]
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
    draft_of(node, session, submission, now)
    knowing = Knowing(node, session, None, now)
    knowing.add(await referred(node, session, pointers_of(submission.record), together))
    knowing.add_together(together)
    await hold_checks(
        node, submission.record, submission.id, checks=checks_of(type(submission.record)), knowing=knowing
    )
