"""Take a subscriber's receipt: how many hand-offs it has and the root over them, compared at once with what was sent.

A receipt counts from the first hand-off, so that each covers all before it (RFC 6962: two roots of one size are equal
only if every leaf and their order are). A subscriber that named a key signs it as a checkpoint (C2SP tlog-checkpoint)
of the log ``{origin of the node}/subscriptions/{id}``; anybody who has the key verifies it without us.
"""

from uuid import UUID

from msgspec import DecodeError, Struct, ValidationError
from msgspec.json import decode

from comity.acts.incidents import close_incidents, open_incident
from comity.acts.recall import by_platform, once
from comity.acts.subscribe import own
from comity.errors import ComityError, Invalid, Refused
from comity.policy.sessions import Session
from comity.records.governance.hand_off_receipt import Discrepancy, HandOffReceipt
from comity.records.references import Ref
from comity.store.feeds import acted, feed_of, keep_note, leaves, received
from comity.store.log.notes import VerifierKey, open_note
from comity.store.log.tree import Frontier
from comity.store.node import Node
from comity.store.subscriptions import Standing

_MOST_ACTED = 1000
_ROOT_DIGITS = 64
# How far each subscription's tree was computed last, so that the next receipt costs what came since.
_REACHED: dict[tuple[str, UUID], Frontier] = {}
_MOST_REACHED = 10_000


class Receipt(Struct, frozen=True, kw_only=True):
    """What a subscriber says: it has ``size`` hand-offs with this root (hexadecimal), and acted on those numbers.

    ``note`` is the signed checkpoint that says the same.
    """

    size: int
    root: str
    note: str | None = None
    acted: tuple[int, ...] = ()


class Compared(Struct, frozen=True, kw_only=True):
    """What a receipt or a statement came to: whether both sides agree, and on how many."""

    agreed: bool
    sent: int
    received: int
    incident: UUID | None = None


def receipt_in(answer: bytes) -> Receipt | None:
    """Read the receipt that a webhook's answer holds as ``{"receipt": {…}}``; None where it holds none."""
    if b'"receipt"' not in answer:
        return None
    try:
        return decode(answer, type=_Answer).receipt
    except (DecodeError, ValidationError):
        return None


class _Answer(Struct, frozen=True):
    receipt: Receipt | None = None


async def receive(node: Node, session: Session, id: UUID, receipt: Receipt) -> Compared:
    """Take a receipt from a member for their own subscription, and enter it; Invalid when it is no receipt."""
    mine = await own(node, session, id)
    compared = await take_receipt(node, mine, receipt)
    entered = HandOffReceipt(
        subscription=Ref(mine.id),
        size=receipt.size,
        root=receipt.root,
        note=receipt.note,
        agreed=compared.agreed,
        member=session.member.key,
    )
    key = once("hand-off-receipt", mine.id, receipt.size, receipt.root, receipt.note)
    await node.writer.append([by_platform(entered, mine.agency, key)])
    return compared


async def take_receipt(node: Node, standing: Standing, receipt: Receipt) -> Compared:
    """Compare a receipt with what was sent: equal, and it covers all up to its size; not, and an incident is opened."""
    _require_form(receipt)
    _require_signed(node, standing, receipt)
    sent = (await feed_of(node.pool, standing.id)).sent
    now = node.clock()
    if receipt.size <= sent and await _root(node, standing.id, receipt.size) == bytes.fromhex(receipt.root):
        await received(node.pool, standing.id, receipt.size, now)
        await acted(node.pool, standing.id, [each for each in receipt.acted if 0 < each <= receipt.size], now)
        await keep_note(node.pool, standing.id, receipt.note)
        await close_incidents(node, standing, "")
        return Compared(agreed=True, sent=sent, received=receipt.size)
    how = Discrepancy.DIFFERENT if receipt.size <= sent else Discrepancy.INVENTED
    incident = await open_incident(node, standing, how, sent=sent, received=receipt.size)
    return Compared(agreed=False, sent=sent, received=receipt.size, incident=incident)


def _require_form(receipt: Receipt) -> None:
    if receipt.size < 0 or len(receipt.acted) > _MOST_ACTED:
        raise Invalid("size: count from 0.", field="size", remedy="Send how many hand-offs you have, without gaps.")
    try:
        is_root = len(receipt.root) == _ROOT_DIGITS and bool(bytes.fromhex(receipt.root))
    except ValueError:
        is_root = False
    if not is_root:
        raise Invalid(
            "root: 64 hexadecimal digits are needed.",
            field="root",
            remedy="Send the RFC 6962 root over the leaf hashes of your hand-offs, in the order of their numbers.",
        )


def _require_signed(node: Node, standing: Standing, receipt: Receipt) -> None:
    """Refuse a receipt that its subscriber's key did not sign, where it named one."""
    if standing.wish.receipt_key is None:
        return
    try:
        said = open_note(receipt.note or "", [VerifierKey.parsed(standing.wish.receipt_key)]).checkpoint
    except ComityError as wrong:
        raise _unsigned(str(wrong)) from wrong
    if said.origin != f"{node.directory.origin}/subscriptions/{standing.id}":
        raise _unsigned("it is of another log")
    if (said.size, said.root.hex()) != (receipt.size, receipt.root):
        raise _unsigned("it says something else than the receipt")


def _unsigned(why: str) -> Refused:
    return Refused(
        f"The receipt's note does not hold: {why}.",
        rule="receipts_are_signed",
        field="note",
        remedy="Sign the checkpoint of this subscription with the key that it names.",
    )


async def _root(node: Node, id: UUID, size: int) -> bytes:
    """Give the root over the first hand-offs of a subscription."""
    reached = _REACHED.get((node.dsn, id), Frontier())
    if reached.size > size:
        reached = Frontier()
    given = await leaves(node.pool, id, after=reached.size, upto=size)
    reached = reached.extended(each.leaf for each in given)
    if len(_REACHED) > _MOST_REACHED:
        _REACHED.clear()
    _REACHED[node.dsn, id] = reached
    return reached.root()
