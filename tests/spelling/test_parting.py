"""A full name in its parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.records.spelling.latin import latin
from comity.records.spelling.parting import parted_name


@pytest.mark.parametrize(
    "full, parts",
    [
        ("QUILL, ADA MARIE", ("ada", "marie", "quill")),
        ("Ada Marie Quill", ("ada", "marie", "quill")),
        ("Ada", ("ada", "", "")),
        ("Quill,", ("", "", "quill")),
        ("Mr. Quill", ("", "", "quill")),
        ("Dr. Juan de la Cruz, Jr.", ("juan", "", "de la cruz")),
        ("de la Cruz, Maria", ("maria", "", "de la cruz")),
        ("Ludwig van der Berg III", ("ludwig", "", "van der berg")),
        ("Usama bin Muhammad bin Laden", ("usama", "bin muhammad", "bin laden")),
        ("Bin Laden", ("", "", "bin laden")),
        ("Yusuf al-Rahman", ("yusuf", "", "al rahman")),
        ("Ana García-López", ("ana", "", "garcia lopez")),
        ("Al Smith", ("al", "", "smith")),
        ("J.R. Smith", ("j", "r", "smith")),
        ("Smith, Jr., John", ("john", "", "smith")),
        ("John Smith, Ph.D.", ("john", "", "smith")),
        ("Aaron Judge", ("aaron", "", "judge")),
        ("O\u2019Brien, Mary", ("mary", "", "obrien")),
        ("王小明", ("xiaoming", "", "wang")),
        ("김철수", ("cheolsu", "", "gim")),
        ("Jr", ("jr", "", "")),
        ("", ("", "", "")),
        ("-, -", ("", "", "")),
    ],
)
def test_a_full_name_is_parted(full: str, parts: tuple[str, str, str]) -> None:
    assert tuple(parted_name(full)) == parts


@given(st.text())
def test_no_text_is_refused_and_every_part_is_in_words(full: str) -> None:
    for part in parted_name(full):
        assert latin(part) == part


@given(st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), min_size=1))
def test_a_name_keeps_at_least_one_word(full: str) -> None:
    assert any(parted_name(full)) == bool(latin(full))
