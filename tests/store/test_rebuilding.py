"""What is derived can be made again from the log: whatever was entered and corrected, rebuilt equals grown."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from comity.clock import now
from comity.policy.clauses import HandlingClass
from comity.records.declaration import Record, kind_name
from comity.records.profiles import number_format, profile
from comity.records.registry import kinds
from comity.records.spec import spec_of
from comity.store.entries import Draft, Minting
from comity.store.node import Node, open_node
from comity.store.rebuilding import rebuild
from tests.conftest import Server
from tests.entering import enter_arrest
from tests.records.strategies import records
from tests.store.drafting import all_that_is_derived, draft_for, fsck, person, silent
from tests.worlds import SMALL

pytestmark = pytest.mark.anyio

AGENCIES = ("hart-pd", "hart-court", "hart-jail")
ONE = settings(max_examples=1, phases=[Phase.generate], database=None, derandomize=True)
CODES = {"hart-pd": "HPD", "hart-court": "HSC", "hart-jail": "HCJ"}


async def rebuilt_like_grown(node: Node) -> None:
    # What is not signed yet has no tiles yet.
    await node.log.publish()
    grown = await all_that_is_derived(node.pool)
    await rebuild(node, silent)
    assert await all_that_is_derived(node.pool) == grown
    assert (await fsck(node)).findings == []


def draft(record: Record, agency: str, *, id: UUID | None = None, replaces: int = 0) -> Draft:
    """Give a draft of any valid record by any agency, below the rules of entry; its number is minted if it has none."""
    given = draft_for(record, id=id, replaces=replaces, minting=None if replaces else minting_of(record, agency))
    handling = HandlingClass(kind_name(type(record)), agency, tuple(sorted(record.markings)))
    return Draft(given.id, record, handling, agency, "lee", replaces=replaces, minting=given.minting)


def minting_of(record: Record, agency: str) -> Minting | None:
    minted = spec_of(type(record)).minted
    if minted is None or getattr(record, minted[0]) is not None:
        return None
    form = number_format(profile("us"), minted[1]).format
    return Minting(minted[0], minted[1], agency, CODES[agency], now().year, form)


@st.composite
def lives(draw: Callable[[Any], Any]) -> list[tuple[str, Record, Record | None]]:
    """Give some records of any kinds, by any of three agencies, each with a correction or none."""
    names = draw(st.lists(st.sampled_from(sorted(kinds())), min_size=1, max_size=25))
    return [
        (
            draw(st.sampled_from(AGENCIES)),
            draw(records(kinds()[name].kind)),
            draw(st.none() | records(kinds()[name].kind)),
        )
        for name in names
    ]


@pytest.fixture(scope="module")
async def growing(server: Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Node]:
    async with open_node(await server.new_database(), tmp_path_factory.mktemp("keys")) as node:
        await node.directories.activate(SMALL)
        yield node


@settings(max_examples=60, phases=[Phase.generate], derandomize=True, suppress_health_check=list(HealthCheck))
@given(lives=lives())
async def test_whatever_was_entered_and_corrected_rebuilt_equals_grown(
    growing: Node, lives: list[tuple[str, Record, Record | None]]
) -> None:
    """One log grows from example to example: each is judged with all that came before."""
    entered = await asyncio.gather(*(growing.writer.append([draft(record, agency)]) for agency, record, _ in lives))
    corrections = [
        draft(corrected, agency, id=entry.id, replaces=1)
        for (agency, _, corrected), (entry,) in zip(lives, entered, strict=True)
        if corrected is not None
    ]
    await growing.writer.append(corrections)
    await rebuilt_like_grown(growing)


async def test_every_kind_is_rebuilt_as_it_had_grown(growing: Node) -> None:
    made = {name: find(records(spec.kind), lambda _: True, settings=ONE) for name, spec in kinds().items()}
    await growing.writer.append([draft(record, "hart-pd") for record in made.values()])
    await rebuilt_like_grown(growing)


async def test_more_than_a_page_and_a_tile_are_rebuilt_as_they_had_grown(growing: Node) -> None:
    for _ in range(9):
        await growing.writer.append([draft(person(), "hart-pd") for _ in range(300)])
        await growing.log.publish()
    await rebuilt_like_grown(growing)


async def test_a_number_that_a_record_brings_from_elsewhere_is_never_given_again(node: Node) -> None:
    year = now().year
    await enter_arrest(node, arrest_number=f"HPD-A{year}-000005")
    await enter_arrest(node, arrest_number="an old one")
    await enter_arrest(node)
    await enter_arrest(node, arrest_number=f"HPD-A{year}-000002")
    await enter_arrest(node)
    numbers = await node.pool.fetch("select facts ->> 'arrest_number' as n from entry order by seq")
    brought = [row["n"] for row in numbers if row["n"]]
    assert brought[2::2] == [f"HPD-A{year}-000006", f"HPD-A{year}-000007"]
    await rebuilt_like_grown(node)


async def test_a_rebuild_mends_what_was_done_to_the_derived_tables(growing: Node) -> None:
    grown = await all_that_is_derived(growing.pool)
    await growing.pool.execute("delete from record where seq % 3 = 0")
    await growing.pool.execute("update record set tokens = '{}', version = 9 where seq % 3 = 1")
    await growing.pool.execute("delete from name_key where seq % 3 = 2")
    await growing.pool.execute("update name_key set key = key + 1, class_id = class_id + 1 where seq % 3 = 0")
    await growing.pool.execute("delete from tile")
    await growing.pool.execute("update number_series set next = 1")
    await growing.pool.execute("update log_head set frontier = '\\x00'")
    assert (await fsck(growing)).findings
    await rebuild(growing, silent)
    assert await all_that_is_derived(growing.pool) == grown
