"""Whoever acted on a record is told when it is linked or parted, if they may see with whom; and nobody else is."""

from uuid import UUID

import pytest

from comity.acts.identify import identify
from comity.acts.link import link, unlink
from comity.acts.tell_links import tell_of_judgments, tell_of_links
from comity.linkage.clustering import Verdict
from comity.records.governance.recall_notice import Recall, RecallNotice
from comity.store.node import Node
from comity.store.pointing import of_classes
from comity.store.sealing import record_of
from tests.entering import record
from tests.linking.worlds import SSN, person, who
from tests.store.drafting import enter_below

pytestmark = pytest.mark.anyio


async def told(node: Node) -> list[tuple[str, Recall, set[UUID]]]:
    await tell_of_judgments(node)
    await tell_of_links(node)
    found = await of_classes(node.pool, node.classes, lambda each: each.kind == "recall-notice")
    notices = [(stored.handling.owner, record_of(node.keyring, stored)) for stored in found]
    return [
        (owner, notice.effect, {ref.id for ref in notice.records})
        for owner, notice in notices
        if isinstance(notice, RecallNotice)
    ]


async def test_a_clerk_who_saw_a_person_is_told_that_the_police_entered_them_again(node: Node) -> None:
    first = await person(node, identifications=SSN)
    await identify(node, who(node, "clark"), first)
    assert await told(node) == []
    await person(node, identifications=SSN)
    assert await told(node) == [("hart-court", Recall.LINKED, {first})]
    assert len(await told(node)) == 1


async def test_a_clerk_is_not_told_of_a_link_with_somebody_whom_only_the_jail_sees(node: Node) -> None:
    first = await person(node, identifications=SSN)
    await identify(node, who(node, "clark"), first)
    await person(node, "jo", identifications=SSN)
    assert await told(node) == []


async def test_whoever_never_saw_either_is_told_nothing(node: Node) -> None:
    await person(node, identifications=SSN)
    await person(node, identifications=SSN)
    assert await told(node) == []


async def test_a_judgment_and_its_undoing_are_told_to_those_who_acted_on_both(node: Node) -> None:
    ids = [await person(node, identifications=SSN) for _ in range(2)]
    await identify(node, who(node, "clark"), ids[0])
    judged = await link(node, who(node, "bo"), ids, Verdict.DIFFERENT, because="The prints differ.")
    assert ("hart-court", Recall.PARTED, set(ids)) in await told(node)
    await unlink(node, who(node, "bo"), judged.entry.id, because="The prints were of another case.")
    effects = [(owner, effect) for owner, effect, _ in await told(node) if owner == "hart-court"]
    assert effects == [("hart-court", Recall.PARTED), ("hart-court", Recall.LINKED)]


async def test_a_clerk_who_acted_on_both_is_not_told_what_was_judged_of_them_out_of_sight(node: Node) -> None:
    ids = [await person(node, identifications=SSN) for _ in range(2)]
    await identify(node, who(node, "clark"), ids[0])
    about = {"decided_at": "2026-01-02", "explanation": "The prints differ.", "markings": ["sensitive"]}
    hidden = record("person-identification", persons=ids, outcome="rejected", **about)
    await enter_below(node, hidden, "hart-bureau", "bo")
    assert not [each for each in await told(node) if each[1] is Recall.PARTED]


async def test_a_clerk_is_not_told_that_two_persons_are_linked_through_a_third_whom_only_the_jail_sees(
    node: Node,
) -> None:
    ids = [await person(node, birth_date=None, sex=None), await person(node)]
    await identify(node, who(node, "clark"), ids[0])
    await person(node, "jo", identifications=SSN)
    assert await told(node) == []
