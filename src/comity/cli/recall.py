"""``comity recall``: who holds a record of one's own agency, and who was told and has not answered."""

from typing import Annotated
from uuid import UUID

from cyclopts import App, Parameter

from comity.acts.holders import Holder, holders
from comity.acts.recall import overdue as all_overdue
from comity.cli.nodes import existing_node
from comity.cli.options import Agency, AsJson, Home, Member, Purpose, settings_of
from comity.cli.speaking import Voice
from comity.policy.sessions import open_session

_HEADS = ("agency", "outside", "how", "version", "channel", "member", "since", "told", "answered")

recall = App(name="recall", help="See who holds what you showed them, and what came of each recall.")


@recall.command
async def status(
    record: Annotated[UUID, Parameter(help="The id of a record of your agency.")],
    *,
    agency: Agency,
    member: Member,
    purpose: Purpose,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Tell who holds which version of a record, by which way and right, what they were told and what they answered."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        found = await holders(node, open_session(node.directory, agency, member, purpose), record)
    voice.table(_HEADS, [row for each in found.holders for row in _rows(each)])
    voice.note(f"{len(found.holders)} hold or held it; its current version is {found.version}.")
    voice.give(found)


@recall.command
async def overdue(*, home: Home = None, json: AsJson = False) -> None:
    """List the agencies that were told and have not answered in time."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        late = await all_overdue(node)
    rows = [(each.agency, each.effect, f"{each.due_at:%Y-%m-%d}", each.notice) for each in late]
    voice.table(("agency", "what", "due", "notice"), rows)
    voice.give({"overdue": late})


def _rows(holder: Holder) -> list[tuple[object, ...]]:
    last = holder.told[-1] if holder.told else None
    told = f"{last.effect} {last.told_at:%Y-%m-%d}" if last else ""
    answered = (last.outcome or ("overdue" if last.overdue else "not yet")) if last else ""
    whose = "yes" if holder.outside else ""
    known: list[tuple[object, ...]] = [
        (each.handed_to or whose, holder.held, each.version, each.channel, each.member, each.since)
        for each in holder.received
    ] or [("", holder.held, "", "named by a relay", "", "")]
    return [(holder.agency, *each, told, answered) for each in known]
