"""Accounts over HTTP: see how they stand, disable and unlock them, and ask for and settle what takes two."""

import asyncio
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from comity.acts.administering import accounts, disable, unlock
from comity.acts.changes import Asked, Wanted, approve, ask, decline, no_such_change, open_changes
from comity.acts.keys import LONGEST_DAYS
from comity.api.answers import PRIVATE, json_answer
from comity.api.asking import is_id, queried, require_acceptable, whole
from comity.api.bodies import JSON
from comity.api.front import Front
from comity.api.receiving import received
from comity.api.sign_in import Name, seat_of
from comity.api.signing_in import FRESH_SECONDS, PURPOSE_PATTERN
from comity.store.access import Scope
from comity.store.accounts import Account, Sort, State
from comity.store.changes import Act, Change

Reason = Annotated[str, Meta(min_length=3, max_length=400)]


_Role = Annotated[str, Meta(pattern=whole("[a-z][a-z0-9-]{0,39}"))]


class Because(Struct, frozen=True, forbid_unknown_fields=True):
    """Why an account is disabled, for whoever reads the log."""

    reason: Reason


class AccountShown(Struct, frozen=True):
    """How an account stands; nothing that anybody could sign in with."""

    member: str
    agency: str
    sort: Sort
    state: State
    reason: str
    temporary_until: datetime | None
    last_active: datetime


class AccountsShown(Struct, frozen=True):
    """The accounts that the administrator who asks looks after."""

    items: tuple[AccountShown, ...]


class WantedChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change of somebody else's account.

    ``purpose``, ``scopes`` and ``days`` belong to the key of a service, ``roles`` to an appointment: these and no
    others.
    """

    act: Act
    member: Name
    sort: Sort = Sort.PERSON
    temporary: bool = False
    subject: Annotated[str, Meta(pattern=whole("[!-~]{1,255}"))] | None = None
    purpose: Annotated[str, Meta(pattern=whole(rf"({PURPOSE_PATTERN})?"))] = ""
    scopes: tuple[Scope, ...] = ()
    days: Annotated[int, Meta(ge=0, le=LONGEST_DAYS)] = 0
    roles: Annotated[tuple[_Role, ...], Meta(max_length=20)] = ()


class ChangeShown(Struct, frozen=True):
    """A change that waits to be settled by another administrator than the one who asked for it."""

    id: UUID
    act: Act
    member: str
    agency: str
    roles: tuple[str, ...]
    asked_by: str
    asked_at: datetime


class ChangesShown(Struct, frozen=True):
    """The changes that wait to be settled."""

    items: tuple[ChangeShown, ...]


class ChangeAsked(Struct, frozen=True):
    """A change that waits, and the asker's half of the invitation if it is one; the half is shown here only."""

    change: ChangeShown
    half: str


class ChangeMade(Struct, frozen=True):
    """What came of a change: the approver's half of an invitation, or a key; each is shown here only."""

    member: str
    act: Act
    half: str
    key: str


async def every(front: Front, request: Request) -> Response:
    """Give the accounts of the administrator's reach."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    return json_answer(AccountsShown(tuple(_account(each) for each in await accounts(front.node, session))))


async def end(front: Front, request: Request) -> Response:
    """Disable an account; the answer comes when nothing of it is open any more, in any process."""
    session = await front.session(request)
    why = await received(request, Because)
    member = request.path_params["member"]
    await disable(front.node, session, member, reason=why.reason, address=seat_of(front, request).address)
    # Every process asks again for each token within this time: whatever was open has ended when we say so.
    await asyncio.sleep(FRESH_SECONDS)
    return Response(status_code=204, headers=dict(PRIVATE))


async def release(front: Front, request: Request) -> Response:
    """Unlock an account that failed logons have locked."""
    session = await front.session(request)
    queried(request, ())
    await unlock(front.node, session, request.path_params["member"], address=seat_of(front, request).address)
    return Response(status_code=204, headers=dict(PRIVATE))


async def waiting(front: Front, request: Request) -> Response:
    """Give the changes that wait."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    return json_answer(ChangesShown(tuple(_change(each) for each in await open_changes(front.node, session))))


async def wish(front: Front, request: Request) -> Response:
    """Ask for a change."""
    session = await front.session(request)
    asked = await received(request, WantedChange)
    wanted = Wanted(
        asked.act,
        asked.member,
        asked.sort,
        asked.temporary,
        asked.subject,
        asked.purpose,
        tuple(dict.fromkeys(asked.scopes)),
        asked.days,
        tuple(dict.fromkeys(asked.roles)),
    )
    return _asked(await ask(front.node, session, wanted, address=seat_of(front, request).address))


async def agreed(front: Front, request: Request) -> Response:
    """Approve a change, and make it."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    made = await approve(front.node, session, _id(request), address=seat_of(front, request).address)
    return json_answer(ChangeMade(made.change.member, made.change.act, made.half, made.key))


async def declined(front: Front, request: Request) -> Response:
    """Decline a change."""
    session = await front.session(request)
    queried(request, ())
    await decline(front.node, session, _id(request), address=seat_of(front, request).address)
    return Response(status_code=204, headers=dict(PRIVATE))


def _asked(asked: Asked) -> Response:
    headers = {"Location": f"/v1/account-changes/{asked.change.id}", **PRIVATE}
    return json_answer(ChangeAsked(_change(asked.change), asked.half), status=201, headers=headers)


def _id(request: Request) -> UUID:
    text = request.path_params["id"]
    if not is_id(text):
        raise no_such_change()
    return UUID(text)


def _account(account: Account) -> AccountShown:
    return AccountShown(
        account.member,
        account.agency,
        account.sort,
        account.state,
        account.reason,
        account.temporary_until,
        account.last_active,
    )


def _change(change: Change) -> ChangeShown:
    c = change
    return ChangeShown(c.id, c.act, c.member, c.agency, c.roles, c.asked_by, c.asked_at)
