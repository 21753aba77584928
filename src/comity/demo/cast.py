"""How to sign in as the standing cast of Hart City."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from comity.following.running import App
from comity.policy.sessions import open_session

# The people whom the stories of the documentation tell of, and what each of them mostly works for.
CAST = {
    "lee": "investigation",
    "clark": "adjudication",
    "kim": "care",
    "vera": "oversight",
    "jamal": "custody",
    "pia": "prosecution",
    "judith": "adjudication",
    "lena": "forensics",
    "petra": "supervision",
    "idris": "identification",
    "vicky": "victim-services",
    "dee": "patrol",
    "cleo": "care",
    "faye": "investigation",
    "adam": "administration",
}
_LIFETIME = timedelta(days=30)


@dataclass(frozen=True)
class Pass:
    """One member of the cast with a bearer token; ``purpose`` is what the token is good for."""

    member: str
    name: str
    agency: str
    agency_name: str
    purpose: str
    token: str


async def cast_tokens(app: App) -> dict[str, Pass]:
    """Make a new token for each of the standing cast, good for 30 days; Refused when Hart City is not in force."""
    node, passes = app.node, {}
    for key, purpose in CAST.items():
        member = node.directory.member.get(key)
        session = open_session(node.directory, member.agency if member else "", key, purpose)
        token = await node.access.issue(session.agency.key, key, purpose, _LIFETIME)
        passes[key] = Pass(key, session.member.name, session.agency.key, session.agency.name, purpose, token)
    return passes


def sign_in_link(address: str, one: Pass) -> str:
    """Give a link to the sign-in page that fills in a key: behind the #, which a browser sends to nobody."""
    return f"{address}/sign-in#key={one.token}"


def signing_in(address: str, passes: dict[str, Pass]) -> Iterator[str]:
    """Tell, line by line, how to reach the record as each of the cast."""
    yield "Open a link in a browser to sit down at the desk of:"
    for each in passes.values():
        yield f"{each.name}, {each.agency_name} ({each.purpose})"
        yield f"  {sign_in_link(address, each)}"
    lee, clark = passes["lee"], passes["clark"]
    yield ""
    yield "As Officer Lee, see the newest incidents:"
    yield f"  curl -H 'Authorization: Bearer {lee.token}' '{address}/v1/records/incident?limit=3'"
    yield "As Clerk Clark, wait for arrests as they happen:"
    yield f"  curl -N -H 'Authorization: Bearer {clark.token}' '{address}/v1/stream?kinds=arrest,booking'"
