"""An order is carried out: previewed, proposed, confirmed by another, certified, and told to whoever received."""

from uuid import UUID

import pytest

from comity.acts.history import history
from comity.acts.read import read
from comity.acts.recall import overdue
from comity.acts.relieve import carry_out, certificate, confirm, preview, propose
from comity.acts.search import search
from comity.errors import Absent, Refused
from comity.store.node import Node
from comity.verify import verify
from tests.entering import enter
from tests.relief.scenes import confirmed, enter_case, enter_order, relieve, session_for
from tests.store.drafting import fsck

pytestmark = pytest.mark.anyio


async def test_a_preview_names_what_an_arrest_came_to_and_nothing_of_the_other_arrested(city: Node) -> None:
    case = await enter_case(city)
    order = await enter_order(city, "seal", scope="arrest", records=[case.arrest])
    found = await preview(city, session_for(city, "clark"), order)
    assert {each.id for each in found.records} == {case.arrest, case.booking, case.ada}
    assert {(each.kind, each.owner) for each in found.records} == {
        ("arrest", "hart-pd"),
        ("booking", "hart-jail"),
        ("person", "hart-pd"),
    }


async def test_one_member_alone_carries_nothing_out(city: Node) -> None:
    case = await enter_case(city)
    order = await enter_order(city, "seal", scope="arrest", records=[case.arrest])
    proposal = await propose(city, session_for(city, "clark"), order)
    with pytest.raises(Refused) as refused:
        await confirm(city, session_for(city, "clark"), proposal)
    assert refused.value.rule == "two_pairs_of_eyes_carry_out_relief"
    assert (await read(city, session_for(city, "lee"), case.arrest)).version == 1


async def test_who_may_not_enter_such_orders_may_not_carry_them_out(city: Node) -> None:
    case = await enter_case(city)
    order = await enter_order(city, "seal", scope="arrest", records=[case.arrest])
    for member in ("lee", "dana"):
        with pytest.raises(Refused):
            await propose(city, session_for(city, member), order)


async def test_a_sealed_record_is_gone_for_its_owner_too_and_stays_in_the_log(city: Node) -> None:
    case = await enter_case(city)
    lee = session_for(city, "lee")
    await relieve(city, "seal", scope="arrest", records=[case.arrest])
    for act in (read, history):
        with pytest.raises(Absent):
            await act(city, lee, case.arrest)
    assert (await search(city, lee, "Quill")).views == []
    assert (await read(city, lee, case.bens_arrest)).version == 1
    assert (await fsck(city)).findings == []


async def test_unsealing_by_order_brings_it_back_as_it_was(city: Node) -> None:
    case = await enter_case(city)
    order = await enter_order(city, "seal", scope="arrest", records=[case.arrest])
    await carry_out(city, await confirmed(city, order))
    await relieve(city, "unseal", scope="records", earlier=order)
    shown = await read(city, session_for(city, "lee"), case.arrest)
    assert shown.version == 3
    assert shown.fields["narrative"] == "Found behind the shop."
    assert len((await search(city, session_for(city, "lee"), "Quill", wanted=frozenset({"person"}))).views) == 1


async def test_what_another_order_seals_too_stays_sealed_when_one_is_undone(city: Node) -> None:
    case = await enter_case(city)
    orders = [await enter_order(city, "seal", scope="records", records=[case.arrest, case.ada]) for _ in range(2)]
    orders[1] = await enter_order(city, "seal", scope="records", records=[case.ada])
    for order in orders:
        await carry_out(city, await confirmed(city, order))
    await relieve(city, "unseal", scope="records", earlier=orders[0])
    lee = session_for(city, "lee")
    assert (await read(city, lee, case.arrest)).version == 3
    with pytest.raises(Absent):
        await read(city, lee, case.ada)
    await relieve(city, "unseal", scope="records", earlier=orders[1])
    assert (await read(city, lee, case.ada)).version == 3


async def test_whoever_received_or_holds_is_told_and_answers(city: Node) -> None:
    case = await enter_case(city)
    await read(city, session_for(city, "clark"), case.arrest)
    await relieve(city, "seal", scope="arrest", records=[case.arrest])
    told = await city.pool.fetch(
        "select owner, facts from entry join handling_class c on c.id = class_id where kind = 'recall-notice'"
    )
    assert {row["owner"] for row in told} == {"hart-pd", "hart-jail", "hart-court"}
    assert str(case.arrest) in next(row["facts"] for row in told if row["owner"] == "hart-court")
    assert await overdue(city) == ()


async def test_the_certificate_says_what_was_done_and_verifies_without_the_node(city: Node) -> None:
    case = await enter_case(city)
    done = await relieve(city, "seal", scope="arrest", records=[case.arrest])
    await city.log.publish()
    shown = await read(city, session_for(city, "clark"), done)
    assert (shown.fields["count"], shown.fields["effect"]) == (3, "seal")
    assert (shown.fields["proposed_by"], shown.fields["confirmed_by"]) == ("clark", "cora")
    bundle = await certificate(city, session_for(city, "cora"), done)
    assert verify(bundle, city.log.signer.verifier.text()).ok


async def test_every_look_at_a_sealed_record_is_written_down_its_owners_too(city: Node) -> None:
    cora = session_for(city, "cora")
    case = await enter(city, cora, "person", names=[{"given_name": "Ada", "surname": "Quill"}])
    before = await _disclosures_of(city, case.entry.id)
    await read(city, cora, case.entry.id)
    assert await _disclosures_of(city, case.entry.id) == before
    await relieve(city, "seal", scope="records", records=[case.entry.id])
    await read(city, cora, case.entry.id)
    assert await _disclosures_of(city, case.entry.id) == before + 1


async def _disclosures_of(node: Node, id: UUID) -> int:
    found: int = await node.pool.fetchval(
        "select count(*) from entry join handling_class c on c.id = class_id "
        "where kind = 'disclosure' and facts::text like '%' || $1 || '%'",
        str(id),
    )
    return found
