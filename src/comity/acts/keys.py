"""Keys: what a member's own programs sign in with, for some uses and for a year at most."""

from datetime import timedelta

from comity.acts.account_events import About, log_event
from comity.errors import Absent, Refused
from comity.policy.sessions import Session, open_session
from comity.records.governance.account_event import Happening, Outcome
from comity.store.access import Grant, Key, Scope
from comity.store.node import Node

LONGEST_DAYS = 366


async def issue_key(
    node: Node, session: Session, purpose: str, scopes: frozenset[Scope], *, days: int, address: str
) -> str:
    """Give a key that speaks for its maker, for a purpose; it is shown here and nowhere again."""
    if not session.second_factor:
        raise Refused(
            "A key is made by whoever signed in with two factors.",
            rule="keys_need_two_factors",
            remedy="Sign in with a passkey, or with your secret and a one-time code.",
        )
    member, agency = session.member.key, session.agency.key
    open_session(node.directory, agency, member, purpose)
    await log_event(node, Happening.KEY_ISSUED, Outcome.SUCCESS, About(agency, member, member, address))
    return await node.access.issue_for(Grant(agency, member, purpose, node.clock() + timedelta(days=days), scopes))


async def keys(node: Node, session: Session) -> list[Key]:
    """Give the valid keys of this member, by how they begin."""
    return await node.access.keys(session.member.key)


async def revoke_key(node: Node, session: Session, prefix: str, *, address: str) -> None:
    """End a key of this member at once; Absent when there is none that begins so."""
    if not await node.access.revoke_key(session.member.key, prefix):
        raise Absent("You have no such key.", remedy="List your keys.")
    about = About(session.agency.key, session.member.key, session.member.key, address)
    await log_event(node, Happening.KEY_REVOKED, Outcome.SUCCESS, about)
