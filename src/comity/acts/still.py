"""Tell whether what was judged a moment ago may still be shown: for pages that somebody takes slowly."""

from collections.abc import Collection

from comity.acts.viewing import View
from comity.policy.sessions import Session
from comity.store.node import Node


class StillSeen:
    """By what a page is judged that is asked for next: the state of policy, and the grounds and certificates."""

    def __init__(self, node: Node, session: Session) -> None:
        self._node = node
        self._session = session
        self._basis = self._counting()

    async def holds(self, shown: Collection[View]) -> bool:
        """Tell whether views of the page may be shown now, or have to be judged anew.

        The database is asked: another process may have taken away what opened them, or corrected them.
        """
        epoch, newest = await self._node.reader.still_newest([(view.id, view.seq) for view in shown])
        # Grounds and certificates end without a word, so these are looked at after the database has answered.
        return newest and epoch == self._node.rulebook.epoch and self._counting() == self._basis

    def _counting(self) -> tuple[object, ...]:
        rulebook, session = self._node.rulebook, self._session
        member = session.member.key
        return (
            rulebook.state(),
            rulebook.grounds_of(session.agency.key, member, session.purpose_name),
            rulebook.certificates_of(member),
        )
