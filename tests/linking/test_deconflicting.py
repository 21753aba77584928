"""Two agencies that work on the same person learn that they should talk: that alone, and only where clauses say so."""

import difflib
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from comity.acts.correct import correct
from comity.acts.deconflict import INTEREST, deconflict, deconflict_again
from comity.acts.link import link, unlink
from comity.acts.read import read, read_newest
from comity.acts.seal import seal
from comity.errors import Absent
from comity.following.running import App
from comity.linkage.clustering import Verdict
from comity.policy.sessions import PURPOSES
from comity.records.codec import encode
from comity.records.fusion.case_interest import InterestPurpose
from comity.store.node import Node
from comity.store.progress import keep_mark
from tests.conftest import Server, app_on
from tests.entering import record
from tests.linking.interests import (
    BOTH,
    NEITHER,
    NOTICE,
    detective,
    follow,
    follow_below,
    interest,
    notices,
    told_of,
    wanted,
)
from tests.linking.worlds import SSN, who
from tests.secrecy.two_worlds import Transcript, World, world
from tests.store.drafting import enter_below

pytestmark = pytest.mark.anyio

DAY = timedelta(days=1)
OTHER = {"names": [{"given_name": "Zoe", "surname": "Abernathy"}], "birth_date": "1955-01-09"}


@pytest.fixture
async def app(server: Server, place: Path) -> AsyncIterator[App]:
    """A node with two police forces, each of which may be told of the interests of the other."""
    async with app_on(await server.new_database(), place) as app:
        await app.node.directories.activate(BOTH)
        yield app


async def told(node: Node) -> dict[str, list[Any]]:
    """Let the follower do all that it ever does, and give what it has told."""
    await deconflict(node)
    await deconflict_again(node)
    return {agency: [notice.interest.id for notice in found] for agency, found in (await notices(node)).items()}


async def both(node: Node, **fields: Any) -> tuple[UUID, UUID]:
    """Enter an interest of each force in Adelina, whom each has on a record of its own; ``fields`` are Max's."""
    lees = await follow(node, "lee", await wanted(node, "lee", identifications=SSN))
    return lees, await follow(node, "max", await wanted(node, "max", identifications=SSN), **fields)


async def test_each_is_told_that_the_other_works_on_the_same_person_and_whom_to_call(node: Node) -> None:
    lees, maxs = await both(node, contact="mia")
    assert await told(node) == {"hart-pd": [lees], "east-pd": [maxs]}
    (hart,), (east,) = (await notices(node)).values()
    assert (hart.with_agency, hart.contact) == ("east-pd", "mia")
    assert (east.with_agency, east.contact) == ("hart-pd", "lee")


async def test_a_notice_says_nothing_of_the_other_record_person_reason_or_time(node: Node) -> None:
    hers = await wanted(node, "max", identifications=SSN)
    lees = await follow(node, "lee", await wanted(node, "lee", identifications=SSN))
    maxs = await follow(node, "max", hers, ends_at=node.clock() + 17 * DAY)
    await told(node)
    (notice,) = (await notices(node))["hart-pd"]
    said = json.loads(encode(notice))
    assert set(said) == {"interest", "with_agency", "contact", "told_at"}
    assert said["interest"] == str(lees)
    (shown,) = await read_newest(node, detective(node, "lee"), frozenset({NOTICE}))
    text = f"{said} {shown}"
    for hidden in (str(hers), str(maxs), "ferry", "Ostrander", "Quill", "1990-12-10", SSN[0]["value"]):
        assert hidden not in text
    assert shown.owner == "hart-pd"


async def test_to_be_told_opens_neither_the_interest_nor_the_person_to_any_reader(node: Node) -> None:
    lees, maxs = await both(node)
    await told(node)
    hers = (await read(node, detective(node, "max"), maxs)).fields["person"]
    for id in (maxs, UUID(hers)):
        with pytest.raises(Absent):
            await read(node, detective(node, "lee"), id)
    assert [view.id for view in await read_newest(node, detective(node, "lee"), frozenset({INTEREST}))] == [lees]


@pytest.mark.parametrize(
    "directory",
    [
        NEITHER,
        NEITHER + told_of("hart-pd"),
        NEITHER + told_of("east-pd"),
        NEITHER + told_of("hart-pd") + told_of("east-pd", purposes="patrol"),
        NEITHER + told_of("hart-pd").replace('["reference"]', '["narrative"]') + told_of("east-pd"),
    ],
)
async def test_unless_clauses_of_both_permit_it_nobody_is_told(app: App, directory: str) -> None:
    await app.node.directories.activate(directory)
    await both(app.node)
    assert await told(app.node) == {}


async def test_one_who_works_for_a_purpose_that_no_clause_names_is_not_told_nor_is_the_other(node: Node) -> None:
    await both(node, purpose="patrol")
    assert await told(node) == {}


async def test_an_agreement_that_comes_later_is_heard_of_at_the_next_look_at_all_interests(app: App) -> None:
    await app.node.directories.activate(NEITHER)
    lees, maxs = await both(app.node)
    assert await told(app.node) == {}
    await app.node.directories.activate(BOTH)
    assert await told(app.node) == {"hart-pd": [lees], "east-pd": [maxs]}


async def test_colleagues_of_one_agency_are_not_told_of_one_another(node: Node) -> None:
    adelina = await wanted(node, "max", identifications=SSN)
    await follow(node, "max", adelina)
    await follow(node, "mia", adelina)
    assert await told(node) == {}


async def test_who_works_on_other_people_is_not_told(node: Node) -> None:
    await follow(node, "lee", await wanted(node, "lee", identifications=SSN))
    await follow(node, "max", await wanted(node, "max", **OTHER))
    assert await told(node) == {}


async def test_an_interest_that_has_ended_or_not_begun_takes_no_part(node: Node) -> None:
    now = node.clock()
    await both(node, begins_at=now - 3 * DAY, ends_at=now - DAY)
    await follow(node, "max", await wanted(node, "max", identifications=SSN), begins_at=now + DAY)
    assert await told(node) == {}


async def test_who_renews_an_interest_that_has_ended_is_told(node: Node) -> None:
    now = node.clock()
    lees, maxs = await both(node, begins_at=now - 3 * DAY, ends_at=now - DAY)
    assert await told(node) == {}
    patch = json.dumps({"ends_at": (now + DAY).isoformat()}).encode()
    await correct(node, detective(node, "max"), maxs, patch, replaces=1)
    await deconflict(node)
    assert await told(node) == {"hart-pd": [lees], "east-pd": [maxs]}


async def test_each_is_told_once_however_often_it_is_looked_at_and_from_wherever_it_is_begun_again(node: Node) -> None:
    lees, maxs = await both(node)
    first = await told(node)
    for mark in ("", "0", "1"):
        await keep_mark(node.pool, "following/deconflicting", mark, node.clock())
        assert await told(node) == first == {"hart-pd": [lees], "east-pd": [maxs]}


async def test_a_node_that_starts_again_goes_on_where_it_was_and_tells_nobody_twice(
    server: Server, place: Path
) -> None:
    dsn = await server.new_database()
    async with app_on(dsn, place) as app:
        await app.node.directories.activate(BOTH)
        lees, _ = await both(app.node)
        await told(app.node)
    async with app_on(dsn, place) as app:
        third = await follow(app.node, "mia", await wanted(app.node, "mia", identifications=SSN))
        found = await told(app.node)
    assert found["hart-pd"] == [lees, lees]
    assert len(found["east-pd"]) == 2
    assert third in found["east-pd"]


async def test_whom_people_judged_to_be_two_are_not_talked_about_until_the_judgment_is_taken_back(node: Node) -> None:
    pair = [await wanted(node, "lee", identifications=SSN), await wanted(node, "max", identifications=SSN)]
    judged = await link(node, who(node, "bo"), pair, Verdict.DIFFERENT, because="Twins: their fingerprints differ.")
    lees, maxs = await follow(node, "lee", pair[0]), await follow(node, "max", pair[1])
    assert await told(node) == {}
    await unlink(node, who(node, "bo"), judged.entry.id, because="The prints were of another case.")
    await deconflict(node)
    assert await told(node) == {"hart-pd": [lees], "east-pd": [maxs]}


async def test_interests_are_looked_at_again_when_a_judgment_makes_two_persons_one(node: Node) -> None:
    pair = [await wanted(node, "lee", identifications=SSN), await wanted(node, "max", **OTHER)]
    lees, maxs = await follow(node, "lee", pair[0]), await follow(node, "max", pair[1])
    assert await told(node) == {}
    await link(node, who(node, "bo"), pair, Verdict.SAME, because="She changed her name; the prints agree.")
    await deconflict(node)
    assert len(await notices(node)) == 2
    assert await told(node) == {"hart-pd": [lees], "east-pd": [maxs]}


async def test_interests_are_looked_at_again_when_what_is_entered_later_links_two_persons(node: Node) -> None:
    adelina, zoe = await wanted(node, "lee", identifications=SSN), await wanted(node, "max", **OTHER)
    lees, maxs = await follow(node, "lee", adelina), await follow(node, "max", zoe)
    assert await told(node) == {}
    patch = b"""{"names": [{"given_name": "Adelina", "surname": "Quillfeather"}], "birth_date": "1990-12-10",
        "sex": "F", "identifications": [{"kind": "ssn", "value": "900-12-3456"}]}"""
    await correct(node, detective(node, "max"), zoe, patch, replaces=1)
    await deconflict(node)
    assert len(await notices(node)) == 2
    assert await told(node) == {"hart-pd": [lees], "east-pd": [maxs]}


async def test_two_that_work_on_the_very_same_record_are_told(node: Node) -> None:
    adelina = await wanted(node, "lee", identifications=SSN)
    lees, maxs = await follow(node, "lee", adelina), await follow_below(node, "max", adelina)
    assert await told(node) == {"hart-pd": [lees], "east-pd": [maxs]}


@pytest.mark.parametrize("marking", ["vsp", "sealed", "intel23", "part2", "juvenile", "sensitive"])
@pytest.mark.parametrize("marked", ["person", "interest"])
async def test_what_is_restricted_takes_no_part_unless_a_clause_names_it(node: Node, marking: str, marked: str) -> None:
    await marked_interests(node, marking, marked)
    assert await told(node) == {}


@pytest.mark.parametrize("marking", ["vsp", "sealed", "intel23", "part2"])
async def test_no_clause_lets_take_part_what_the_law_keeps(app: App, marking: str) -> None:
    await app.node.directories.activate(
        NEITHER + told_of("hart-pd", f'"{marking}"') + told_of("east-pd", f'"{marking}"')
    )
    await marked_interests(app.node, marking, "person")
    assert await told(app.node) == {}


async def test_trained_officers_are_told_of_criminal_intelligence_where_a_clause_names_it(app: App) -> None:
    node = app.node
    await node.directories.activate(NEITHER + told_of("hart-pd", '"intel23"') + told_of("east-pd", '"intel23"'))
    for member in ("lee", "max"):
        course = {"member": member, "course": "28-cfr-23", "issued_on": "2026-01-01", "expires_at": node.clock() + DAY}
        certificate = record("training-certificate", issuer="Academy", **course)
        await enter_below(node, certificate, node.directory.member[member].agency, "platform")
    await node.rulebook.refresh()
    await marked_interests(node, "intel23", "interest")
    assert set(await told(node)) == {"hart-pd", "east-pd"}
    assert [notice.markings for notice in (await notices(node))["hart-pd"]] == [()]
    assert [notice.markings for notice in (await notices(node))["east-pd"]] == [("intel23",)]


async def marked_interests(node: Node, marking: str, marked: str) -> None:
    """Enter interests of both forces in one record; Max's, or the person, carries a marking."""
    on_person = {"markings": [marking]} if marked == "person" else {}
    on_interest = {"markings": [marking]} if marked == "interest" else {}
    names = [{"given_name": "Adelina", "surname": "Quillfeather"}]
    adelina = (await enter_below(node, record("person", names=names, **on_person), "hart-pd", "lee")).id
    await follow_below(node, "lee", adelina)
    await follow_below(node, "max", adelina, **on_interest)


async def test_a_person_sealed_after_both_began_takes_no_part(node: Node) -> None:
    adelina = await wanted(node, "lee", identifications=SSN)
    await seal(node, [adelina])
    await follow_below(node, "lee", adelina)
    await follow_below(node, "max", adelina)
    assert await told(node) == {}


@pytest.mark.parametrize("marking, agencies", [("sealed", 0), ("part2", 0), ("vsp", 0), ("sensitive", 2)])
async def test_nobody_is_brought_together_through_a_record_that_the_law_keeps_from_use(
    node: Node, marking: str, agencies: int
) -> None:
    adelina, zoe = await wanted(node, "lee", identifications=SSN), await wanted(node, "max", **OTHER)
    between = (await enter_below(node, record("person", markings=[marking]), "hart-jail", "jo")).id
    about = {"outcome": "linked", "decided_at": "2026-01-02", "explanation": "The prints agree."}
    for id in (adelina, zoe):
        judgment = record("person-identification", persons=[id, between], **about)
        await enter_below(node, judgment, "hart-bureau", "bo")
    await follow(node, "lee", adelina)
    await follow(node, "max", zoe)
    assert len(await told(node)) == agencies


async def test_who_is_no_member_is_named_to_nobody_and_stands_for_nobody(node: Node) -> None:
    lees, _ = await both(node, contact="Ada Quill of 12 Hart Avenue")
    await told(node)
    assert [notice.contact for notice in (await notices(node))["hart-pd"]] == ["max"]
    adelina = await wanted(node, "lee", identifications=SSN)
    await enter_below(node, interest(node, "lee", adelina), "hart-court", "lee")
    assert (await told(node))["hart-pd"] == [lees]


async def test_the_log_is_looked_through_once_and_no_more_is_done_while_nothing_is_entered(node: Node) -> None:
    await both(node)
    await told(node)
    await deconflict(node)
    size = await node.reader.size()
    await deconflict(node)
    await deconflict(node)
    assert await node.reader.size() == size


def test_the_purposes_of_an_interest_are_among_those_that_clauses_name() -> None:
    assert {*InterestPurpose} <= {*PURPOSES}


async def transcript(server: Server, home: Path, directory: str, *, hides: bool) -> list[str]:
    """Give all that Lee is told, in a world where Max has an interest in the same person or in one where he has not."""
    async with app_on(await server.new_database(), home) as app:
        await app.node.directories.activate(directory)
        async with world(app, hides=hides, reader="lee") as here:
            return await _told_to_lee(here)


async def _told_to_lee(here: World) -> list[str]:
    node = here.app.node
    adelina = await wanted(node, "lee", identifications=SSN)
    today = node.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    times = {"begins_at": today, "ends_at": today + 30 * DAY}
    async with await here.client("lee") as client:
        asked = Transcript(here, client)
        await asked.ask("POST", "/v1/subscriptions", json={"kinds": [INTEREST, NOTICE, "person"]})
        if here.hides:
            await follow(node, "max", await wanted(node, "max", identifications=SSN))
        lees = await follow(node, "lee", adelina, **times)
        await told(node)
        await _ask_all(asked, adelina, lees)
        if here.hides:
            await follow(node, "mia", await wanted(node, "mia", identifications=SSN))
        await follow(node, "lee", adelina, **times)
        await told(node)
        await _ask_all(asked, adelina, lees)
        return asked.told


async def _ask_all(asked: Transcript, adelina: UUID, lees: UUID) -> None:
    paths = [
        f"/v1/records/{kind}" for kind in (INTEREST, NOTICE, "person", "disclosure", "recall-notice", "review-task")
    ]
    paths += [f"/v1/records/{id}{part}" for id in (adelina, lees) for part in ("", "/history", "/explanation")]
    paths += [f"/v1/records/{adelina}/identity", f"/v1/cases/{adelina}", "/v1/stream?follow=false", "/v1/subscriptions"]
    paths += [f"/v1/counts?group_by={group}" for group in ("kind", "owner", "month")]
    paths += [f"/v1/search?q={words}" for words in ("quillfeather", "ostrander", "east-pd", "max", "deconfliction")]
    for path in paths:
        await asked.ask("GET", path)


@pytest.mark.parametrize("directory", [NEITHER, NEITHER + told_of("hart-pd"), NEITHER + told_of("east-pd")])
async def test_whom_no_clause_lets_be_told_gets_the_same_answers_whether_or_not_the_other_works_on_her(
    server: Server, place: Path, directory: str
) -> None:
    with_them = await transcript(server, place / "with", directory, hides=True)
    without = await transcript(server, place / "without", directory, hides=False)
    assert len(with_them) == len(without) > 40
    assert [_difference(one, other) for one, other in zip(with_them, without, strict=True) if one != other] == []


async def test_where_clauses_let_be_told_the_comparison_sees_it(server: Server, place: Path) -> None:
    with_them = await transcript(server, place / "with", BOTH, hides=True)
    without = await transcript(server, place / "without", BOTH, hides=False)
    assert sum(one != other for one, other in zip(with_them, without, strict=True)) > 3


def _difference(one: str, other: str) -> str:
    return "\n".join(difflib.unified_diff(one.splitlines(), other.splitlines(), lineterm="", n=2))
