"""What people remember, and what they find by it."""

import msgspec
import pytest

from comity.acts.correct import correct
from comity.acts.search import facets
from comity.errors import Invalid
from comity.store.node import Node
from tests.entering import arrest_fields
from tests.search.telling import asked, found, incident, person, told
from tests.worlds import session_of

pytestmark = pytest.mark.anyio

PERSON = frozenset({"person"})


async def test_lee_enters_a_person_and_clark_finds_them_at_once_by_a_name_misspelled(node: Node) -> None:
    ada = await person(node, "Adelaide", "Quillfeather")
    await person(node, "Bertram", "Stonebridge")
    for query in ("adelaide quilfeather", "quillfaether", "adelade quillfeather", "Quillfether Adelaid"):
        (hit,) = (await asked(node, query, "clark")).hits
        assert (hit.view.id, hit.is_near) == (ada, True), query
        assert 0.7 < hit.score < 1
        assert "quillfeather" in hit.words
    (hit,) = (await asked(node, "adelaide quillfeather", "clark")).hits
    assert (hit.score, hit.is_near) == (1, False)


async def test_a_name_is_found_by_its_sound_and_in_another_script(node: Node) -> None:
    smyth, ivan = await person(node, "Jon", "Smyth"), await person(node, "Иван", "Петров")
    assert await found(node, "jon smith") == [smyth]
    assert await found(node, "Ivan Petrov") == [ivan]
    assert await found(node, "Петров") == [ivan]
    assert await found(node, "petroff") == [ivan]


async def test_exact_comes_before_near_and_newer_before_older(node: Node) -> None:
    near, old = await person(node, "Jon", "Smith"), await person(node, "Jon", "Smyth")
    new = await person(node, "Jon", "Smyth")
    hits = (await asked(node, "jon smyth")).hits
    assert [hit.view.id for hit in hits] == [new, old, near]
    assert [hit.is_near for hit in hits] == [False, False, True]


async def test_one_box_takes_an_offense_a_place_a_year_and_a_quoted_name_together(node: Node) -> None:
    place = await told(node, "location", address={"street_number": "12", "street": "Hart Avenue", "city": "Hart"})
    elsewhere = await told(node, "location", address={"street": "Mill Road", "city": "Hart"})
    burglary = await told(node, "incident", **incident(location=place))
    other = await told(node, "incident", **incident(location=elsewhere))
    ada, bob = await person(node, "Jon", "Smyth"), await person(node, "Jon", "Reed")
    arrest = await told(node, "arrest", **arrest_fields(burglary, ada, occurred_at="2024-05-18T11:00:00Z"))
    await told(node, "arrest", **arrest_fields(other, bob, occurred_at="2024-05-18T11:00:00Z"))
    assert await found(node, 'burglary "jon smyth" 2024') == [arrest]
    assert await found(node, "burglary hart ave 2024", wanted=frozenset({"incident"})) == [burglary]
    assert await found(node, "220 mill rd", wanted=frozenset({"incident"})) == [other]
    assert await found(node, '"smyth reed"') == []


async def test_a_quoted_name_must_stand_in_one_record(node: Node) -> None:
    ada, bob = await person(node, "Ada", "Quill"), await person(node, "Bob", "Reed")
    here = await told(node, "incident", **incident(complainant=ada, officials=[bob]))
    assert here in await found(node, "ada reed")
    assert here not in await found(node, '"ada reed"')
    assert here in await found(node, '"reed bob"')


async def test_numbers_are_found_with_and_without_punctuation_and_by_their_ends(node: Node) -> None:
    ada = await person(
        node,
        "Ada",
        "Quill",
        contacts=[{"telephone": "+1 (415) 555-0142"}],
        identifications=[{"kind": "ssn", "value": "123-45-6789"}],
    )
    for query in ("14155550142", "+1-415-555-0142", "555-0142", "0142", "123456789", "123-45-6789", "6789"):
        assert await found(node, query, wanted=PERSON) == [ada], query
    assert await found(node, "5550143") == []


async def test_a_plate_is_found_by_any_three_characters_of_it(node: Node) -> None:
    car = await told(node, "vehicle", registrations=[{"plate": "7ABC-123"}])
    for query in ("7abc123", "7ABC-123", "abc", "BC1", "c12", "123"):
        assert await found(node, query, wanted=frozenset({"vehicle"})) == [car], query
    assert await found(node, "ab") == []
    assert await found(node, "acb") == []


@pytest.mark.parametrize(
    "query, expected",
    [
        ("2024", True),
        ("2024-05", True),
        ("2024-05-17", True),
        ("2024-05-16", False),
        ("2024-05..2024-08", True),
        ("2024-06..2024-08", False),
        (">=2024-05-01", True),
        (">2024-05-18", False),
        ("<2025", True),
        ("<2024", False),
        ("..2024-05", True),
    ],
)
async def test_dates_and_ranges_find_what_happened_then(node: Node, query: str, expected: object) -> None:
    here = await told(node, "incident", **incident())
    assert (await found(node, query) == [here]) == expected


async def test_words_of_a_narrative_are_found_in_other_forms(node: Node) -> None:
    here = await told(
        node, "incident", **incident(narrative="Two windows were broken; the robber entered by the cellar.")
    )
    for query in ("window", "windows", "entering cellar", "the robber", "robbers"):
        assert await found(node, query) == [here], query
    assert await found(node, "window garage") == []


async def test_a_record_is_found_by_the_name_of_whom_it_refers_to_as_far_as_both_are_seen(node: Node) -> None:
    ada = await person(node, "Ada", "Quill")
    here = await told(node, "incident", **incident())
    arrest = await told(node, "arrest", **arrest_fields(here, ada))
    hidden = await person(node, "Quasi", "Modo", markings=["sensitive"])
    theirs = await told(node, "arrest", **arrest_fields(here, hidden))
    assert await found(node, "ada quill", "clark") == [ada, arrest]
    assert await found(node, "quasi modo") == [hidden, theirs]
    assert await found(node, "quasi modo", "clark") == []
    assert await found(node, "quasy modo", "clark") == []


async def test_facets_count_by_kind_owner_and_month_what_the_reader_sees(node: Node) -> None:
    ada = await person(node, "Ada", "Quill")
    here = await told(node, "incident", **incident())
    await told(node, "arrest", **arrest_fields(here, ada))
    await person(node, "Ada", "Quill", markings=["sensitive"])
    await person(node, "Ada", "Quill", "jo")
    mine, theirs = [await facets(node, session_of(node, each), "ada quill") for each in ("lee", "clark")]
    assert mine.kind == {"arrest": 1, "person": 2}
    assert theirs.kind == {"arrest": 1, "person": 1}
    assert theirs.owner == {"hart-pd": 2}
    assert sum(theirs.month.values()) == 2


async def test_a_search_may_be_of_one_agencys_records(node: Node) -> None:
    mine = await person(node, "Ada", "Quill")
    await person(node, "Ada", "Quill", "jo")
    assert await found(node, "ada quill", "lee", owner="hart-pd") == [mine]
    assert await found(node, "ada quill", "lee", owner="hart-court") == []


@pytest.mark.parametrize(
    "query", ["", " ", "?!", "%_\\'", '""', "a " * 13, "x" * 1001, "2024-08..2024-05", ">=2024-13"]
)
async def test_what_cannot_be_searched_for_is_refused_with_a_remedy(node: Node, query: str) -> None:
    with pytest.raises(Invalid) as refused:
        await asked(node, query)
    assert refused.value.field == "q"
    assert refused.value.remedy


@pytest.mark.parametrize(
    "query", ["x", "x" * 1000, "UNKNOWN", "JOHN DOE 2", "שלום", "سلام Борис", "a b c d e f g h i j k l", "the"]
)
async def test_odd_input_is_answered_quickly_and_finds_nobody_else(node: Node, query: str) -> None:
    await person(node, "Ada", "Quill")
    assert (await asked(node, query)).hits == ()


async def test_corrected_names_are_found_no_more(node: Node) -> None:
    from_before = await person(node, "Ada", "Quillfeather")
    assert await found(node, "quilfeather") == [from_before]
    names = [{"given_name": "Ada", "surname": "Stonebridge"}]
    patch = msgspec.json.encode({"names": names})
    await correct(node, session_of(node, "lee"), from_before, patch, replaces=1)
    assert await found(node, "quilfeather") == []
    assert "quillfeather" not in node.spellings.vocabulary
    assert await found(node, "stonbridge") == [from_before]
