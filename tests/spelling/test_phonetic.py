"""Names that sound alike share a code, and those that do not, do not."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.records.spelling.latin import latin
from comity.records.spelling.phonetic import sounds


@pytest.mark.parametrize(
    "family",
    [
        "mohammed muhammad mohamed mohammad محمد",
        "aleksandr alexander aleksander alexandre Александр",
        "yusuf yousef josef joseph iosif يوسف יוסף",
        "ivan iwan Иван",
        "tchaikovsky chaykovskiy tschaikowski Чайковский",
        "petrov petroff petrow Петров",
        "said saeed sayed سعيد",
        "khan xan han خان",
        "schwartz shvarts schwarz Шварц",
        "gonzalez gonzales",
        "catherine katherine kathryn catarina",
        "stephen steven stefan",
        "hassan khasan hasan",
        "leigh li lee",
        "rajesh राजेश",
        "chowdhury choudhary",
        "milosevic milosevich",
        "jamal dzhamal djamal جمال",
        "mueller muller müller",
        "alrahman rahman",
        "xi shi",
        "singh sing सिंह",
        "andrew andru",
    ],
)
def test_one_name_written_by_ear_keeps_a_sound(family: str) -> None:
    for one, other in combinations(map(latin, family.split()), 2):
        assert sounds(one) & sounds(other), f"{one} and {other} share no sound"


@pytest.mark.parametrize(
    "one, other", [("lee", "lou"), ("smith", "jones"), ("garcia", "gonzalez"), ("ada", "lee"), ("quill", "clark")]
)
def test_different_names_share_no_sound(one: str, other: str) -> None:
    assert not sounds(one) & sounds(other)


@given(st.text().map(latin).filter(bool).map(lambda text: text.split()[0]))
def test_every_word_has_one_to_four_sounds(word: str) -> None:
    assert 1 <= len(sounds(word)) <= 4
    assert "" not in sounds(word)


def test_a_word_of_ten_thousand_letters_has_short_sounds() -> None:
    assert all(len(code) <= 65 for code in sounds("kb" * 5_000))
