"""Watch over credentials: one account at two addresses within a minute is one credential in two hands."""

from datetime import datetime, timedelta

from comity.acts.disclose import BY_THE_PLATFORM
from comity.ids import new_id
from comity.policy.clauses import HandlingClass
from comity.policy.sessions import Session, shared_credential_detection
from comity.records.governance.review_task import ReviewTask
from comity.store.entries import Draft
from comity.store.node import Node

# One task a day for an account: a second would tell its agency nothing new.
_AGAIN = timedelta(days=1)


class Watch:
    """Remembers where each account was last seen; what it finds becomes a task for the account's agency."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._last: dict[str, tuple[str, datetime]] = {}
        self._told: dict[str, datetime] = {}

    async def seen(self, session: Session, address: str) -> None:
        """Take note that an account acts from an address; enters a review task when another did so a moment ago."""
        member, now = session.member.key, self._node.clock()
        before, at = self._last.get(member, ("", now))
        self._last[member] = (address, now)
        if (
            shared_credential_detection(before, at, address, now)
            and now - self._told.get(member, now - _AGAIN) >= _AGAIN
        ):
            self._told[member] = now
            await self._tell(session)

    async def _tell(self, session: Session) -> None:
        task = ReviewTask(
            member=session.member.key,
            rule="shared_credential_detection",
            sentence="One account acted from two addresses within a minute.",
            remedy="Ask the account's holder; end its tokens and give new ones if somebody else has them.",
        )
        handling = HandlingClass("review-task", session.agency.key)
        id, agency = new_id(), session.agency.key
        await self._node.writer.append([Draft(id, task, handling, agency, BY_THE_PLATFORM)])
