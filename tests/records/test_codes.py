"""Code tables: what they hold, what they refuse, and that the script makes the same bytes again."""

import subprocess
import sys
from pathlib import Path

import pytest

from comity.errors import Invalid
from comity.records.codes import check_code, code_name, code_of, code_table, near_codes, table_names
from tests.corpus import corpus

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src" / "comity" / "records" / "codes"


@pytest.mark.parametrize("name", table_names())
def test_every_table_names_its_source_and_every_code_has_a_name(name: str) -> None:
    table = code_table(name)
    assert table.source
    assert table.license
    assert table.codes
    assert all(code == code.strip() and label == label.strip() and label for code, label in table.codes.items())


@pytest.mark.parametrize("name", table_names())
def test_every_listed_code_passes_and_its_name_is_told(name: str) -> None:
    table = code_table(name)
    for code, label in table.codes.items():
        assert check_code(table, code) == code
        assert code_name(table, code) == label


def test_the_nibrs_offenses_are_the_63_of_the_2019_edition() -> None:
    offense = code_table("nibrs-offense")
    assert len(offense.codes) == 63
    assert offense.codes["13A"] == "Aggravated Assault"
    assert offense.codes["23C"] == "Shoplifting"
    assert offense.codes["90F"] == "Family Offenses, Nonviolent"
    assert offense.extras["group"]["90D"] == "B"
    assert offense.extras["against"]["220"] == "property"
    assert offense.extras["against"]["09C"] == "not a crime"


def test_blanks_and_unknowns_of_one_state_database_are_no_codes() -> None:
    assert "999" not in code_table("nibrs-offense").codes
    assert "99" not in code_table("nibrs-location").codes
    assert code_table("nibrs-bias").codes["99"].startswith("Unknown")
    assert code_table("nibrs-property-loss").codes["8"] == "Unknown"


def test_an_automatic_weapon_has_a_code_of_its_own() -> None:
    assert code_table("nibrs-force").codes["12A"] == "Automatic Handgun"
    assert code_table("nibrs-force").extras["group"]["12A"] == "Firearm"


def test_nibrs_error_codes_keep_their_leading_zeros() -> None:
    errors = code_table("nibrs-error")
    assert errors.codes["090"].startswith("ZERO-REPORTING MONTH IS NOT 01-12")
    assert all(len(code) == 3 for code in errors.codes)


def test_a_word_of_a_message_becomes_the_code_of_the_file() -> None:
    assert code_of(code_table("nibrs-relationship"), "Family Member_Spouse", column="niem") == "SE"
    assert code_of(code_table("nibrs-bias"), "NONE", column="niem") == "88"
    assert code_of(code_table("nibrs-property-loss"), "STOLEN", column="niem") == "7"
    assert code_of(code_table("nibrs-age"), "NEONATAL", column="niem") == "NN"


def test_a_word_that_no_code_has_is_refused() -> None:
    with pytest.raises(Invalid, match="'Best Friend'"):
        code_of(code_table("nibrs-relationship"), "Best Friend", column="niem")
    with pytest.raises(Invalid):
        code_of(code_table("nibrs-relationship"), "ST", column="no such column")


def test_the_sanhita_has_358_sections_and_takes_subsections() -> None:
    sections = code_table("bns-section")
    assert list(sections.codes) == [str(number) for number in range(1, 359)]
    assert check_code(sections, "115(2)") == "115(2)"
    assert check_code(sections, "137(1)(b)") == "137(1)(b)"
    assert code_name(sections, "103(2)") == "Punishment for murder"
    assert sections.extras["chapter_name"]["64"] == "Of offences against woman and child"


@pytest.mark.parametrize(
    "wrong", ["359", "0", "115(", "115()", "(2)", "115(2", "115(too long)", "115 (2)", "115(2)\n", "11A"]
)
def test_what_is_no_section_is_refused(wrong: str) -> None:
    with pytest.raises(Invalid):
        check_code(code_table("bns-section"), wrong)


def test_only_a_statute_takes_subsections() -> None:
    with pytest.raises(Invalid):
        check_code(code_table("nibrs-offense"), "220(1)")


def test_a_refusal_names_the_field_and_near_codes() -> None:
    with pytest.raises(Invalid) as refused:
        check_code(code_table("nibrs-offense"), "burglary", field="charges[0].offense")
    assert refused.value.field == "charges[0].offense"
    assert "220 (Burglary/Breaking & Entering)" in refused.value.remedy


def test_a_code_in_the_wrong_case_is_the_nearest() -> None:
    assert near_codes(code_table("nibrs-offense"), "11a")[0] == "11A"


def test_where_nothing_is_near_the_first_codes_are_shown() -> None:
    assert near_codes(code_table("nibrs-sex"), "?") == ("F", "M", "U")


@pytest.mark.parametrize("wrong", ["", " ", "\x00", "x" * 1_000_000, "Ж", "(" * 100_000])
def test_a_wrong_code_is_shown_short_whatever_it_is(wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_code(code_table("niem-relationship"), wrong)
    assert len(refused.value.message) < 300
    assert len(refused.value.remedy) < 300


@pytest.mark.parametrize("name", ["nibrs-ofense", "", "../profiles/us", "nibrs-offense.csv", "__init__"])
def test_a_table_that_is_not_there_is_refused_with_near_names(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        code_table(name)
    assert "nibrs-offense" in refused.value.remedy


@pytest.mark.corpus
def test_the_script_makes_the_same_bytes_from_the_corpora(tmp_path: Path) -> None:
    for each in ("nibrs", "niem", "codes-india"):
        standards = corpus(each).parent
    script = [
        sys.executable,
        str(ROOT / "scripts" / "make_codes.py"),
        "--standards",
        str(standards),
        "--out",
        str(tmp_path),
    ]
    subprocess.run(script, check=True, capture_output=True)
    made = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert made == {each.name: each.read_bytes() for each in FOLDER.glob("*.csv")}
