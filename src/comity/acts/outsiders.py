"""Serve whoever has no account and is told of changes of custody: by a link that only they were sent, and nothing else.

The link's token is derived from the node's key: nobody else makes one, and none is stored. Whoever holds the link can
confirm the address, read what happened, and end it: what a victim with a borrowed phone can do safely.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from msgspec import structs

from comity.acts.abouts import session_of
from comity.acts.disclose import BY_THE_PLATFORM, written_down
from comity.acts.hand_out import hand_out
from comity.acts.judging import judged
from comity.acts.read import absent
from comity.acts.sight import sight_of
from comity.acts.viewing import views
from comity.desks.victim_notices import EMERGENCY_NUMBERS
from comity.policy.clauses import HandlingClass, Operation
from comity.policy.sessions import Session
from comity.records.declaration import kind_name
from comity.records.governance.disclosure import Channel
from comity.records.governance.subscription import Outsider, Subscription
from comity.store.entries import Draft
from comity.store.hand_offs import listed
from comity.store.node import Node
from comity.store.subscriptions import Standing

_MAC_BYTES = 16
_ID_BYTES = 16
_USE = b"comity/outsider/v1\0"
_MOST = 50


class Happened(NamedTuple):
    """One thing that happened: the kind of record that says so, and when it was entered."""

    kind: str
    at: datetime


class Served(NamedTuple):
    """What somebody behind a link sees: who they are to us, whom to call, whether it goes on, and what happened."""

    outsider: Outsider
    emergency_number: str
    goes_on: bool
    happened: tuple[Happened, ...]


def token_of(node: Node, subscription: UUID) -> str:
    """Give the token of the link by which an outsider reaches their subscription."""
    return urlsafe_b64encode(subscription.bytes + _mac(node, subscription)).rstrip(b"=").decode()


async def serve(node: Node, token: str) -> Served:
    """Show somebody what happened, the newest first; Absent for a token that was never given."""
    standing, outsider = await _meant(node, token)
    number = EMERGENCY_NUMBERS[node.directory.agency[standing.agency].profile]
    if outsider.verified_at is None or standing.wish.ended:
        return Served(outsider, number, not standing.wish.ended, ())
    session = session_of(node, standing)
    await hand_out(node)
    seqs = [each.seq for each in await listed(node.pool, standing.id)][-_MOST:]
    happened = await _happened(node, session, seqs) if session is not None and seqs else ()
    return Served(outsider, number, goes_on=True, happened=tuple(happened))


async def confirm(node: Node, token: str) -> None:
    """Take note that the address is theirs, and that they want to be told; again changes nothing."""
    standing, outsider = await _meant(node, token)
    if outsider.verified_at is None and not standing.wish.ended:
        confirmed = structs.replace(outsider, verified_at=node.clock())
        await _replaced(node, standing, structs.replace(standing.wish, outsider=confirmed))


async def leave(node: Node, token: str) -> None:
    """End it; again changes nothing."""
    standing, _ = await _meant(node, token)
    if not standing.wish.ended:
        await _replaced(node, standing, structs.replace(standing.wish, ended=True))


async def _meant(node: Node, token: str) -> tuple[Standing, Outsider]:
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        raise absent() from None
    id = UUID(bytes=raw[:_ID_BYTES]) if len(raw) == _ID_BYTES + _MAC_BYTES else UUID(int=0)
    if not hmac.compare_digest(raw[_ID_BYTES:], _mac(node, id)):
        raise absent()
    await node.subscriptions.refresh()
    standing = node.subscriptions.any(id)
    if standing is None or standing.wish.outsider is None:
        raise absent()
    return standing, standing.wish.outsider


@judged
async def _happened(node: Node, session: Session, seqs: Sequence[int]) -> list[Happened]:
    sight = await sight_of(node, session, Operation.SUBSCRIBE)
    shown = views(node, sight, await node.reader.at(sight.scope, seqs))
    await written_down(node, session, Channel.DELIVERY, shown)
    return [Happened(view.kind, view.recorded_at) for view in reversed(shown)]


async def _replaced(node: Node, standing: Standing, wish: Subscription) -> None:
    owner = standing.agency
    handling = HandlingClass(kind_name(Subscription), owner)
    await node.writer.append([Draft(standing.id, wish, handling, owner, BY_THE_PLATFORM, replaces=standing.version)])
    await node.subscriptions.refresh()


def _mac(node: Node, subscription: UUID) -> bytes:
    return hmac.digest(node.keyring.webhook_key, _USE + subscription.bytes, "sha256")[:_MAC_BYTES]
