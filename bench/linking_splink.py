"""Splink on the labelled sets, with the settings of its own tutorials; each step in a process of its own.

``python -m bench.linking_splink train SET FOLDER`` leaves the trained model in FOLDER; ``... link SET FOLDER`` predicts
and clusters with it, and leaves the pairs with their weights, the clusters, and what it took.
"""

import logging
import resource
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import splink.comparison_library as cl
from msgspec import Struct, json
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.blocking_rule_library import CustomRule
from splink.internals.blocking_rule_creator import BlockingRuleCreator
from splink.internals.comparison_creator import ComparisonCreator
from splink.internals.splink_dataframe import SplinkDataFrame

from bench.linking_sets import Labelled, labelled

LEAST_BITS = -12
SURE = 0.95


class Took(Struct, frozen=True):
    """Seconds for each step, and the most memory of the process in megabytes."""

    seconds: dict[str, float]
    memory: float


@dataclass(frozen=True)
class Tutorial:
    """One tutorial's choices: the rules that find pairs, the comparisons, and how training begins."""

    rules: Sequence[BlockingRuleCreator]
    comparisons: Sequence[ComparisonCreator]
    certain: Sequence[BlockingRuleCreator | str]
    recall: float
    rounds: Sequence[Sequence[str]]
    files: bool = False


def _common(comparison: ComparisonCreator) -> ComparisonCreator:
    """Let rare values weigh more."""
    return comparison.configure(term_frequency_adjustments=True)


def _febrl3() -> Tutorial:
    keys = ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")
    return Tutorial(
        [block_on(key) for key in keys],
        [
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            _common(cl.ExactMatch("street_number")),
            _common(cl.ExactMatch("postcode")),
        ],
        [
            block_on("soc_sec_id"),
            block_on("given_name", "surname", "date_of_birth"),
            "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth",
        ],
        0.9,
        [["date_of_birth"], ["postcode"]],
    )


def _febrl4() -> Tutorial:
    rules = [("given_name", "surname"), ("date_of_birth",), ("soc_sec_id",), ("state", "address_1"),
             ("street_number", "address_1"), ("postcode",)]  # fmt: skip
    return Tutorial(
        [*(block_on(*rule) for rule in rules), CustomRule("l.given_name = r.surname and l.surname = r.given_name")],
        [
            _common(cl.NameComparison("given_name")),
            _common(cl.NameComparison("surname")),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
            ),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            _common(cl.ExactMatch("street_number")),
            _common(cl.DamerauLevenshteinAtThresholds("postcode", [1, 2])),
        ],
        [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")],
        0.8,
        [["date_of_birth"], ["postcode"]],
        files=True,
    )


def _historical() -> Tutorial:
    rules = [
        ("substr(first_name,1,3)", "substr(surname,1,4)"), ("surname", "dob"), ("first_name", "dob"),
        ("postcode_fake", "first_name"), ("postcode_fake", "surname"), ("dob", "birth_place"),
        ("substr(postcode_fake,1,3)", "dob"), ("substr(postcode_fake,1,3)", "first_name"),
        ("substr(postcode_fake,1,3)", "surname"), ("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
    ]  # fmt: skip
    return Tutorial(
        [block_on(*rule) for rule in rules],
        [
            cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="both_names"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            _common(cl.ExactMatch("birth_place")),
            _common(cl.ExactMatch("occupation")),
        ],
        [
            block_on("first_name", "surname", "dob"),
            block_on("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
            block_on("dob", "postcode_fake"),
        ],
        0.6,
        [["first_name", "surname"], ["dob"]],
    )


def _fake() -> Tutorial:
    return Tutorial(
        [block_on(key) for key in ("first_name", "surname", "dob", "email")],
        [
            _common(cl.NameComparison("first_name")),
            _common(cl.NameComparison("surname")),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            _common(cl.ExactMatch("city")),
            cl.EmailComparison("email"),
        ],
        [
            block_on("first_name", "dob"),
            "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
            block_on("email"),
        ],
        0.7,
        [["first_name", "surname"], ["dob"]],
    )


def _synthetic() -> Tutorial:
    rules = [
        ("doc_id",), ("phone",), ("surname", "dob"), ("first_name", "dob"), ("postcode", "dob"),
        ("postcode", "surname", "substr(first_name,1,1)"), ("first_name", "surname", "substr(dob,1,4)"),
        ("first_name", "surname", "postcode"), ("first_name", "surname", "substr(dob,6,5)"), ("street", "first_name"),
        ("substr(first_name,1,2)", "substr(surname,1,4)", "substr(dob,1,7)"),
    ]  # fmt: skip
    return Tutorial(
        [block_on(*rule) for rule in rules],
        [
            _common(cl.NameComparison("first_name")),
            _common(cl.NameComparison("surname")),
            cl.ExactMatch("substr(middle_name,1,1)"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode"),
            cl.LevenshteinAtThresholds("street", [2]),
            cl.ExactMatch("phone"),
            cl.DamerauLevenshteinAtThresholds("doc_id", [1]),
            cl.ExactMatch("sex"),
        ],
        [block_on("doc_id"), block_on("first_name", "surname", "dob"), block_on("first_name", "surname", "phone")],
        0.6,
        [["first_name", "surname"], ["dob"]],
    )


TUTORIALS = {"febrl3": _febrl3, "febrl4": _febrl4, "fake_1000": _fake, "historical_50k": _historical,
             "synth50k": _synthetic, "synth500k": _synthetic}  # fmt: skip


def raw_table(data: Labelled) -> dict[str, list[str | None]]:
    """Give the columns that the tutorials compare, the joined names among them where one asks for them."""
    table = dict(data.table)
    if "first_and_surname" in table:
        both = zip(table["first_name"], table["surname"], strict=True)
        table["both_names"] = [f"{first} {last}" if first and last else None for first, last in both]
    return table


def train(name: str, folder: Path) -> None:
    """Train on one set as its tutorial does, and leave the model in the folder."""
    tutorial = TUTORIALS[name]()
    linker = _linker(labelled(name), _settings(tutorial))
    began = perf_counter()
    linker.training.estimate_probability_two_random_records_match(list(tutorial.certain), recall=tutorial.recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=2)
    for columns in tutorial.rounds:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), estimate_without_term_frequencies=True
        )
    took = Took({"train": perf_counter() - began}, _memory())
    linker.misc.save_model_to_json(str(folder / f"{name}.json"), overwrite=True)
    (folder / f"{name}.train.json").write_bytes(json.encode(took))


def link(name: str, folder: Path) -> None:
    """Predict and cluster with the trained model, and leave pairs, clusters and what it took in the folder."""
    data = labelled(name)
    linker = _linker(data, folder / f"{name}.json")
    began = perf_counter()
    predictions = linker.inference.predict(threshold_match_weight=LEAST_BITS)
    predicted = perf_counter()
    grouped = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, threshold_match_probability=SURE)
    took = Took({"predict": predicted - began, "cluster": perf_counter() - predicted}, _memory())
    _keep(predictions, grouped, data, folder / f"{name}.splink.npz")
    (folder / f"{name}.splink.json").write_bytes(json.encode(took))


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _settings(tutorial: Tutorial) -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only" if tutorial.files else "dedupe_only",
        blocking_rules_to_generate_predictions=list(tutorial.rules),
        comparisons=list(tutorial.comparisons),
    )


def _linker(data: Labelled, settings: SettingsCreator | Path) -> Linker:
    database = DuckDBAPI()
    table = pa.table({column: pa.array(values, pa.string()) for column, values in raw_table(data).items()})
    if data.side is None:
        return Linker(database.register(table), settings)
    halves = [database.register(table.filter(pa.array(data.side == half))) for half in (0, 1)]
    return Linker(halves, settings)


def _keep(predictions: SplinkDataFrame, grouped: SplinkDataFrame, data: Labelled, path: Path) -> None:
    """Write pairs, weights and clusters by the places of rows."""
    place = {id: at for at, id in enumerate(data.table["unique_id"])}
    pairs = predictions.as_duckdbpyrelation().project("unique_id_l, unique_id_r, match_weight").fetchnumpy()
    left, right = (np.asarray([place[str(id)] for id in pairs[f"unique_id_{side}"]]) for side in "lr")
    clusters = grouped.as_duckdbpyrelation().project("unique_id, cluster_id").fetchnumpy()
    found = np.empty(data.size, dtype=np.int64)
    found[[place[str(id)] for id in clusters["unique_id"]]] = np.unique(
        np.asarray(clusters["cluster_id"], dtype=str), return_inverse=True
    )[1]
    np.savez(path, left=left, right=right, bits=np.asarray(pairs["match_weight"], dtype=np.float64), clusters=found)


STEPS = {"train": train, "link": link}

if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    STEPS[sys.argv[1]](sys.argv[2], Path(sys.argv[3]))
