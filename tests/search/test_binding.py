"""A connection remembers what it is bound to, and is never bound to less or more than what its reader may see."""

import asyncio
from contextlib import AsyncExitStack

import asyncpg
import pytest

from comity.acts.sight import sight_of
from comity.policy.sessions import Session
from comity.store.node import Node
from comity.store.reading import EACH_TIME, ONCE, PolicyMoved, Scope
from comity.store.walled import Lending
from tests.search.telling import found, person
from tests.worlds import session_of

pytestmark = pytest.mark.anyio

_BOUND = "select current_setting('comity.classes') as classes, current_setting('plan_cache_mode') as planned"
_SEEN = "select count(*) as entries from entry"
_MOVE = "update policy_epoch set epoch = epoch + 1"
_NO_ROW = "select 1 where false"
_CUT = """
-- End the connections on which something was read for people.
select pg_terminate_backend(pid) from pg_stat_activity
where pid <> pg_backend_pid() and datname = current_database() and query like '%policy_epoch%'
"""


async def scope_of(node: Node, session: Session) -> Scope:
    return (await sight_of(node, session)).scope


def classes_of(scope: Scope) -> str:
    return "{" + ",".join(map(str, scope.bound)) + "}"


async def test_two_readers_on_one_connection_are_each_bound_to_their_own(node: Node) -> None:
    await person(node, "Ada", "Quillfeather", markings=["sensitive"])
    lees, clarks = [await scope_of(node, session_of(node, who)) for who in ("lee", "clark")]
    seen = [(await node.reader.rows(scope, _SEEN))[0]["entries"] for scope in (lees, clarks, lees, clarks, clarks)]
    assert seen[0] == seen[2] > seen[1] == seen[3] == seen[4]


async def test_a_connection_is_bound_anew_when_the_way_of_planning_differs(node: Node) -> None:
    scope = await scope_of(node, session_of(node, "lee"))
    for planned in (ONCE, EACH_TIME, EACH_TIME, ONCE):
        (row,) = await node.reader.rows(scope, _BOUND, planned=planned)
        assert row["planned"] == planned


@pytest.mark.parametrize("query", [_SEEN, _NO_ROW])
async def test_policy_that_moves_is_noticed_on_a_connection_that_stays_bound(node: Node, query: str) -> None:
    scope = await scope_of(node, session_of(node, "lee"))
    await node.reader.rows(scope, query)
    await node.pool.execute(_MOVE)
    with pytest.raises(PolicyMoved):
        await node.reader.rows(scope, query)


async def test_a_page_is_not_told_by_an_older_policy_on_a_connection_that_stays_bound(node: Node) -> None:
    ada = await person(node, "Ada", "Quillfeather")
    scope = await scope_of(node, session_of(node, "lee"))
    assert [each.id for each in await node.reader.current(scope, [ada])] == [ada]
    await node.pool.execute(_MOVE)
    with pytest.raises(PolicyMoved):
        await node.reader.current(scope, [ada])


async def test_after_a_question_that_failed_the_next_is_bound_right(node: Node) -> None:
    lees, clarks = [await scope_of(node, session_of(node, who)) for who in ("lee", "clark")]
    with pytest.raises(asyncpg.PostgresError):
        await node.reader.rows(lees, "select 1/0")
    for scope in (clarks, lees):
        (row,) = await node.reader.rows(scope, _BOUND)
        assert row["classes"] == classes_of(scope)


async def test_a_reader_who_is_cut_off_leaves_nobody_bound_wrong(node: Node) -> None:
    lees, clarks = [await scope_of(node, session_of(node, who)) for who in ("lee", "clark")]
    for turn in range(20):
        asking = asyncio.create_task(node.reader.rows(lees if turn % 2 else clarks, _SEEN))
        for _ in range(turn % 5):
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.wait([asking])
        for scope in (clarks, lees):
            (row,) = await node.reader.rows(scope, _BOUND)
            assert row["classes"] == classes_of(scope)


async def test_a_connection_that_was_lost_is_followed_by_one_that_is_bound(node: Node) -> None:
    ada = await person(node, "Ada", "Quillfeather")
    assert await found(node, "quilfeather") == [ada]
    await node.pool.execute(_CUT)
    await asyncio.sleep(0.2)
    scope = await scope_of(node, session_of(node, "lee"))
    (row,) = await node.reader.rows(scope, _BOUND)
    assert row["classes"] == classes_of(scope)


async def test_who_asks_for_what_a_connection_is_bound_to_gets_that_one(node: Node) -> None:
    lending = Lending(node.dsn)
    async with lending.lent() as one, lending.lent() as other:
        await one.bind(("{1}", EACH_TIME))
        await other.bind(("{2}", EACH_TIME))
    for wanted, bound in (("{1}", one), ("{2}", other), ("{1}", one)):
        async with lending.lent((wanted, EACH_TIME)) as lent:
            assert lent is bound
    await lending.close()


async def test_the_seventh_who_reads_at_once_waits_for_one_of_six(node: Node) -> None:
    lending, held = Lending(node.dsn), AsyncExitStack()
    six = {await held.enter_async_context(lending.lent()) for _ in range(6)}
    waiting = asyncio.create_task(held.enter_async_context(lending.lent()))
    done, _ = await asyncio.wait([waiting], timeout=0.1)
    assert len(six) == 6
    assert not done
    waiting.cancel()
    await asyncio.wait([waiting])
    await held.aclose()
    async with lending.lent() as again:
        assert again in six
    await lending.close()
