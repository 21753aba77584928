"""How many names are found by another form of them, or in another script, among ten; printed, and not to fall."""

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

from comity.records.spelling.words import name_words
from comity.store.vocabulary import Vocabulary
from tests.corpus import corpus

pytestmark = pytest.mark.corpus

# Names that stand beside those looked for, so that ten places are few.
_OTHERS = "rigour-sample_names.csv"
_PLACE = (1, 1)
# All of them take a minute; every so many tell as much.
_MOST_ASKED = 1500


def _vocabulary(folder: Path, words: Iterable[str]) -> Vocabulary:
    vocabulary = Vocabulary(lambda word: (hash(word),))
    others = (folder / _OTHERS).read_text("utf-8").splitlines()[1:]
    for word in {each for name in (*others, *words) for each in name_words(name)}:
        vocabulary.add(_PLACE, [word])
    return vocabulary


def _recall(folder: Path, pairs: list[tuple[str, str]], what: str) -> float:
    vocabulary = _vocabulary(folder, (there for _, there in pairs))
    seen = vocabulary.seen_at((_PLACE,))
    found, asked_for = 0, pairs[:: max(1, len(pairs) // _MOST_ASKED)]
    for asked, there in asked_for:
        (word,) = name_words(there)
        found += word in vocabulary.nearest(name_words(asked)[0], seen, frozenset(), 10).words
    print(f"{what}: {found} of {len(asked_for)} ({found / len(asked_for):.3f}) among {len(vocabulary):,} words")
    return found / len(asked_for)


def _one_word(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted({pair for pair in pairs if all(len(name_words(each)) == 1 for each in pair)})


def test_given_names_are_found_by_their_nicknames() -> None:
    folder = corpus("linkage") / "names"
    with (folder / "nicknames.csv").open(encoding="utf-8") as rows:
        pairs = _one_word((row["name2"], row["name1"]) for row in csv.DictReader(rows))
    assert _recall(folder, pairs, "nicknames") > 0.95


@pytest.mark.parametrize("script, least", [("arabic", 0.75), ("hebrew", 0.78), ("russian", 0.85)])
def test_names_are_found_in_another_script(script: str, least: float) -> None:
    folder = corpus("linkage") / "names"
    lines = (folder / f"wikidata-{script}-20.tsv").read_text("utf-8").splitlines()
    parts = (line.split("\t") for line in lines)
    pairs = _one_word((latin, written.replace(" ", "")) for latin, written, *_ in parts)
    assert _recall(folder, pairs, script) > least
