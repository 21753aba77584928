"""Names in two scripts, and labeled pairs of names: how many come out near. The rules saw rows of even number only."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rapidfuzz.distance import JaroWinkler

from comity.records.spelling.latin import latin
from comity.records.spelling.nicknames import other_forms
from comity.records.spelling.phonetic import sounds
from comity.records.spelling.words import name_words
from tests.corpus import corpus

pytestmark = pytest.mark.corpus

NEAR = 0.85
Pair = tuple[str, str]


def odd_pairs(file: Path) -> list[Pair]:
    """Give the names of odd rows, each with its spelling in another script, whose letters stand apart in the file."""
    rows = file.read_text(encoding="utf-8").splitlines()[::2]
    words = (row.split("\t")[:2] for row in rows)
    return [(_one_word(name), _one_word(native.replace(" ", ""))) for name, native in words]


def _one_word(text: str) -> str:
    return latin(text).replace(" ", "")


def share(pairs: list[Pair], test: Callable[[str, str], bool]) -> float:
    return sum(test(*pair) for pair in pairs) / len(pairs)


def sound_alike(one: str, other: str) -> bool:
    return bool(sounds(one) & sounds(other))


def is_near(one: str, other: str) -> bool:
    return JaroWinkler.similarity(one, other) >= NEAR or sound_alike(one, other)


@pytest.mark.parametrize("script, floor", [("arabic", 0.84), ("hebrew", 0.86), ("russian", 0.90)])
def test_a_name_in_another_script_comes_out_near_its_latin_spelling(script: str, floor: float) -> None:
    pairs = odd_pairs(corpus("linkage") / f"names/wikidata-{script}-20.tsv")
    near, heard = share(pairs, is_near), share(pairs, sound_alike)
    print(f"{script}: {len(pairs)} pairs, near {near:.3f}, of which by a shared sound {heard:.3f}")
    assert near >= floor


@pytest.mark.parametrize("script", ["arabic", "hebrew", "russian"])
def test_two_names_that_have_nothing_to_do_with_each_other_seldom_sound_alike(script: str) -> None:
    pairs = odd_pairs(corpus("linkage") / f"names/wikidata-{script}-20.tsv")
    natives = [native for _, native in pairs]
    shifted = [(name, native) for (name, _), native in zip(pairs, natives[997:] + natives[:997], strict=True)]
    print(f"{script}: {share(shifted, sound_alike):.5f} of unrelated pairs sound alike")
    assert share(shifted, sound_alike) <= 0.002


def word_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    written = JaroWinkler.similarity(one, other)
    forms, heard = other in other_forms(one), sound_alike(one, other)
    best = max(written, 0.95 if forms else 0.0, 0.9 if heard else 0.0)
    return best if best >= NEAR else 0.0


def likeness(one: str, other: str) -> float:
    """Give the mean likeness of the words that are paired, best first, by letters; words left over do not count."""
    left, right = name_words(one), name_words(other)
    near = sorted(((word_likeness(a, b), i, j) for i, a in enumerate(left) for j, b in enumerate(right)), reverse=True)
    rows, columns, found, letters = set[int](), set[int](), 0.0, 0
    for alike, i, j in near:
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            both = len(left[i]) + len(right[j])
            found, letters = found + alike * both, letters + both
    return found / letters if letters else 0.0


def f1_scores(judged: list[tuple[float, bool]]) -> Iterator[float]:
    matches = sum(same for _, same in judged)
    for threshold in {score for score, _ in judged}:
        kept = [same for score, same in judged if score >= threshold]
        yield 2 * sum(kept) / (len(kept) + matches)


def test_judged_pairs_of_names_are_told_apart_by_a_simple_score() -> None:
    text = (corpus("linkage") / "names/opensanctions-name_bench-cases.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["schema"] == "Person"]
    judged = [(likeness(row["name1"], row["name2"]), row["is_match"] == "true") for row in rows]
    best = max(f1_scores(judged))
    print(f"{len(judged)} pairs of names of persons: best F1 {best:.3f}")
    assert best >= 0.80
