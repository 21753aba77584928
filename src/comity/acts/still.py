"""Tell whether what was judged a moment ago may still be shown: for pages that somebody takes slowly."""

from datetime import timedelta

from comity.acts.viewing import View
from comity.policy.sessions import Session
from comity.store.node import Node

# Grounds and certificates end without a word; to look each time would cost as much as to judge anew.
_AGAIN = timedelta(seconds=1)


class StillSeen:
    """By what a page was judged: the state of policy, and the grounds and certificates that counted."""

    def __init__(self, node: Node, session: Session) -> None:
        self._node = node
        self._session = session
        self._state = node.rulebook.state()
        self._looked = node.rulebook.now()
        self._basis = self._counting()

    def holds(self, view: View) -> bool:
        """Tell whether a view of the page may be shown now, or has to be judged anew."""
        if self._node.rulebook.state() != self._state or self._node.writer.replaced.outdates(view.id, view.seq):
            return False
        now = self._node.rulebook.now()
        if now - self._looked < _AGAIN:
            return True
        self._looked = now
        return self._counting() == self._basis

    def _counting(self) -> tuple[object, ...]:
        rulebook, session = self._node.rulebook, self._session
        member = session.member.key
        return (
            rulebook.grounds_of(session.agency.key, member, session.purpose_name),
            rulebook.certificates_of(member),
        )
