"""Disable accounts that were left for ninety days, and those that have had their time (AC-2(2) and (3))."""

from comity.acts.account_events import About, log_event
from comity.acts.signed_in import limits_at
from comity.policy.session_rules import outlived
from comity.records.governance.account_event import Happening, Outcome
from comity.store.node import Node


async def sweep(node: Node) -> list[str]:
    """Disable what is due, with all that it holds, and name the members; sweeping again finds nothing."""
    swept = []
    now = node.clock()
    for agency in node.directory.agencies:
        since = now - limits_at(node, agency.key).inactivity
        for account in await node.accounts.left(agency.key, since, now):
            reason = "temporary account over" if outlived(account.temporary_until, now) else "inactive"
            await node.accounts.disable(account.member, account.agency, reason, now)
            about = About(account.agency, account.member)
            await log_event(node, Happening.DISABLING, Outcome.SUCCESS, about, because=reason)
            swept.append(account.member)
    return swept
