"""``comity deadlines``: see what is expected of an agency and by when, what is overdue first."""

from typing import Annotated

from cyclopts import Parameter

from comity.acts import deadlines as expected
from comity.api.deadlines_told import told
from comity.cli.nodes import existing_node
from comity.cli.options import Agency, AsJson, Home, Member, Purpose, settings_of
from comity.cli.speaking import Voice
from comity.policy.sessions import open_session


async def deadlines(
    *,
    agency: Agency,
    member: Member,
    purpose: Purpose,
    overdue: Annotated[bool, Parameter(negative="", help="Only what is overdue.")] = False,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """List what others wait for: charges to refer, decide and docket, orders to answer, recalls to acknowledge.

    A running node looks every minute, gives a task for what is overdue, and tells the supervisor next.
    """
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        session = open_session(node.directory, agency, member, purpose)
        ask = expected.overdue if overdue else expected.deadlines
        found = await ask(node, session)
    rows = [
        (f"{each.due_at:%Y-%m-%d %H:%M}", "overdue" if each.overdue else "open", each.sentence, each.kind, each.record)
        for each in found
    ]
    voice.table(("due (UTC)", "", "what", "kind", "record"), rows)
    if not found:
        voice.say("Nothing is overdue." if overdue else "Nothing is expected of this agency.")
    voice.give(told(found))
