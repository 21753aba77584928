"""What linkage keeps: in the entry's own commit, the same in every order and process, and nothing of what is gone."""

import asyncio
import random
from pathlib import Path
from uuid import UUID

import pytest

from comity.acts.identify import identify
from comity.acts.submit import Submission, submit, submit_together
from comity.errors import Conflict
from comity.ids import new_id
from comity.linkage.features import features_of
from comity.policy.sessions import open_session
from comity.store.comparing import opened_features
from comity.store.expunging import destroy, slots_of
from comity.store.node import Node, open_node
from comity.store.rebuilding import rebuild
from comity.store.relinking import relink_all
from tests.conftest import Server
from tests.entering import record
from tests.linking.worlds import ADA, BORN, SSN, WITH_BUREAU, person, who
from tests.store.drafting import draft_for, fsck, silent

pytestmark = pytest.mark.anyio

# Sixty people of ten families, three entries each: enough alike to be compared, most not the same.
GIVEN = "Ada Bert Cora Dan Edith Fred".split()
FAMILIES = [
    *("Quillfeather", "Nightingale", "Abernathy", "Winterbourne", "Lockwood"),
    *("Fairchild", "Underhill", "Blackthorn", "Merriweather", "Pemberton"),
]


def entries() -> list[Submission]:
    found: list[Submission] = []
    numbers_given = random.Random(3)
    for f, family in enumerate(FAMILIES):
        for g, given in enumerate(GIVEN):
            born = f"19{50 + 3 * g}-{1 + f:02d}-{1 + 4 * g:02d}"
            sure = [{"kind": "driver-license", "value": f"H{numbers_given.randrange(10**7):07d}"}]
            for names, numbers in (
                ([{"given_name": given, "surname": family}], sure),
                ([{"given_name": given, "surname": family[:-1]}], sure),
                ([{"given_name": given, "surname": family}], []),
            ):
                said = record("person", names=names, birth_date=born, identifications=numbers)
                found.append(Submission(UUID(int=len(found) + (4 << 76)), said))
    return found


async def identities(node: Node) -> set[frozenset[UUID]]:
    found: set[frozenset[UUID]] = set()
    seen: set[UUID] = set()
    for submission in entries():
        if submission.id not in seen:
            members = {view.id for view in (await identify(node, who(node, "bo"), submission.id)).records}
            seen |= members
            found.add(frozenset(members))
    return found


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_order_of_arrival_and_how_many_come_at_once_change_nothing(node: Node, seed: int) -> None:
    chance = random.Random(seed)
    everybody = entries()
    chance.shuffle(everybody)
    while everybody:
        taken = chance.randint(1, 40)
        batch, everybody = everybody[:taken], everybody[taken:]
        await submit_together(node, who(node, "lee"), batch)
    grown = await identities(node)
    assert grown == {frozenset(s.id for s in entries()[n : n + 3]) for n in range(0, 180, 3)}
    await relink_all(node)
    assert await identities(node) == grown


async def test_two_processes_that_enter_one_person_at_once_link_them(server: Server, place: Path) -> None:
    dsn, keyring = await server.new_database(), place / "keyring"
    async with open_node(dsn, keyring) as one, open_node(dsn, keyring) as other:
        await one.directories.activate(WITH_BUREAU)
        await other.rulebook.refresh()
        ada = record("person", names=[ADA], birth_date=BORN, identifications=SSN)
        receipts = await asyncio.gather(*(submit(n, who(n, "lee"), ada) for n in (one, other) for _ in range(10)))
        found = await identify(one, who(one, "bo"), receipts[0].entry.id)
        assert {view.id for view in found.records} == {r.entry.id for r in receipts}
        assert (await fsck(one)).findings == []


async def test_of_an_expunged_person_linkage_keeps_nothing_and_the_others_stay_linked(node: Node) -> None:
    ids = [await person(node, identifications=SSN) for _ in range(3)]
    await destroy(node.pool, node.keyring, await slots_of(node.pool, [ids[1]]))
    await node.rulebook.refresh()
    counts = {
        name: await node.pool.fetchval(f"select count(*) from {name}")  # noqa: S608 - a name of the list below
        for name in ("linkable", "link_edge")
    }
    assert counts == {"linkable": 2, "link_edge": 1}
    orphans = "select count(*) from link_key where number not in (select number from linkable)"
    assert await node.pool.fetchval(orphans) == 0
    assert {view.id for view in (await identify(node, who(node, "bo"), ids[0])).records} == {ids[0], ids[2]}


async def test_whoever_is_kept_apart_by_law_is_compared_with_nobody(node: Node) -> None:
    await person(node, identifications=SSN)
    await person(node, identifications=SSN, markings=["vsp"])
    assert await node.pool.fetchval("select count(*) from linkable") == 1


async def test_linkage_is_made_again_from_the_log_with_everything_else(node: Node) -> None:
    await submit_together(node, who(node, "lee"), entries()[:30])
    before = await node.pool.fetch("select one, other from link_edge order by 1, 2")
    assert before
    await node.log.publish()
    await rebuild(node, silent)
    assert await node.pool.fetch("select one, other from link_edge order by 1, 2") == before
    assert (await fsck(node)).findings == []


async def test_the_database_holds_neither_a_name_nor_what_was_compared(node: Node) -> None:
    await person(node, names=[{"given_name": "Zephyrine", "surname": "Quartermain"}], identifications=SSN)
    held = await node.pool.fetch("select l::text from linkable l union all select k::text from link_key k")
    text = " ".join(row[0] for row in held).lower()
    for said in ("zephyrine", "quartermain", "900123456", "19901210"):
        assert said not in text
        assert said.encode().hex() not in text


async def test_a_stranger_to_the_bureau_sees_no_more_by_linkage_than_by_reading(node: Node) -> None:
    await person(node, "jo", identifications=SSN)
    kept = open_session(node.directory, "hart-pd", "lee", "investigation/2026-1")
    mine = await person(node, identifications=SSN)
    found = await identify(node, kept, mine)
    assert ([view.id for view in found.records], found.links, found.perhaps, found.others) == ([mine], (), (), ())
    assert new_id() != mine


async def test_of_two_who_correct_one_version_at_once_the_one_that_is_written_is_compared(node: Node) -> None:
    ada = await person(node, identifications=SSN)
    bert = {"given_name": "Bert", "surname": "Underhill"}
    said = (record("person", names=[ADA], birth_date=BORN), record("person", names=[bert], birth_date="1950-01-02"))
    at_once = [node.writer.append([draft_for(each, id=ada, replaces=1)]) for each in said]
    written, refused = await asyncio.gather(*at_once, return_exceptions=True)
    assert isinstance(written, tuple)
    assert isinstance(refused, Conflict)
    (row,) = await node.pool.fetch("select * from linkable")
    assert opened_features(node.keyring, row) == features_of(said[0])
