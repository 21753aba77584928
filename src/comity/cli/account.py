"""``comity account``: look after accounts. What takes an administrator takes their sign-in, from ``COMITY_TOKEN``."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from cyclopts import App, Parameter, validators

from comity.acts.administering import accounts, disable, disable_by_operator, unlock
from comity.acts.changes import Approved, Wanted, approve, ask, decline, invite_first, open_changes
from comity.acts.keys import LONGEST_DAYS
from comity.acts.signed_in import session_of_bearer
from comity.cli.nodes import existing_node
from comity.cli.options import AsJson, Home, settings_of
from comity.cli.speaking import Voice
from comity.errors import Refused
from comity.policy.sessions import Session
from comity.store.access import Scope
from comity.store.accounts import Sort
from comity.store.changes import Act
from comity.store.node import Node

# The token of an administrator's own sign-in; never an argument, which everybody on the machine can read.
VARIABLE = "COMITY_TOKEN"
_HERE = "command line"

Member = Annotated[str, Parameter(help="The key of the member whose account is meant.")]
Change = Annotated[UUID, Parameter(help="The id of the change, as comity account changes lists it.")]

account = App(name="account", help="Look after accounts: two administrators give access, one can take it away.")


@account.command
async def invite(
    *,
    member: Member,
    service: Annotated[
        bool, Parameter(negative="", help="A program's account: it has keys, and never signs in.")
    ] = False,
    temporary: Annotated[bool, Parameter(negative="", help="An account for 72 hours, as for an emergency.")] = False,
    subject: Annotated[str | None, Parameter(help="What the issuer of an OpenID sign-in calls the member.")] = None,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Ask for a member's account; another administrator approves it.

    Each of the two is shown one half of the invitation and gives it to the member in person.
    """
    sort = Sort.SERVICE if service else Sort.PERSON
    await _ask(Wanted(Act.INVITE, member, sort, temporary, subject), home=home, json=json)


@account.command
async def first(*, member: Member, home: Home = None, json: AsJson = False) -> None:
    """Invite one of an agency's first two administrators, from the machine on which the node runs.

    Refused as soon as two could approve each other's requests.
    """
    async with existing_node(settings_of(home)) as node:
        made = await invite_first(node, member)
    _tell(Voice(json), made)


@account.command
async def enable(*, member: Member, home: Home = None, json: AsJson = False) -> None:
    """Ask for a disabled account to be enabled; another administrator approves it."""
    await _ask(Wanted(Act.ENABLE, member), home=home, json=json)


@account.command
async def recover(*, member: Member, home: Home = None, json: AsJson = False) -> None:
    """Ask for a member to be invited anew, with nothing of what they registered before; another approves it."""
    await _ask(Wanted(Act.RECOVER, member), home=home, json=json)


@account.command
async def key(
    *,
    member: Member,
    purpose: Annotated[str, Parameter(help="What for, such as patrol.")],
    scopes: Annotated[tuple[Scope, ...], Parameter(help="What it may be used for; say it twice for both.")] = (
        Scope.READ,
    ),
    days: Annotated[
        int, Parameter(validator=validators.Number(gte=1, lte=LONGEST_DAYS), help="How long it is valid, in days.")
    ] = 90,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Ask for a key of a service account; whoever approves it is shown the key."""
    await _ask(Wanted(Act.ISSUE_KEY, member, purpose=purpose, scopes=scopes, days=days), home=home, json=json)


@account.command
async def appoint(
    *,
    member: Member,
    roles: Annotated[tuple[str, ...], Parameter(help="The roles that the member shall have, and no others.")],
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Ask for a member to have other roles; another administrator approves it."""
    await _ask(Wanted(Act.APPOINT, member, roles=roles), home=home, json=json)


@account.command(name="approve")
async def approve_change(change: Change, *, home: Home = None, json: AsJson = False) -> None:
    """Approve what another administrator asked for, and make the change."""
    async with _administering(home) as (node, session):
        made = await approve(node, session, change, address=_HERE)
    _tell(Voice(json), made)


@account.command(name="decline")
async def decline_change(change: Change, *, home: Home = None, json: AsJson = False) -> None:
    """Decline what another administrator asked for."""
    async with _administering(home) as (node, session):
        await decline(node, session, change, address=_HERE)
    _done(Voice(json), f"Change {change} is declined.", str(change))


@account.command
async def changes(*, home: Home = None, json: AsJson = False) -> None:
    """List the changes that wait for another administrator."""
    voice = Voice(json)
    async with _administering(home) as (node, session):
        waiting = await open_changes(node, session)
    for each in waiting:
        voice.give({"id": each.id, "act": each.act, "member": each.member, "asked_by": each.asked_by})
    voice.table(("id", "act", "member", "asked by"), [(c.id, c.act, c.member, c.asked_by) for c in waiting])


@account.command(name="list")
async def list_accounts(*, home: Home = None, json: AsJson = False) -> None:
    """List accounts and how they stand: those that an administrator looks after, or all for the operator."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        bearer = os.environ.get(VARIABLE)
        found = await (accounts(node, await _session(node, bearer)) if bearer else node.accounts.of(None))
    for each in found:
        voice.give({"member": each.member, "agency": each.agency, "sort": each.sort, "state": each.state})
    rows = [(a.member, a.agency, a.sort, a.state, f"{a.last_active:%Y-%m-%d}", a.reason) for a in found]
    voice.table(("member", "agency", "sort", "state", "last active", "reason"), rows)


@account.command(name="disable")
async def disable_account(
    *,
    member: Member,
    reason: Annotated[str, Parameter(help="Why, for whoever reads the log.")],
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Disable an account at once, with its sign-ins, keys and streams; the operator of the machine may do it too."""
    async with existing_node(settings_of(home)) as node:
        bearer = os.environ.get(VARIABLE)
        if bearer:
            await disable(node, await _session(node, bearer), member, reason=reason, address=_HERE)
        else:
            await disable_by_operator(node, member, reason)
    _done(Voice(json), f"The account of {member} is disabled; what it held ends within a second.", member)


@account.command(name="unlock")
async def unlock_account(*, member: Member, home: Home = None, json: AsJson = False) -> None:
    """Release an account that failed logons have locked."""
    async with _administering(home) as (node, session):
        await unlock(node, session, member, address=_HERE)
    _done(Voice(json), f"The account of {member} is unlocked.", member)


async def _ask(wanted: Wanted, *, home: Home, json: bool) -> None:
    voice = Voice(json)
    async with _administering(home) as (node, session):
        asked = await ask(node, session, wanted, address=_HERE)
    voice.note("Another administrator of the agency or of oversight approves it: comity account approve …")
    voice.say(str(asked.change.id))
    if asked.half:
        voice.note("Your half of the invitation, for the member alone; it is not shown again.")
        voice.say(asked.half)
    voice.give({"change": asked.change.id, "half": asked.half})


@asynccontextmanager
async def _administering(home: Home) -> AsyncIterator[tuple[Node, Session]]:
    async with existing_node(settings_of(home)) as node:
        yield node, await _session(node, os.environ.get(VARIABLE))


async def _session(node: Node, bearer: str | None) -> Session:
    if not bearer:
        raise Refused(
            "No administrator is signed in.",
            rule="administrators_administer",
            remedy=f"Sign in, and put the token of the sign-in into {VARIABLE}.",
        )
    return await session_of_bearer(node, bearer, "administration")


def _tell(voice: Voice, made: Approved) -> None:
    change = made.change
    voice.note(f"{change.act} of {change.member}: done.")
    if made.half:
        voice.note("What the member needs of you to register, for them alone; it is not shown again.")
        voice.say(made.half)
    if made.key:
        voice.note("The key; it is not shown again.")
        voice.say(made.key)
    voice.give({"change": change.id, "member": change.member, "half": made.half, "key": made.key})


def _done(voice: Voice, said: str, about: str) -> None:
    voice.say(said)
    voice.give({"done": about})
