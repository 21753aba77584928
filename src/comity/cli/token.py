"""``comity token``: let a member sign in."""

from datetime import timedelta
from typing import Annotated

from cyclopts import Parameter, validators

from comity.app import run_app
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
    async with run_app(settings_of(home)) as app:
        open_session(app.node.directory, agency, member, purpose)
        lifetime = timedelta(days=days)
        bearer = await app.node.access.issue(agency, member, purpose, lifetime)
        until = app.node.clock() + lifetime
    voice.note(f"For {member} of {agency}, {purpose}; valid until {until:%Y-%m-%d %H:%M} UTC. It is not shown again.")
    voice.say(bearer)
    voice.give({"token": bearer, "agency": agency, "member": member, "purpose": purpose, "expires_at": until})
