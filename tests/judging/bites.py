"""One clinic's records, opened to four readers for four reasons, and what takes each reason away."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from comity.acts.correct import correct
from comity.acts.disclose import disclose
from comity.acts.gather import gather
from comity.acts.history import history
from comity.acts.prove import prove
from comity.acts.read import NEWEST, read, read_newest
from comity.acts.seal import seal
from comity.acts.search import search
from comity.acts.submit import submit
from comity.acts.tiers import BEGINNING
from comity.acts.viewing import View
from comity.errors import Absent
from comity.ids import new_id
from comity.policy.sessions import Session, open_session
from comity.records.declaration import Record
from comity.records.parties.person import Person
from comity.records.references import Ref
from comity.store.node import Node
from tests.entering import record
from tests.records.consents import GENERAL
from tests.store.drafting import enter_below

MANY = 6
PERSON = frozenset({"person"})
PURPOSES = {"lee": "investigation", "clark": "adjudication", "kim": "care", "lab": "forensics", "vera": "oversight"}
AGENCIES = {"hart-pd": "police", "court": "court", "jail": "jail", "lab": "laboratory", "oversight": "oversight"}
MEMBERS = {"lee": "hart-pd", "boss": "hart-pd", "clark": "court", "kim": "jail", "lab": "lab", "vera": "oversight"}
# By what each reader sees the clinic's records.
NEEDS = {
    "kim": 'consent = "general"',
    "clark": "order = true",
    "lee": "assigned = true",
    "vera": 'certificate = "28-cfr-23"',
    "lab": "",
}


def document(*, without: str = "") -> str:
    """Write the directory; ``without`` names a reader whose clause is not in it."""
    lines = ['origin = "test.example/log"']
    for key, pillar in {**AGENCIES, "clinic": "health"}.items():
        lines.append(f'[[agency]]\nkey = "{key}"\nname = "{key}"\npillar = "{pillar}"')
    for key, agency in {**MEMBERS, "cleo": "clinic"}.items():
        lines.append(f'[[member]]\nkey = "{key}"\nname = "{key}"\nagency = "{agency}"\nroles = ["officer"]')
    own = {"id": "own", "permit": '["enter"]', "needs": "", "to": "{}", "owner": "*", "kinds": '["*"]'}
    clauses = [own, {**own, "id": "see", "permit": _SEEN, "owner": "self"}]
    for reader, needs in NEEDS.items():
        if reader != without:
            to = f'{{ agency = "{MEMBERS[reader]}" }}'
            clauses.append({**own, "id": reader, "permit": _SEEN, "needs": needs, "to": to, "owner": "clinic"})
    written = (
        f'[[clause]]\nid = "{c["id"]}"\nprose = "As signed."\npermit = {c["permit"]}\nto = {c["to"]}\n'
        f'owner = "{c["owner"]}"\nkinds = {c["kinds"]}\ncategories = ["*"]\nneeds = {{ {c["needs"]} }}'
        for c in clauses
    )
    return "\n".join((*lines, *written))


_SEEN = '["see", "subscribe", "copy"]'


@dataclass
class Scene:
    """The clinic's persons, and the ids of what opens them."""

    node: Node
    now: datetime
    ends: datetime
    people: list[UUID] = field(default_factory=lambda: [new_id() for _ in range(MANY)])
    consent: UUID = field(default_factory=new_id)
    assignment: UUID = field(default_factory=new_id)

    def session(self, member: str) -> Session:
        """Give the session of one of the readers, or of a colleague."""
        agency = {**MEMBERS, "cleo": "clinic"}[member]
        return open_session(self.node.directory, agency, member, PURPOSES.get(member, "administration"))

    async def put(self, what: Record, owner: str, id: UUID | None = None) -> UUID:
        """Enter a record below the rules of entry: they are not what is tested here."""
        return (await enter_below(self.node, what, owner, "boss", id=id)).id

    async def begin(self) -> None:
        """Enter half of the persons, and what opens all of them."""
        await self.node.directories.activate(document())
        await self.tell(self.people[: MANY // 2])
        first, *others = [Ref[Person](id) for id in self.people]
        paper = replace(
            GENERAL,
            subject=first,
            also_known=tuple(others),
            disclosers=("clinic",),
            recipients=("jail",),
            categories=("reference", "event", "status", "identity"),
            signed_at=self.now - timedelta(days=1),
            expires_at=self.ends,
        )
        await self.put(paper, "clinic", self.consent)
        order: dict[str, Any] = {
            "form": "general",
            "owners": ["clinic"],
            "recipients": ["court"],
            "purposes": ["adjudication"],
        }
        order |= {"subjects": self.people, "categories": ["reference", "event", "status", "identity"]}
        await self.put(record("disclosure-order", **order, issued_at=self._begun, expires_at=self.ends), "court")
        task = {"member": "lee", "to": self.people, "role": "lead", "begins_at": self._begun, "ends_at": self.ends}
        await self.put(record("case-assignment", **task), "hart-pd", self.assignment)
        course = {"member": "vera", "course": "28-cfr-23", "expires_at": self.ends}
        await self.put(record("training-certificate", **course), "oversight")
        await self.node.rulebook.refresh()

    async def tell(self, people: list[UUID]) -> None:
        """Enter persons."""
        for n, id in enumerate(people):
            name = {"given_name": f"Ada{n}", "surname": "Quill"}
            await self.put(record("person", names=[name]), "clinic", id)
        await self.node.log.publish()

    async def put_unrelated(self) -> None:
        """Enter something that nobody but its owner sees, so that there is a newer head to sign."""
        await self.put(record("organization", name="Unrelated"), "hart-pd")

    @property
    def _begun(self) -> datetime:
        return self.now - timedelta(days=1)


Change = Callable[[Scene], Awaitable[object]]


async def revoke(scene: Scene) -> None:
    """The person revokes: the clinic enters it."""
    ended = {"consent": scene.consent, "reason": "revoked", "ended_at": scene.node.clock().isoformat()}
    await submit(scene.node, scene.session("cleo"), record("consent-ending", in_writing=True, **ended))


async def end_assignment(scene: Scene) -> None:
    """Whoever answers for the case ends the assignment."""
    patch = msgspec.json.encode({"ends_at": scene.node.clock()})
    await correct(scene.node, scene.session("boss"), scene.assignment, patch, replaces=1)


async def seal_all(scene: Scene) -> None:
    """The records are sealed."""
    assert await seal(scene.node, scene.people) == MANY


async def mark_all(scene: Scene) -> None:
    """Their owner marks them as what nobody else may see."""
    for id in scene.people:
        patch = msgspec.json.encode({"markings": ["sensitive"]})
        await correct(scene.node, scene.session("cleo"), id, patch, replaces=1)


async def change_directory(scene: Scene, reader: str) -> None:
    """The clause that lets a reader see is taken out."""
    await scene.node.directories.activate(document(without=reader))


Shown = Sequence[View] | View | bytes
Reading = Callable[[Node, Session, list[UUID]], AsyncIterator[Shown]]


async def by_id(node: Node, session: Session, people: list[UUID]) -> AsyncIterator[Shown]:
    for id in people:
        for act in (read, history, gather, prove):
            with suppress(Absent):
                yield await act(node, session, id)


async def by_page(node: Node, session: Session, people: list[UUID]) -> AsyncIterator[Shown]:
    before = NEWEST
    while page := await read_newest(node, session, PERSON, before=before, limit=2):
        yield page
        before = page[-1].seq


async def by_search(node: Node, session: Session, people: list[UUID]) -> AsyncIterator[Shown]:
    after = BEGINNING
    while hits := (await search(node, session, "quill", wanted=PERSON, after=after, limit=2)).hits:
        yield [hit.view for hit in hits]
        after = hits[-1].place


async def by_export(node: Node, session: Session, people: list[UUID]) -> AsyncIterator[Shown]:
    async for views in disclose(node, session, PERSON, at_once=2):
        yield views


READINGS: tuple[Reading, ...] = (by_id, by_page, by_search, by_export)


def utc_now() -> datetime:
    return datetime.now(UTC)
