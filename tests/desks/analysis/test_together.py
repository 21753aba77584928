"""Who was arrested together, and who shares what: pairs of people, never one alone, each with its records."""

from comity.desks.analysis.together import MOST_SHARING, Thing, co_arrests, shared
from tests.desks.analysis.making import arrest, fact, known, number, person, ref

ADA, BEA, CAL = person(1, "Ada"), person(2, "Bea"), person(3, "Cal")
FIRST, SECOND = fact(10, "incident", incident_number="I-10"), fact(20, "incident", incident_number="I-20")


def test_two_arrested_on_the_same_incidents_are_counted_with_dates_and_records() -> None:
    file = known(
        *(ADA, BEA, CAL, FIRST, SECOND),
        *(arrest(11, 10, 1, "2026-01-02T11:00:00Z"), arrest(12, 10, 2, "2026-01-02T10:00:00Z")),
        *(arrest(21, 20, 1, "2025-06-01"), arrest(22, 20, 2, "2025-06-02"), arrest(23, 20, 3, "2025-06-03")),
    )
    often, *once = co_arrests(file)
    assert (often.one, often.other, often.count) == (ref(1), ref(2), 2)
    assert [(o.title, o.at, o.arrests) for o in often.occasions] == [
        ("I-20", "2025-06-01", (number(21), number(22))),
        ("I-10", "2026-01-02T10:00:00Z", (number(12), number(11))),
    ]
    assert [pair.count for pair in once] == [1, 1]


def test_one_person_under_two_records_was_not_arrested_with_themselves() -> None:
    twin = person(4, "Adah")
    file = (ADA, twin, FIRST, arrest(11, 10, 1, "2026-01-02"), arrest(12, 10, 4, "2026-01-02"))
    assert co_arrests(known(*file, same=((1, 4),))) == ()
    assert len(co_arrests(known(*file))) == 1


def test_an_arrest_of_which_the_incident_is_hidden_counts_for_nothing() -> None:
    assert co_arrests(known(ADA, BEA, arrest(11, 10, 1, "2026"), arrest(12, 10, 2, "2026"))) == ()


def test_a_telephone_a_vehicle_and_an_address_are_shared_with_the_records_that_say_so() -> None:
    home = fact(30, "location", address={"street": "12 Elm Lane"})
    car = fact(31, "vehicle", registrations=[{"plate": "HRT 1"}], owners=[ref(1), ref(2)])
    ada = person(1, "Ada", residences=[ref(30)], contacts=[{"telephone": "555-0100"}])
    bea = person(2, "Bea", residences=[ref(30)])
    line = fact(32, "phone-account", telephone="5550100", holder=ref(2))
    found = {each.thing: each for each in shared(known(ada, bea, CAL, home, car, line))}
    assert found.keys() == set(Thing)
    assert found[Thing.ADDRESS].title == "12 Elm Lane"
    assert found[Thing.VEHICLE].sharing == ((ref(1), (number(31),)), (ref(2), (number(31),)))
    assert found[Thing.TELEPHONE].sharing == ((ref(1), (number(1),)), (ref(2), (number(32),)))


def test_what_one_has_alone_or_very_many_have_is_not_shared() -> None:
    jail = fact(30, "location", name="Hart County Jail")
    alone = fact(33, "location", name="A farm")
    many = [person(n, f"P{n}", residences=[ref(30)]) for n in range(100, 101 + MOST_SHARING)]
    assert shared(known(jail, alone, person(1, "Ada", residences=[ref(33)]), *many)) == ()
    assert len(shared(known(jail, *many[:-1]))) == 1
