"""What is learned without truth: thresholds, rivals, frequencies, weights; and what comes from Splink."""

import numpy as np
import pytest
from msgspec import json
from msgspec.structs import replace

from comity.demo.entries import entries
from comity.errors import Absent, Invalid
from comity.linkage.agglomerating import labels_of
from comity.linkage.calibrating import calibrated
from comity.linkage.candidates import candidate_pairs
from comity.linkage.clustering import bounds_of
from comity.linkage.columns import columns_of, columns_of_table
from comity.linkage.deciding import Decision, decision
from comity.linkage.features import Features, features_of
from comity.linkage.frequencies import coarse, coarse_count
from comity.linkage.keys import keys_of
from comity.linkage.measuring import (
    b_cubed,
    best_threshold,
    cluster_quality,
    errors_by_group,
    numbered,
    pair_quality,
    true_pairs,
)
from comity.linkage.model import KINDS, Level, Likeness, Model, coarse_population, default_model, plan, rescaled
from comity.linkage.scoring import score_pairs, sources_of
from comity.linkage.splink_settings import from_splink, read_condition

MADE = entries("tests", 600)
FEATURES = [features_of(entry.person) or Features("person") for entry in MADE]
TRUTH = np.asarray([entry.human.number for entry in MADE])


def pairs() -> tuple[np.ndarray, np.ndarray]:
    numbers: dict[str, int] = {}
    made = [[numbers.setdefault(key, len(numbers)) for key in keys_of(each)] for each in FEATURES]
    owners = np.repeat(np.arange(len(made)), [len(keys) for keys in made])
    return candidate_pairs(np.asarray([key for keys in made for key in keys]), owners)


def test_keys_find_nearly_all_pairs_of_one_person_among_few_candidates() -> None:
    left, right = pairs()
    found = int((TRUTH[left] == TRUTH[right]).sum())
    assert found >= 0.98 * true_pairs(TRUTH)
    assert len(left) < 60 * len(FEATURES)


def test_the_shipped_model_links_another_city_well() -> None:
    left, right = pairs()
    model = rescaled(default_model("person"), len(FEATURES))
    bits = score_pairs(model, columns_of(FEATURES, sources_of(model)), left, right)
    labels = labels_of(len(FEATURES), left, right, bits, bounds=bounds_of(model))
    assert cluster_quality(labels, TRUTH).f1 >= 0.95
    assert cluster_quality(labels, TRUTH).precision >= 0.98


def test_calibration_finds_the_prior_and_nearly_the_best_threshold_without_truth() -> None:
    left, right = pairs()
    wrong = replace(default_model("person"), matches_per_record=0.05)
    columns = columns_of(FEATURES, sources_of(wrong))
    model = calibrated(rescaled(wrong, len(FEATURES)), columns, left, right)
    assert model.matches_per_record == pytest.approx(2 * true_pairs(TRUTH) / len(TRUTH), rel=0.2)
    bits = score_pairs(model, columns, left, right)
    among = true_pairs(TRUTH)
    linked = bits >= model.link
    own = pair_quality(left[linked], right[linked], TRUTH, among=among)
    assert own.f1 >= 0.97 * best_threshold(left, right, bits, truth=TRUTH, among=among).quality.f1


def test_a_model_may_be_kept_as_json_and_read_again() -> None:
    model = default_model("person")
    assert json.decode(json.encode(model), type=Model) == model


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_model_whose_weights_are_chances(kind: str) -> None:
    for comparison in default_model(kind).comparisons:
        assert comparison.levels[0].neutral
        for level in comparison.levels:
            assert 0 < level.m <= 1
            assert 0 < level.u <= 1


def test_a_kind_that_is_not_linked_has_no_model() -> None:
    with pytest.raises(Absent, match="not linked"):
        default_model("arrest")


def test_a_score_is_a_link_a_review_or_nothing() -> None:
    model = default_model("person")
    told = [decision(model, bits) for bits in (model.link, model.link - 0.1, model.review - 0.1)]
    assert told == [Decision.LINK, Decision.REVIEW, Decision.NONE]


def test_the_prior_shrinks_as_the_population_grows() -> None:
    model = default_model("person")
    assert rescaled(model, 1 << 20).prior == pytest.approx(rescaled(model, 1 << 10).prior - 10, abs=0.01)


def test_one_hidden_record_moves_neither_population_nor_frequency() -> None:
    assert coarse_population(10_000) == coarse_population(10_001)
    common, rare = coarse({"smith": 1_000, "quill": 3, "jones": 200})
    again, rare_again = coarse({"smith": 1_001, "quill": 3, "jones": 200})
    assert (common, rare) == (again, rare_again)
    assert "quill" not in common
    assert coarse_count(16) == 16


def test_keys_that_too_many_share_are_passed_over_and_pairs_come_once() -> None:
    keys = np.asarray([1, 1, 2, 2, *[3] * 200])
    owners = np.asarray([0, 1, 1, 0, *range(200)])
    left, right = candidate_pairs(keys, owners)
    assert (left.tolist(), right.tolist()) == ([0], [1])


def test_quality_is_what_it_is_by_hand() -> None:
    truth, labels = numbered("aabbb"), numbered("xxxyy")
    assert cluster_quality(labels, truth).precision == pytest.approx(2 / 4)
    assert cluster_quality(labels, truth).recall == pytest.approx(2 / 4)
    assert b_cubed(labels, truth).precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    (women, men) = errors_by_group(labels, truth, ["F", "F", "M", "F", "M"])
    assert (women.group, women.records, men.records) == ("F", 3, 2)
    assert women.wrong == pytest.approx(2 / 5)


@pytest.mark.parametrize(
    "condition,question",
    [
        ('"surname_l" = "surname_r"', Likeness("equal", ("surname",))),
        ('jaro_winkler_similarity("a_l", "a_r") >= 0.92', Likeness("similar", ("a",), 0.92)),
        ('damerau_levenshtein("a_l", "a_r") <= 1', Likeness("edits", ("a",), 1)),
        ('"a_l" = "b_r" AND "a_r" = "b_l"', Likeness("swapped", ("a", "b"))),
        ("SUBSTRING(m_l, 1, 1) = SUBSTRING(m_r, 1, 1)", Likeness("equal", ("m:start=1",))),
    ],
)
def test_a_condition_of_splink_is_read_as_a_question(condition: str, question: Likeness) -> None:
    assert read_condition(condition) == ((question,),)


@pytest.mark.parametrize("settings", [b"{", b"{}", b'{"comparisons": 3}'])
def test_what_are_no_settings_of_splink_is_refused(settings: bytes) -> None:
    with pytest.raises(Invalid, match="not Splink's settings"):
        from_splink(settings, {}, records=10)


def test_a_condition_that_cannot_be_read_is_refused_and_not_left_out() -> None:
    with pytest.raises(Invalid, match="has no question here"):
        read_condition("soundex(a_l) = soundex(a_r)")


def test_a_model_of_splink_gives_the_weights_that_splink_would() -> None:
    settings = {
        "probability_two_random_records_match": 0.01,
        "comparisons": [
            {
                "output_column_name": "surname",
                "comparison_levels": [
                    {"sql_condition": '"surname_l" IS NULL OR "surname_r" IS NULL', "is_null_level": True},
                    {
                        "sql_condition": '"surname_l" = "surname_r"',
                        "m_probability": 0.9,
                        "u_probability": 0.1,
                        "tf_adjustment_column": "surname",
                    },
                    {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.9},
                ],
            }
        ],
    }
    model = from_splink(json.encode(settings), {"surname": {"quill": 0.05, "smith": 0.2}}, records=101)
    columns = columns_of_table({"surname": ["quill", "quill", "smith", None]})
    bits = score_pairs(model, columns, np.asarray([0, 0, 0]), np.asarray([1, 2, 3]))
    prior = np.log2(0.01 / 0.99)
    assert bits == pytest.approx([prior + np.log2(0.9 / 0.05), prior + np.log2(0.1 / 0.9), prior])


def test_the_plan_names_every_outcome_in_words() -> None:
    levels: list[Level] = [level for comparison in plan("person").comparisons for level in comparison.levels]
    assert all(level.words.rstrip().endswith(".") for level in levels)


def test_somebody_with_a_hundred_records_is_found_by_what_those_share() -> None:
    shared = np.repeat(np.arange(6), 100)
    left, right = candidate_pairs(shared, np.tile(np.arange(100), 6))
    assert len(left) == len(right) == 100 * 99 // 2
    assert not len(candidate_pairs(shared[:400], np.tile(np.arange(100), 4))[0])
