"""A charge goes from the complaint to the sentence through nine desks, and no fact is keyed twice."""

import re
from collections import Counter
from typing import Any
from uuid import UUID

import msgspec
import pytest

from comity.acts.gather import gather
from comity.acts.read import read
from comity.acts.submit import submit
from comity.demo.agreeing import agree
from comity.demo.city import hart_city
from comity.errors import Refused
from comity.policy.sessions import Session, open_session
from comity.records.codec import decode
from comity.records.registry import kind_named
from comity.store.node import Node

pytestmark = pytest.mark.anyio

_PURPOSE = {
    "hart-city-police": "investigation",
    "hart-county-jail": "care",
    "hart-district-attorney": "prosecution",
    "hart-superior-court": "adjudication",
    "state-crime-laboratory": "forensics",
    "hart-county-probation": "supervision",
    "state-identification-bureau": "identification",
}
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def _session(node: Node, member: str) -> Session:
    agency = node.directory.member[member].agency
    return open_session(node.directory, agency, member, _PURPOSE[agency])


class Keyboard:
    """Enters records as their people would, and keeps every value that somebody had to key."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._carried: set[str] = set(node.directory.member) | set(node.directory.agency)
        self.keyed: list[tuple[str, str, str]] = []

    async def enter(self, member: str, kind_of: str, /, **fields: Any) -> UUID:
        session = _session(self._node, member)
        self._note(kind_of, "", msgspec.json.decode(msgspec.json.encode(fields)))
        record = decode(kind_named(kind_of).kind, msgspec.json.encode(fields))
        receipt = await submit(self._node, session, record)
        await self._carry(session, receipt.entry.id)
        return receipt.entry.id

    async def _carry(self, session: Session, id: UUID) -> None:
        """From here on the platform's own numbers and ids point at this record: to give one is to refer, not to key."""
        shown = await read(self._node, session, id)
        self._carried |= {str(id)}
        text = msgspec.json.encode(shown.fields).decode()
        self._carried |= set(re.findall(r'_number":"([^"]+)"', text))

    def _note(self, kind: str, path: str, value: Any) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                self._note(kind, f"{path}.{name}".lstrip("."), inner)
        elif isinstance(value, list):
            for inner in value:
                self._note(kind, path, inner)
        elif str(value) not in self._carried and not _UUID.fullmatch(str(value)):
            self.keyed.append((kind, path, str(value)))


@pytest.fixture
async def keyboard(node: Node) -> Keyboard:
    # The origin of a node's log is for good, so Hart City moves into the one that the fixture began.
    document = re.sub(r'^origin = ".*"', 'origin = "test.example/log"', hart_city(), count=1, flags=re.MULTILINE)
    await agree(node, document)
    return Keyboard(node)


async def _investigate(k: Keyboard) -> dict[str, UUID]:
    ids: dict[str, UUID] = {}
    ids["diary"] = await k.enter(
        "lee",
        "diary-entry",
        occurred_at="2026-03-02T21:05:00Z",
        narrative="The owner of the shop reports a broken door and an empty till.",
        outcome="register",
    )
    ids["incident"] = await k.enter(
        "lee",
        "incident",
        diary_entry=ids["diary"],
        registered_at="2026-03-02T21:20:00Z",
        investigating_officer="lee",
        offenses=["220"],
    )
    ids["ada"] = await k.enter(
        "lee", "person", names=[{"given_name": "Ada", "surname": "Quill"}], birth_date="1990-04-05", sex="F"
    )
    ids["arrest"] = await k.enter(
        "lee",
        "arrest",
        incident=ids["incident"],
        subject=ids["ada"],
        occurred_at="2026-03-02T22:00:00Z",
        ground="probable-cause",
        charges=[{"offense": "23D"}, {"offense": "290"}],
        narrative="Found two streets away with the cash box.",
    )
    return ids


async def _numbers(node: Node, arrest: UUID) -> tuple[str, str]:
    shown = await read(node, _session(node, "lee"), arrest)
    first, second = (charge["charge_tracking_number"] for charge in shown.fields["charges"])
    return first, second


async def _prosecute(k: Keyboard, ids: dict[str, UUID], ctns: tuple[str, str]) -> None:
    ids["booking"] = await k.enter(
        "kim",
        "booking",
        arrest=ids["arrest"],
        booked_at="2026-03-02T23:10:00Z",
        health={"conditions": ["asthma"], "suicide_risk": "low"},
    )
    ids["referral"] = await k.enter(
        "lee",
        "charge-referral",
        incident=ids["incident"],
        outcome="charges-referred",
        referred_at="2026-03-03T09:00:00Z",
        accused=[{"serial": 1, "person": ids["ada"], "arrest": ids["arrest"]}],
    )
    ids["decision"] = await k.enter(
        "pia",
        "charging-decision",
        referral=ids["referral"],
        decided_at="2026-03-03T11:00:00Z",
        choices=[
            {"charge_tracking_number": ctns[0], "choice": "file"},
            {"charge_tracking_number": ctns[1], "choice": "decline", "reason": "No one saw who broke the door."},
        ],
    )


async def _adjudicate(k: Keyboard, ids: dict[str, UUID], ctns: tuple[str, str]) -> None:
    ids["case"] = await k.enter(
        "clark",
        "court-case",
        charging_decision=ids["decision"],
        docketed_at="2026-03-03T11:40:00Z",
        parties=[{"role": "defendant", "person": ids["ada"]}],
    )
    ids["hearing"] = await k.enter(
        "clark",
        "hearing",
        case=ids["case"],
        starts_at="2026-03-04T09:00:00Z",
        first_appearance=True,
        pleas=[{"charge_tracking_number": ctns[0], "plea": "guilty"}],
    )
    ids["disposition"] = await k.enter(
        "clark",
        "disposition",
        case=ids["case"],
        charge_tracking_number=ctns[0],
        ending="convicted",
        disposed_at="2026-03-04T09:30:00Z",
    )
    ids["sentence"] = await k.enter(
        "clark",
        "sentence",
        dispositions=[ids["disposition"]],
        imposed_at="2026-03-04T09:45:00Z",
        components=[{"kind": "probation", "term": "P12M"}],
    )
    ids["supervision"] = await k.enter(
        "petra",
        "supervision",
        subject=ids["ada"],
        order=ids["sentence"],
        kind="probation",
        starts_on="2026-03-05",
        officer="petra",
    )


async def test_a_charge_goes_from_complaint_to_sentence_and_no_fact_is_keyed_twice(
    node: Node, keyboard: Keyboard
) -> None:
    ids = await _investigate(keyboard)
    ctns = await _numbers(node, ids["arrest"])
    await _prosecute(keyboard, ids, ctns)
    await _adjudicate(keyboard, ids, ctns)

    # "probation" is once the court's sentence and once the office's sort of supervision: two facts, one word.
    said = Counter(value for kind, path, value in keyboard.keyed if (kind, path) != ("supervision", "kind"))
    assert [value for value, times in said.items() if times > 1 and value not in ("True", "1")] == []
    assert len(keyboard.keyed) >= 30

    thread = {v.kind for v in await gather(node, _session(node, "clark"), ids["sentence"])}
    assert thread >= {"incident", "arrest", "court-case", "hearing", "disposition", "sentence", "person"}
    from_police = {v.kind for v in await gather(node, _session(node, "lee"), ids["incident"])}
    assert from_police >= {"diary-entry", "incident", "arrest", "charge-referral", "charging-decision", "disposition"}


async def test_a_charge_that_nobody_decided_on_keeps_the_case_open(node: Node, keyboard: Keyboard) -> None:
    ids = await _investigate(keyboard)
    ctns = await _numbers(node, ids["arrest"])
    await _prosecute(keyboard, ids, ctns)
    with pytest.raises(Refused) as refused:
        await keyboard.enter(
            "pia",
            "charging-decision",
            referral=ids["referral"],
            decided_at="2026-03-03T12:00:00Z",
            choices=[{"charge_tracking_number": ctns[0], "choice": "file"}],
        )
    assert refused.value.rule
    assert refused.value.remedy


async def test_nobody_but_an_importer_may_say_that_another_system_said_so(node: Node, keyboard: Keyboard) -> None:
    provenance = {"source_system": "old records system", "completeness": "partial"}
    with pytest.raises(Refused) as refused:
        await keyboard.enter("lee", "incident", provenance=provenance)
    assert refused.value.rule == "import_needs_a_clause"
    await keyboard.enter("wren", "incident", provenance=provenance)
