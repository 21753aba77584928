"""How the questions of a plan are put to Splink: to DuckDB and to Spark."""

import re

import pytest

from comity.linkage.dialects import CONDITIONS, column_name, condition_of
from comity.linkage.model import KINDS, Level, Likeness, plan

# What only DuckDB understands: the names of its functions, and a letter of a text by its place.
DUCKDB_ALONE = re.compile(r"list_\w+|starts_with|date_diff|try_cast|\[\d+\]")
LEVELS = [level for kind in KINDS for comparison in plan(kind).comparisons for level in comparison.levels]


def level(*questions: Likeness) -> Level:
    return Level("tried", "", when=(questions,))


def test_every_question_of_every_plan_can_be_put_in_both_dialects() -> None:
    asked = {likeness.sort for level in LEVELS for group in level.when for likeness in group}
    assert asked <= CONDITIONS.keys()
    for each in LEVELS:
        assert bool(condition_of(each, "duckdb")) == bool(condition_of(each, "spark")) == bool(each.when)


def test_spark_is_told_nothing_that_only_duckdb_understands() -> None:
    assert any(DUCKDB_ALONE.search(condition_of(each, "duckdb")) for each in LEVELS)
    for each in LEVELS:
        assert not DUCKDB_ALONE.search(condition_of(each, "spark"))


@pytest.mark.parametrize(
    "likeness,duckdb,spark",
    [
        (
            Likeness("sound", ("surname",)),
            "((list_has_any(surname_sounds_l, surname_sounds_r)))",
            "((arrays_overlap(surname_sounds_l, surname_sounds_r)))",
        ),
        (
            Likeness("initial", ("given",)),
            "((least(length(given_l), length(given_r)) = 1 and given_l[1] = given_r[1]))",
            "((least(length(given_l), length(given_r)) = 1 and left(given_l, 1) = left(given_r, 1)))",
        ),
        (
            Likeness("days", ("birth_date",), 31),
            "((abs(date_diff('day', try_cast(birth_date_l as date), try_cast(birth_date_r as date))) <= 31))",
            "((abs(datediff(try_to_date(birth_date_l, 'yyyy-MM-dd'), try_to_date(birth_date_r, 'yyyy-MM-dd'))) <= 31))",
        ),
        (
            Likeness("equal", ("street", "postal:but=2")),
            "((street_l = street_r and postal_but_2_l = postal_but_2_r))",
            "((street_l = street_r and postal_but_2_l = postal_but_2_r))",
        ),
    ],
)
def test_one_question_reads_so_in_both_dialects(likeness: Likeness, duckdb: str, spark: str) -> None:
    assert condition_of(level(likeness), "duckdb") == duckdb
    assert condition_of(level(likeness), "spark") == spark


def test_a_field_that_follows_from_another_is_a_column_of_its_own() -> None:
    assert column_name("email:match=^[^@]+") == "email_match"
