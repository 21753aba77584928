"""Everything that may be hidden, in one world and not in the other, and two thousand questions that might betray it."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from msgspec.structs import replace

from comity.acts.expunge import expunge
from comity.acts.seal import seal
from comity.ids import new_id
from comity.records.declaration import Record
from comity.records.parties.person import Person
from comity.records.reach import pointing_paths
from comity.records.references import Ref
from comity.records.registry import kinds
from tests.api.endpoints import Operation, operations
from tests.api.test_every_endpoint import nested
from tests.entering import record
from tests.records.consents import PART2, VAWA
from tests.secrecy.two_worlds import Transcript, World
from tests.store.drafting import enter_below
from tests.worlds import SMALL

# Grounds and conditions are there for these readers too: what opens nothing to them must not show either.
DOCUMENT = (
    SMALL
    + """
[[agency]]
key = "hart-clinic"
name = "Hart Clinic"
pillar = "health"

[[agency]]
key = "hart-shelter"
name = "Hart Shelter"
pillar = "victim-services"

[[agency]]
key = "hart-fusion"
name = "Hart Fusion Center"
pillar = "fusion"

[[agency]]
key = "east-court"
name = "East Court"
pillar = "court"

[[member]]
key = "cleo"
name = "Cleo"
agency = "hart-clinic"

[[clause]]
id = "5.1"
prose = "Whoever the patient consents to sees what they consent to."
permit = ["see", "subscribe", "copy"]
kinds = ["*"]
categories = ["*"]
markings = ["part2", "vsp"]
needs = { consent = "any" }

[[clause]]
id = "5.2"
prose = "Whoever a court names sees what it orders to be shown."
permit = ["see", "subscribe", "copy"]
kinds = ["*"]
categories = ["*"]
markings = ["juvenile", "sealed", "sensitive"]
needs = { order = true }

[[clause]]
id = "5.3"
prose = "Whoever is assigned to a case sees it."
permit = ["see", "subscribe", "copy"]
kinds = ["*"]
categories = ["*"]
markings = ["juvenile", "intel23"]
needs = { assigned = true, certificate = "28-cfr-23" }

[[clause]]
id = "5.4"
prose = "What the police share may be counted, and be passed on."
permit = ["count", "pass-on"]
owner = "hart-pd"
kinds = ["arrest", "incident", "person"]
categories = ["reference", "event", "status", "charge", "identity"]
"""
)
_PATCH = {"Content-Type": "application/merge-patch+json"}
_TODAY = re.compile(rf"{datetime.now(UTC):%Y-%m-%d}T[0-9:.]+(Z|\+00:00)")
_TOKEN = re.compile(r"cmt_live_[A-Za-z0-9_-]+")


class Questions(Transcript):
    """A transcript that also puts aside moments of today, and tokens."""

    def note(self, asked: str, told: str) -> None:
        plain = _TODAY.sub("<now>", f"{asked}\n{told}")
        super().note(_TOKEN.sub("<token>", plain), "")


async def hide_everything(world: World, when: str) -> None:
    """Hide records of every sort of secret, what rests on them, and what was done about them."""
    name = {"names": [{"given_name": "Quasimodo", "surname": "Hidden"}]}
    for marking, owner in secrets_from(world.reader):
        person = await hide(world, f"{when} {marking}", record("person", **name, markings=[marking]), owner)
        arrest = {"incident": world.seen["incident"], "subject": world.seen["ada"], "markings": [marking]}
        arrest |= {"arrest_number": f"HID-{when}-{marking}", "charges": [{"offense": "220"}]}
        await hide(world, f"{when} {marking} arrest", record("arrest", **arrest), owner)
        await hide(world, f"{when} {marking} of another", record("arrest", subject=person), "hart-fusion")
    await _hide_grounds(world, when)
    await _hide_what_was_done(world, when)


_SECRETS = (
    ("sealed", "hart-pd"),
    ("juvenile", "hart-pd"),
    ("sensitive", "hart-pd"),
    ("part2", "hart-clinic"),
    ("vsp", "hart-shelter"),
    ("intel23", "hart-fusion"),
)


def secrets_from(reader: str) -> list[tuple[str, str]]:
    """Give the sorts of secret and their owners that a reader may not know: the police see what they call sensitive."""
    return [each for each in _SECRETS if reader != "lee" or each[0] != "sensitive"]


async def hide(world: World, name: str, what: Record, owner: str) -> UUID:
    """Enter a record where this world hides anything; an id of nothing elsewhere."""
    id = world.hidden[name] = new_id()
    if world.hides:
        node = world.app.node
        await enter_below(node, what, owner, "cleo", id=id)
        await node.rulebook.refresh()
    return id


async def _hide_grounds(world: World, when: str) -> None:
    """Hide consents, orders and assignments that open the hidden to others, and to these readers for other ends."""
    now = world.app.node.clock()
    ada, patient = world.seen["ada"], world.hidden[f"{when} part2"]
    begun, ends = now - timedelta(days=1), now + timedelta(days=9)
    for form, owner, subject in ((PART2, "hart-clinic", patient), (VAWA, "hart-shelter", ada)):
        paper = replace(form, subject=Ref[Person](subject), disclosers=(owner,), signed_at=begun, expires_at=ends)
        paper = replace(paper, recipients=("hart-court", "hart-jail"), purposes=("human-services",))
        consent = await hide(world, f"{when} consent to {owner}", paper, owner)
        ended = {"consent": consent, "reason": "revoked", "ended_at": now.isoformat(), "markings": paper.markings}
        await hide(world, f"{when} end of consent to {owner}", record("consent-ending", **ended), owner)
    order: dict[str, Any] = {"form": "general", "subjects": [ada, patient], "owners": []}
    order["recipients"] = ["hart-court", "hart-jail"]
    order |= {"categories": ["identity"], "purposes": ["presentence"], "issued_at": begun, "expires_at": ends}
    await hide(world, f"{when} order", record("disclosure-order", **order), "east-court")
    task = {"member": "clark", "to": [ada], "role": "lead", "begins_at": begun, "ends_at": begun + timedelta(hours=1)}
    await hide(world, f"{when} assignment", record("case-assignment", **task), "east-court")
    course = {"member": "clark", "course": "28-cfr-23", "expires_at": begun}
    await hide(world, f"{when} certificate", record("training-certificate", **course), "east-court")


async def _hide_what_was_done(world: World, when: str) -> None:
    """Seal and expunge what nobody of these readers had seen, and correct and read some of it."""
    name = {"names": [{"given_name": "Quasimodo", "surname": "Gone"}], "markings": ["juvenile"]}
    gone = await hide(world, f"{when} expunged", record("person", **name), "hart-pd")
    later = await hide(world, f"{when} sealed later", record("item", description="Quasimodo"), "hart-fusion")
    if not world.hides:
        return
    node = world.app.node
    await seal(node, [later, gone])
    await expunge(node, [gone], new_id(), ground="court-order")
    if world.reader == "lee":
        return
    async with await world.client("lee") as lee:
        id = world.hidden[f"{when} sensitive"]
        (await lee.get(f"/v1/records/{id}")).raise_for_status()
        asked = _PATCH | {"If-Match": '"v1"', "Idempotency-Key": uuid4().hex}
        (await lee.patch(f"/v1/records/{id}", headers=asked, json={"cautions": ["Bites."]})).raise_for_status()


async def ask_two_thousand(world: World, member: str) -> list[str]:
    """Ask for the hidden by every operation of the contract, by name, by number, by reference, and by what moves."""
    client = await world.client(member)
    async with client:
        questions = Questions(world, client)
        await _every_operation(questions)
        await _references(questions)
        await _searches(questions)
        await _retries(questions)
        await hide_everything(world, "meanwhile")
        await _lists(questions)
        await _every_operation(questions, only="meanwhile")
        await _listens(questions)
        return questions.told


_SIGNING_IN = ("/v1/sign-in", "/v1/registration", "/v1/keys", "/v1/session")


def _asked() -> list[Operation]:
    return [each for each in operations() if not each.path.startswith(_SIGNING_IN) and each.path != "/v1/stream"]


async def _every_operation(questions: Questions, only: str = "") -> None:
    hidden = [id for name, id in questions.world.hidden.items() if name.startswith(only)]
    for each in _asked():
        for id in hidden if "{id}" in each.path else hidden[:1]:
            if each.path != "/v1/log/checkpoint":  # its size is that of the whole log, by design
                await questions.send(each.request(questions.client, str(id)))


async def _references(questions: Questions) -> None:
    """Refer to the hidden from every field of every kind that can refer, and hand it over."""
    hidden = [*questions.world.hidden.values()]
    paths = [(kind, path) for kind, spec in kinds().items() for path in pointing_paths(spec.kind)]
    for n, (kind, path) in enumerate(paths):
        target = str(hidden[n % len(hidden)])
        await questions.ask("POST", f"/v1/records/{kind}", json=nested(path, target))
    for id in hidden:
        wish = {"records": [str(id)], "to": {"name": "A newspaper"}, "reason": "They ask."}
        await questions.ask("POST", "/v1/hand-overs", json=wish)
        await questions.ask(
            "POST", "/v1/hand-overs", json={**wish, "records": [str(questions.world.seen["ada"]), str(id)]}
        )
        before = {"kind": "arrest", "markings": [], "refs": [str(id)]}
        await questions.ask("POST", "/v1/explanations", json=before)


async def _searches(questions: Questions) -> None:
    for query in (
        *("hidden", "quasimodo", "gone", "quasimodo hidden", "HID-first-sealed", "quill", "220", "2026-01-02"),
        *("hiden", "quasimoddo hidn", "quil", "burglary"),
    ):
        for more in (
            {},
            {"limit": "1"},
            {"kind": "person"},
            {"kind": "arrest"},
            {"kind": "consent"},
            {"facets": "true"},
        ):
            answer = await questions.ask("GET", "/v1/search", params={"q": query, **more})
            if "next" in answer.links:
                await questions.ask("GET", answer.links["next"]["url"])


async def _retries(questions: Questions) -> None:
    """Send what names the hidden under one key twice, and then another body under it."""
    for n, id in enumerate(questions.world.hidden.values()):
        key = {"Idempotency-Key": f"retry-{n}"}
        for names in ([{"surname": f"Retry{n}"}], [{"surname": f"Retry{n}"}], [{"surname": f"Other{n}"}]):
            await questions.ask("POST", "/v1/records/person", json={"names": names}, headers=key)
        asked = key | _PATCH | {"If-Match": '"v1"'}
        await questions.ask("PATCH", f"/v1/records/{id}", json={"markings": []}, headers=asked)


async def _lists(questions: Questions) -> None:
    for kind in kinds():
        answer = await questions.ask("GET", f"/v1/records/{kind}?limit=2")
        while "next" in answer.links:
            answer = await questions.ask("GET", answer.links["next"]["url"])
    for group in ("kind", "owner", "month"):
        await questions.ask("GET", "/v1/counts", params={"group_by": group})
        await questions.ask("GET", "/v1/counts", params={"group_by": group, "kinds": "arrest,person"})
    for id in questions.world.seen.values():
        for part in ("", "/history", "/explanation"):
            await questions.ask("GET", f"/v1/records/{id}{part}")
        await questions.ask("GET", f"/v1/cases/{id}")


async def _listens(questions: Questions) -> None:
    """Wait on a stream while more is hidden, until something comes that may be seen."""
    async with questions.client.stream("GET", "/v1/stream?kinds=person,arrest,incident,booking") as answer:
        lines = answer.aiter_lines()
        heard = [await anext(lines)]
        await hide_everything(questions.world, "while listening")
        owner = "jo" if questions.world.reader == "jo" else "lee"
        last = await questions.world.enter("last", "person", owner, names=[{"surname": "Last"}])
        async with asyncio.timeout(20):
            while str(last) not in heard[-1]:
                heard.append(await anext(lines))
    questions.note("stream", "\n".join(line for line in heard if not line.startswith(":")))


def differences(one: list[str], other: list[str]) -> list[str]:
    """Give the answers that were not the same, side by side."""
    return [f"--- hiding\n{a}\n+++ hiding nothing\n{b}" for a, b in zip(one, other, strict=True) if a != b]
