"""How the questions of a plan are put to Splink: each in the SQL of DuckDB and in that of Spark, side by side.

A new likeness is one row here. What a database cannot work out for itself (a name's sounds, its other forms) goes along
as a column of its own, from ``EXTRAS``. To Spark, ``outside/spark_training.py`` brings ``jaro_winkler_as_scored`` and
``damerau_levenshtein``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from comity.linkage.model import Level, Likeness
from comity.records.spelling.nicknames import other_forms
from comity.records.spelling.phonetic import sounds

Dialect = Literal["duckdb", "spark"]


class Said(NamedTuple):
    """One question in both dialects; ``spark`` is "" where it is said alike."""

    duckdb: str
    spark: str = ""

    def to(self, dialect: Dialect) -> str:
        """Give the question as a database understands it."""
        return (dialect == "spark" and self.spark) or self.duckdb


CONDITIONS: Mapping[str, Said] = {
    "missing": Said("{a}_l is null or {a}_r is null"),
    "equal": Said("{a}_l = {a}_r"),
    "different": Said("{a}_l <> {a}_r"),
    "swapped": Said("{a}_l = {b}_r and {b}_l = {a}_r and {a}_l <> {b}_l"),
    "crossed": Said("{a}_l = {b}_r or {b}_l = {a}_r"),
    # Spark's own jaro_winkler_similarity adds for a common beginning even where little else is alike.
    "similar": Said(
        "jaro_winkler_similarity({a}_l, {a}_r) >= {bound}",
        "jaro_winkler_as_scored({a}_l, {a}_r) >= {bound}",
    ),
    "edits": Said("damerau_levenshtein({a}_l, {a}_r) <= {bound}"),
    "changes": Said("levenshtein({a}_l, {a}_r) <= {bound}"),
    "other-form": Said(
        "list_contains({a}_forms_l, {a}_r) or list_contains({a}_forms_r, {a}_l)",
        "array_contains({a}_forms_l, {a}_r) or array_contains({a}_forms_r, {a}_l)",
    ),
    "sound": Said(
        "list_has_any({a}_sounds_l, {a}_sounds_r)",
        "arrays_overlap({a}_sounds_l, {a}_sounds_r)",
    ),
    "part": Said(
        "list_has_any({a}_words_l, {a}_words_r)",
        "arrays_overlap({a}_words_l, {a}_words_r)",
    ),
    "initial": Said(
        "least(length({a}_l), length({a}_r)) = 1 and {a}_l[1] = {a}_r[1]",
        "least(length({a}_l), length({a}_r)) = 1 and left({a}_l, 1) = left({a}_r, 1)",
    ),
    "beginning": Said(
        "{a}_l <> {a}_r and (starts_with({a}_l, {a}_r) or starts_with({a}_r, {a}_l))",
        "{a}_l <> {a}_r and (startswith({a}_l, {a}_r) or startswith({a}_r, {a}_l))",
    ),
    # To Spark a year alone is a date, its first of January, unless it is told the form.
    "days": Said(
        "abs(date_diff('day', try_cast({a}_l as date), try_cast({a}_r as date))) <= {bound}",
        "abs(datediff(try_to_date({a}_l, 'yyyy-MM-dd'), try_to_date({a}_r, 'yyyy-MM-dd'))) <= {bound}",
    ),
}
EXTRAS: Mapping[str, tuple[str, Callable[[str], Sequence[str]]]] = {
    "other-form": ("forms", lambda text: sorted(other_forms(text))),
    "sound": ("sounds", lambda text: sorted(sounds(text.replace(" ", "")))),
    "part": ("words", lambda text: [word for word in text.split() if len(word) > 2]),  # noqa: PLR2004 - as likenesses.py
}
# Asked of every field that is named; all others are asked of the first, and of the second beside it.
_OF_EACH = {"missing": " or ", "equal": " and ", "different": " and "}


def condition_of(level: Level, dialect: Dialect) -> str:
    """Put one level as a condition; "" for the level that holds where no other does."""
    return " or ".join(f"({' and '.join(_condition(each, dialect) for each in group)})" for group in level.when)


def column_name(name: str) -> str:
    """Give a field the name of a column: ``postal:but=2`` is ``postal_but_2``, a pattern counts by its letters."""
    return "".join(sign if sign.isalnum() else "_" for sign in name).strip("_")


def _condition(likeness: Likeness, dialect: Dialect) -> str:
    said, names = CONDITIONS[likeness.sort].to(dialect), [column_name(name) for name in likeness.fields]
    if likeness.sort in _OF_EACH:
        return f"({_OF_EACH[likeness.sort].join(said.format(a=name) for name in names)})"
    first, second = (*names, "")[:2]
    return f"({said.format(a=first, b=second, bound=likeness.bound)})"
