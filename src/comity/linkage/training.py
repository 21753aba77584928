"""Weights learned from a node's own records by Splink, on DuckDB or wherever else it learns, without any truth.

Needs the extra ``train`` (splink, duckdb, pyarrow); import it only where training is asked for. How often strangers
agree (u) is counted on pairs drawn at random, by the same code that scores. How often entries of one person do (m) is
estimated by Splink with expectation maximization: every level is put to it as a condition (``dialects``), and what
follows from a value (its sounds, its other forms) goes along as columns.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
from msgspec import Struct, json
from msgspec.structs import replace
from numpy.typing import NDArray
from splink import DuckDBAPI, Linker
from splink.internals.blocking_rule_creator import BlockingRuleCreator
from splink.internals.database_api import DatabaseAPI

from comity.linkage.calibrating import calibrated
from comity.linkage.candidates import candidate_pairs
from comity.linkage.columns import Columns, Rows, columns_of
from comity.linkage.dialects import EXTRAS, Dialect, column_name, condition_of
from comity.linkage.features import Features
from comity.linkage.frequencies import shares
from comity.linkage.keys import keys_of
from comity.linkage.model import Comparison, Level, Likeness, Model, coarse_population
from comity.linkage.scoring import TOGETHER, scored, sources_of

# Where training begins: what most surely is one person, and how much of all that are is guessed to be found so. The
# guess is mended by calibration, which counts what the trained model finds.
_CERTAIN = (
    ("given", "surname", "birth_date"),
    ("given", "surname", "phone"),
    ("number_kind", "number"),
    ("street", "postal"),
)
_GUESSED_RECALL = 0.7
_MOST_MENDED = 10
_ITERATIONS = 6
_QUIETLY = "ERROR"
_MOST_SHRUNK = 10
# Each round holds some fields equal and learns all others; so every field is learned in some round.
_ROUNDS = (("given", "surname"), ("birth_date",), ("number_kind", "number"), ("surname",), ("street",), ("phone",))
_PERSON_ROUNDS = 3
_SAMPLED_PAIRS = 1_500_000
# What more pairs would teach, they would only say again.
_LEARNED_PAIRS = 2e6

# Splink takes its settings as JSON comes.
Loose = dict[str, Any]
Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Learner:
    """Where Splink learns: a database to be opened, and the dialect in which it is asked."""

    dialect: Dialect
    opened: Callable[[], DatabaseAPI[Any]]


# One thread adds up in one order, so that the same records give the same model to the last digit.
DUCKDB = Learner("duckdb", lambda: DuckDBAPI(duckdb.connect(config={"threads": 1})))


class _TrainedLevel(Struct, frozen=True):
    label_for_charts: str
    m_probability: float | None = None


class _TrainedComparison(Struct, frozen=True):
    output_column_name: str
    comparison_levels: tuple[_TrainedLevel, ...]


class _Trained(Struct, frozen=True):
    comparisons: tuple[_TrainedComparison, ...]
    probability_two_random_records_match: float


class _PutLevel(Struct, frozen=True, omit_defaults=True):
    sql_condition: str
    label_for_charts: str
    m_probability: float | None = None
    u_probability: float | None = None
    fix_u_probability: bool = False
    is_null_level: bool = False


class _PutComparison(Struct, frozen=True):
    output_column_name: str
    comparison_levels: tuple[_PutLevel, ...]


class _SplinkPlan(Struct, frozen=True):
    """What Splink is given; its own settings are JSON without a schema."""

    comparisons: tuple[_PutComparison, ...]
    link_type: str = "dedupe_only"
    blocking_rules_to_generate_predictions: tuple[str, ...] = ()
    retain_matching_columns: bool = False
    # A level that is never one person's shrinks with every iteration, and Splink refuses what is all but nothing.
    max_iterations: int = _ITERATIONS


def trained(start: Model, features: Sequence[Features], *, seed: int, learner: Learner = DUCKDB) -> Model:
    """Give the model with everything that ``features`` teach: weights, frequencies, prior, rivals and thresholds.

    The same for the same seed. A level of which the records show nothing keeps its weight.
    """
    columns = columns_of(features, sources_of(start))
    weighed = _weighed_by(_with_chance_agreement(start, columns, seed), columns, start, learner)
    return calibrated(weighed, columns, *pairs_of(features))


def pairs_of(features: Sequence[Features]) -> tuple[Rows, Rows]:
    """Give the candidate pairs of records that are all at hand."""
    numbers: dict[str, int] = {}
    made = [[numbers.setdefault(key, len(numbers)) for key in keys_of(each)] for each in features]
    owners = np.repeat(np.arange(len(made)), [len(keys) for keys in made])
    return candidate_pairs(np.fromiter(chain.from_iterable(made), dtype=np.int64, count=len(owners)), owners)


def _weighed_by(begun: Model, columns: Columns, start: Model, learner: Learner) -> Model:
    """Learn weights, frequencies and a first prior."""
    learned = _learned(begun, columns, learner)
    weights = {each.output_column_name: each.comparison_levels for each in learned.comparisons}
    prior = learned.probability_two_random_records_match
    common, rare = shares(columns, start)
    return replace(
        begun,
        comparisons=tuple(
            _weighed(planned, counted, weights[column_name(planned.id)], prior)
            for planned, counted in zip(start.comparisons, begun.comparisons, strict=True)
        ),
        frequencies=common,
        rare=rare,
        population=coarse_population(columns.size),
        matches_per_record=prior * (columns.size - 1),
    )


def _with_chance_agreement(start: Model, columns: Columns, seed: int) -> Model:
    """Count how often each level is found among pairs drawn at random, nearly all of which are strangers."""
    draw = np.random.default_rng(seed)
    count = min(_SAMPLED_PAIRS, columns.size**2)
    left, right = (draw.integers(0, columns.size, count) for _ in range(2))
    apart = left != right
    left, right = left[apart], right[apart]
    counts = {each.id: np.zeros(len(each.levels)) for each in start.comparisons}
    for piece in range(0, len(left), TOGETHER):
        some = slice(piece, piece + TOGETHER)
        for id, levels in scored(start, columns, left[some], right[some]).levels.items():
            counts[id] += np.bincount(levels, minlength=len(counts[id]))
    return replace(start, comparisons=tuple(_counted(each, counts[each.id]) for each in start.comparisons))


def _counted(comparison: Comparison, counts: Counts) -> Comparison:
    """Give each level its share of what could be compared; what was never found, half of one finding."""
    compared = sum(count for level, count in zip(comparison.levels, counts, strict=True) if not level.neutral)
    if not compared:
        return comparison
    levels = [
        level if level.neutral else replace(level, u=float(max(count, 0.5) / compared))
        for level, count in zip(comparison.levels, counts, strict=True)
    ]
    return replace(comparison, levels=tuple(levels))


def _learned(start: Model, columns: Columns, learner: Learner) -> _Trained:
    """Let Splink learn, and read what it learned."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = _table(start, columns)
        linker = Linker(learner.opened().register(table), _settings(start, learner.dialect), _QUIETLY)
        _train(linker, table)
        return json.decode(json.encode(linker.misc.save_model_to_json()), type=_Trained)


def _train(linker: Linker, table: pa.Table) -> None:
    """Let Splink begin with what is certain, then learn in the rounds that the fields at hand allow."""
    there = {name for name in table.column_names if table[name].null_count < table.num_rows}
    certain: list[str | BlockingRuleCreator] = [_same(names) for names in _CERTAIN if there.issuperset(names)]
    if certain:
        linker.training.estimate_probability_two_random_records_match(certain, recall=_GUESSED_RECALL)
    rounds = _ROUNDS[:_PERSON_ROUNDS] if "given" in there else _ROUNDS[_PERSON_ROUNDS - 1 :]
    for names in rounds:
        if there.issuperset(names):
            learn = linker.training.estimate_parameters_using_expectation_maximisation  # spelled so by Splink
            learn(_same(names), estimate_without_term_frequencies=True, max_pairs=_LEARNED_PAIRS)


def _same(names: Sequence[str]) -> str:
    return " and ".join(f"l.{name} = r.{name}" for name in names)


def _table(start: Model, columns: Columns) -> pa.Table:
    """Give the first value of every record, and what follows from it where a level asks."""
    arrays = {"unique_id": pa.array(np.arange(columns.size))}
    for comparison in start.comparisons:
        first = columns.sources[comparison.source].starts[:-1]
        for likeness in _likenesses(comparison):
            for name in likeness.fields:
                texts = [columns.texts[code] or None for code in columns.part(comparison.source, name)[first].tolist()]
                arrays[column_name(name)] = pa.array(texts, pa.string())
                if likeness.sort in EXTRAS:
                    suffix, follow = EXTRAS[likeness.sort]
                    lists = [follow(text) if text else None for text in texts]
                    arrays[f"{column_name(name)}_{suffix}"] = pa.array(lists, pa.list_(pa.string()))
    return pa.table(arrays)


def _likenesses(comparison: Comparison) -> list[Likeness]:
    return [likeness for level in comparison.levels for group in level.when for likeness in group]


def _settings(start: Model, dialect: Dialect) -> Loose:
    """Put the plan to Splink."""
    comparisons = tuple(
        _PutComparison(column_name(each.id), tuple(_put_level(level, dialect) for level in each.levels))
        for each in start.comparisons
    )
    return json.decode(json.encode(_SplinkPlan(comparisons)), type=Loose)


def _put_level(level: Level, dialect: Dialect) -> _PutLevel:
    """Put one level to Splink; one that weighs nothing is what Splink calls null."""
    condition = condition_of(level, dialect)
    if level.neutral and condition:
        return _PutLevel(condition, level.id, is_null_level=True)
    return _PutLevel(condition or "ELSE", level.id, level.m, level.u, fix_u_probability=True)


def _weighed(planned: Comparison, counted: Comparison, learned: Sequence[_TrainedLevel], prior: float) -> Comparison:
    by_id = {each.label_for_charts: each for each in learned}
    levels = zip(planned.levels, counted.levels, strict=True)
    return replace(planned, levels=tuple(_weight(plan, count, by_id[plan.id], prior) for plan, count in levels))


def _weight(planned: Level, counted: Level, learned: _TrainedLevel, prior: float) -> Level:
    """Take what was learned, and take out of u the share of pairs drawn at random that were one person's after all."""
    if planned.neutral or learned.m_probability in {None, planned.m}:
        return planned
    # Rounds hold fields equal, and so never see some outcomes at all: they become rarer, not impossible.
    m = max(learned.m_probability or 0.0, planned.m / _MOST_SHRUNK)
    strangers = (counted.u - prior * m) / (1 - prior)
    return replace(planned, m=m, u=min(1.0, max(strangers, counted.u / _MOST_MENDED)))
