"""What a subscriber was sent is taken back by a message that names the record and says nothing of it."""

import json

import pytest

from comity.acts import agree
from comity.acts.deliver import messages
from comity.acts.hand_out import hand_out
from comity.acts.subscribe import Terms, subscribe
from comity.exchange.outwards import outward
from comity.following.recalling import recall
from comity.records.governance.subscription import RecordEvent, Way
from comity.store.node import Node
from comity.store.subscriptions import Standing
from tests.recall.worlds import CANARY, OWNER, PARTNERS, acting, amend, enter_known, notices, signing

pytestmark = pytest.mark.anyio

ONE, TWO = PARTNERS[:2]


async def sent(node: Node, standing: Standing) -> list[tuple[str, str, bytes]]:
    """Give what waits for a subscriber as it would go out: what happened, to which record, in which words."""
    await recall(node)
    await hand_out(node)
    made = await messages(node, standing, outward())
    return [(each.parcel.event, str(each.parcel.record), each.body) for each in made]


@pytest.mark.parametrize("ending", ["leaves", "marked"])
async def test_what_was_sent_is_taken_back_and_the_message_holds_nothing_of_it(world: Node, ending: str) -> None:
    last = PARTNERS[-1]
    terms = Terms(way=Way.WEBHOOK, address="https://one.example.org/")
    standing = await subscribe(world, acting(world, last), ["person"], terms=terms)
    id = str(await enter_known(world))
    other = await enter_known(world)
    assert [(event, record) for event, record, _ in await sent(world, standing)] == [
        (RecordEvent.CREATED, id),
        (RecordEvent.CREATED, str(other)),
    ]
    if ending == "leaves":
        await agree.leave(world, signing(world, last), "net", "It is over.")
        taken = {id, str(other)}
    else:
        await amend(world, other, 1, markings=["sensitive"])
        taken = {str(other)}
    await recall(world)
    assert {str(ref.id) for agency, n in await notices(world) if agency == last for ref in n.records} == taken
    back = [(record, body) for event, record, body in await sent(world, standing) if event == RecordEvent.RECALLED]
    assert {record for record, _ in back} == taken
    for _, body in back:
        assert CANARY.encode() not in body
        assert not {"content", "kind", "salt"} & json.loads(body)["data"].keys()
    assert all(agency != OWNER for agency, _ in await notices(world))
