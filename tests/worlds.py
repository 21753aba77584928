"""A small jurisdiction for tests, with the standing cast: Lee, Clark, Kim, Vera and others; Ada is the subject."""

from comity.policy.sessions import Session, open_session
from comity.store.node import Node

SMALL = """
origin = "test.example/log"

[[agency]]
key = "hart-pd"
name = "Hart City Police"
pillar = "police"
code = "HPD"

[[agency]]
key = "hart-court"
name = "Hart Superior Court"
pillar = "court"
code = "HSC"

[[agency]]
key = "hart-jail"
name = "Hart County Jail"
pillar = "jail"
code = "HCJ"

[[agency]]
key = "oversight"
name = "Oversight Board"
pillar = "oversight"

[[member]]
key = "lee"
name = "Lee"
agency = "hart-pd"
roles = ["officer"]

[[member]]
key = "away"
name = "Ash"
agency = "hart-pd"
roles = ["officer"]
leave = [{ first = "2000-01-01", last = "2999-12-31" }]

[[member]]
key = "clark"
name = "Clark"
agency = "hart-court"
roles = ["clerk"]

[[member]]
key = "kim"
name = "Kim"
agency = "hart-jail"
roles = ["health"]

[[member]]
key = "jo"
name = "Jo"
agency = "hart-jail"
roles = ["intake"]

[[member]]
key = "vera"
name = "Vera"
agency = "oversight"
roles = ["auditor"]

[[clause]]
id = "1.1"
prose = "Every agency enters what its profession enters."
permit = "enter"
to = {}
kinds = ["*"]

[[clause]]
id = "1.1.1"
prose = "Every agency brings in what other systems hold."
permit = "import"
to = {}
kinds = ["*"]

[[clause]]
id = "1.2"
prose = "Every agency sees its own records, but for health."
permit = ["see", "subscribe", "copy"]
to = {}
owner = "self"
kinds = ["*"]
markings = ["sensitive"]
categories = ["reference", "event", "status", "charge", "statistic", "identity", "contact", "place", "narrative",
    "biometric", "victim", "source", "finance"]

[[clause]]
id = "1.3"
prose = "Health staff see health in their own agency's records."
permit = ["see", "subscribe", "copy"]
to = { role = "health" }
owner = "self"
kinds = ["*"]
categories = ["medical", "substance_use"]

[[clause]]
id = "2.1"
prose = "The court sees who was arrested, when and for what; not the narrative."
permit = ["see", "subscribe", "copy"]
to = { pillar = "court" }
owner = "hart-pd"
kinds = ["arrest", "incident", "person", "diary-entry"]
categories = ["reference", "event", "status", "charge", "identity"]
purposes = ["adjudication"]

[[clause]]
id = "2.2"
prose = "The court sees who is held and since when; not health."
permit = ["see", "subscribe", "copy"]
to = { pillar = "court" }
owner = "hart-jail"
kinds = ["booking", "custody-movement", "release"]
categories = ["reference", "event", "status", "identity"]
purposes = ["adjudication"]

[[clause]]
id = "2.3"
prose = "The jail sees who was arrested and for what."
permit = ["see", "subscribe", "copy"]
to = { pillar = "jail" }
owner = "hart-pd"
kinds = ["arrest", "incident", "person"]
categories = ["reference", "event", "status", "charge", "identity"]
purposes = ["custody", "care"]

[[clause]]
id = "3.1"
prose = "Oversight sees who was shown what."
permit = ["see", "subscribe", "copy"]
to = { pillar = "oversight" }
kinds = ["disclosure"]
categories = ["reference", "event", "status"]
purposes = ["oversight"]
"""

_PURPOSES = {
    "lee": "investigation/2026-1",
    "away": "investigation/2026-1",
    "clark": "adjudication",
    "kim": "care",
    "jo": "custody",
    "vera": "oversight",
}


def session_of(node: Node, member: str, purpose: str | None = None) -> Session:
    """Give the session of one of the cast, for their usual purpose."""
    return open_session(node.directory, node.directory.member[member].agency, member, purpose or _PURPOSES[member])
