"""What the people of the standing cast do over HTTP, and what the others see of it."""

import asyncio
from uuid import uuid4

import pytest

from comity.following.running import App
from comity.verify import verify
from tests.api.conftest import SignedIn
from tests.api.talking import correct, enter, enter_arrest, entered, events

pytestmark = pytest.mark.anyio


async def test_an_officers_arrest_reaches_the_clerks_stream_with_the_clerks_categories(signed_in: SignedIn) -> None:
    lee, clark = await signed_in("lee"), await signed_in("clark")
    async with clark.stream("GET", "/v1/stream?kinds=arrest") as answer:
        stream = events(answer)
        assert (await anext(stream)).id
        arrest = await enter_arrest(lee)
        event = await asyncio.wait_for(anext(stream), 5)
    assert event.name == "entry"
    assert event.data["id"] == arrest["id"]
    assert event.data["because"] == ["2.1"]
    assert "narrative" in event.data["withheld"]
    assert "narrative" not in event.data["fields"]
    assert [c["offense"] for c in event.data["fields"]["charges"]] == ["220", "240"]


async def test_the_jails_medical_notes_never_reach_the_clerks_stream(signed_in: SignedIn) -> None:
    lee, clark, jo, kim = [await signed_in(member) for member in ("lee", "clark", "jo", "kim")]
    arrest = await enter_arrest(lee)
    async with clark.stream("GET", "/v1/stream?kinds=booking") as answer:
        stream = events(answer)
        await anext(stream)
        booking = await entered(
            jo,
            "booking",
            arrest=arrest["id"],
            subject=arrest["fields"]["subject"],
            booked_at="2026-01-02T12:00:00Z",
            health={"conditions": ["asthma"]},
        )
        event = await asyncio.wait_for(anext(stream), 5)
    assert event.data["id"] == booking["id"]
    assert "medical" in event.data["withheld"]
    assert "asthma" not in str(event.data)
    seen_by_kim = (await kim.get(f"/v1/records/{booking['id']}")).json()
    assert seen_by_kim["fields"]["health"]["conditions"] == ["asthma"]


async def test_a_retry_enters_once_and_says_so(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    fields, key = {"names": [{"given_name": "Ada"}]}, uuid4().hex
    first = await enter(lee, "person", fields, key=key)
    again = await enter(lee, "person", fields, key=key)
    assert first.status_code == again.status_code == 201
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert again.content == first.content
    assert len((await lee.get("/v1/records/person")).json()["items"]) == 1


async def test_a_retry_shows_the_version_that_was_entered_even_after_a_correction(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    fields, key = {"names": [{"given_name": "Ada"}]}, uuid4().hex
    first = await enter(lee, "person", fields, key=key)
    await correct(lee, first.json()["id"], {"birth_date": "1990"}, '"v1"')
    assert (await enter(lee, "person", fields, key=key)).json() == first.json()


async def test_a_correction_by_the_owner_is_what_all_see(signed_in: SignedIn) -> None:
    lee, clark = await signed_in("lee"), await signed_in("clark")
    arrest = await enter_arrest(lee)
    address = f"/v1/records/{arrest['id']}"
    corrected = await correct(lee, arrest["id"], {"occurred_at": "2026-01-02T11:30:00Z"}, '"v1"')
    assert corrected.status_code == 200, corrected.text
    assert corrected.headers["etag"] == '"v2"'
    for reader in (lee, clark):
        seen = await reader.get(address)
        assert seen.headers["etag"] == '"v2"'
        assert seen.json()["fields"]["occurred_at"] == "2026-01-02T11:30:00Z"
    versions = (await clark.get(f"{address}/history")).json()["items"]
    assert [(v["version"], v["fields"]["occurred_at"][11:16]) for v in versions] == [(1, "11:00"), (2, "11:30")]


async def test_the_whole_thread_of_a_case_comes_in_one_call(signed_in: SignedIn) -> None:
    lee, clark = await signed_in("lee"), await signed_in("clark")
    arrest = await enter_arrest(lee)
    for reader in (lee, clark):
        thread = (await reader.get(f"/v1/cases/{arrest['id']}")).json()["items"]
        assert [view["kind"] for view in thread] == ["incident", "person", "arrest"]


async def test_search_finds_by_a_name_and_pages_by_links(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    for n in range(5):
        await entered(lee, "person", names=[{"given_name": "Ada", "surname": f"Quill-{n}"}])
    page = await lee.get("/v1/search?q=ada&kind=person&limit=2")
    found = [view["id"] for view in page.json()["items"]]
    while following := page.links.get("next"):
        page = await lee.get(following["url"])
        found += [view["id"] for view in page.json()["items"]]
    assert len(found) == len(set(found)) == 5


async def test_a_proof_is_verified_offline(app: App, signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    person = await entered(lee, "person", names=[{"given_name": "Ada"}])
    await app.node.log.publish()
    bundle = (await lee.get(f"/v1/records/{person['id']}/proof")).content
    assert verify(bundle, app.node.log.signer.verifier.text()).ok
    note = (await lee.get("/v1/log/checkpoint")).text
    assert note.startswith("test.example/log\n")


async def test_many_records_get_a_result_each(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    people = [{"names": [{"given_name": "Ada"}]}, {"names": "Ada"}, {}, {"names": [{"given_name": "Bo"}]}]
    answer = await enter(lee, "person", people)
    assert answer.status_code == 200
    assert (answer.json()["entered"], answer.json()["refused"]) == (2, 2)
    assert [result["status"] for result in answer.json()["results"]] == [201, 422, 409, 201]
    assert answer.json()["results"][1]["problem"]["field"] == "names"


async def test_many_records_are_entered_once_each_however_often_they_are_sent(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    lines = b'{"names":[{"given_name":"Ada"}]}\nnot json\n{"names":[{"given_name":"Bo"}]}\n'
    headers = {"Idempotency-Key": uuid4().hex, "Content-Type": "application/x-ndjson"}
    first, again = [await lee.post("/v1/records/person", content=lines, headers=headers) for _ in range(2)]
    assert [result["status"] for result in first.json()["results"]] == [201, 400, 201]
    assert [result["status"] for result in again.json()["results"]] == [200, 400, 200]
    assert len((await lee.get("/v1/records/person")).json()["items"]) == 2


async def test_all_or_none_enters_none_when_one_is_wrong(signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    headers = {"Idempotency-Key": uuid4().hex}
    people = [{"names": [{"given_name": "Ada"}]}, {"names": [{"given": "Bo"}]}]
    answer = await lee.post("/v1/records/person?atomic=true", json=people, headers=headers)
    assert (answer.status_code, answer.json()["rule"]) == (409, "all_or_none")
    assert answer.json()["field"] == "[1].names[0].given"
    assert (await lee.get("/v1/records/person")).json()["items"] == []
    people[1] = {"names": [{"given_name": "Bo"}]}
    assert (await lee.post("/v1/records/person?atomic=true", json=people, headers=headers)).json()["entered"] == 2


async def test_the_kinds_say_what_a_form_needs(signed_in: SignedIn) -> None:
    nobody = await signed_in("lee")
    del nobody.headers["Authorization"]
    names = [kind["name"] for kind in (await nobody.get("/v1/kinds")).json()["items"]]
    assert {"arrest", "booking", "court-order"} <= set(names)
    arrest = (await nobody.get("/v1/kinds/arrest")).json()
    inputs = {field["name"]: field for field in arrest["form"]}
    assert arrest["entered_by"] == ["police"]
    assert inputs["arrest_number"]["minted"]
    assert inputs["incident"]["refers_to"] == ["incident"]
    assert inputs["occurred_at"]["needed"]
    assert inputs["ground"]["control"] == "choice"
    assert "warrant" in inputs["ground"]["choices"]
    offense = next(part for part in inputs["charges"]["parts"] if part["name"] == "offense")
    assert (offense["control"], offense["codes"]) == ("choice", "offense")
    assert "charge_tracking_number" in arrest["schema"]["$defs"]["Charge"]["properties"]
