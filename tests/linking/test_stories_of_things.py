"""One vehicle is one vehicle, and two companies are two: people judge things as they judge who is one person."""

from typing import Any
from uuid import UUID

import pytest

from comity.acts.correct import correct
from comity.acts.identify import Identity, identify
from comity.acts.link import link, unlink
from comity.acts.review_links import review_links
from comity.acts.weigh import weigh
from comity.errors import Absent, Invalid, Refused
from comity.ids import new_id
from comity.linkage.clustering import Verdict
from comity.linkage.features import LINKED
from comity.records.declaration import kind_name
from comity.records.governance.recall_notice import Recall
from comity.records.judgments import judging_kind
from comity.records.justice.thing_identification import ThingIdentification
from comity.records.parties.person import Person
from comity.records.reach import pointings
from comity.store.node import Node
from tests.entering import enter, enter_incident
from tests.linking.test_telling import told
from tests.linking.worlds import SSN, person, who

pytestmark = pytest.mark.anyio

READ_RIGHT = {"registrations": [{"plate": "HRT 4711", "jurisdiction": "Hart"}], "detail": {"make": "Honda"}}
MISREAD = {"registrations": [{"plate": "HKI 4777", "jurisdiction": "Hart"}], "detail": {"make": "Honda"}}
BAKERY = {"name": "Bluebird Bakery", "address": {"street": "4 Harbor Road", "postal_code": "62704"}}
OF_EACH_KIND: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "vehicle": (READ_RIGHT, MISREAD),
    "organization": (BAKERY, {"name": "Quayside Catering", "address": {"street": "9 Mill Lane"}}),
    "location": ({"name": "The old mill"}, {"address": {"street": "1 Mill Lane", "postal_code": "62704"}}),
    "phone-account": ({"telephone": "612-555-0123"}, {"account_name": "harbor.night"}),
}


async def thing(node: Node, kind: str, by: str, **fields: Any) -> UUID:
    return (await enter(node, who(node, by), kind, **fields)).entry.id


async def shown(node: Node, id: UUID, reader: str = "bo") -> Identity:
    return await identify(node, who(node, reader), id)


async def members(node: Node, id: UUID, reader: str = "bo") -> set[UUID]:
    return {view.id for view in (await shown(node, id, reader)).records}


async def test_a_vehicle_whose_plate_was_misread_is_one_again_when_bo_says_so_and_two_when_bo_takes_it_back(
    node: Node,
) -> None:
    right, wrong = await thing(node, "vehicle", "lee", **READ_RIGHT), await thing(node, "vehicle", "jo", **MISREAD)
    before = await shown(node, right), await shown(node, wrong)
    assert await members(node, right) == {right}
    judged = await link(node, who(node, "bo"), (right, wrong), Verdict.SAME, because="Same dent, same driver.")
    for id in (right, wrong):
        found = await shown(node, id)
        assert (found.id, [view.id for view in found.records]) == (right, [right, wrong])
        assert found.links[0].verdict is Verdict.SAME
    await unlink(node, who(node, "bo"), judged.entry.id, because="The dent is on the other side.")
    assert (await shown(node, right), await shown(node, wrong)) == before


async def test_two_companies_of_one_name_and_address_are_two_when_bo_says_so_and_one_when_bo_takes_it_back(
    node: Node,
) -> None:
    one, other = await thing(node, "organization", "lee", **BAKERY), await thing(node, "organization", "jo", **BAKERY)
    before = await shown(node, other)
    assert [view.id for view in before.records] == [one, other]
    judged = await link(node, who(node, "bo"), (one, other), Verdict.DIFFERENT, because="The son has his own bakery.")
    for id in (one, other):
        assert await members(node, id) == {id}
        found = await shown(node, id)
        assert (found.perhaps, [link.judgment for link in found.apart]) == ((), [judged.entry.id])
    assert (await weigh(node, who(node, "bo"), one, other)).verdict is Verdict.DIFFERENT
    await unlink(node, who(node, "bo"), judged.entry.id, because="The register has one bakery there.")
    assert await shown(node, other) == before


@pytest.mark.parametrize("kind", OF_EACH_KIND)
async def test_things_of_every_linked_kind_are_judged_and_parted_again(node: Node, kind: str) -> None:
    one, other = [await thing(node, kind, by, **f) for by, f in zip(("lee", "jo"), OF_EACH_KIND[kind], strict=True)]
    assert await members(node, one) == {one}
    judged = await link(node, who(node, "bo"), (one, other), Verdict.SAME, because="Seen with my own eyes.")
    assert await members(node, other) == {one, other}
    await unlink(node, who(node, "bo"), judged.entry.id, because="It was another.")
    assert await members(node, other) == {other}


def test_whatever_is_linked_and_no_person_is_judged_as_a_thing() -> None:
    (meant,) = [each.kinds for each in pointings(ThingIdentification) if each.path[0] == "things"]
    assert LINKED - {kind_name(Person)} == {*OF_EACH_KIND} == {*meant}
    assert {judging_kind(kind) for kind in OF_EACH_KIND} == {kind_name(ThingIdentification)}


async def test_the_police_judge_things_and_leave_persons_to_the_bureau(node: Node) -> None:
    cars = [await thing(node, "vehicle", "lee", **fields) for fields in (READ_RIGHT, MISREAD)]
    await link(node, who(node, "lee"), cars, Verdict.SAME, because="I wrote the plate down in the rain.")
    assert await members(node, cars[0], "lee") == {*cars}
    persons = [await person(node, identifications=SSN) for _ in range(2)]
    with pytest.raises(Refused):
        await link(node, who(node, "lee"), persons, Verdict.SAME, because="I know her.")


async def test_the_jail_judges_no_things(node: Node) -> None:
    cars = [await thing(node, "vehicle", "jo", **fields) for fields in (READ_RIGHT, MISREAD)]
    with pytest.raises(Refused):
        await link(node, who(node, "jo"), cars, Verdict.SAME, because="They parked here twice.")


async def test_a_vehicle_and_its_driver_are_not_judged_together_and_it_is_said_what_to_do(node: Node) -> None:
    car, driver = await thing(node, "vehicle", "lee", **READ_RIGHT), await person(node)
    line = await thing(node, "phone-account", "lee", telephone="612-555-0123")
    for mixed in ((car, driver), (car, line), (car, await enter_incident(node))):
        with pytest.raises(Invalid) as wrong:
            await link(node, who(node, "lee"), mixed, Verdict.SAME, because="They are seen together.")
        assert wrong.value.field == "records"
        assert "vehicle" in wrong.value.remedy


async def test_what_bo_does_not_see_is_judged_as_what_was_never_there(node: Node) -> None:
    car = await thing(node, "vehicle", "lee", **READ_RIGHT)
    hidden = await thing(node, "vehicle", "lee", **MISREAD, markings=["sensitive"])
    said = []
    for id in (hidden, new_id()):
        with pytest.raises(Refused) as wrong:
            await link(node, who(node, "bo"), (car, id), Verdict.SAME, because="The same dent.")
        said.append(str(wrong.value).replace(str(id), "that"))
    assert said[0] == said[1]


async def test_what_is_judged_of_a_sensitive_vehicle_is_as_sensitive_and_so_is_taking_it_back(node: Node) -> None:
    car = await thing(node, "vehicle", "lee", **READ_RIGHT)
    hidden = await thing(node, "vehicle", "lee", **MISREAD, markings=["sensitive"])
    judged = await link(node, who(node, "lee"), (car, hidden), Verdict.SAME, because="The same dent.")
    assert await members(node, car, "lee") == {car, hidden}
    assert await members(node, car) == {car}
    with pytest.raises(Absent):
        await unlink(node, who(node, "bo"), judged.entry.id, because="It was not.")
    await unlink(node, who(node, "lee"), judged.entry.id, because="It was not.")
    assert await members(node, car, "lee") == {car}


async def test_a_judgment_is_taken_back_though_a_vehicle_has_become_sensitive_since(node: Node) -> None:
    cars = [await thing(node, "vehicle", "lee", **fields) for fields in (READ_RIGHT, MISREAD)]
    judged = await link(node, who(node, "lee"), cars, Verdict.SAME, because="The same dent.")
    await correct(node, who(node, "lee"), cars[1], b'{"markings": ["sensitive"]}', replaces=1)
    await unlink(node, who(node, "lee"), judged.entry.id, because="It was not.")
    assert await members(node, cars[0], "lee") == {cars[0]}


async def test_vehicles_that_may_be_one_wait_in_a_queue_of_their_own(node: Node) -> None:
    one = await thing(node, "vehicle", "lee", registrations=READ_RIGHT["registrations"])
    other = await thing(node, "vehicle", "jo", registrations=READ_RIGHT["registrations"])
    assert await review_links(node, who(node, "bo")) == []
    (doubt,) = await review_links(node, who(node, "bo"), "vehicle")
    assert {doubt.one.id, doubt.other.id} == {one, other}
    await link(node, who(node, "bo"), (one, other), Verdict.UNSURE, because="Ask the jail for the make.")
    assert await review_links(node, who(node, "bo"), "vehicle") == []
    with pytest.raises(Absent):
        await review_links(node, who(node, "bo"), "arrest")


async def test_whoever_was_shown_both_companies_is_told_that_they_are_two_and_that_they_are_not(node: Node) -> None:
    both = [await thing(node, "organization", by, **BAKERY) for by in ("lee", "jo")]
    await shown(node, both[0])
    judged = await link(node, who(node, "bo"), both, Verdict.DIFFERENT, because="Two registers.")
    assert ("hart-bureau", Recall.PARTED, {*both}) in await told(node)
    await unlink(node, who(node, "bo"), judged.entry.id, because="One register.")
    assert ("hart-bureau", Recall.LINKED, {*both}) in await told(node)
