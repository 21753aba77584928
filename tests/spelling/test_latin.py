"""Any text in plain Latin letters."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.records.spelling.latin import latin
from comity.records.spelling.words import name_words


@pytest.mark.parametrize(
    "written, read",
    [
        ("Ada", "ada"),
        ("Zoë Müller", "zoe muller"),
        ("İbrahim Şahin", "ibrahim sahin"),
        ("Łukasz Đorđević", "lukasz dordevic"),
        ("Straße", "strasse"),
        ("Чайковский", "chaykovskiy"),
        ("Алексей Юрьевич", "aleksey yurevich"),
        ("يوسف", "yusf"),
        ("مُحَمَّد", "mhmd"),
        ("فاطمة", "fatma"),
        ("יוסף כהן", "yosf khn"),
        ("ג'ורג", "jorg"),
        ("राजेश कमल", "rajesh kamal"),
        ("王小明", "wang xiaoming"),
        ("欧阳修", "ouyang xiu"),
        ("김철수", "gim cheolsu"),
        ("やまだ", "yamada"),
        ("Ａｄａ", "ada"),  # noqa: RUF001 - full-width letters are what is tested
    ],
)
def test_a_name_is_read_in_latin_letters(written: str, read: str) -> None:
    assert latin(written) == read


@pytest.mark.parametrize("nothing", ["", " ", "-", "...", "'", "\u2019", "\x00", "\U0001f600", "\u202e", "'\u05f3"])
def test_what_has_no_letter_is_read_as_nothing(nothing: str) -> None:
    assert latin(nothing) == ""
    assert name_words(nothing) == ()


@pytest.mark.parametrize("apostrophe", ["'", "\u2019", "\u2018", "`", "\u00b4", "\u02bc"])
def test_an_apostrophe_joins_however_it_was_typed(apostrophe: str) -> None:
    assert name_words(f"O{apostrophe}Brien") == ("obrien",)


def test_a_lone_o_stays_an_initial() -> None:
    assert name_words("Mary O Smith") == ("mary", "o", "smith")


def test_hyphens_and_dots_part_and_words_keep_order_and_number() -> None:
    assert name_words("Quill-Ada, A.M. Quill") == ("quill", "ada", "a", "m", "quill")


def test_ten_thousand_letters_of_two_scripts_are_read() -> None:
    assert len(latin("ы" * 10_000)) == 10_000
    assert latin("ﷺ" * 1_000)


@given(st.text())
def test_every_text_comes_out_in_small_letters_and_digits(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", latin(text))


@given(st.text())
def test_reading_what_was_read_changes_nothing(text: str) -> None:
    assert latin(latin(text)) == latin(text)


@given(st.text(st.characters(categories=["L", "Mn", "Zs"])))
def test_letters_composed_and_decomposed_are_read_alike(text: str) -> None:
    assert latin(unicodedata.normalize("NFD", text)) == latin(unicodedata.normalize("NFC", text))


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_is_read_alike_in_the_company_of_other_letters(text: str) -> None:
    assert latin(f"{text} é") == f"{latin(text)} e".strip()
