"""Write every act on an account into the log, those that were refused as well; what cannot be written is not done."""

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Happened:
    """One thing that was done or tried, and why or how."""

    event: Happening
    outcome: Outcome
    because: str = ""


async def log_event(node: Node, happening: Happening, outcome: Outcome, about: About, *, because: str = "") -> None:
    """Enter what happened; when this returns, it is on the record."""
    await log_events(node, about, [Happened(happening, outcome, because)])


async def log_events(node: Node, about: About, happened: Sequence[Happened]) -> None:
    """Enter several things at once, so that two take no longer than one."""
    await node.writer.append([_draft(node, about, each) for each in happened])


def _draft(node: Node, about: About, happened: Happened) -> Draft:
    event = AccountEvent(
        occurred_at=node.clock(),
        event=happened.event,
        outcome=happened.outcome,
        member=about.member,
        by=about.by,
        address=about.address,
        because=happened.because or None,
    )
    # An attempt under a name that nobody has belongs to no agency: only whoever sees all owners' events sees it.
    owner = about.agency or BY_THE_PLATFORM
    handling = HandlingClass("account-event", owner)
    id = new_id()
    return Draft(id, event, handling, owner, BY_THE_PLATFORM)
