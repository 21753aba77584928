"""Changes of accounts: asked for by one administrator, approved by another, and never by whom they are about.

Each of the two gets one half of an invitation, so that neither can come in under another's name. Roles stand in the
directory: to appoint somebody makes a new version of it, and the old ones are kept.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from comity.acts.account_events import About, log_event
from comity.acts.administering import (
    ADMINISTRATOR,
    BY_THE_OPERATOR,
    administered,
    hold_administrator,
    hold_another,
    member_called,
    reach_of,
    within_reach,
)
from comity.errors import Absent, Refused
from comity.ids import new_id
from comity.policy.session_rules import limits_of, temporary_until
from comity.policy.sessions import Session, open_session
from comity.records.governance.account_event import Happening, Outcome
from comity.records.profiles import profile as profile_named
from comity.store.access import Grant, Scope
from comity.store.accounts import Invited, Sort, State, digest_of
from comity.store.changes import Act, Change
from comity.store.node import Node

INVITATION_LIFETIME = timedelta(days=3)
# Two who can approve each other's requests: from then on the operator of the machine cannot add a third.
_ENOUGH = 2


@dataclass(frozen=True)
class Wanted:
    """What an administrator asks for; purpose, scopes and days are a key's, roles an appointment's."""

    act: Act
    member: str
    sort: Sort = Sort.PERSON
    temporary: bool = False
    subject: str | None = None
    purpose: str = ""
    scopes: tuple[Scope, ...] = ()
    days: int = 0
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A change that waits for another administrator, and the asker's half of the invitation, shown once."""

    change: Change
    half: str


@dataclass(frozen=True)
class Approved:
    """A change that was made, and what comes of it, shown once: the other half of the invitation, or the key."""

    change: Change
    half: str
    key: str = ""


async def ask(node: Node, session: Session, wanted: Wanted, *, address: str) -> Asked:
    """Ask for a change of somebody else's account; it is made when another administrator approves it."""
    person = await administered(node, session, wanted.member, Happening.CHANGE_ASKED, address=address)
    await _hold_possible(node, wanted, person.agency)
    half = _half(wanted.act)
    change = Change(
        new_id(),
        wanted.act,
        person.key,
        person.agency,
        wanted.sort,
        wanted.temporary,
        wanted.subject,
        digest_of(half) if half else None,
        wanted.purpose,
        wanted.scopes,
        wanted.days,
        wanted.roles,
        session.member.key,
        node.clock(),
    )
    about = About(person.agency, person.key, session.member.key, address)
    await log_event(node, Happening.CHANGE_ASKED, Outcome.SUCCESS, about, because=_said(wanted.act, wanted.roles))
    await node.changes.ask(change)
    return Asked(change, half)


async def open_changes(node: Node, session: Session) -> list[Change]:
    """Give the changes that wait to be settled by an administrator of this session's reach."""
    hold_administrator(session)
    return await node.changes.open_of(reach_of(session))


async def approve(node: Node, session: Session, id: UUID, *, address: str) -> Approved:
    """Approve what another administrator asked for, and make the change."""
    change = await _settled(node, session, id, Happening.CHANGE_APPROVED, address=address)
    about = About(change.agency, change.member, session.member.key, address)
    await log_event(node, Happening.CHANGE_APPROVED, Outcome.SUCCESS, about, because=_said(change.act, change.roles))
    if not await node.changes.approve(id, session.member.key, node.clock()):
        raise no_such_change()
    return await _made(node, change)


async def decline(node: Node, session: Session, id: UUID, *, address: str) -> None:
    """Decline what another administrator asked for."""
    change = await _settled(node, session, id, Happening.CHANGE_DECLINED, address=address)
    about = About(change.agency, change.member, session.member.key, address)
    await log_event(node, Happening.CHANGE_DECLINED, Outcome.SUCCESS, about, because=change.act)
    if not await node.changes.decline(id, session.member.key, node.clock()):
        raise no_such_change()


async def invite_first(node: Node, member: str) -> Approved:
    """Invite one of an agency's first administrators from the machine on which the node runs, with both halves.

    Refused as soon as two administrators could approve each other's requests: then only they can.
    """
    person = member_called(node, member)
    if ADMINISTRATOR not in person.roles:
        raise Refused(
            "The operator invites administrators only.",
            rule="operator_invites_the_first",
            remedy="Let them invite others.",
        )
    others = await administrators_of(node, person.agency) - {member}
    if len(others) >= _ENOUGH:
        raise Refused(
            f"{person.agency} has administrators who can do this.",
            rule="operator_invites_the_first",
            remedy="Let one of them ask for it, and another approve.",
        )
    about = About(person.agency, person.key, BY_THE_OPERATOR)
    await log_event(node, Happening.CHANGE_APPROVED, Outcome.SUCCESS, about, because=Act.INVITE)
    half = _half(Act.INVITE)
    change = Change(
        new_id(), Act.INVITE, person.key, person.agency, Sort.PERSON, False, None, digest_of(half), "", (), 0, (),  # noqa: FBT003 - a first administrator is not temporary
        BY_THE_OPERATOR, node.clock(),
    )  # fmt: skip
    made = await _made(node, change)
    return Approved(change, f"{half} {made.half}")


async def administrators_of(node: Node, agency: str) -> set[str]:
    """Give who has an account as an administrator of this agency or of oversight."""
    found = set()
    for account in await node.accounts.of(None):
        member = node.directory.member.get(account.member)
        if member is None or ADMINISTRATOR not in member.roles or account.state is State.DISABLED:
            continue
        if member.agency == agency or node.directory.agency[member.agency].pillar == "oversight":
            found.add(member.key)
    return found


async def _settled(node: Node, session: Session, id: UUID, happening: Happening, *, address: str) -> Change:
    """Give the change that this session may settle; a refusal is written down before it is told."""
    change = await node.changes.find(id)
    try:
        hold_administrator(session)
        if change is None:
            raise no_such_change()
        within_reach(node, session, change.member)
        hold_another(session, change.member)
        _hold_second(session, change)
    except (Refused, Absent) as wrong:
        known = change.member if change is not None else None
        about = About(session.agency.key, known, session.member.key, address)
        await log_event(node, happening, Outcome.FAILURE, about, because=getattr(wrong, "rule", "") or "no such change")
        raise no_such_change() if isinstance(wrong, Absent) else wrong from wrong
    return change


def _hold_second(session: Session, change: Change) -> None:
    if change.asked_by == session.member.key:
        raise Refused(
            "Whoever asked for a change does not settle it.",
            rule="two_people_change_an_account",
            remedy="Ask another administrator of the agency or of oversight.",
        )


async def _hold_possible(node: Node, wanted: Wanted, agency: str) -> None:
    """Refuse what could not be done when it is approved."""
    account = await node.accounts.find(wanted.member)
    if wanted.act is Act.INVITE:
        _hold(account is None or account.state is State.DISABLED, "The member has an account.", "Recover or unlock it.")
    elif wanted.act is Act.ENABLE:
        _hold(account is not None and account.state is State.DISABLED, "The account is not disabled.", "List accounts.")
    elif wanted.act is Act.APPOINT:
        _hold(node.directory.member[wanted.member].roles != wanted.roles, "The member has these roles.", "Name others.")
    elif wanted.act is Act.RECOVER:
        _hold(account is not None and account.sort is Sort.PERSON, "There is no account to recover.", "Invite them.")
    else:
        _hold(
            account is not None and account.sort is Sort.SERVICE and account.state is State.ACTIVE,
            "Only a service account gets its keys from administrators.",
            "Persons make their own keys when they are signed in.",
        )
        _hold(wanted.days > 0 and bool(wanted.scopes), "A key has a purpose, scopes and days.", "Say which.")
        open_session(node.directory, agency, wanted.member, wanted.purpose)


def _hold(true: object, message: str, remedy: str) -> None:
    if not true:
        raise Refused(message, rule="change_is_possible", remedy=remedy)


async def _made(node: Node, change: Change) -> Approved:
    now = node.clock()
    limits = limits_of(profile_named(node.directory.agency[change.agency].profile))
    until = temporary_until(limits, now) if change.temporary else None
    if change.act is Act.ENABLE:
        await node.accounts.restate(change.member, State.ACTIVE, "", now)
        return Approved(change, "")
    if change.act is Act.APPOINT:
        await node.directories.appoint(change.member, change.roles)
        return Approved(change, "")
    if change.act is Act.ISSUE_KEY:
        grant = Grant(
            change.agency, change.member, change.purpose, now + timedelta(days=change.days), frozenset(change.scopes)
        )
        return Approved(change, "", await node.access.issue_for(grant))
    if change.sort is Sort.SERVICE:
        await node.accounts.serve(change.member, change.agency, until, now)
        return Approved(change, "")
    half = _half(change.act)
    halves = (change.half or b"", digest_of(half))
    await node.accounts.invite(
        Invited(change.member, change.agency, change.subject, until, halves, now + INVITATION_LIFETIME), now
    )
    return Approved(change, half)


def _said(act: Act, roles: Sequence[str]) -> str:
    return f"{act}: {', '.join(roles)}"[:400] if act is Act.APPOINT else act


def _half(act: Act) -> str:
    return f"cmi_{secrets.token_urlsafe(16)}" if act in (Act.INVITE, Act.RECOVER) else ""


def no_such_change() -> Absent:
    """Give the one answer for a change that is not there, is settled, or is another agency's."""
    return Absent("There is no such change to settle.", remedy="List the changes that wait for you.")
