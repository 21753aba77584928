"""What the people of the standing cast do, and what the others see of it."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest

from comity.acts.acknowledge import acknowledge
from comity.acts.correct import correct
from comity.acts.disclose import disclose
from comity.acts.gather import gather
from comity.acts.history import history
from comity.acts.prove import prove
from comity.acts.read import read, read_newest
from comity.acts.search import search
from comity.acts.submit import Submission, submit_together
from comity.acts.subscribe import owed, subscribe
from comity.acts.viewing import View
from comity.acts.watch import Watch
from comity.errors import Absent, Conflict, Invalid, Refused
from comity.following.running import App
from comity.following.streaming import Arrived
from comity.ids import new_id
from comity.policy.sessions import Session
from comity.store.node import Node
from comity.verify import verify
from tests.entering import arrest_fields, enter, enter_arrest, enter_incident, enter_person, record
from tests.worlds import session_of

pytestmark = pytest.mark.anyio


async def test_an_officers_arrest_reaches_the_clerks_stream_with_the_clerks_categories(app: App) -> None:
    stream = app.streaming.open(session_of(app.node, "clark"), frozenset({"arrest"}))
    receipt = await enter_arrest(app.node)
    (shown,) = await asyncio.wait_for(anext_of(stream.arrived), 5)
    assert shown.id == receipt.entry.id
    assert [c["offense"] for c in shown.fields["charges"]] == ["220", "240"]
    assert shown.because == ("2.1",)
    assert "narrative" in shown.withheld
    assert "narrative" not in shown.fields


async def anext_of(queue: asyncio.Queue[Arrived | None]) -> Sequence[View]:
    page = await queue.get()
    assert page is not None
    return page.views


async def test_the_jails_medical_notes_reach_neither_the_clerk_nor_the_jails_own_intake(node: Node) -> None:
    arrest = await enter_arrest(node)
    person = (await read(node, session_of(node, "lee"), arrest.entry.id)).fields["subject"]
    booking = await enter(
        node,
        session_of(node, "jo", "custody"),
        "booking",
        arrest=arrest.entry.id,
        subject=person,
        booked_at="2026-01-02T12:00:00Z",
        health={"conditions": ["asthma"]},
    )
    for member in ("clark", "jo"):
        shown = await read(node, session_of(node, member), booking.entry.id)
        assert "medical" in shown.withheld
        assert "asthma" not in str(shown.fields)
    shown = await read(node, session_of(node, "kim"), booking.entry.id)
    assert "asthma" in str(shown.fields)


async def test_a_retry_enters_once_and_gives_the_same_entry(node: Node) -> None:
    incident, person = await enter_incident(node), await enter_person(node)
    fields = arrest_fields(incident, person)
    lee = session_of(node, "lee")
    receipts = await asyncio.gather(*(enter(node, lee, "arrest", key="once", **fields) for _ in range(10)))
    assert len({r.entry.id for r in receipts}) == 1
    assert sum(not r.entry.replayed for r in receipts) == 1
    assert len(await read_newest(node, lee, frozenset({"arrest"}))) == 1


async def test_a_key_used_for_another_body_is_a_conflict(node: Node) -> None:
    incident, person = await enter_incident(node), await enter_person(node)
    lee = session_of(node, "lee")
    await enter(node, lee, "arrest", key="once", **arrest_fields(incident, person))
    with pytest.raises(Conflict, match="used for another request"):
        await enter(node, lee, "arrest", key="once", **arrest_fields(incident, person, narrative="Another."))


async def test_numbers_are_minted_once_without_gaps_and_charges_follow_them(node: Node) -> None:
    incident, person = await enter_incident(node), await enter_person(node)
    lee = session_of(node, "lee")
    fields = arrest_fields(incident, person)
    receipts = await asyncio.gather(*(enter(node, lee, "arrest", **fields) for _ in range(20)))
    views = [await read(node, lee, r.entry.id) for r in receipts]
    numbers = sorted(v.fields["arrest_number"] for v in views)
    assert len(set(numbers)) == 20
    assert int(numbers[-1].split("-")[-1]) - int(numbers[0].split("-")[-1]) == 19
    for each in views:
        ctns = [c["charge_tracking_number"] for c in each.fields["charges"]]
        assert ctns == [f"{each.fields['arrest_number']}-001", f"{each.fields['arrest_number']}-002"]


async def test_a_correction_by_the_owner_is_what_all_see_and_the_history_keeps_both(node: Node) -> None:
    arrest = (await enter_arrest(node)).entry
    lee, clark = session_of(node, "lee"), session_of(node, "clark")
    await correct(node, lee, arrest.id, b'{"occurred_at": "2026-01-02T11:30:00Z", "narrative": null}', replaces=1)
    shown = await read(node, clark, arrest.id)
    assert (shown.version, shown.fields["occurred_at"]) == (2, "2026-01-02T11:30:00Z")
    versions = await history(node, clark, arrest.id)
    assert [v.fields["occurred_at"] for v in versions] == ["2026-01-02T11:00:00Z", "2026-01-02T11:30:00Z"]


async def test_only_the_owner_corrects_and_only_the_newest_version(node: Node) -> None:
    arrest = (await enter_arrest(node)).entry
    patch = b'{"occurred_at": "2026-01-02T11:30:00Z"}'
    with pytest.raises(Refused, match="Only the agency that owns"):
        await correct(node, session_of(node, "clark"), arrest.id, patch, replaces=1)
    lee = session_of(node, "lee")
    results = await asyncio.gather(
        *(correct(node, lee, arrest.id, patch, replaces=1) for _ in range(8)), return_exceptions=True
    )
    assert sum(not isinstance(r, Exception) for r in results) == 1
    assert sum(isinstance(r, Conflict) for r in results) == 7


async def test_a_correction_keeps_the_number_that_others_carry_and_the_source_it_came_from(node: Node) -> None:
    arrest = (await enter_arrest(node)).entry
    lee = session_of(node, "lee")
    for patch in (
        b'{"arrest_number": "HPD-A-1"}',
        b'{"arrest_number": null}',
        b'{"provenance": {"source_system": "elsewhere", "completeness": "partial"}}',
    ):
        with pytest.raises(Refused) as refused:
            await correct(node, lee, arrest.id, patch, replaces=1)
        assert refused.value.rule == "number_and_source_are_for_good"


async def test_what_is_hidden_is_as_absent_as_what_never_was(node: Node) -> None:
    diary = await enter(
        node,
        session_of(node, "lee"),
        "arrest",
        **arrest_fields(await enter_incident(node, "220"), await enter_person(node), markings=["sensitive"]),
    )
    clark = session_of(node, "clark")
    with pytest.raises(Absent) as hidden:
        await read(node, clark, diary.entry.id)
    with pytest.raises(Absent) as never:
        await read(node, clark, new_id())
    assert (hidden.value.message, hidden.value.remedy) == (never.value.message, never.value.remedy)


async def test_a_reference_to_what_one_may_not_see_is_refused_like_one_to_nothing(node: Node) -> None:
    booking = await enter(node, session_of(node, "jo"), "person", names=[{"surname": "Secret"}])
    incident = await enter_incident(node)
    lee = session_of(node, "lee")
    with pytest.raises(Refused, match="there is no person") as hidden:
        await enter(node, lee, "arrest", **arrest_fields(incident, booking.entry.id))
    with pytest.raises(Refused, match="there is no person") as never:
        await enter(node, lee, "arrest", **arrest_fields(incident, new_id()))
    assert hidden.value.rule == never.value.rule == "reference_must_exist"


async def test_a_reference_within_a_group_must_mean_a_record_of_the_right_kind(node: Node) -> None:
    lee, incident = session_of(node, "lee"), await enter_incident(node)
    place = Submission(new_id(), record("location", description="Behind the shop."))
    arrest = Submission(new_id(), record("arrest", **arrest_fields(incident, place.id)))
    with pytest.raises(Refused, match="there is no person"):
        await submit_together(node, lee, [place, arrest])
    assert await read_newest(node, lee, frozenset({"location"})) == []


async def test_a_rule_of_entry_refuses_by_name_and_says_what_to_do(node: Node) -> None:
    with pytest.raises(Refused) as refused:
        await enter_arrest(node, occurred_at="2025-12-31T11:00:00Z")
    assert refused.value.rule == "arrest_not_before_registration_without_warrant"
    assert refused.value.field == "occurred_at"
    assert "warrant" in refused.value.remedy


async def test_an_account_on_leave_enters_nothing(node: Node) -> None:
    with pytest.raises(Refused) as refused:
        await enter(node, session_of(node, "away"), "person", names=[{"surname": "Quill"}])
    assert refused.value.rule == "no_action_by_account_of_officer_on_leave"


async def test_a_profession_enters_only_what_is_its_own(node: Node) -> None:
    with pytest.raises(Refused) as refused:
        await enter(node, session_of(node, "clark"), "incident", registered_at="2026-01-02T10:00:00Z")
    assert refused.value.rule == "entry_needs_a_clause"


async def test_search_finds_names_in_parts_and_numbers_without_punctuation(node: Node) -> None:
    person = await enter_person(node, "José María", "O'Neil-Smith")
    arrest = (await enter_arrest(node)).entry
    lee = session_of(node, "lee")
    number = (await read(node, lee, arrest.id)).fields["arrest_number"]
    for query in ("jose", "MARIA smith", "o'neil", "Smith José"):
        assert [v.id for v in (await search(node, lee, query)).views] == [person], query
    assert arrest.id in [v.id for v in (await search(node, lee, number.replace("-", "").lower())).views]
    assert (await search(node, lee, "nobody")).views == []
    with pytest.raises(Invalid):
        await search(node, lee, "?!")


async def test_search_finds_nothing_by_a_field_that_the_reader_does_not_see(node: Node) -> None:
    jo = session_of(node, "jo")
    await enter(node, jo, "person", names=[{"surname": "Hidden"}])
    assert len((await search(node, jo, "hidden")).views) == 1
    assert (await search(node, session_of(node, "clark"), "hidden")).views == []
    assert (await search(node, session_of(node, "lee"), "hidden")).views == []


async def test_the_thread_of_a_case_is_gathered_along_what_the_reader_sees(node: Node) -> None:
    arrest = (await enter_arrest(node)).entry
    seen = await gather(node, session_of(node, "lee"), arrest.id)
    assert {v.kind for v in seen} >= {"arrest", "incident", "person"}
    from_the_incident = await gather(node, session_of(node, "clark"), next(v.id for v in seen if v.kind == "incident"))
    assert {v.id for v in from_the_incident} == {v.id for v in seen}


async def test_each_read_by_another_agency_leaves_one_disclosure_with_purpose_and_clause(node: Node) -> None:
    arrest = (await enter_arrest(node)).entry
    lee, vera = session_of(node, "lee"), session_of(node, "vera")
    kinds = frozenset({"disclosure"})
    assert await read_newest(node, lee, kinds) == []
    await read(node, lee, arrest.id)
    assert await read_newest(node, lee, kinds) == []
    await read(node, session_of(node, "clark"), arrest.id)
    (seen,) = await read_newest(node, lee, kinds)
    (recipient,) = seen.fields["recipients"]
    assert (recipient["agency"], recipient["member"], recipient["purpose"]) == ("hart-court", "clark", "adjudication")
    assert recipient["basis"] == ["2.1"]
    assert seen.fields["subjects"] == [str(arrest.id)]
    assert [v.id for v in await read_newest(node, vera, kinds)] == [seen.id]


async def test_a_standing_subscription_is_owed_until_acknowledged(node: Node) -> None:
    clark = session_of(node, "clark")
    subscription = await subscribe(node, clark, ["arrest"])
    first, second = (await enter_arrest(node)).entry, (await enter_arrest(node)).entry
    assert await _owed_ids(node, clark, subscription.id) == [first.id, second.id]
    assert await acknowledge(node, clark, subscription.id, first.seq) == 1
    assert await _owed_ids(node, clark, subscription.id) == [second.id]
    with pytest.raises(Absent):
        await _owed_ids(node, session_of(node, "lee"), subscription.id)


async def _owed_ids(node: Node, session: Session, subscription: UUID) -> list[UUID]:
    return [v.id for v in await owed(node, session, subscription)]


async def test_a_late_reader_catches_up_from_the_last_place_it_saw(app: App) -> None:
    clark = session_of(app.node, "clark")
    first, second = (await enter_arrest(app.node)).entry, (await enter_arrest(app.node)).entry
    await asyncio.sleep(0.3)
    stream = app.streaming.open(clark, frozenset({"arrest"}))
    pages = [page async for page in app.streaming.catch_up(stream, first.seq)]
    assert [v.id for page in pages for v in page] == [second.id]


async def test_a_proof_of_an_entry_verifies_offline_and_not_when_altered(node: Node) -> None:
    arrest = (await enter_arrest(node)).entry
    lee = session_of(node, "lee")
    for _ in range(50):
        head = await node.log.latest()
        if head and head.size > arrest.seq:
            break
        await asyncio.sleep(0.1)
    bundle = await prove(node, lee, arrest.id)
    assert verify(bundle, node.log.signer.verifier.text()).ok
    assert not verify(bundle.replace(b'"index":', b'"index":1'), None).ok


async def test_an_export_gives_what_may_be_seen_and_writes_it_down(node: Node) -> None:
    arrest = (await enter_arrest(node)).entry
    clark, lee = session_of(node, "clark"), session_of(node, "lee")
    exported = [v async for views in disclose(node, clark, frozenset({"arrest", "booking"})) for v in views]
    assert [v.id for v in exported] == [arrest.id]
    (written,) = await read_newest(node, lee, frozenset({"disclosure"}))
    assert written.fields["channel"] == "export"


async def test_one_account_at_two_addresses_within_a_minute_is_a_task_for_its_agency(node: Node) -> None:
    watch, lee = Watch(node), session_of(node, "lee")
    tasks = frozenset({"review-task"})
    for address in ("192.0.2.1", "192.0.2.1"):
        await watch.seen(lee, address)
    assert await read_newest(node, lee, tasks) == []
    for address in ("192.0.2.2", "192.0.2.1", "192.0.2.2"):
        await watch.seen(lee, address)
    (task,) = await read_newest(node, lee, tasks)
    assert (task.fields["rule"], task.fields["member"]) == ("shared_credential_detection", "lee")
