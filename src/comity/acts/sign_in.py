"""Sign in: by a passkey, by a secret with a one-time code, or on the word of the issuer.

Whoever fails is told the same, whether the account exists or not, is locked or not: only its administrator is told.
Attempts at one account are judged one after the other, so that guessing at once gains nothing.
"""

import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from comity.acts.account_events import About, Happened, log_event, log_events
from comity.acts.challenges import hold_challenge
from comity.acts.codes import SEED_BYTES, step_answered
from comity.acts.passkeys import SignInAnswer, challenge_in, count_proven, from_base64url
from comity.errors import Invalid, Refused
from comity.policy.entrance import Passkeys
from comity.policy.session_rules import (
    Limits,
    Workstation,
    failures_that_count,
    inactive,
    limits_of,
    outlived,
    too_many_failures,
)
from comity.policy.sessions import PURPOSES, Session, open_session
from comity.records.governance.account_event import Happening, Outcome
from comity.records.profiles import profile as profile_named
from comity.store.accounts import Account, Held, Passkey, Sort, State, digest_of
from comity.store.node import Node
from comity.store.sign_ins import SignIn

SIGN_IN_USE = "sign-in"
_BOTH = True
_LEFT = "inactive"
_OVER = "temporary account over"
_FAILED_TOO_OFTEN = "too many failed logons"


@dataclass(frozen=True)
class Seat:
    """Where somebody sits: the address of the request, and the class of workstation that stands there."""

    address: str
    workstation: Workstation


@dataclass(frozen=True)
class Wish:
    """For what somebody wants to sign in, and from where."""

    purpose: str
    seat: Seat


@dataclass(frozen=True)
class Signed:
    """Somebody who is signed in; the token is shown here and nowhere again."""

    bearer: str
    session: Session
    signed_in_at: datetime
    limits: Limits


@dataclass(frozen=True)
class _Proof:
    """What was proven: whether by two factors, the step of the one-time code, and the use of the passkey."""

    second_factor: bool
    step: int
    passkey: tuple[Passkey, int] | None = None


_Prove = Callable[[Account], _Proof | None]


async def sign_in_by_passkey(node: Node, party: Passkeys, answer: SignInAnswer, wish: Wish) -> Signed:
    """Sign in whoever holds a registered passkey and was verified by it; Refused says no more than that it failed."""
    try:
        await hold_challenge(node, challenge_in(answer), SIGN_IN_USE)
    except Refused as wrong:
        await note_failure(node, wish.seat, wrong.rule)
        raise
    known = await node.accounts.passkey(from_base64url(answer.raw_id))
    # One that nobody registered is held against a key all the same, so that the time it takes tells nothing.
    passkey = known or Passkey(b"", "", _NOBODYS_KEY, 0)

    def prove(account: Account) -> _Proof | None:
        count = count_proven(party, passkey, answer)
        return None if count is None else _Proof(_BOTH, account.last_step, (passkey, count))

    return await _sign_in(node, passkey.member, prove, wish)


async def sign_in_by_secret(node: Node, member: str, secret: str, code: str, *, wish: Wish) -> Signed:
    """Sign in whoever knows a member's secret and the code of this half minute; Refused tells no more."""
    now = node.clock()

    def prove(account: Account) -> _Proof | None:
        seed = _NOBODYS_SEED if account.seed is None else node.accounts.opened(account.seed, account.member)
        known = hmac.compare_digest(digest_of(secret), account.secret or digest_of(""))
        step = step_answered(seed, code, now, account.last_step)
        return _Proof(_BOTH, step) if known and step is not None and account.secret else None

    return await _sign_in(node, member, prove, wish)


async def sign_in_by_issuer(node: Node, subject: str, wish: Wish, *, second_factor: bool) -> Signed:
    """Sign in whom the issuer vouches for; Refused tells no more than that it failed."""
    member = await node.accounts.member_called(subject)

    def prove(account: Account) -> _Proof | None:
        return _Proof(second_factor, account.last_step) if account.subject == subject else None

    return await _sign_in(node, member or "", prove, wish)


async def sign_out(node: Node, bearer: str, session: Session, address: str) -> None:
    """End a sign-in; its token counts no more."""
    await node.sign_ins.end(bearer, node.clock())
    about = About(session.agency.key, session.member.key, session.member.key, address)
    await log_event(node, Happening.SIGN_OUT, Outcome.SUCCESS, about)


async def note_failure(node: Node, seat: Seat, because: str) -> None:
    """Write down an attempt that named no account, and so counts against none."""
    await log_event(node, Happening.SIGN_IN, Outcome.FAILURE, About(address=seat.address), because=because)


async def _sign_in(node: Node, member: str, prove: _Prove, wish: Wish) -> Signed:
    _hold_purpose(wish.purpose)
    now = node.clock()
    async with node.accounts.held(member) as held:
        account = held.account
        proof = prove(account)
        session = _session(node, account, wish, second_factor=proof is not None and proof.second_factor)
        limits = limits_of(profile_named(session.agency.profile if session else "us"))
        why_not = _why_not(account, proof, session, limits=limits, now=now)
        if proof is not None and not why_not:
            await _take_note(held, proof, now)
            consequences = []
        else:
            consequences = await _count(held, limits, why_not, now=now)
    about = About(account.agency or None, account.member or None, account.member or None, wish.seat.address)
    if session is None or proof is None or why_not:
        await log_events(node, about, [Happened(Happening.SIGN_IN, Outcome.FAILURE, why_not), *consequences])
        raise failed()
    await log_event(node, Happening.SIGN_IN, Outcome.SUCCESS, about, because=_how(proof))
    return await _begun(node, session, wish, limits)


def _hold_purpose(purpose: str) -> None:
    if purpose.partition("/")[0] not in PURPOSES:
        raise Invalid(
            f"{purpose[:40]!r} is not a purpose.", field="purpose", remedy=f"Name one of: {', '.join(PURPOSES)}."
        )


def _session(node: Node, account: Account, wish: Wish, *, second_factor: bool) -> Session | None:
    try:
        return open_session(node.directory, account.agency, account.member, wish.purpose, second_factor=second_factor)
    except Refused:
        return None


def _why_not(account: Account, proof: _Proof | None, session: Session | None, *, limits: Limits, now: datetime) -> str:
    """Tell why somebody may not sign in, in words for the log; "" when they may."""
    invited = account.state is State.INVITED
    hindrances = {
        "no account": not account.member,
        "wrong credentials": proof is None,
        "no longer a member": session is None,
        "a service account": account.sort is Sort.SERVICE,
        "disabled": account.state is State.DISABLED,
        "locked": account.state is State.LOCKED,
        "invitation too old": invited and account.invited_until is not None and now >= account.invited_until,
        _OVER: outlived(account.temporary_until, now),
        _LEFT: not invited and inactive(limits, account.last_active, now),
    }
    return next((why for why, hinders in hindrances.items() if hinders), "")


async def _take_note(held: Held, proof: _Proof, now: datetime) -> None:
    await held.succeeded(now, proof.step)
    if proof.passkey is not None:
        passkey, count = proof.passkey
        await held.passkey_used(passkey, count, now)


async def _count(held: Held, limits: Limits, why_not: str, *, now: datetime) -> list[Happened]:
    """Count a failed logon; give what comes of it: the fifth locks, and an account that was left is disabled.

    Something is written in every case, so that the time it takes tells nothing of the account.
    """
    account = held.account
    if why_not in (_LEFT, _OVER):
        await held.failed((), State.DISABLED, why_not)
        return [Happened(Happening.DISABLING, Outcome.SUCCESS, why_not)]
    if account.state not in (State.ACTIVE, State.INVITED):
        await held.failed(account.failures, account.state, account.reason)
        return []
    failures = failures_that_count(limits, (*account.failures, now), now)
    if too_many_failures(limits, failures, now):
        await held.failed(failures, State.LOCKED, _FAILED_TOO_OFTEN)
        return [Happened(Happening.LOCK, Outcome.SUCCESS, _FAILED_TOO_OFTEN)]
    await held.failed(failures, account.state, account.reason)
    return []


async def _begun(node: Node, session: Session, wish: Wish, limits: Limits) -> Signed:
    now = node.clock()
    seat = wish.seat
    sign_in = SignIn(
        session.member.key,
        session.agency.key,
        wish.purpose,
        session.second_factor,
        seat.workstation,
        now,
        now,
        None,
    )
    return Signed(await node.sign_ins.begin(sign_in, seat.address), session, now, limits)


def _how(proof: _Proof) -> str:
    return "two factors" if proof.second_factor else "one factor, on the issuer's word"


def failed() -> Refused:
    """Give the one answer to every sign-in that failed."""
    return Refused(
        "The sign-in did not succeed.",
        rule="sign_in_succeeds",
        remedy="Try again; if it should have worked, ask your agency's administrator how your account stands.",
    )


_NOBODYS_SEED = os.urandom(SEED_BYTES)
# A public key (COSE, ES256) whose private one was never kept.
_NOBODYS_KEY = bytes.fromhex(
    "a50102032620012158205d01d197e37d1b1b6cb617a23b524ca3f1936cf74ad5d7ee4f50740a9ed4dc9b"
    "2258203cb20d4f9f41496837eb17d6eff93601e6a4a6b8b8f71d3a917165d5db01f44d"
)
