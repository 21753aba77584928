"""The ledger of hand-offs over HTTP: what became of each, what was given up, and what a subscriber says it received."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from comity.acts.receipts import Compared, Receipt, receive
from comity.acts.reconcile import Statement, state
from comity.acts.review_hand_offs import hand_offs_of, replay
from comity.api.answers import PRIVATE, address, json_answer
from comity.api.asking import id_in, limit_of, queried, require_acceptable, said_true
from comity.api.bodies import JSON
from comity.api.front import Front
from comity.api.receiving import received
from comity.records.governance.hand_off_receipt import SignedNote
from comity.store.hand_offs import Listed, Tally, Which

PATH = "/v1/subscriptions/{id}/hand-offs"
_LARGEST_STATEMENT = 64 * 1024 * 1024
_Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
_Counted = Annotated[int, Meta(ge=0, le=1_000_000_000)]


class HandOff(Struct, frozen=True, omit_defaults=True):
    """One hand-off: of which record, what happened to it, under which number it was given, and what became of it."""

    record: UUID
    event: str
    queued_at: datetime
    attempts: int
    kind: str | None = None
    number: int | None = None
    sent_at: datetime | None = None
    received_at: datetime | None = None
    acted_at: datetime | None = None
    dead_at: datetime | None = None
    fault: str | None = None


class HandOffs(Struct, frozen=True):
    """How many hand-offs of a subscription are in which state, and a page of them, the oldest first."""

    queued: int
    given: int
    sent: int
    received: int
    acted: int
    dead: int
    overdue: int
    items: tuple[HandOff, ...]


class Replay(Struct, frozen=True, forbid_unknown_fields=True):
    """Which dead letters are to be tried again: those of some numbers, or all where it names none."""

    numbers: tuple[_Counted, ...] | None = None


class ReceiptSaid(Struct, frozen=True, forbid_unknown_fields=True):
    """A receipt: how many hand-offs there are with which root, and those that were acted on; signed in ``note``."""

    size: _Counted
    root: _Hash
    note: SignedNote | None = None
    acted: Annotated[tuple[_Counted, ...], Meta(max_length=1000)] = ()


class StatementSaid(Struct, frozen=True, forbid_unknown_fields=True):
    """What arrived of one day (UTC): how many, their root, and, to find what differs, number and leaf of each."""

    day: Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$(?!\n)")]
    count: _Counted
    root: _Hash
    hand_offs: tuple[tuple[_Counted, _Hash], ...] = ()


class Reconciled(Struct, frozen=True, omit_defaults=True):
    """Whether both sides agree, on how many, and the incident that was opened where they do not."""

    agreed: bool
    sent: int
    received: int
    incident: UUID | None = None


async def listed(front: Front, request: Request) -> Response:
    """Give the hand-offs of a subscription of the member who asks."""
    session = await front.session(request)
    query = queried(request, ("cursor", "limit", "dead"))
    require_acceptable(request, JSON)
    id, limit = id_in(request), limit_of(query)
    path = PATH.replace("{id}", str(id))
    after = front.cursors.place(session, path, query["cursor"]) if "cursor" in query else -1
    which = Which.DEAD if said_true(query, "dead", usual="false") else Which.ALL
    found = await hand_offs_of(front.node, session, id, after=after, limit=limit, which=which)
    headers = dict(PRIVATE)
    if found.following is not None:
        cursor = front.cursors.cursor(session, path, found.following)
        headers["Link"] = f'<{address(path, {**query, "cursor": cursor})}>; rel="next"'
    return json_answer(_told(found.tally, found.items), headers=headers)


async def revived(front: Front, request: Request) -> Response:
    """Have what was given up tried again, and whoever could not be reached, at once."""
    session = await front.session(request)
    said = await received(request, Replay)
    tally = await replay(front.node, session, id_in(request), said.numbers)
    return json_answer(_told(tally, ()))


async def receipted(front: Front, request: Request) -> Response:
    """Take a receipt; the same one again changes nothing."""
    session = await front.session(request)
    said = await received(request, ReceiptSaid)
    receipt = Receipt(size=said.size, root=said.root, note=said.note, acted=said.acted)
    return json_answer(_verdict(await receive(front.node, session, id_in(request), receipt)))


async def stated(front: Front, request: Request) -> Response:
    """Take a statement of what arrived of a day, and compare it at once."""
    session = await front.session(request)
    said = await received(request, StatementSaid, _LARGEST_STATEMENT)
    statement = Statement(day=said.day, count=said.count, root=said.root, hand_offs=said.hand_offs)
    return json_answer(_verdict(await state(front.node, session, id_in(request), statement)))


def _told(tally: Tally, found: Sequence[Listed]) -> HandOffs:
    return HandOffs(
        tally.queued, tally.given, tally.sent, tally.received, tally.acted, tally.dead, tally.overdue,
        tuple(_hand_off(each) for each in found),
    )  # fmt: skip


def _hand_off(each: Listed) -> HandOff:
    return HandOff(
        each.record, each.event, each.queued_at, each.attempts, each.kind, each.number, each.sent_at,
        each.received_at, each.acted_at, each.dead_at, each.fault,
    )  # fmt: skip


def _verdict(compared: Compared) -> Reconciled:
    return Reconciled(compared.agreed, compared.sent, compared.received, compared.incident)
