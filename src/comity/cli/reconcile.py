"""``comity reconcile``: what was sent to whom beside what was received, for whoever must know that all is well."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from cyclopts import Parameter
from msgspec import Struct
from msgspec import json as msgspec_json

from comity.acts.hand_out import hand_out
from comity.acts.reconcile import Exchange, Statement, compare, exchanges
from comity.cli.nodes import existing_node
from comity.cli.options import AsJson, Home, settings_of
from comity.cli.speaking import Exit, Voice
from comity.errors import Absent, Invalid
from comity.records.governance.hand_off_receipt import ExchangeIncident
from comity.store.feeds import revive
from comity.store.hand_offs import Tally
from comity.store.node import Node

_HEADS = ("subscription", "agency", "member", "way", "given", "sent", "received", "acted", "dead", "overdue", "state")


async def reconcile(
    *,
    agency: Annotated[str, Parameter(help="Only subscriptions of this agency.")] = "",
    statement: Annotated[Path | None, Parameter(help="A subscriber's statement of a day, as JSON, to compare.")] = None,
    subscription: Annotated[str, Parameter(help="Whose statement it is, or whose dead letters to replay.")] = "",
    replay: Annotated[bool, Parameter(negative="", help="Try the subscription's dead letters again, at once.")] = False,
    home: Home = None,
    json: AsJson = False,
) -> Exit:
    """Show for every subscription what was given, sent, received and acted on, and what is open between the two.

    Exit code 1 where an incident is open, a dead letter lies, or something is overdue.
    """
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        await hand_out(node)
        if statement is not None or replay:
            await _done(node, subscription, statement)
        found = await exchanges(node, agency)
    for each in found:
        voice.give(_told(each))
    voice.table(_HEADS, [_row(each) for each in found])
    troubled = [each for each in found if _is_troubled(each)]
    voice.note(f"{len(found)} subscriptions, {len(troubled)} of them with something open.")
    return Exit.REFUSED if troubled else Exit.OK


async def _done(node: Node, subscription: str, statement: Path | None) -> None:
    """Compare a statement, or have dead letters tried again."""
    wished = await node.subscriptions.refresh()
    standing = next((each for each in wished.all.values() if str(each.id) == subscription), None)
    if standing is None:
        raise Absent(f"There is no subscription {subscription!r}.", remedy="comity reconcile lists them all.")
    if statement is None:
        await revive(node.pool, standing.id)
    else:
        await compare(node, standing, _read(statement))


def _read(statement: Path) -> Statement:
    try:
        return msgspec_json.decode(statement.read_bytes(), type=Statement)
    except ValueError as wrong:
        raise Invalid(
            f"{statement} is no statement: {wrong}",
            field="statement",
            remedy='Write {"day": "2026-11-29", "count": 2, "root": "…", "hand_offs": [[1, "…"], [2, "…"]]}.',
        ) from wrong


def _is_troubled(each: Exchange) -> bool:
    return bool(each.incidents or each.tally.dead or each.tally.overdue)


def _row(each: Exchange) -> tuple[Any, ...]:
    tally, wish = each.tally, each.standing.wish
    counts = (tally.given, tally.sent, tally.received, tally.acted, tally.dead, tally.overdue)
    return (each.standing.id, each.standing.agency, wish.member, wish.way, *counts, _state(each))


def _state(each: Exchange) -> str:
    if each.feed.disabled_at:
        return f"given up: {each.feed.fault}"
    if each.feed.down_since:
        return f"out of reach since {_at(each.feed.down_since)}: {each.feed.fault}"
    if each.incidents:
        return ", ".join(f"{i.discrepancy} ({i.sent} sent, {i.received} received)" for i in each.incidents)
    return "agreed" if each.feed.received and each.feed.received == each.feed.sent else "open"


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


class _Told(Struct):
    """One exchange, for a program."""

    subscription: UUID
    agency: str
    member: str
    way: str
    tally: Tally
    sent: int
    root: str
    received: int
    receipt: str | None
    down_since: datetime | None
    fault: str | None
    incidents: tuple[ExchangeIncident, ...]


def _told(each: Exchange) -> _Told:
    standing, feed = each.standing, each.feed
    return _Told(
        standing.id,
        standing.agency,
        standing.wish.member,
        standing.wish.way,
        each.tally,
        feed.sent,
        feed.frontier.root().hex(),
        feed.received,
        feed.note,
        feed.down_since,
        feed.fault,
        each.incidents,
    )
