"""Administer accounts: who may, for whom; and what one administrator may do alone, which only ever takes access away.

To give access takes two (``acts.changes``). Nobody administers their own account, and no bare token does at all.
"""

from comity.acts.account_events import About, log_event
from comity.errors import Absent, Refused
from comity.policy.directory import Member
from comity.policy.sessions import Session
from comity.records.governance.account_event import Happening, Outcome
from comity.records.pillars import Pillar
from comity.store.accounts import Account, State
from comity.store.node import Node

ADMINISTRATOR = "administrator"
BY_THE_OPERATOR = "operator"
_PURPOSE = "administration"


async def accounts(node: Node, session: Session) -> list[Account]:
    """Give the accounts that an administrator looks after: their agency's, or all for one of oversight's."""
    hold_administrator(session)
    return await node.accounts.of(reach_of(session))


async def disable(node: Node, session: Session, member: str, *, reason: str, address: str) -> None:
    """Disable an account at once: its sign-ins, tokens and streams end within a second in every process."""
    person = await administered(node, session, member, Happening.DISABLING, address=address)
    await node.accounts.disable(person.key, person.agency, reason, node.clock())
    about = About(person.agency, person.key, session.member.key, address)
    await log_event(node, Happening.DISABLING, Outcome.SUCCESS, about, because=reason)


async def disable_by_operator(node: Node, member: str, reason: str) -> None:
    """Disable an account from the machine on which the node runs, when no administrator is at hand."""
    person = member_called(node, member)
    await node.accounts.disable(person.key, person.agency, reason, node.clock())
    about = About(person.agency, person.key, BY_THE_OPERATOR)
    await log_event(node, Happening.DISABLING, Outcome.SUCCESS, about, because=reason)


async def unlock(node: Node, session: Session, member: str, *, address: str) -> None:
    """Release an account that failed logons have locked (AC-7); Refused when it is not locked."""
    person = await administered(node, session, member, Happening.UNLOCK, address=address)
    account = await node.accounts.find(person.key)
    if account is None or account.state is not State.LOCKED:
        raise Refused(
            "The account is not locked.",
            rule="locked_accounts_are_unlocked",
            remedy="See how it stands: list accounts.",
        )
    state = State.INVITED if account.invited_until and account.invitation else State.ACTIVE
    await node.accounts.restate(person.key, state, "", account.last_active)
    about = About(person.agency, person.key, session.member.key, address)
    await log_event(node, Happening.UNLOCK, Outcome.SUCCESS, about)


async def administered(node: Node, session: Session, member: str, happening: Happening, *, address: str) -> Member:
    """Give the member whom this session may administer; a refusal is written down before it is told."""
    try:
        hold_administrator(session)
        person = within_reach(node, session, member)
        hold_another(session, person.key)
    except (Refused, Absent) as wrong:
        known = member if member in node.directory.member else None
        about = About(session.agency.key, known, session.member.key, address)
        await log_event(node, happening, Outcome.FAILURE, about, because=getattr(wrong, "rule", "") or "no such member")
        raise
    return person


def hold_administrator(session: Session) -> None:
    """Refuse whoever is no administrator, does not act as one, or did not sign in with two factors (IA-2(1))."""
    if ADMINISTRATOR not in session.member.roles or session.purpose_name != _PURPOSE:
        raise Refused(
            "Only an administrator may do this, and only for administration.",
            rule="administrators_administer",
            remedy=f"Ask your agency's administrator; administrators send Comity-Purpose: {_PURPOSE}.",
        )
    if not session.second_factor:
        raise Refused(
            "Administration needs a sign-in with two factors.",
            rule="administration_needs_two_factors",
            remedy="Sign in with a passkey, or with your secret and a one-time code; a bare token does not do.",
        )


def within_reach(node: Node, session: Session, member: str) -> Member:
    """Give a member of the administrator's agency, or of any for oversight; Absent tells no more of the others."""
    person = node.directory.member.get(member)
    reach = reach_of(session)
    if person is None or (reach is not None and person.agency != reach):
        raise Absent(
            "There is no such member whom you look after.", remedy="Name a member of your agency by their key."
        )
    return person


def hold_another(session: Session, member: str) -> None:
    """Refuse an administrator who means themselves."""
    if session.member.key == member:
        raise Refused(
            "Nobody administers their own account.",
            rule="nobody_administers_themselves",
            remedy="Ask another administrator of your agency or of oversight.",
        )


def reach_of(session: Session) -> str | None:
    """Give the agency whose accounts an administrator looks after; None for all."""
    return None if session.agency.pillar is Pillar.OVERSIGHT else session.agency.key


def member_called(node: Node, member: str) -> Member:
    """Give a member of the directory; Absent when there is none."""
    person = node.directory.member.get(member)
    if person is None:
        raise Absent(f"The directory has no member {member!r}.", remedy="Add them to the directory first: comity init.")
    return person
