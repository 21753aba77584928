"""What was sent and what arrived are compared by both: receipts at once, days by statements, one by one if need be."""

from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.json import encode

from comity.acts.incidents import incidents_of
from comity.acts.receipts import Receipt, receive
from comity.acts.reconcile import Statement, state
from comity.acts.review_hand_offs import hand_offs_of
from comity.errors import Invalid, Refused
from comity.records.governance.hand_off_receipt import Discrepancy
from comity.store.log.notes import Checkpoint, Signer, sign
from comity.store.node import Node
from comity.store.subscriptions import Standing
from comity.verify import verify_receipt
from tests.entering import enter_arrest
from tests.handing.conftest import hook
from tests.handing.receivers import Receiver, leaf_of, root_over
from tests.handing.test_webhooks import until
from tests.worlds import session_of

pytestmark = pytest.mark.anyio


@pytest.fixture
async def standing(node: Node, receiver: Receiver) -> Standing:
    """A court that has received six arrests."""
    begun = await hook(node, session_of(node, "clark"), receiver, "arrest")
    for _ in range(6):
        await enter_arrest(node)
    await until(lambda: len(receiver.effects) == 6)
    return begun


def today() -> str:
    """Give the day of now in UTC."""
    return f"{datetime.now(UTC):%Y-%m-%d}"


def statement(receiver: Receiver, *, whole: bool = True) -> Statement:
    """State what a receiver has of today."""
    given = [each["data"] for each in receiver.effects.values()]
    leaves = [leaf_of(data) for data in given]
    listed = tuple((data["number"], leaf.hex()) for data, leaf in zip(given, leaves, strict=True))
    ordered = [bytes.fromhex(leaf) for _, leaf in sorted(listed)]
    return Statement(day=today(), count=len(leaves), root=root_over(ordered).hex(), hand_offs=listed if whole else ())


async def test_an_honest_receipt_covers_everything_up_to_it(node: Node, receiver: Receiver, standing: Standing) -> None:
    clark = session_of(node, "clark")
    compared = await receive(node, clark, standing.id, Receipt(**receiver.receipt(), acted=(1, 3)))
    assert (compared.agreed, compared.sent, compared.received) == (True, 6, 6)
    tally, items, _ = await hand_offs_of(node, clark, standing.id)
    assert (tally.received, tally.acted) == (6, 2)
    assert [bool(each.acted_at) for each in items] == [True, False, True, False, False, False]
    assert await incidents_of(node, standing.id) == []


async def test_a_receipt_over_something_else_opens_an_incident_once_and_agreeing_closes_it(
    node: Node, receiver: Receiver, standing: Standing
) -> None:
    clark = session_of(node, "clark")
    wrong = Receipt(size=6, root="ab" * 32)
    first, again = (await receive(node, clark, standing.id, wrong)), (await receive(node, clark, standing.id, wrong))
    assert not first.agreed
    assert first.incident == again.incident
    ((_, incident),) = await incidents_of(node, standing.id)
    assert (incident.discrepancy, incident.ended_at) == (Discrepancy.DIFFERENT, None)
    assert (await receive(node, clark, standing.id, Receipt(**receiver.receipt()))).agreed
    ((_, incident),) = await incidents_of(node, standing.id)
    assert incident.ended_at is not None


async def test_a_receipt_over_more_than_was_sent_is_told_as_invented(node: Node, standing: Standing) -> None:
    compared = await receive(node, session_of(node, "clark"), standing.id, Receipt(size=7, root="ab" * 32))
    assert not compared.agreed
    ((_, incident),) = await incidents_of(node, standing.id)
    assert incident.discrepancy is Discrepancy.INVENTED


async def test_a_receipt_that_is_no_root_names_the_field(node: Node, standing: Standing) -> None:
    with pytest.raises(Invalid) as wrong:
        await receive(node, session_of(node, "clark"), standing.id, Receipt(size=6, root="xyz"))
    assert wrong.value.field == "root"


async def test_whoever_named_a_key_signs_each_receipt_as_a_checkpoint(node: Node, receiver: Receiver) -> None:
    clark, signer = session_of(node, "clark"), Signer.from_seed("court.example/receipts", bytes(range(32)))
    standing = await hook(node, clark, receiver, "arrest", receipt_key=signer.verifier.text())
    await enter_arrest(node)
    await until(lambda: len(receiver.effects) == 1)
    said: dict[str, Any] = receiver.receipt()
    origin = f"{node.directory.origin}/subscriptions/{standing.id}"
    note = sign(Checkpoint(origin, said["size"], bytes.fromhex(said["root"])), signer)
    with pytest.raises(Refused):
        await receive(node, clark, standing.id, Receipt(**said))
    other = Signer.from_seed("court.example/receipts", Ed25519PrivateKey.generate().private_bytes_raw())
    forged = sign(Checkpoint(origin, said["size"], bytes.fromhex(said["root"])), other)
    with pytest.raises(Refused):
        await receive(node, clark, standing.id, Receipt(**said, note=forged))
    elsewhere = sign(Checkpoint("another/log", said["size"], bytes.fromhex(said["root"])), signer)
    with pytest.raises(Refused):
        await receive(node, clark, standing.id, Receipt(**said, note=elsewhere))
    assert (await receive(node, clark, standing.id, Receipt(**said, note=note))).agreed
    messages, key = [encode(each) for each in receiver.tries], signer.verifier.text()
    assert verify_receipt(note, key, messages, origin=origin).ok
    for told, known, those in (
        (note, key, []),
        (note, key, [messages[0].replace(b"created", b"amended")]),
        (note, other.verifier.text(), messages),
        (forged, key, messages),
        (note, key, [b"{}"]),
        ("", key, messages),
    ):
        assert not verify_receipt(told, known, those, origin=origin).ok
    assert not verify_receipt(note, key, messages, origin="another/log").ok


async def test_a_day_that_arrived_whole_raises_nothing(node: Node, receiver: Receiver, standing: Standing) -> None:
    clark = session_of(node, "clark")
    assert (await state(node, clark, standing.id, statement(receiver, whole=False))).agreed
    assert (await state(node, clark, standing.id, statement(receiver))).agreed
    assert await incidents_of(node, standing.id) == []


async def _differs(node: Node, receiver: Receiver, standing: Standing) -> list[tuple[int, Discrepancy]]:
    compared = await state(node, session_of(node, "clark"), standing.id, statement(receiver))
    assert not compared.agreed
    found = [each for stored, each in await incidents_of(node, standing.id) if stored.id == compared.incident]
    return [(each.number, each.discrepancy) for each in found[0].differences]


async def test_what_was_lost_there_is_named(node: Node, receiver: Receiver, standing: Standing) -> None:
    del receiver.effects[list(receiver.effects)[3]]
    assert await _differs(node, receiver, standing) == [(4, Discrepancy.DROPPED)]


async def test_what_was_altered_there_is_named(node: Node, receiver: Receiver, standing: Standing) -> None:
    list(receiver.effects.values())[1]["data"]["event"] = "sealed"
    assert await _differs(node, receiver, standing) == [(2, Discrepancy.ALTERED)]


async def test_what_nobody_sent_is_named(node: Node, receiver: Receiver, standing: Standing) -> None:
    made = {**next(iter(receiver.effects.values()))["data"], "number": 40}
    receiver.effects["made-up"] = {"data": made}
    assert await _differs(node, receiver, standing) == [(40, Discrepancy.INVENTED)]


async def test_what_came_in_another_order_is_named(node: Node, receiver: Receiver, standing: Standing) -> None:
    ids = list(receiver.effects)
    ids.append(ids.pop(2))
    receiver.effects = {id: receiver.effects[id] for id in ids}
    assert await _differs(node, receiver, standing) == [(3, Discrepancy.REORDERED)]


async def test_a_statement_whose_list_is_right_and_whose_root_is_not_names_the_root(
    node: Node, receiver: Receiver, standing: Standing
) -> None:
    said = statement(receiver)
    wrong = Statement(day=said.day, count=said.count, root="ab" * 32, hand_offs=said.hand_offs)
    with pytest.raises(Refused) as refused:
        await state(node, session_of(node, "clark"), standing.id, wrong)
    assert refused.value.field == "root"
