"""Forms of one given name."""

import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest

from comity.records.spelling.latin import latin
from comity.records.spelling.nicknames import _forms, other_forms
from tests.corpus import corpus

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src" / "comity" / "records" / "spelling"


@pytest.mark.parametrize(
    "short, name",
    [
        ("bill", "william"),
        ("liz", "elizabeth"),
        ("peggy", "margaret"),
        ("pepe", "jose"),
        ("paco", "francisco"),
        ("raju", "rajesh"),
        ("sasha", "aleksandr"),
        ("mo", "mohammed"),
        ("kasia", "katarzyna"),
    ],
)
def test_a_short_form_has_its_name_and_the_name_its_short_form(short: str, name: str) -> None:
    assert name in other_forms(short)
    assert short in other_forms(name)


def test_two_short_forms_of_one_name_are_forms_of_one_another() -> None:
    assert "will" in other_forms("bill")
    assert "beth" in other_forms("liz")


def test_a_short_form_of_many_names_does_not_join_them() -> None:
    assert "bert" not in other_forms("al")
    assert "robert" not in other_forms("bill")


def test_a_word_that_is_no_given_name_has_no_other_form() -> None:
    assert other_forms("quill") == frozenset()


def test_forms_are_words_as_names_are_searched_and_go_both_ways() -> None:
    table = _forms()
    assert all(latin(word) == word and " " not in word for word in chain(table, *table.values()))
    assert all(word in table[other] and other != word for word, others in table.items() for other in others)


def test_every_table_of_spellings_names_its_source_and_license() -> None:
    for each in FOLDER.glob("*.csv"):
        said = {line.split(":")[0] for line in each.read_text(encoding="utf-8").splitlines() if line.startswith("# ")}
        assert {"# title", "# source", "# license"} <= said, each.name


@pytest.mark.corpus
def test_the_script_makes_the_same_nicknames_from_the_corpus(tmp_path: Path) -> None:
    standards = corpus("linkage").parent
    script = str(ROOT / "scripts" / "make_nicknames.py")
    subprocess.run(
        [sys.executable, script, "--standards", str(standards), "--out", str(tmp_path)], check=True, capture_output=True
    )
    assert (tmp_path / "nicknames.csv").read_bytes() == (FOLDER / "nicknames.csv").read_bytes()
