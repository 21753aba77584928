"""Tell to which standing subscriptions an entry is owed; what is owed is judged again when it is fetched."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from comity.acts.sight import outlook
from comity.errors import Refused
from comity.policy.clauses import HandlingClass, Operation
from comity.policy.sessions import Session, open_session
from comity.store.node import Node
from comity.store.subscriptions import Subscription


@dataclass(frozen=True)
class _Owed:
    """The subscriptions to which any record of a class is owed, and those to which it depends on the record."""

    surely: tuple[UUID, ...]
    perhaps: tuple[tuple[UUID, Session], ...]


_OWED: dict[tuple[object, ...], _Owed] = {}
_MOST_CLASSES = 4096


def subscribers_of(node: Node, handling: HandlingClass, about: Iterable[UUID]) -> tuple[UUID, ...]:
    """Give the standing subscriptions to which a record of a class is owed that is about some records."""
    key = (node.dsn, node.rulebook.serial, node.subscriptions.version, handling)
    owed = _OWED.get(key)
    if owed is None:
        if len(_OWED) > _MOST_CLASSES:
            _OWED.clear()
        owed = _OWED[key] = _owed(node, handling)
    if not owed.perhaps:
        return owed.surely
    opened = [id for id, session in owed.perhaps if _outlook(node, session, handling, about)]
    return (*owed.surely, *opened)


def _owed(node: Node, handling: HandlingClass) -> _Owed:
    surely: list[UUID] = []
    perhaps: list[tuple[UUID, Session]] = []
    for subscription in node.subscriptions.standing:
        session = _session(node, subscription) if handling.kind in subscription.kinds else None
        if session is None:
            continue
        sight = outlook(node, session, Operation.SUBSCRIBE)
        if sight.on_class(handling).allowed:
            surely.append(subscription.id)
        elif sight.opens(handling):
            perhaps.append((subscription.id, session))
    return _Owed(tuple(surely), tuple(perhaps))


def _session(node: Node, subscription: Subscription) -> Session | None:
    try:
        # Whether two factors stand behind it is seen when what is owed is fetched.
        return open_session(
            node.directory, subscription.agency, subscription.member, subscription.purpose, second_factor=True
        )
    except Refused:
        return None


def _outlook(node: Node, session: Session, handling: HandlingClass, about: Iterable[UUID]) -> bool:
    return outlook(node, session, Operation.SUBSCRIBE).on(handling, about).allowed
