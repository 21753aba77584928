"""The disclosure log is looked through by whom, whose, what and when; a week of it is signed for by somebody else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from comity.acts.disclosures import Wanted, disclosures
from comity.acts.hand_over import Addressee, hand_over
from comity.acts.read import NEWEST, read, read_newest
from comity.acts.review_disclosures import review_disclosures, unreviewed
from comity.errors import Refused
from comity.following.running import App
from comity.ids import new_id
from comity.policy.clauses import HandlingClass
from comity.records.governance.disclosure import Channel, Disclosure, Recipient
from comity.records.references import Ref
from comity.store.entries import Draft
from comity.store.node import Node, open_node
from tests.api.conftest import SignedIn
from tests.conftest import Server
from tests.disclosures.conftest import Patient
from tests.disclosures.worlds import WORLD, acting, enter_patient
from tests.entering import enter, enter_arrest
from tests.worlds import session_of

pytestmark = pytest.mark.anyio

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


@pytest.fixture
async def disclosed(clinic: Node, patient: Patient) -> Node:
    """A node on which the court, the jail and housing have read something."""
    arrest = (await enter_arrest(clinic)).entry
    for reader in ("clark", "jo", "kim"):
        await read(clinic, session_of(clinic, reader), arrest.id)
    await read(clinic, acting(clinic, "hal"), patient.id)
    return clinic


CASES = {
    "agency": (Wanted(agency="hart-jail"), ["kim", "jo"]),
    "member": (Wanted(member="jo"), ["jo"]),
    "purpose": (Wanted(purpose="adjudication"), ["clark"]),
    "owner": (Wanted(owner="hart-clinic"), ["hal"]),
    "kind": (Wanted(kind="arrest"), ["kim", "jo", "clark"]),
    "two of one recipient": (Wanted(agency="hart-jail", purpose="care"), ["kim"]),
    "two of different ones": (Wanted(agency="hart-court", member="jo"), []),
    "nobody": (Wanted(member="nobody"), []),
    "all": (Wanted(), ["hal", "kim", "jo", "clark"]),
}


@pytest.mark.parametrize("case", CASES)
async def test_disclosures_are_found_by_what_is_wanted(disclosed: Node, case: str) -> None:
    wanted, members = CASES[case]
    found = await disclosures(disclosed, session_of(disclosed, "vera"), wanted)
    assert [each.fields["recipients"][0]["member"] for each in found] == members


async def test_disclosures_are_found_by_when_they_were_made(disclosed: Node) -> None:
    vera = session_of(disclosed, "vera")
    everything = await disclosures(disclosed, vera, Wanted())
    oldest, newest = everything[-1].recorded_at, everything[0].recorded_at
    assert await disclosures(disclosed, vera, Wanted(until=oldest)) == []
    since = await disclosures(disclosed, vera, Wanted(since=newest, owner="hart-clinic"))
    # What she read herself of the clinic's came after.
    assert since[-1].id == everything[0].id
    assert len(await disclosures(disclosed, vera, Wanted(since=oldest, until=newest, kind="arrest"))) == 3


def made_up(member: str, agency: str, purpose: str, kind: str) -> Draft:
    """Make a disclosure of the police's, as the platform writes them."""
    recipient = Recipient(agency=agency, member=member, purpose=purpose, categories=("event",), basis=("2.1",))
    record = Disclosure(
        occurred_at=MONDAY, channel=Channel.READ, subjects=(Ref(new_id()),), kinds=(kind,), recipients=(recipient,)
    )
    return Draft(new_id(), record, HandlingClass("disclosure", "hart-pd"), "hart-pd", "platform")


RARE = {
    "agency": Wanted(agency="hart-jail"),
    "member": Wanted(member="jo"),
    "purpose": Wanted(purpose="custody"),
    "purpose with its case": Wanted(purpose="custody/2026-7"),
    "kind": Wanted(kind="incident"),
    "all": Wanted(agency="hart-jail", member="jo", purpose="custody", kind="incident", owner="hart-pd"),
}


async def test_what_few_have_is_found_behind_many_others(clinic: Node) -> None:
    lee = session_of(clinic, "lee")
    rare = made_up("jo", "hart-jail", "custody/2026-7", "incident")
    many = [made_up("clark", "hart-court", "adjudication", "arrest") for _ in range(1500)]
    await clinic.writer.append([rare, *many])
    for case, wanted in RARE.items():
        assert [each.id for each in await disclosures(clinic, lee, wanted)] == [rare.id], case
    assert await disclosures(clinic, lee, Wanted(purpose="custody/2026-8")) == []
    before = NEWEST
    found = 0
    while page := await disclosures(clinic, lee, Wanted(agency="hart-court"), before=before, limit=200):
        found, before = found + len(page), page[-1].seq
    assert found == 1500


async def test_whoever_may_not_see_a_disclosure_does_not_find_it(disclosed: Node) -> None:
    assert await disclosures(disclosed, session_of(disclosed, "clark"), Wanted()) == []
    lee = session_of(disclosed, "lee")
    assert {each.owner for each in await disclosures(disclosed, lee, Wanted())} == {"hart-pd"}


async def test_pages_follow_one_another_over_http(app: App, disclosed: Node, signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    first = await lee.get("/v1/disclosures", params={"kind": "arrest", "limit": "2"})
    following = first.links["next"]["url"]
    second = await lee.get(following)
    members = [each["fields"]["recipients"][0]["member"] for page in (first, second) for each in page.json()["items"]]
    assert members == ["kim", "jo", "clark"]


class Told:
    """A clock that is told what time it is."""

    def __init__(self) -> None:
        self.now = MONDAY + timedelta(days=1)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


async def test_each_week_with_disclosures_waits_until_somebody_signs_for_it(server: Server, place: Path) -> None:
    clock = Told()
    async with open_node(await server.new_database(), place, clock=clock) as node:
        await node.directories.activate(WORLD)
        arrest = (await enter_arrest(node)).entry
        lee = session_of(node, "lee")
        for _ in range(3):
            await read(node, session_of(node, "clark"), arrest.id)
        assert await unreviewed(node, lee) == []
        with pytest.raises(Refused) as early:
            await review_disclosures(node, lee, clock.now.date(), "")
        assert early.value.rule == "review_is_of_a_week_that_is_over"
        clock.now += timedelta(days=7)
        (week,) = await unreviewed(node, lee)
        assert (week.begins_at, week.disclosures) == (MONDAY, 3)
        await review_disclosures(node, lee, MONDAY.date() + timedelta(days=3), "All for the hearing.")
        assert await unreviewed(node, lee) == []
        (signed,) = await read_newest(node, lee, frozenset({"disclosure-review"}))
        assert signed.recorded_by == "lee"
        assert signed.fields["recipients"] == [{"agency": "hart-court", "member": "clark", "disclosures": 3}]


async def test_a_week_over_http_is_signed_for_once(app: App, signed_in: SignedIn) -> None:
    lee = await signed_in("lee")
    assert (await lee.get("/v1/disclosures/unreviewed")).json() == {"items": []}
    headers = {"Idempotency-Key": uuid4().hex}
    body = {"week": "2026-01-07", "findings": "Nothing."}
    first = await lee.post("/v1/disclosures/reviews", json=body, headers=headers)
    again = await lee.post("/v1/disclosures/reviews", json=body, headers=headers)
    assert first.status_code == again.status_code == 201, first.text
    assert first.json()["id"] == again.json()["id"]


async def test_nobody_signs_for_what_they_got_themselves(server: Server, place: Path) -> None:
    clock = Told()
    async with open_node(await server.new_database(), place, clock=clock) as node:
        await node.directories.activate(WORLD)
        patient = await enter_patient(node)
        await hand_over(node, acting(node, "dana"), [patient], Addressee(name="Hart Tribune"), reason="She asked.")
        clock.now += timedelta(days=7)
        with pytest.raises(Refused) as refused:
            await review_disclosures(node, acting(node, "dana"), MONDAY.date(), "Nothing.")
        assert refused.value.rule == "reviewer_is_no_recipient"
        await review_disclosures(node, acting(node, "rita"), MONDAY.date(), "Nothing.")
        assert await unreviewed(node, acting(node, "rita")) == []


async def test_nobody_enters_a_review_with_counts_of_their_own(clinic: Node) -> None:
    with pytest.raises(Refused) as refused:
        await enter(
            clinic,
            session_of(clinic, "lee"),
            "disclosure-review",
            begins_at="2026-01-05T00:00:00Z",
            ends_at="2026-01-12T00:00:00Z",
            disclosures=0,
        )
    assert refused.value.rule == "entry_needs_a_clause"
