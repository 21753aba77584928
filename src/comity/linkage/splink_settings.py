"""Models from Splink: its settings as JSON, with the weights that it trained, become a model of ours.

Each level's condition is read as one of our questions. What cannot be read is refused: a model that leaves out one
level would give other scores than the one that was trained.
"""

import re
from collections.abc import Mapping, Sequence

from msgspec import DecodeError, Struct, json

from comity.errors import Invalid
from comity.linkage.model import Comparison, Frequency, Level, Likeness, Model

Groups = tuple[tuple[Likeness, ...], ...]


class _Level(Struct, frozen=True):
    sql_condition: str
    label_for_charts: str = ""
    is_null_level: bool = False
    m_probability: float | None = None
    u_probability: float | None = None
    tf_adjustment_column: str | None = None
    tf_adjustment_weight: float = 1.0
    tf_minimum_u_value: float = 0.0


class _Comparison(Struct, frozen=True):
    output_column_name: str
    comparison_levels: tuple[_Level, ...]


class Settings(Struct, frozen=True):
    """What we read of Splink's settings."""

    comparisons: tuple[_Comparison, ...]
    probability_two_random_records_match: float


def from_splink(settings: bytes, frequencies: Mapping[str, Mapping[str, float]], *, records: int) -> Model:
    """Give Splink's model as ours, over the one source ``row`` of a plain table of so many records.

    ``frequencies`` are the shares of values by column. Invalid where the settings are not Splink's, or use a condition
    that has no question here.
    """
    try:
        read = json.decode(settings, type=Settings)
    except DecodeError as wrong:
        raise Invalid(f"These are not Splink's settings: {wrong}.", remedy="Save the model with Splink 5.") from wrong
    chance = read.probability_two_random_records_match
    return Model(
        kind="table",
        version="splink",
        matches_per_record=chance * (records - 1),
        population=records,
        comparisons=tuple(map(_comparison, read.comparisons)),
        frequencies=frequencies,
        rare=dict.fromkeys(frequencies, 1 / records),
    )


def frequency_columns(settings: bytes) -> tuple[str, ...]:
    """Name the columns whose values' shares a model of Splink's asks for."""
    read = json.decode(settings, type=Settings)
    levels = (level for comparison in read.comparisons for level in comparison.comparison_levels)
    return tuple(dict.fromkeys(level.tf_adjustment_column for level in levels if level.tf_adjustment_column))


def _comparison(read: _Comparison) -> Comparison:
    exact = {level.tf_adjustment_column: level.u_probability for level in read.comparison_levels}
    levels = tuple(_level(level, place, exact) for place, level in enumerate(read.comparison_levels))
    return Comparison(read.output_column_name, read.output_column_name.replace("_", " "), "row", levels)


def _level(read: _Level, place: int, exact: Mapping[str | None, float | None]) -> Level:
    column = read.tf_adjustment_column
    frequency = None
    if column:
        usual = exact[column] or 0.0
        frequency = Frequency(column, read.tf_adjustment_weight, read.tf_minimum_u_value, usual)
    # What Splink could not train says nothing here; Splink itself goes on with the weight that training began with.
    untrained = read.m_probability is None or read.u_probability is None
    return Level(
        f"{place}",
        f"{read.label_for_charts}: {{one}}, {{other}}.",
        when=() if read.sql_condition.strip().upper() == "ELSE" else read_condition(read.sql_condition),
        m=read.m_probability or 0.0,
        u=read.u_probability or 0.0,
        neutral=read.is_null_level or untrained,
        frequency=frequency,
    )


def read_condition(text: str) -> Groups:
    """Read a condition as groups of questions: any group, all of its questions."""
    text = _bare(text)
    if len(parts := _split(text, "OR")) > 1:
        return tuple(dict.fromkeys(group for part in parts for group in read_condition(part)))
    if len(parts := _split(text, "AND")) > 1:
        groups: Groups = ((),)
        for part in parts:
            groups = tuple(tuple(dict.fromkeys((*one, *other))) for one in groups for other in read_condition(part))
        return groups
    return ((_question(text),),)


def _bare(text: str) -> str:
    """Take off brackets around the whole."""
    text = text.strip()
    while text.startswith("(") and _closing(text, 0) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closing(text: str, start: int) -> int:
    depth = 0
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if not depth:
            return at
    return -1


def _split(text: str, word: str) -> list[str]:
    """Part a text at a word that stands outside of brackets and quotes."""
    parts, depth, quoted, began = [], 0, False, 0
    for at, sign in enumerate(text):
        quoted ^= sign == "'"
        depth += 0 if quoted else {"(": 1, ")": -1}.get(sign, 0)
        if not depth and not quoted and text[at : at + len(word) + 2].upper() == f" {word} ":
            parts.append(text[began:at])
            began = at + len(word) + 2
    return [*parts, text[began:]]


_ONE = re.compile(r"^(?P<one>.+?) (?P<sign>=|<=|>=) (?P<other>.+)$", re.DOTALL)
_CALL = re.compile(r"^(?P<name>\w+)\((?P<inner>.*)\)$", re.DOTALL)
_COLUMN = re.compile(r'^"?(?P<column>.+?)_(?P<side>[lr])"?$')
_BORDER = re.compile(r"^ABS\(EPOCH\((?P<one>.+)\) - EPOCH\((?P<other>.+)\)\)$", re.DOTALL)
_MEASURES = {
    "jaro_winkler_similarity": "similar",
    "damerau_levenshtein": "edits",
    "levenshtein": "changes",
}
_DAY = 86_400


def _question(text: str) -> Likeness:
    if text.upper().endswith(" IS NULL"):
        return Likeness("missing", (_operand(text[: -len(" IS NULL")]),))
    found = _ONE.match(text)
    if found is None:
        raise _unread(text)
    one, sign, other = found["one"], found["sign"], found["other"]
    if border := _BORDER.match(one):
        return Likeness("days", (_operand(border["one"]),), float(other) / _DAY)
    if sign == "=":
        return Likeness(*_equality(one, other))
    call = _CALL.match(one)
    if call is None or call["name"] not in _MEASURES:
        raise _unread(text)
    first, _ = _arguments(call["inner"])
    return Likeness(_MEASURES[call["name"]], (_operand(first),), float(other))


def _equality(one: str, other: str) -> tuple[str, tuple[str, ...]]:
    """Read an equality; of two columns it is half of a swap, and the other half says the same."""
    first, second = _operand(one), _operand(other)
    return ("equal", (first,)) if first == second else ("swapped", tuple(sorted((first, second))))


def _operand(text: str) -> str:
    """Read what is compared as a field of ours: a column, the beginning of one, or what a pattern finds in it."""
    text = _bare(text)
    call = _CALL.match(text)
    if call is None:
        column = _COLUMN.match(text)
        if column is None:
            raise _unread(text)
        return column["column"]
    arguments = _arguments(call["inner"])
    match call["name"].lower(), arguments:
        case "nullif", (inner, "''"):
            return _operand(inner)
        case "substring" | "substr", (inner, "1", count):
            return f"{_operand(inner)}:start={count}"
        case "regexp_extract", (inner, pattern, "0"):
            return f"{_operand(inner)}:match={pattern[1:-1]}"
        case "try_strptime", (inner, form):
            return f"{_operand(inner)}:date={form[1:-1]}"
    raise _unread(text)


def _arguments(text: str) -> Sequence[str]:
    parts, depth, quoted, began = [], 0, False, 0
    for at, sign in enumerate(text):
        quoted ^= sign == "'"
        depth += 0 if quoted else {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth and not quoted:
            parts.append(text[began:at].strip())
            began = at + 1
    return [*parts, text[began:].strip()]


def _unread(text: str) -> Invalid:
    return Invalid(
        f"The condition {text!r} has no question here.",
        remedy="Use Splink's own comparisons of equality, spelling, dates and parts of a value.",
        field="sql_condition",
    )
