"""For whom a token speaks, whichever sort it is, and whether the rules of time let it speak now."""

from dataclasses import dataclass
from datetime import datetime

from comity.errors import Refused
from comity.policy.session_rules import Limits, Standing, limits_of, standing
from comity.policy.sessions import Session, open_session
from comity.records.profiles import profile as profile_named
from comity.store.access import Grant
from comity.store.node import Node
from comity.store.sign_ins import PREFIX, SignIn

_REMEDY = "Sign in: POST /v1/sign-in/passkey."
_WHY_NOT = {
    Standing.LOCKED: ("session_locks_when_idle", "The sign-in is locked, for nothing was done for too long."),
    Standing.DISCONNECTED: ("session_ends_when_idle", "The sign-in has ended, for nothing was done for too long."),
    Standing.RENEWAL_DUE: ("session_is_renewed", "The sign-in must be renewed."),
}


@dataclass(frozen=True)
class Granted:
    """For whom a token speaks; ``sign_in`` where a person signed in for it."""

    grant: Grant
    sign_in: SignIn | None


async def granted(node: Node, bearer: str) -> Granted:
    """Tell for whom a token speaks; Refused when it is unknown or has ended, without saying which."""
    if not bearer.startswith(PREFIX):
        return Granted(await node.access.grant(bearer), None)
    sign_in = await node.sign_ins.find(bearer)
    if sign_in is None:
        raise Refused("The sign-in is not valid (any more).", remedy=_REMEDY)
    until = sign_in.signed_in_at + limits_at(node, sign_in.agency).renewal
    until = until if sign_in.temporary_until is None else min(until, sign_in.temporary_until)
    return Granted(Grant(sign_in.agency, sign_in.member, sign_in.purpose, until), sign_in)


def hold_time(node: Node, granted: Granted, last_request: datetime) -> None:
    """Refuse a token whose time is over, or a sign-in that is locked, ended or due for renewal by now."""
    now, sign_in = node.clock(), granted.sign_in
    if sign_in is not None:
        limits = limits_at(node, sign_in.agency)
        stands = standing(
            limits, sign_in.workstation, signed_in_at=sign_in.signed_in_at, last_request=last_request, now=now
        )
        if stands is not Standing.GOOD:
            rule, message = _WHY_NOT[stands]
            raise Refused(message, rule=rule, remedy=_REMEDY)
    if granted.grant.expires_at <= now:
        raise Refused("The bearer token is not valid.", remedy="Make a new one with comity token.")


def session_opened(node: Node, granted: Granted, purpose: str | None) -> Session:
    """Open the session that a token speaks for, for its own purpose unless another is named."""
    grant, sign_in = granted.grant, granted.sign_in
    second_factor = sign_in is not None and sign_in.second_factor
    return open_session(
        node.directory, grant.agency, grant.member, purpose or grant.purpose, second_factor=second_factor
    )


async def session_of_bearer(node: Node, bearer: str, purpose: str) -> Session:
    """Open the session of a token that is used once, as a command uses it."""
    found = await granted(node, bearer)
    last_request = found.sign_in.last_request if found.sign_in else node.clock()
    hold_time(node, found, last_request)
    if found.sign_in is not None:
        await node.sign_ins.touch(bearer, node.clock())
    return session_opened(node, found, purpose)


def limits_at(node: Node, agency: str) -> Limits:
    """Give the limits of the place where an agency is; the strictest known where the agency has left."""
    found = node.directory.agency.get(agency)
    return limits_of(profile_named(found.profile if found else "us"))
