"""A consent opens what it covers at the next read, travels with it, and closes it at the next read after its end."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from comity.acts.read import read
from comity.acts.submit import Receipt
from comity.errors import Refused
from comity.store.node import Node
from tests.entering import enter, enter_arrest, enter_person
from tests.worlds import SMALL, session_of

pytestmark = pytest.mark.anyio

CONDITIONAL = """
[[clause]]
id = "2.1.1"
prose = "The court reads the narrative of an arrest when the person has consented."
permit = ["see"]
to = { pillar = "court" }
owner = "hart-pd"
kinds = ["arrest"]
categories = ["narrative"]
purposes = ["adjudication"]
needs = { consent = "general" }
"""


@pytest.fixture
async def arrest(node: Node) -> Receipt:
    """An arrest of Ada's, in a world where its narrative is the court's by consent."""
    await node.directories.activate(SMALL + CONDITIONAL)
    return await enter_arrest(node)


def consent_of(arrest: Receipt, **changes: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    fields = {
        "form": "general",
        "subject": str(arrest.entry.record.subject.id),  # type: ignore[union-attr]  # an arrest has a subject
        "subject_name": "Ada Quill",
        "disclosers": ["hart-pd"],
        "recipients": ["hart-court"],
        "categories": ["narrative"],
        "information": "What the officer wrote.",
        "purposes": ["adjudication"],
        "purpose_text": "To decide on her bail.",
        "how_to_revoke": "At the desk.",
        "signatures": [{"role": "subject", "name": "Ada Quill"}],
        "signed_at": (now - timedelta(hours=1)).isoformat(),
        "expires_at": (now + timedelta(days=30)).isoformat(),
    }
    return {name: value for name, value in (fields | changes).items() if value is not None}


async def narrative(node: Node, id: UUID) -> object:
    """Give what the clerk reads of the narrative."""
    return (await read(node, session_of(node, "clark"), id)).fields.get("narrative")


def moment(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


async def test_a_consent_opens_at_the_next_read_what_it_covers_and_its_end_closes_it(
    node: Node, arrest: Receipt
) -> None:
    assert await narrative(node, arrest.entry.id) is None
    consent = await enter(node, session_of(node, "lee"), "consent", **consent_of(arrest))
    assert await narrative(node, arrest.entry.id) == "Found behind the shop."
    ended = {"consent": str(consent.entry.id), "reason": "revoked", "ended_at": moment(0)}
    await enter(node, session_of(node, "lee"), "consent-ending", **ended)
    assert await narrative(node, arrest.entry.id) is None


async def test_what_a_consent_opens_carries_the_explanation_of_its_scope(node: Node, arrest: Receipt) -> None:
    consent = await enter(node, session_of(node, "lee"), "consent", **consent_of(arrest))
    shown = await read(node, session_of(node, "clark"), arrest.entry.id)
    (scope,) = [notice.text for notice in shown.notices if str(consent.entry.id) in notice.text]
    assert "hart-pd disclose to hart-court" in scope
    assert "Ada" not in scope


BESIDE: dict[str, dict[str, Any]] = {
    "expired": {"expires_at": moment(-1 / 3600)},
    "not begun": {"begins_at": moment(1)},
    "another recipient": {"recipients": ["hart-jail"]},
    "another discloser": {"disclosers": ["hart-jail"]},
    "another purpose": {"purposes": ["custody"]},
    "another class of information": {"categories": ["medical"]},
    "another law": {"form": "hipaa", "statements": [
        "right-to-revoke", "reliance-exception", "conditioning", "redisclosure-risk", "plain-language", "copy-given",
    ]},
    "known to be false": {"known_false": True},
}  # fmt: skip


@pytest.mark.parametrize("case", list(BESIDE))
async def test_a_consent_opens_nothing_beside_what_it_says(node: Node, arrest: Receipt, case: str) -> None:
    await enter(node, session_of(node, "lee"), "consent", **consent_of(arrest, **BESIDE[case]))
    assert await narrative(node, arrest.entry.id) is None


async def test_a_consent_of_somebody_else_opens_nothing(node: Node, arrest: Receipt) -> None:
    other = await enter_person(node, "Olga", "Quill")
    await enter(node, session_of(node, "lee"), "consent", **consent_of(arrest, subject=str(other)))
    assert await narrative(node, arrest.entry.id) is None


async def test_a_consent_that_lacks_an_element_is_refused_and_the_answer_says_what_to_sign(
    node: Node, arrest: Receipt
) -> None:
    bare = consent_of(arrest, subject_name=None, how_to_revoke=None)
    with pytest.raises(Refused) as refused:
        await enter(node, session_of(node, "lee"), "consent", **bare)
    assert refused.value.rule == "consent_has_every_element"
    assert "It names the person (good practice). It says how it may be revoked (good practice)." in refused.value.remedy


async def test_an_imported_consent_opens_nothing(node: Node, arrest: Receipt) -> None:
    origin = {"source_system": "records-office", "completeness": "complete"}
    await enter(node, session_of(node, "lee"), "consent", **consent_of(arrest, provenance=origin))
    assert await narrative(node, arrest.entry.id) is None


async def test_who_would_receive_by_a_consent_may_not_enter_it(node: Node, arrest: Receipt) -> None:
    with pytest.raises(Refused) as refused:
        await enter(node, session_of(node, "clark"), "consent", **consent_of(arrest))
    assert refused.value.rule == "nobody_enters_a_consent_to_receive"
