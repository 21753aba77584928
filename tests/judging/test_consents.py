"""A consent opens what it covers, to whom it names, while it holds; every way of being none is refused, and named."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from comity.acts.read import read
from comity.errors import Absent
from comity.policy.consents import faults
from comity.policy.sessions import Session, open_session
from comity.records.categories import labels
from comity.records.declaration import Record
from comity.records.parties.person import Person
from comity.records.references import Ref
from comity.records.services.consent import Consent
from comity.records.services.consent_ending import ConsentEnding, EndingReason
from comity.store.node import Node, open_node
from tests.conftest import Server
from tests.entering import record
from tests.judging.bites import Scene
from tests.records.consents import DPDP, GENERAL, HIPAA, PART2, VAWA, asked, still_asked, without

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FORMS = {"general": GENERAL, "part2": PART2, "hipaa": HIPAA, "vawa": VAWA, "dpdp": DPDP}
MARKED = {"part2": ["part2"], "vawa": ["vsp"]}
SEEN = ("reference", "status", "identity")
DIRECTORY = """
origin = "test.example/log"
agency = [
    { key = "clinic", name = "Clinic", pillar = "health" },
    { key = "jail", name = "Jail", pillar = "jail" },
    { key = "court", name = "Court", pillar = "court" },
]
member = [
    { key = "cleo", name = "Cleo", agency = "clinic" },
    { key = "kim", name = "Kim", agency = "jail" },
    { key = "clark", name = "Clark", agency = "court" },
]
[[clause]]
id = "1"
prose = "Whoever is trained and signed in with two factors sees what the person consents to."
permit = ["see"]
kinds = ["person"]
categories = ["*"]
markings = ["part2", "vsp"]
needs = { consent = "any", second_factor = true, certificate = "privacy" }
"""


@pytest.fixture
async def scene(server: Server, place: Path) -> AsyncIterator[Scene]:
    async with open_node(await server.new_database(), place / "keyring", clock=lambda: NOW) as node:
        await node.directories.activate(DIRECTORY)
        scene = Scene(node, NOW, NOW)
        for member in ("kim", "clark"):
            course = {"member": member, "course": "privacy", "expires_at": NOW + timedelta(days=1)}
            await scene.put(record("training-certificate", **course), "clinic")
        yield scene


def session(node: Node, *, member: str = "kim", purpose: str = "care", second_factor: bool = True) -> Session:
    agency = node.directory.member[member].agency
    return open_session(node.directory, agency, member, purpose, second_factor=second_factor)


async def person_of(scene: Scene, form: str) -> UUID:
    names = [{"given_name": "Ada", "surname": "Quist"}]
    return await scene.put(record("person", names=names, cautions=["Bites."], markings=MARKED.get(form, [])), "clinic")


def paper(form: str, person: UUID, **changed: Any) -> Consent:
    """Give a whole consent about a person, with something changed."""
    usual = {
        "subject": Ref[Person](person),
        "disclosers": ("clinic",),
        "recipients": ("jail",),
        "categories": SEEN,
        "purposes": ("care",),
        "signed_at": NOW - timedelta(days=5),
        "expires_at": NOW + timedelta(days=5),
    }
    return replace(FORMS[form], **{**usual, **changed})


async def shown(scene: Scene, person: UUID, **who: Any) -> tuple[str, ...]:
    """Give the categories that are shown of a person, () when the person is not there."""
    await scene.node.rulebook.refresh()
    try:
        return labels((await read(scene.node, session(scene.node, **who), person)).mask)
    except Absent:
        return ()


async def consented(scene: Scene, form: str, **changed: Any) -> tuple[UUID, Consent, UUID]:
    person = await person_of(scene, form)
    consent = paper(form, person, **changed)
    return person, consent, await scene.put(consent, "clinic")


@pytest.mark.parametrize("form", FORMS)
async def test_a_whole_consent_opens_exactly_what_it_covers_and_to_nobody_else(scene: Scene, form: str) -> None:
    person, consent, _ = await consented(scene, form)
    assert faults(consent, (), NOW) == ()
    assert set(await shown(scene, person)) == set(SEEN)
    assert await shown(scene, person, second_factor=False) == ()
    assert await shown(scene, person, purpose="custody") == ()
    assert await shown(scene, person, member="clark", purpose="care") == ()
    assert await shown(scene, await person_of(scene, form)) == (), "it is about one person"


async def test_without_a_valid_certificate_a_consent_opens_nothing(server: Server, place: Path) -> None:
    async with open_node(await server.new_database(), place / "keyring", clock=lambda: NOW) as node:
        await node.directories.activate(DIRECTORY)
        scene = Scene(node, NOW, NOW)
        person, _, _ = await consented(scene, "general")
        assert await shown(scene, person) == ()
        course = {"member": "kim", "course": "privacy"}
        await scene.put(record("training-certificate", **course, expires_at=NOW), "clinic")
        assert await shown(scene, person) == (), "it expires this very second"
        await scene.put(record("training-certificate", **course, expires_at=NOW + SECOND), "clinic")
        assert set(await shown(scene, person)) == set(SEEN)


NO_BASIS: list[tuple[str, dict[str, Any]]] = [
    ("expired", {"expires_at": NOW}),
    ("expired", {"expires_at": NOW - SECOND}),
    ("begun", {"begins_at": NOW + SECOND}),
    ("begun", {"signed_at": NOW + SECOND}),
    ("false", {"known_false": True}),
    ("combined", {"combined_with": ("proceedings",)}),
    ("categories", {"categories": (*SEEN, "everything")}),
]


@pytest.mark.parametrize("form", FORMS)
async def test_a_consent_that_is_no_basis_opens_nothing_and_the_reason_is_named(scene: Scene, form: str) -> None:
    for fault, changed in NO_BASIS:
        person, consent, _ = await consented(scene, form, **changed)
        assert [element.name for element in faults(consent, (), NOW)] == [fault]
        assert await shown(scene, person) == (), fault


ELSEWHERE: list[dict[str, Any]] = [
    {"recipients": ("court",)},
    {"recipients": ("clinic",)},
    {"purposes": ("human-services",)},
    {"disclosers": ("court",)},
    {"categories": ("contact",)},
]


@pytest.mark.parametrize("form", FORMS)
async def test_a_consent_to_another_recipient_purpose_discloser_or_class_of_data_opens_none_of_this(
    scene: Scene, form: str
) -> None:
    for changed in ELSEWHERE:
        person, consent, _ = await consented(scene, form, **changed)
        assert faults(consent, (), NOW) == (), "it is a good consent, to something else"
        assert not set(await shown(scene, person)) & set(SEEN)


ENDED = {
    EndingReason.REVOKED: "revoked",
    EndingReason.SUPERSEDED: "revoked",
    EndingReason.EVENT_OCCURRED: "expired",
    EndingReason.KNOWN_FALSE: "false",
}


@pytest.mark.parametrize("form", FORMS)
async def test_a_consent_that_was_ended_opens_nothing_from_then_on(scene: Scene, form: str) -> None:
    for reason, fault in ENDED.items():
        person, consent, id = await consented(scene, form)
        assert await shown(scene, person)
        ending = ConsentEnding(consent=Ref[Consent](id), reason=reason, ended_at=NOW, in_writing=True)
        await scene.put(ending, "clinic")
        assert [element.name for element in faults(consent, [ending], NOW)] == [fault]
        assert await shown(scene, person) == ()
    assert set(ENDED) == set(EndingReason)


@pytest.mark.parametrize("form", FORMS)
async def test_an_imported_consent_that_lacks_any_one_element_opens_nothing_and_the_element_is_named(
    scene: Scene, form: str
) -> None:
    for element in asked(form):
        person = await person_of(scene, form)
        lacking: Record = without(paper(form, person), element.name)
        assert isinstance(lacking, Consent)
        named = {each.name for each in faults(lacking, (), NOW)}
        assert named >= still_asked(lacking, (element.name,))
        await scene.put(lacking, "clinic")
        assert await shown(scene, person) == (), element.name
