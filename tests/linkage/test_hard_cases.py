"""The hard cases of linking people, one sentence each."""

import time

import pytest

from comity.linkage.features import features_of
from comity.linkage.keys import MOST_KEYS, keys_of
from comity.linkage.scoring import score
from comity.records.parties.names import AliasIdentity, PersonName
from comity.records.parties.person import Person
from tests.linkage.people import HOME, asked, bits, features, linked, model, person

ADA = person("Ada", "Quill", "1984-03-07", sex="F", home=HOME)


def shares_a_key(one: Person, other: Person) -> bool:
    return not set(keys_of(features(one))).isdisjoint(keys_of(features(other)))


@pytest.mark.parametrize(
    "other",
    [
        person("Ada", "Quill", "1984-03-07", sex="F"),
        person("Ada", "Quil", "1984-03-07", sex="F", home=HOME),
        person("Quill", "Ada", "1984-03-07", sex="F", home=HOME),
        person("Ada", "Quill", "1984-07-03", sex="F", home=HOME),
        person("Ada", "Quill", "1984-03-17", sex="F", home=HOME),
        person("ADA", "QUILL", "1984", sex="F", home=HOME),
    ],
    ids=["elsewhere", "a letter less", "turned names", "turned date", "one digit", "year only"],
)
def test_one_person_entered_in_two_ways_is_found_and_linked(other: Person) -> None:
    assert shares_a_key(ADA, other)
    assert linked(ADA, other)


@pytest.mark.parametrize(
    "one,other",
    [
        (person("William", "Harper", "1970-11-02"), person("Bill", "Harper", "1970-11-02")),
        (person("José", "Muñoz", "1991-05-21"), person("Jose", "Munoz", "1991-05-21")),
        (person("Александр", "Петров", "1988-09-30"), person("Aleksandr", "Petrov", "1988-09-30")),
        (person("محمد", "سعيد", "1979-01-16"), person("Mohamed", "Said", "1979-01-16")),
        (person("प्रिया", "शर्मा", "1995-12-04"), person("Priya", "Sharma", "1995-12-04")),
        (person("Maria", "Garcia-Lopez", "1983-06-11"), person("Maria", "Lopez", "1983-06-11")),
        (person("Sean", "O'Brien", "1966-02-27"), person("Sean", "OBrien", "1966-02-27")),
    ],
    ids=["nickname", "diacritics", "Cyrillic", "Arabic", "Devanagari", "half a double surname", "apostrophe"],
)
def test_one_name_written_in_two_ways_is_found_and_put_before_somebody(one: Person, other: Person) -> None:
    assert shares_a_key(one, other)
    assert asked(one, other)


def test_a_maiden_name_links_the_woman_to_her_earlier_record() -> None:
    married = Person(
        names=(PersonName(given_name="Ada", surname="Harper", maiden_name="Quill"),), birth_date="1984-03-07", sex="F"
    )
    assert shares_a_key(ADA, married)
    assert linked(ADA, married)


def test_an_alias_links_where_the_first_name_does_not() -> None:
    alias = AliasIdentity(name=PersonName(given_name="Ada", surname="Quill"))
    known_as = Person(
        names=(PersonName(given_name="Eve", surname="Stone"),), aliases=(alias,), birth_date="1984-03-07", sex="F"
    )
    assert shares_a_key(ADA, known_as)
    assert linked(ADA, known_as)


def test_twins_are_not_linked() -> None:
    brother = person("Tom", "Quill", "1984-03-07", sex="M", home=HOME)
    sister = person("Eve", "Quill", "1984-03-07", sex="F", home=HOME)
    assert not linked(ADA, brother)
    assert not linked(ADA, sister)
    assert bits(ADA, brother) < bits(ADA, sister)


def test_a_family_at_one_address_with_one_telephone_is_not_linked() -> None:
    mother = person("Ruth", "Quill", "1955-08-19", sex="F", home=HOME, phone="415-555-0142")
    daughter = person("Ada", "Quill", "1984-03-07", sex="F", home=HOME, phone="415-555-0142")
    assert not asked(mother, daughter)


def test_a_father_and_a_son_of_one_name_at_one_address_are_not_linked() -> None:
    father = person("John", "Quill", "1950-04-12", sex="M", home=HOME)
    assert not linked(father, person("John", "Quill", "1978-10-25", sex="M", home=HOME))


def test_strangers_who_share_a_common_name_are_not_linked() -> None:
    assert not linked(person("John", "Smith"), person("John", "Smith"), records=2_000)


def test_names_alone_never_link_however_rare_they_are() -> None:
    assert not linked(person("Xerxes", "Quagliaroli"), person("Xerxes", "Quagliaroli"), records=500)


def test_two_social_security_numbers_speak_against_one_person() -> None:
    one = person("Ada", "Quill", "1984-03-07", ssn="912-34-5678")
    assert bits(one, person("Ada", "Quill", "1984-03-07", ssn="945-67-1234")) < bits(one, ADA)


def test_one_number_links_a_person_who_gave_another_name() -> None:
    one = person("Ada", "Quill", "1984-03-07", ssn="912-34-5678")
    assert linked(one, person("Ada", "Stone", "1984-03-07", ssn="912345678"))


@pytest.mark.parametrize("given,surname", [("Unknown", "Unknown"), ("John", "Doe"), ("FNU", "LNU"), ("-", "?")])
def test_a_placeholder_has_no_keys_and_never_links(given: str, surname: str) -> None:
    assert features_of(person(given, surname)) is None
    assert features(person(given, surname, "1984-03-07")).names == ()


def test_a_default_birth_date_is_not_compared() -> None:
    assert features(person("Ada", "Quill", "1900-01-01")).birth_dates == ()


def test_missing_everything_but_a_nickname_links_nothing() -> None:
    assert not asked(person("Billy"), person("Billy"))
    assert len(keys_of(features(person("Billy")))) <= 2


def test_a_name_of_ten_thousand_letters_is_cheap() -> None:
    endless = features(person("A" * 10_000, "Quill " * 2_000, "1984-03-07"))
    began = time.perf_counter()
    found = score(model(), endless, [features(ADA)] * 30)
    assert time.perf_counter() - began < 0.5
    assert len(found) == 30
    assert len(keys_of(endless)) <= MOST_KEYS
    assert sum(map(len, keys_of(endless))) < 10_000


def test_somebody_with_very_many_names_has_bounded_keys() -> None:
    names = tuple(PersonName(given_name=f"Given{n}", surname=f"Surname{n}") for n in range(100))
    assert len(keys_of(features(Person(names=names, birth_date="1984-03-07")))) == MOST_KEYS


def test_the_same_people_weigh_less_in_a_larger_population() -> None:
    one, other = person("Mary", "Smith", "1984-03-07"), person("Mary", "Smith", "1984")
    assert bits(one, other, records=1_000_000) < bits(one, other, records=10_000)
