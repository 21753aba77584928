"""Who is the same, over HTTP: as a desk asks while a name is typed, and as the bureau judges."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from comity.api.server import served
from comity.following.running import App
from tests.api.talking import entered
from tests.linking.worlds import ADA, BORN, SSN, who

pytestmark = pytest.mark.anyio

Desks = dict[str, httpx.AsyncClient]


@pytest.fixture
async def desks(app: App) -> AsyncIterator[Desks]:
    """Lee, Jo, Clark and Bo, each at a desk of their own."""
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(served(app))
        found = {}
        for member in ("lee", "jo", "clark", "bo"):
            session = who(app.node, member)
            token = await app.node.access.issue(session.agency.key, member, session.purpose, timedelta(hours=1))
            client = httpx.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=20)
            found[member] = await stack.enter_async_context(client)
        yield found


async def post(client: httpx.AsyncClient, path: str, body: Any) -> httpx.Response:
    return await client.post(path, json=body, headers={"Idempotency-Key": uuid4().hex})


PERSON = {"names": [ADA], "birth_date": BORN, "identifications": list(SSN)}


async def test_a_desk_is_told_whom_it_may_be_while_the_name_is_typed(desks: Desks) -> None:
    ada = await entered(desks["lee"], "person", **PERSON)
    draft = {"names": [{"given_name": "Adelina", "surname": "Quilfeather"}], "birth_date": BORN}
    answer = await post(desks["clark"], "/v1/resemblances/person", draft)
    (found,) = answer.json()["items"]
    assert (found["like"], found["identity"]["id"]) == (ada["id"], ada["id"])
    assert found["prior"] + sum(step["bits"] for step in found["steps"]) == pytest.approx(found["bits"])
    assert "narrative" in found["identity"]["records"][0]["withheld"]
    assert (await post(desks["jo"], "/v1/resemblances/person", {"names": []})).json() == {"items": []}


async def test_the_bureau_judges_two_entries_and_takes_it_back(desks: Desks) -> None:
    one, other = [(await entered(desks[who], "person", **PERSON))["id"] for who in ("lee", "jo")]
    before = (await desks["bo"].get(f"/v1/records/{other}/identity")).json()
    assert before["id"] == one
    assert [record["id"] for record in before["records"]] == [one, other]
    judged = await post(
        desks["bo"], "/v1/links", {"records": [one, other], "verdict": "different", "because": "The prints differ."}
    )
    assert judged.status_code == 201
    parted = (await desks["bo"].get(f"/v1/records/{other}/identity")).json()
    assert parted["id"] == other
    judgment = judged.json()["judgment"]
    undone = await post(desks["bo"], f"/v1/links/{judgment}/undoing", {"because": "Another case."})
    assert undone.status_code == 201
    assert (await desks["bo"].get(f"/v1/records/{other}/identity")).json() == before


async def test_vehicles_are_judged_as_persons_are_and_wait_in_a_queue_of_their_own(desks: Desks) -> None:
    plate = {"registrations": [{"plate": "HRT 4711", "jurisdiction": "Hart"}]}
    one, other = [(await entered(desks[who], "vehicle", **plate))["id"] for who in ("lee", "jo")]
    assert (await desks["bo"].get("/v1/links/doubtful")).json() == {"items": []}
    (doubt,) = (await desks["bo"].get("/v1/links/doubtful?kind=vehicle")).json()["items"]
    assert {doubt["one"]["id"], doubt["other"]["id"]} == {one, other}
    judged = await post(
        desks["bo"], "/v1/links", {"records": [one, other], "verdict": "different", "because": "Cloned plates."}
    )
    assert judged.status_code == 201
    found = (await desks["bo"].get(f"/v1/records/{one}/identity")).json()
    assert ([record["id"] for record in found["records"]], found["perhaps"]) == ([one], [])
    (apart,) = found["apart"]
    assert (apart["verdict"], apart["judgment"]) == ("different", judged.json()["judgment"])
    undone = await post(desks["bo"], f"/v1/links/{apart['judgment']}/undoing", {"because": "They are not cloned."})
    assert undone.status_code == 201
    assert (await desks["bo"].get("/v1/links/doubtful?kind=vehicle")).json()["items"] == [doubt]
    assert (await desks["bo"].get("/v1/links/doubtful?kind=arrest")).status_code == 404


async def test_a_person_and_a_vehicle_are_not_judged_together_and_the_answer_names_the_field(desks: Desks) -> None:
    ids = [(await entered(desks["lee"], "person", **PERSON))["id"]]
    ids.append((await entered(desks["lee"], "vehicle", registrations=[{"plate": "HRT 4711"}]))["id"])
    answer = await post(desks["bo"], "/v1/links", {"records": ids, "verdict": "same", "because": "Seen together."})
    assert (answer.status_code, answer.json()["field"]) == (422, "records")


async def test_what_cannot_be_judged_is_refused_with_field_and_remedy(desks: Desks) -> None:
    one = (await entered(desks["lee"], "person", **PERSON))["id"]
    for body, status in (
        ({"records": [one], "verdict": "same", "because": "x"}, 422),
        ({"records": [one, str(uuid4())], "verdict": "same", "because": "The prints agree."}, 409),
        ({"records": [one, one], "verdict": "perhaps", "because": "x"}, 422),
    ):
        answer = await post(desks["bo"], "/v1/links", body)
        assert answer.status_code == status, answer.text
        assert answer.json()["remedy"]
    refused = await post(desks["clark"], "/v1/links", {"records": [one, one], "verdict": "same", "because": "I know."})
    assert refused.status_code == 403


async def test_who_sees_a_person_is_written_down_when_they_are_shown_as_one_with_another(desks: Desks) -> None:
    ids = [(await entered(desks["lee"], "person", **PERSON))["id"] for _ in range(2)]
    await desks["clark"].get(f"/v1/records/{ids[0]}/identity")
    disclosures = (await desks["lee"].get("/v1/records/disclosure")).json()["items"]
    (told,) = [each for each in disclosures if each["fields"]["channel"] == "identity"]
    assert set(told["fields"]["subjects"]) == set(ids)


@pytest.mark.parametrize(
    "names",
    [
        [{"given_name": "", "surname": ""}],
        [{"surname": "Q"}],
        [{"full_name": "?!., -"}],
        [{"given_name": "أدا", "surname": "کویل"}],
        [{"given_name": "Ада", "surname": "Quill"}],
        [{"given_name": "UNKNOWN"}],
        [{"full_name": "JOHN DOE 2"}],
        [{"given_name": "A" * 200, "surname": "B" * 200}],
        [{"full_name": "Ada " * 90}] * 40,
    ],
)
async def test_strange_names_link_nobody_and_are_answered(desks: Desks, names: Any) -> None:
    await entered(desks["lee"], "person", **PERSON)
    answer = await post(desks["lee"], "/v1/resemblances/person", {"names": names})
    assert answer.status_code in (200, 422), answer.text
    assert answer.status_code == 422 or answer.json() == {"items": []}


async def test_people_are_found_over_http_each_once_and_page_after_page(desks: Desks) -> None:
    for born, number in (("1961-03-11", "900-12-3456"), ("1975-08-22", "955-48-1177"), ("1988-12-05", "987-03-6421")):
        numbers = [{"kind": "ssn", "value": number}]
        for _ in range(2):
            await entered(desks["lee"], "person", names=[ADA], birth_date=born, identifications=numbers)
    page = await desks["lee"].get("/v1/people?q=adelina+quilfeather")
    assert [len(each["identity"]["records"]) for each in page.json()["items"]] == [2, 2, 2]
    found, path = [], "/v1/people?q=adelina+quilfeather&limit=2"
    while path:
        answer = await desks["lee"].get(path)
        found += [each["identity"]["id"] for each in answer.json()["items"]]
        path = answer.links["next"]["url"] if "next" in answer.links else ""
    assert sorted(set(found)) == sorted(each["identity"]["id"] for each in page.json()["items"])
    assert (await desks["clark"].get("/v1/people?q=")).status_code == 422
