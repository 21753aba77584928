"""One person is one person: linked as they are entered, with reasons, for each reader by what that reader sees."""

from uuid import UUID

import pytest

from comity.acts.correct import correct
from comity.acts.identify import Identity, identify
from comity.acts.link import link, unlink
from comity.acts.people import people
from comity.acts.resemble import resemble
from comity.acts.review_links import review_links
from comity.acts.submit import Submission, submit_together
from comity.errors import Absent, Invalid, Refused
from comity.ids import new_id
from comity.linkage.clustering import Verdict
from comity.store.node import Node
from tests.entering import enter_incident, record
from tests.linking.worlds import ADA, BORN, SSN, person, who

pytestmark = pytest.mark.anyio

MISSPELLED = {"given_name": "Adelina", "surname": "Quilfeather"}


async def members(node: Node, id: UUID, reader: str = "bo") -> set[UUID]:
    return {view.id for view in (await identify(node, who(node, reader), id)).records}


async def test_a_person_whom_the_jail_enters_is_one_with_whom_the_police_entered_and_bo_sees_why(node: Node) -> None:
    first = await person(node, identifications=SSN)
    second = await person(node, "jo", names=[MISSPELLED], identifications=SSN)
    found = await identify(node, who(node, "bo"), second)
    assert [view.id for view in found.records] == [first, second]
    assert found.id == first
    (only,) = found.links
    assert {only.one, only.other} == {first, second}
    assert only.decision == "link"
    assert only.reasons is not None
    told = " ".join(step.words for step in only.reasons.steps)
    assert "Quil" in told or "quil" in told
    assert only.reasons.prior + sum(step.bits for step in only.reasons.steps) == pytest.approx(only.reasons.total)


async def test_whoever_asks_by_any_record_of_an_identity_is_told_its_one_name(node: Node) -> None:
    ids = [await person(node, identifications=SSN), await person(node, "jo", identifications=SSN)]
    named = {(await identify(node, who(node, "bo"), id)).id for id in ids}
    assert named == {ids[0]}


async def test_namesakes_with_other_birth_dates_and_numbers_are_two_people(node: Node) -> None:
    one = await person(node, identifications=SSN)
    other = await person(node, birth_date="1961-03-02", identifications=[{"kind": "ssn", "value": "900-77-0001"}])
    assert await members(node, one) == {one}
    assert await members(node, other) == {other}


async def test_those_whom_nobody_could_name_are_never_linked(node: Node) -> None:
    nobody = [
        await person(node, names=[{"given_name": given, "surname": surname}], birth_date="1900-01-01", sex="M")
        for given, surname in (("John", "Doe"), ("JOHN", "DOE 2"), ("UNKNOWN", "UNKNOWN"), ("Unknown", "Unknown"))
    ]
    for id in nobody:
        found = await identify(node, who(node, "bo"), id)
        assert [view.id for view in found.records] == [id]
        assert found.perhaps == ()


async def test_persons_of_one_entry_are_linked_with_one_another(node: Node) -> None:
    together = [
        Submission(new_id(), record("person", names=[ADA], birth_date=BORN, identifications=SSN)) for _ in range(3)
    ]
    await submit_together(node, who(node, "lee"), together)
    assert await members(node, together[0].id) == {each.id for each in together}


async def test_a_corrected_name_and_number_part_what_was_linked_and_link_it_elsewhere(node: Node) -> None:
    ada = await person(node, identifications=SSN)
    other = {"given_name": "Bertram", "surname": "Nightingale"}
    bert = await person(node, names=[other], birth_date="1971-05-06", sex="M")
    wrong = await person(node, identifications=SSN)
    assert await members(node, wrong) == {ada, wrong}
    patch = b"""{"names": [{"given_name": "Bertram", "surname": "Nightingale"}], "birth_date": "1971-05-06", "sex": "M",
        "identifications": null}"""
    await correct(node, who(node, "lee"), wrong, patch, replaces=1)
    assert await members(node, wrong) == {bert, wrong}
    assert await members(node, ada) == {ada}


async def test_what_a_person_judges_outranks_the_machine_and_taking_it_back_restores_what_was(node: Node) -> None:
    one, other = await person(node, identifications=SSN), await person(node, "jo", identifications=SSN)
    before = await identify(node, who(node, "bo"), one)
    judged = await link(
        node, who(node, "bo"), (one, other), Verdict.DIFFERENT, because="Twins: their fingerprints differ."
    )
    assert await members(node, one) == {one}
    assert await members(node, other) == {other}
    await unlink(node, who(node, "bo"), judged.entry.id, because="The prints were of another case.")
    after = await identify(node, who(node, "bo"), one)
    assert same(before) == same(after)


def same(identity: Identity) -> object:
    return identity.id, [view.id for view in identity.records], identity.links


async def test_what_the_machine_would_never_link_a_person_can(node: Node) -> None:
    one = await person(node)
    other = await person(node, names=[{"given_name": "Zoe", "surname": "Abernathy"}], birth_date="1955-01-09")
    assert await members(node, one) == {one}
    await link(node, who(node, "bo"), (one, other), Verdict.SAME, because="She changed her name; the prints agree.")
    found = await identify(node, who(node, "bo"), one)
    assert {view.id for view in found.records} == {one, other}
    assert found.links[0].verdict is Verdict.SAME


async def test_who_is_judged_the_same_and_another_are_not_whoever_is_not_that_other(node: Node) -> None:
    one, other = await person(node, identifications=SSN), await person(node, "jo", identifications=SSN)
    third = await person(node, names=[{"given_name": "Zoe", "surname": "Abernathy"}], birth_date="1955-01-09")
    await link(node, who(node, "bo"), (one, third), Verdict.SAME, because="The prints agree.")
    await link(node, who(node, "bo"), (other, third), Verdict.DIFFERENT, because="The prints differ.")
    assert await members(node, one) == {one, third}
    assert await members(node, other) == {other}


async def test_only_the_bureau_judges_and_never_without_a_reason(node: Node) -> None:
    pair = [await person(node, identifications=SSN), await person(node, identifications=SSN)]
    with pytest.raises(Refused):
        await link(node, who(node, "lee"), pair, Verdict.SAME, because="I know her.")
    with pytest.raises(Invalid) as wrong:
        await link(node, who(node, "bo"), pair, Verdict.SAME, because="  ")
    assert wrong.value.field == "because"


async def test_nobody_takes_back_what_is_no_judgment_that_they_see(node: Node) -> None:
    ada = await person(node)
    for id in (ada, new_id()):
        with pytest.raises(Absent):
            await unlink(node, who(node, "bo"), id, because="It was wrong.")


async def test_a_clerk_is_told_of_links_among_what_the_clerk_sees_only(node: Node) -> None:
    police = [await person(node, identifications=SSN), await person(node, names=[MISSPELLED], identifications=SSN)]
    jail = await person(node, "jo", identifications=SSN)
    assert await members(node, police[0], "clark") == set(police)
    assert await members(node, police[0], "bo") == {*police, jail}
    with pytest.raises(Absent):
        await identify(node, who(node, "clark"), jail)


async def test_while_a_name_is_entered_it_is_told_whom_it_may_be_and_nothing_is_entered(node: Node) -> None:
    ada = await person(node, identifications=SSN)
    await person(node, names=[{"given_name": "Zoe", "surname": "Abernathy"}], birth_date="1955-01-09")
    size = await node.reader.size()
    (found,) = await resemble(node, who(node, "lee"), record("person", names=[MISSPELLED], birth_date=BORN))
    assert (found.like, found.identity.id) == (ada, ada)
    assert found.reasons.steps
    assert await node.reader.size() == size
    assert await resemble(node, who(node, "lee"), record("person", names=[{"given_name": "Unknown"}])) == []


async def test_whoever_does_not_see_a_person_is_not_told_that_a_draft_may_be_theirs(node: Node) -> None:
    await person(node, "jo", identifications=SSN)
    draft = record("person", names=[ADA], birth_date=BORN, identifications=SSN)
    assert await resemble(node, who(node, "clark"), draft) == []
    assert len(await resemble(node, who(node, "bo"), draft)) == 1


async def test_what_is_neither_person_nor_thing_is_not_linked(node: Node) -> None:
    incident = await enter_incident(node)
    with pytest.raises(Refused) as wrong:
        await identify(node, who(node, "lee"), incident)
    assert wrong.value.rule == "only_parties_and_things_are_linked"


async def test_the_same_vehicle_and_telephone_are_found_again(node: Node) -> None:
    for kind, fields in (
        ("vehicle", {"registrations": [{"plate": "HRT 4711", "jurisdiction": "Hart"}], "vin": "1HGCM82633A004352"}),
        ("phone-account", {"telephone": "612-555-0123"}),
    ):
        receipts = await submit_together(
            node, who(node, "lee"), [Submission(new_id(), record(kind, **fields)) for _ in range(2)]
        )
        found = await identify(node, who(node, "lee"), receipts[0].entry.id)
        assert {view.id for view in found.records} == {r.entry.id for r in receipts}, kind


async def test_what_the_machine_leaves_open_waits_in_bos_queue_until_it_is_judged(node: Node) -> None:
    one = await person(node)
    other = await person(node, "jo", birth_date=None, sex=None)
    (doubt,) = await review_links(node, who(node, "bo"))
    assert {doubt.one.id, doubt.other.id} == {one, other}
    assert doubt.link.reasons is not None
    assert await review_links(node, who(node, "clark")) == []
    await link(node, who(node, "bo"), (one, other), Verdict.UNSURE, because="Ask the jail for a birth date.")
    assert await review_links(node, who(node, "bo")) == []


async def test_somebody_who_is_looked_for_by_a_misspelled_name_is_found_once_with_all_their_records(node: Node) -> None:
    police, jail = await person(node, identifications=SSN), await person(node, "jo", identifications=SSN)
    await person(node, names=[{"given_name": "Zoe", "surname": "Abernathy"}], birth_date="1955-01-09")
    found = await people(node, who(node, "bo"), "adelina quilfether 1990")
    (ada,) = found.items
    assert [view.id for view in ada.identity.records] == [police, jail]
    assert found.following is None
    (seen,) = (await people(node, who(node, "clark"), "adelina quilfether")).items
    assert [view.id for view in seen.identity.records] == [police]
    assert (await people(node, who(node, "clark"), "zebedee nobody")).items == ()
