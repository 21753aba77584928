"""Names that name nobody, and dates on which nobody was born."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.records.spelling.placeholders import (
    is_default_birth_date,
    is_placeholder,
    is_placeholder_word,
    is_rounded_birth_date,
)


@pytest.mark.parametrize(
    "name",
    [
        "UNKNOWN", "Unk", "N/A", "NA", "n.a.", "NONE", "TEST", "Test Test", "JOHN DOE", "JANE DOE 2", "DOE, JOHN",
        "John Doe #14", "DOE", "Baby Doe", "BABY BOY", "Infant Girl", "NO NAME", "XXXX", "xx", "-", "...", "?", "",
        "ANONYMOUS", "REFUSED", "Name Refused", "FNU LNU", "NFN NLN", "NMN", "NN", "12345", "J", "J. D.", "aaaa",
        "Unknown Black Male", "UNKNOWN SUBJECT 3", "Not Known", "First Last", "Desconocido", "неизвестно", "مجهول",
        "Unidentified Person", "Refused to state name"[:12],
    ],
)  # fmt: skip
def test_a_placeholder_names_nobody(name: str) -> None:
    assert is_placeholder("", "", "", name)
    given, _, surname = name.rpartition(" ")
    assert is_placeholder(given, "", surname, "")


@pytest.mark.parametrize(
    "name",
    [
        "Ada Quill", "FNU Garcia", "Infant Girl Smith", "Michael Doe", "John Smith", "Jane Black", "Betty White",
        "Christopher Null", "Na Jung", "Marco Testa", "Baby Garcia", "J. Smith", "Max Power", "李明", "Li", "Xu",
        "Aaron Child", "Test Pilot", "Lee",
    ],
)  # fmt: skip
def test_one_word_that_may_be_a_name_makes_a_name(name: str) -> None:
    assert not is_placeholder("", "", "", name)
    given, _, surname = name.rpartition(" ")
    assert not is_placeholder(given, "", surname, "")


def test_a_full_name_speaks_where_the_parts_do_not() -> None:
    assert not is_placeholder("UNKNOWN", "", "UNKNOWN", "Ada Quill")


@pytest.mark.parametrize("word", ["fnu", "lnu", "unknown", "xxx", "baby", "000", "refused"])
def test_a_word_may_stand_for_a_missing_part(word: str) -> None:
    assert is_placeholder_word(word)


@pytest.mark.parametrize("word", ["ada", "j", "null", "xu", "li", "na", "doe", "aa", "ooi"])
def test_a_word_that_people_bear_is_no_placeholder(word: str) -> None:
    assert not is_placeholder_word(word)


@given(st.lists(st.text(), max_size=4))
def test_any_text_is_a_placeholder_or_is_not(parts: list[str]) -> None:
    assert is_placeholder(*parts) in {True, False}


@pytest.mark.parametrize("date", ["1900-01-01", "1901-01-01", "1911-11-11", "1970-01-01", "9999-12-31", "0001-01-01"])
def test_a_filled_in_birth_date_says_nothing(date: str) -> None:
    assert is_default_birth_date(date)


@pytest.mark.parametrize("date", ["1980-01-01", "1984-07-01", "1984"])
def test_the_first_of_january_and_july_say_the_year(date: str) -> None:
    assert is_rounded_birth_date(date)
    assert not is_default_birth_date(date)


@pytest.mark.parametrize("date", ["1984-05-17", "1984-05", "1911-11-12"])
def test_any_other_birth_date_is_taken_at_its_word(date: str) -> None:
    assert not is_rounded_birth_date(date)
    assert not is_default_birth_date(date)
