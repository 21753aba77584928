"""Compare a day of what was sent to a subscriber with what it says it received: how many, the root, and one by one."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from msgspec import Struct

from comity.acts.incidents import close_incidents, incidents_of, open_incident
from comity.acts.receipts import Compared
from comity.acts.subscribe import own
from comity.errors import Invalid, Refused
from comity.policy.sessions import Session
from comity.records.governance.hand_off_receipt import Discrepancy, ExchangeIncident
from comity.store.feeds import Feed, Reached, feed_of, leaves
from comity.store.hand_offs import Tally, tally
from comity.store.ledger.differing import Differing, Given, differences, root_of
from comity.store.node import Node
from comity.store.subscriptions import Standing


class Statement(Struct, frozen=True, kw_only=True):
    """What a subscriber received of a day (UTC, by the ``time`` of each message): how many, and the root over them.

    ``hand_offs`` lists number and leaf hash (hexadecimal) in the order of arrival; it is needed only where count and
    root differ, to say what does.
    """

    day: str
    count: int
    root: str
    hand_offs: tuple[tuple[int, str], ...] = ()


async def state(node: Node, session: Session, id: UUID, statement: Statement) -> Compared:
    """Take a member's statement on their own subscription and compare it; what differs opens an incident at once."""
    mine = await own(node, session, id)
    return await compare(node, mine, statement)


async def compare(node: Node, standing: Standing, statement: Statement) -> Compared:
    """Compare a statement with what went out on its day and has arrived; an incident that it settles is closed."""
    since = _day(statement.day)
    before = since + timedelta(days=1)
    given = await leaves(node.pool, standing.id, since=since, before=before)
    arrived = await leaves(node.pool, standing.id, since=since, before=before, which=Reached.ARRIVED)
    listed = [Given(number, _leaf(leaf)) for number, leaf in statement.hand_offs]
    differing = _missed(differences(given, listed), arrived) if listed else []
    is_whole = _says(statement, listed) if listed else _says(statement, given) or _says(statement, arrived)
    if is_whole and not differing:
        await close_incidents(node, standing, statement.day)
        return Compared(agreed=True, sent=len(given), received=statement.count)
    if listed and not differing:
        raise Refused(
            "root: it is not the root over the hand-offs that are listed.",
            rule="statements_are_sound",
            field="root",
            remedy="Hash the leaves in the order of their numbers (RFC 6962, section 2.1).",
        )
    how = differing[0].how if differing else Discrepancy.DIFFERENT
    incident = await open_incident(
        node,
        standing,
        how,
        sent=len(given),
        received=statement.count,
        period=statement.day,
        differing=differing,
    )
    return Compared(agreed=False, sent=len(given), received=statement.count, incident=incident)


def _says(statement: Statement, given: Sequence[Given]) -> bool:
    """Whether a statement says exactly these, in the order of their numbers."""
    root = root_of([each.leaf for each in sorted(set(given))])
    return statement.count == len(set(given)) and statement.root == root.hex()


def _missed(differing: Iterable[Differing], arrived: Iterable[Given]) -> list[Differing]:
    """Leave out what has not arrived as far as anybody knows: it is on its way, and not lost."""
    there = {each.number for each in arrived}
    return [each for each in differing if each.how is not Discrepancy.DROPPED or each.number in there]


class Exchange(Struct, frozen=True):
    """How the exchange with one subscriber stands."""

    standing: Standing
    tally: Tally
    feed: Feed
    incidents: tuple[ExchangeIncident, ...]


async def exchanges(node: Node, agency: str = "") -> list[Exchange]:
    """Give how every exchange of this installation stands, or those with one agency; for its operator."""
    wished = await node.subscriptions.refresh()
    return [
        Exchange(
            standing,
            await tally(node.pool, standing.id),
            await feed_of(node.pool, standing.id),
            tuple(each for _, each in await incidents_of(node, standing.id) if each.ended_at is None),
        )
        for standing in sorted(wished.all.values(), key=lambda each: (each.agency, each.began_at))
        if agency in ("", standing.agency)
    ]


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise Refused(
            "day: there is no such day.", rule="statements_are_sound", field="day", remedy="Name a day in UTC."
        ) from None


def _leaf(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Invalid(
            "hand_offs: a leaf hash is written in hexadecimal.", field="hand_offs", remedy="Send 64 digits for each."
        ) from None
