"""Write every act on an account into the log, those that were refused as well; what cannot be written is not done."""

from dataclasses import dataclass

from comity.acts.owing import subscribers_of
from comity.ids import new_id
from comity.policy.clauses import HandlingClass
from comity.records.governance.account_event import AccountEvent, Happening, Outcome
from comity.store.entries import Draft
from comity.store.node import Node

BY_THE_PLATFORM = "platform"


@dataclass(frozen=True)
class About:
    """Whom an act on an account is about, who does it, and from where; what is not known is left out."""

    agency: str | None = None
    member: str | None = None
    by: str | None = None
    address: str | None = None


async def log_event(node: Node, happening: Happening, outcome: Outcome, about: About, *, because: str = "") -> None:
    """Enter what happened; when this returns, it is on the record."""
    event = AccountEvent(
        occurred_at=node.clock(),
        event=happening,
        outcome=outcome,
        member=about.member,
        by=about.by,
        address=about.address,
        because=because or None,
    )
    # An attempt under a name that nobody has belongs to no agency: only whoever sees all owners' events sees it.
    owner = about.agency or BY_THE_PLATFORM
    handling = HandlingClass("account-event", owner)
    id = new_id()
    subscriptions = subscribers_of(node, handling, (id,))
    await node.writer.append([Draft(id, event, handling, owner, BY_THE_PLATFORM, subscriptions=subscriptions)])
