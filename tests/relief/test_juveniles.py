"""A record about a minor is marked as such by the platform, and so is what follows it; nobody has to think of it."""

from uuid import UUID

import pytest

from comity.acts.correct import correct
from comity.acts.read import read
from comity.acts.rehearse import rehearse
from comity.acts.submit import Submission, submit_together
from comity.errors import Absent
from comity.ids import new_id
from comity.store.node import Node
from tests.entering import arrest_fields, enter, enter_incident, record
from tests.relief.scenes import session_for

pytestmark = pytest.mark.anyio


async def enter_born(node: Node, born: str) -> UUID:
    names = [{"given_name": "Tom", "surname": "Quill"}]
    return (await enter(node, session_for(node, "lee"), "person", names=names, birth_date=born)).entry.id


async def markings(node: Node, id: UUID) -> list[str]:
    statement = "select markings from record r join handling_class c on c.id = r.class_id where r.id = $1"
    found: list[str] = await node.pool.fetchval(statement, id)
    return found


@pytest.mark.parametrize("born, expected", [("2008-01-03", ["juvenile"]), ("2008-01-01", []), ("1990-12-10", [])])
async def test_an_arrest_is_marked_by_the_birth_date_of_who_was_arrested(
    city: Node, born: str, expected: list[str]
) -> None:
    person, incident = await enter_born(city, born), await enter_incident(city)
    receipt = await enter(city, session_for(city, "lee"), "arrest", **arrest_fields(incident, person))
    assert await markings(city, receipt.entry.id) == expected


async def test_what_follows_a_minors_arrest_is_marked_too_also_in_the_same_act(city: Node) -> None:
    person, incident = await enter_born(city, "2010-05-05"), await enter_incident(city)
    arrest, note = new_id(), new_id()
    involved = {"activity": str(arrest), "role": "arrested", "subject_category": "suspect", "person": str(person)}
    submissions = [
        Submission(arrest, record("arrest", **arrest_fields(incident, person))),
        Submission(note, record("involvement", **involved)),
    ]
    assert await rehearse(city, session_for(city, "lee"), submissions) == {}
    await submit_together(city, session_for(city, "lee"), submissions)
    assert [await markings(city, id) for id in (arrest, note)] == [["juvenile"], ["juvenile"]]


async def test_a_minors_arrest_is_not_there_for_whom_no_clause_names_juveniles(city: Node) -> None:
    person, incident = await enter_born(city, "2010-05-05"), await enter_incident(city)
    fields = arrest_fields(incident, person)
    receipt = await enter(city, session_for(city, "lee"), "arrest", **fields)
    with pytest.raises(Absent):
        await read(city, session_for(city, "clark"), receipt.entry.id)


async def test_a_retry_is_known_also_when_the_birth_date_was_corrected_in_between(city: Node) -> None:
    person, incident = await enter_born(city, "2010-05-05"), await enter_incident(city)
    lee, fields = session_for(city, "lee"), arrest_fields(incident, person)
    first = await enter(city, lee, "arrest", key="one", **fields)
    await correct(city, lee, person, b'{"birth_date": "1990-05-05"}', replaces=1)
    held = await city.pool.fetchval("select count(*) from entry")
    again = await enter(city, lee, "arrest", key="one", **fields)
    assert (again.entry.id, again.entry.replayed) == (first.entry.id, True)
    assert await city.pool.fetchval("select count(*) from entry") == held
