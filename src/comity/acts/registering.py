"""Register what somebody signs in with, on the invitation whose two halves two administrators gave them."""

import hmac
import os
import secrets
from dataclasses import dataclass

from comity.acts.account_events import About, log_event
from comity.acts.challenges import hold_challenge, new_challenge
from comity.acts.codes import SEED_BYTES, address_of_seed
from comity.acts.passkeys import RegistrationAnswer, challenge_in, registered, registration_options
from comity.acts.sign_in import Seat
from comity.errors import Refused
from comity.policy.entrance import Passkeys
from comity.records.governance.account_event import Happening, Outcome
from comity.store.accounts import Account, Sort, State, digest_of
from comity.store.node import Node

_SECRET_PREFIX = "cmf_"  # noqa: S105 - how a secret begins, so that scanners of code and mail know one


@dataclass(frozen=True)
class Invitation:
    """Who was invited, with both halves of the secret, in the order in which they were given."""

    member: str
    halves: tuple[str, str]


@dataclass(frozen=True)
class Factors:
    """A secret and the seed of one-time codes, shown here and nowhere again; ``address`` is for authenticator apps."""

    secret: str
    address: str


async def begin_passkey(node: Node, party: Passkeys, invitation: Invitation) -> str:
    """Give what a page hands to the browser to make a passkey, as JSON; Refused without a valid invitation."""
    _hold_invitation(node, await node.accounts.find(invitation.member), invitation)
    return registration_options(party, invitation.member, new_challenge(node, _use(invitation.member)))


async def register_passkey(
    node: Node, party: Passkeys, invitation: Invitation, answer: RegistrationAnswer, *, seat: Seat
) -> None:
    """Keep a passkey; the invitation is spent, and the account is active from the first sign-in."""
    await hold_challenge(node, challenge_in(answer), _use(invitation.member))
    async with node.accounts.held(invitation.member) as held:
        account = _hold_invitation(node, held.account, invitation)
        passkey = registered(party, account.member, answer)
        if not await held.take_passkey(passkey, node.clock()):
            raise _not_invited()
    await _note(node, account, seat, "passkey")


async def register_secret(node: Node, invitation: Invitation, *, seat: Seat) -> Factors:
    """Give a secret and the seed of one-time codes; the invitation is spent, and the first sign-in must use both."""
    secret, seed = _SECRET_PREFIX + secrets.token_urlsafe(32), os.urandom(SEED_BYTES)
    async with node.accounts.held(invitation.member) as held:
        account = _hold_invitation(node, held.account, invitation)
        await held.take_secret(secret, node.accounts.sealed(seed, account.member))
    await _note(node, account, seat, "secret and one-time codes")
    return Factors(secret, address_of_seed(seed, account.member, node.directory.origin))


async def _note(node: Node, account: Account, seat: Seat, what: str) -> None:
    about = About(account.agency, account.member, account.member, seat.address)
    await log_event(node, Happening.REGISTRATION, Outcome.SUCCESS, about, because=what)


def _hold_invitation(node: Node, account: Account | None, invitation: Invitation) -> Account:
    wanted = account.invitation if account is not None and len(account.invitation) == len(invitation.halves) else ()
    given = [digest_of(half) for half in invitation.halves]
    known = [hmac.compare_digest(a, b) for a, b in zip(wanted or (b"", b""), given, strict=True)]
    if (
        account is None
        or not all(known)
        or account.state is not State.INVITED
        or account.sort is not Sort.PERSON
        or account.invited_until is None
        or node.clock() >= account.invited_until
    ):
        raise _not_invited()
    return account


def _use(member: str) -> str:
    return f"register {member}"


def _not_invited() -> Refused:
    return Refused(
        "The invitation does not count (any more).",
        rule="invitation_counts_once",
        remedy="Ask both administrators for their halves of a new one.",
    )
