"""A mapping file that is not right says so before the first row is read."""

from pathlib import Path

import pytest

from comity.errors import Invalid
from comity.exchange.tabular.mapping import read_mapping
from tests.exchange.tabular.scenes import PEOPLE


@pytest.mark.parametrize(
    "old, new, said",
    [
        ('kind = "person"', 'kind = "persn"', "persn"),
        ("birth_date =", "birthdate =", "has no field 'birthdate'"),
        ('zone = "America/Chicago"', 'zone = "Chicago"', "no time zone"),
        ('csv = "people.csv"', "", "give either csv"),
        ('codes = "sex"', 'codes = "sexes"', "no [codes.sexes]"),
        ('key = ["PERSON_ID"]', "key = []", "identify a row"),
        ('name = "rms-people"', 'name = "rms-people"\ncolour = "red"', "colour"),
        ('"names[0].surname"', '"names[x].surname"', "no path"),
        ('{ constant = "legal" }', '{ constant = "legal", column = "LAST" }', "say one of"),
        ('{ constant = "legal" }', '{ of = "rms", key = ["A"] }', "of needs record"),
        ("[source]", "[source", "not right"),
    ],
)
def test_a_wrong_mapping_file_is_refused_with_its_reason(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in PEOPLE
    with pytest.raises(Invalid) as refused:
        read_mapping(PEOPLE.replace(old, new, 1).encode(), tmp_path)
    assert said in str(refused.value)
    assert refused.value.remedy


def test_a_crosswalk_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "sex.csv").write_text("# theirs,ours\nW,F\nH,M\n")
    text = PEOPLE.replace('table = { F = "F", M = "M", "1" = "M" }', 'file = "sex.csv"\ntable = { X = "U" }')
    assert read_mapping(text.encode(), tmp_path).codes["sex"].table == {"W": "F", "H": "M", "X": "U"}


def test_a_crosswalk_file_that_is_missing_is_named(tmp_path: Path) -> None:
    text = PEOPLE.replace('table = { F = "F", M = "M", "1" = "M" }', 'file = "sex.csv"')
    with pytest.raises(Invalid, match=r"sex\.csv"):
        read_mapping(text.encode(), tmp_path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        read_mapping(b"\xff\xfe", tmp_path)
