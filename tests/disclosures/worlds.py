"""A clinic beside the small jurisdiction: Ada is its patient, housing receives by her consent, and others count."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from comity.policy.sessions import Session, open_session
from comity.store.node import Node
from tests.entering import enter
from tests.worlds import SMALL, session_of

CLINIC = """
[[agency]]
key = "hart-clinic"
name = "Hart Recovery Clinic"
pillar = "health"

[[agency]]
key = "hart-housing"
name = "Hart Housing"
pillar = "human-services"

[[member]]
key = "dana"
name = "Dana"
agency = "hart-clinic"
roles = ["health"]

[[member]]
key = "rita"
name = "Rita"
agency = "hart-clinic"
roles = ["health", "records"]

[[member]]
key = "hal"
name = "Hal"
agency = "hart-housing"
roles = ["worker"]

[[clause]]
id = "4.0"
prose = "The clinic does with its own records all that the law lets it do."
permit = ["see", "count", "subscribe", "copy", "pass-on"]
to = { pillar = "health" }
owner = "self"
kinds = ["*"]
markings = ["part2"]
categories = ["*"]
purposes = ["care"]

[[clause]]
id = "4.1"
prose = "Housing gets what a patient has consented to, and may pass on what the law lets it."
permit = ["see", "count", "subscribe", "copy", "pass-on"]
to = { pillar = "human-services" }
owner = "hart-clinic"
kinds = ["person"]
markings = ["part2"]
categories = ["*"]
purposes = ["human-services"]
needs = { consent = "part2" }

[[clause]]
id = "4.2"
prose = "Housing is told for thirty days only."
to = { pillar = "human-services" }
owner = "hart-clinic"
kinds = ["person"]
oblige = { notice = "Destroy it after thirty days.", destroy_after_days = 30 }

[[clause]]
id = "4.3"
prose = "The jail's health staff sees in an emergency who is a patient."
permit = ["see"]
to = { role = "health" }
owner = "hart-clinic"
kinds = ["person"]
markings = ["part2"]
categories = ["reference", "status", "identity"]
purposes = ["care"]
needs = { emergency = true }

[[clause]]
id = "5.1"
prose = "Oversight counts arrests and incidents."
permit = "count"
to = { pillar = "oversight" }
kinds = ["arrest", "incident", "diary-entry"]
categories = ["reference"]

[[clause]]
id = "5.2"
prose = "The court passes on who was arrested."
permit = "pass-on"
to = { pillar = "court" }
owner = "hart-pd"
kinds = ["arrest"]
categories = ["reference", "event", "identity"]
purposes = ["adjudication"]
"""
WORLD = SMALL + CLINIC

NOTICE = "This record which has been disclosed to you is protected by Federal confidentiality rules (42 CFR part 2)."
PURPOSES = {"dana": "care", "rita": "care", "hal": "human-services"}


def acting(node: Node, member: str, purpose: str | None = None, *, emergency: str = "") -> Session:
    """Give the session of one of the cast, the clinic's and housing's among them."""
    if member not in PURPOSES and not emergency:
        return session_of(node, member, purpose)
    usual = PURPOSES.get(member) or session_of(node, member).purpose
    agency = node.directory.member[member].agency
    return open_session(node.directory, agency, member, purpose or usual, emergency=emergency)


async def enter_patient(node: Node) -> UUID:
    """Enter Ada as a patient of the clinic, and give the id of her record."""
    names = [{"given_name": "Ada", "surname": "Quillfeather"}]
    return (await enter(node, acting(node, "dana"), "person", names=names, markings=["part2"])).entry.id


async def consent_to_housing(node: Node, patient: UUID, **changes: Any) -> UUID:
    """Have Ada consent that the clinic tells housing, and give the id of the consent."""
    now = datetime.now(UTC)
    fields = {
        "form": "part2",
        "markings": ["part2"],
        "subject": str(patient),
        "subject_name": "Ada Quillfeather",
        "disclosers": ["hart-clinic"],
        "recipients": ["hart-housing"],
        "categories": ["reference", "event", "status", "charge", "statistic", "identity"],
        "information": "That she attends.",
        "purposes": ["human-services"],
        "purpose_text": "To find her a place to live.",
        "statements": ["right-to-revoke", "reliance-exception"],
        "how_to_revoke": "At the desk.",
        "signatures": [{"role": "subject", "name": "Ada Quillfeather"}],
        "signed_at": (now - timedelta(hours=1)).isoformat(),
        "expires_at": (now + timedelta(days=30)).isoformat(),
    }
    made = {name: value for name, value in (fields | changes).items() if value is not None}
    return (await enter(node, acting(node, "dana"), "consent", **made)).entry.id
