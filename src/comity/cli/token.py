"""``comity token``: let a member sign in."""

from datetime import timedelta
from typing import Annotated

from cyclopts import Parameter, validators

from comity.cli.nodes import existing_node
from comity.cli.options import Agency, AsJson, Home, Member, Purpose, settings_of
from comity.cli.speaking import Voice
from comity.policy.sessions import open_session


async def token(
    *,
    agency: Agency,
    member: Member,
    purpose: Purpose,
    days: Annotated[
        int, Parameter(validator=validators.Number(gte=1, lte=366), help="How long it is valid, 1 to 366 days.")
    ] = 30,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Make a bearer token for a member of an agency and show it, this once: the node keeps only its digest."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        open_session(node.directory, agency, member, purpose)
        lifetime = timedelta(days=days)
        bearer = await node.access.issue(agency, member, purpose, lifetime)
        until = node.clock() + lifetime
    voice.note(f"For {member} of {agency}, {purpose}; valid until {until:%Y-%m-%d %H:%M} UTC. It is not shown again.")
    voice.say(bearer)
    voice.give({"token": bearer, "agency": agency, "member": member, "purpose": purpose, "expires_at": until})
